"""换岗交接包: what somebody looks after, part by part, for whoever takes it over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from titian.accounts.models import User
from titian.base.columns import Column
from titian.base.periods import Period
from titian.exchange.workbook import Sheet, write
from titian.figures.models import Target
from titian.ledgers.models import Ledger, LedgerRow
from titian.registry.models import Organisation, Title
from titian.reports.models import PaperState, Section, SectionState

SOON = timedelta(days=183)


@dataclass(frozen=True)
class Part:
    """One sheet of the package. `moves`: is it handed over with the button, or only told?"""

    label: str
    counted: str
    columns: tuple[Column, ...]
    rows: Sequence[Mapping[str, object]]
    moves: bool = True

    @property
    def cells(self) -> list[list[tuple[Column, object]]]:
        return [[(column, row.get(column.key)) for column in self.columns] for row in self.rows]


def firms_of(person: User) -> Any:
    return Organisation.objects.current().filter(officer=person).select_related("region").order_by("name")


def rows_of(person: User, day: date) -> Any:
    """What is not closed yet, in ledgers in use. What is done once it is entered (a visit, a meeting) stays with whoever did it."""
    ending = [ledger.pk for ledger in Ledger.objects.in_use() if ledger.about.ends]
    rows = LedgerRow.objects.kept().open_on(day).filter(responsible=person, ledger__in=ending)
    return rows.select_related("ledger", "organisation", "person", "region").order_by("due", "pk")


def sections_of(person: User) -> Any:
    waiting = Section.objects.filter(writer=person, paper__state__in=PaperState.OPEN, is_on=True)
    return waiting.filter(state__in=[SectionState.OPEN, SectionState.RETURNED]).select_related("paper", "department")


def parts(person: User, day: date) -> Iterator[Part]:
    """Firms, what ends there soon, open rows of ledgers, sections to write, targets."""
    yield Part(
        *(
            "我的企业",
            "家",
            (Column("name", "企业名称", width=36), Column("uscc", "统一社会信用代码", width=22), Column("town", "乡镇")),
        ),
        [{"name": one.name, "uscc": one.uscc, "town": one.region and one.region.name} for one in firms_of(person)],
    )
    ending = Title.objects.filter(organisation__in=firms_of(person)).valid_on(day).ending(day, day + SOON)
    yield Part(
        *("半年内到期的资质", "项"),
        (Column("name", "企业名称", width=36), Column("title", "资质荣誉", width=20), Column("until", "有效期至", "day")),
        [
            {"name": one.organisation.name, "title": one.label, "until": one.last_day}
            for one in ending.select_related("organisation").order_by("until")
        ],
        moves=False,
    )
    yield _open_rows(person, day)
    yield Part(
        *("待写的章节", "节"),
        (Column("paper", "文稿", width=40), Column("section", "章节", width=24), Column("due", "交稿时间", "day")),
        [
            {"paper": str(one.paper), "section": one.label, "due": one.due_at and one.due_at.date()}
            for one in sections_of(person).order_by("due_at", "pk")
        ],
    )
    targets = Target.objects.filter(owner=person, is_dropped=False, period__startswith=str(day.year)).prefetch_related("legs")
    yield Part(
        *("负责的目标", "项"),
        (Column("title", "目标", width=36), Column("goal", "要求", width=20), Column("period", "期间", width=14)),
        [{"title": one.title, "goal": one.goal, "period": Period(one.period).label} for one in targets],
        moves=False,
    )


def _open_rows(person: User, day: date) -> Part:
    columns = (
        Column("ledger", "台账", width=16),
        Column("row", "事项", width=44),
        Column("firm", "企业", width=30),
        Column("day", "日期", "day"),
        Column("due", "期限", "day"),
        Column("state", "状态", width=14),
    )
    rows = [
        {
            "ledger": row.ledger.label,
            "row": str(row),
            "firm": row.organisation and row.organisation.name,
            "day": row.day,
            "due": row.due,
            "state": "已逾期" if row.due and row.due < day else row.state_label or "未办结",
        }
        for row in rows_of(person, day)
    ]
    return Part("未办结的台账事项", "条", columns, rows)


def workbook(person: User, day: date) -> bytes:
    """A sheet a part; for the file that is handed over and signed."""
    sheets = [
        Sheet(
            part.label, f"{person.name}：{part.label}", f"截至 {day}，共 {len(part.rows)} {part.counted}", part.columns, part.rows
        )
        for part in parts(person, day)
    ]
    return write(sheets)
