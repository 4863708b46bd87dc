"""重点任务 in seven columns (序号 … 下一步举措), as of the end of a month and against the month before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from titian.accounts.models import User
from titian.base.columns import Column
from titian.base.gongwen.paper import Paper
from titian.base.periods import Period
from titian.ledgers.definition.colours import ColourRule, Standing, colour_of
from titian.ledgers.models import LedgerRow
from titian.ledgers.supervision.course import Compared, compared, last_day
from titian.ledgers.supervision.goals import code_of, goals
from titian.ledgers.supervision.ledger import DONE, GOAL, INDICATOR, LEDGER, NEXT, PROBLEM, reports

COLUMNS = (
    Column("serial", "序号", "integer", width=6),
    Column("title", "重点任务", width=30),
    Column("department", "牵头科室", width=12),
    Column("goal", "年度目标", width=30),
    Column("done", "完成情况", width=40),
    Column("problem", "存在问题", width=26),
    Column("next", "下一步举措", width=26),
)
_WIDTHS = (8, 30, 16, 30, 46, 28, 30)


@dataclass(frozen=True)
class Task:
    """One line. `said` key → text as of the end of the month; `colour` the rule that holds then, None: no rule fits."""

    row: LedgerRow
    serial: int
    compared: Compared
    said: Mapping[str, str]
    goal: str
    against: str
    colour: ColourRule | None

    @property
    def progress(self) -> int | None:
        return self.compared.now.progress if self.compared.now else None

    @property
    def cells(self) -> dict[str, object]:
        """By the keys of COLUMNS, as the sheet prints them."""
        done = "；".join(filter(None, [self.said.get(DONE, ""), self.against]))
        return {
            "serial": self.serial,
            "title": self.row.title,
            "department": str(self.row.department or ""),
            "goal": self.goal,
            "done": done or None,
            "problem": self.said.get(PROBLEM) or None,
            "next": self.said.get(NEXT) or None,
        }


def tasks(user: User, month: Period, day: date, *, department: int | None = None) -> list[Task]:
    """The tasks of a month: begun by its end, not closed before it began; a fixed number of queries."""
    end = last_day(month, day)
    rows = LedgerRow.objects.visible_to(user).of(LEDGER).kept().filter(day__lte=end).exclude(closed_on__lt=month.since)
    if department:
        rows = rows.filter(department=department)
    found = list(rows.select_related("ledger", "department", "responsible").prefetch_related("steps"))
    known = goals(user, year=month.year, day=end) if any(row.data.get(INDICATOR) for row in found) else {}
    found.sort(key=lambda row: (row.data.get("serial") or 10**6, row.day or date.max, row.pk))
    made = []
    for number, row in enumerate(found, start=1):
        told = compared(reports(row), month, day)
        code = code_of(row.data.get(INDICATOR))
        goal = known.get(code) if code else None
        made.append(
            Task(
                row,
                number,
                told,
                told.now.said if told.now else {},
                str(row.data.get(GOAL) or ""),
                str(goal) if goal and goal.reached is not None else "",
                _colour(row, told, end),
            )
        )
    return made


def _colour(row: LedgerRow, told: Compared, end: date) -> ColourRule | None:
    """By the rules as they stand now, with what the task said by then."""
    progress = told.now.progress if told.now else None
    standing = Standing(row.day, row.due, row.closed_on, progress, told.now.day if told.now else None)
    return colour_of(row.ledger.about.colours, standing, end)


def title_of(month: Period) -> str:
    return f"{month.label}重点任务进展情况表"


def document(found: Sequence[Task], month: Period, day: date, *, issuer: str) -> bytes:
    """The table as a .docx on pages turned sideways."""
    paper = Paper(title_of(month), issuer=issuer, day=day)
    rows = [["" if value is None else str(value) for value in task.cells.values()] for task in found]
    sideways = Paper(title_of(month))
    sideways.table([[column.label for column in COLUMNS]], rows or [["", "本月没有重点任务", *[""] * 5]], widths=_WIDTHS, grid=True)
    sideways.note(f"截至{last_day(month, day)}。")
    return paper.landscape(sideways.blocks).save()
