"""换岗交接包: what somebody looks after, part by part, for whoever takes it over; and what stays with whoever did it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from titian.accounts.models import User
from titian.base.columns import Column
from titian.base.periods import Period
from titian.exchange.workbook import Sheet, write
from titian.figures.models import Target
from titian.ledgers.models import Ledger, LedgerRow
from titian.policies.models import Declaration, PoolEntry
from titian.registry.models import Organisation, Title
from titian.reports.models import PaperState, Section, SectionState

SOON = timedelta(days=183)
_FIRM = Column("firm", "企业", width=30)


@dataclass(frozen=True)
class Part:
    """One sheet of the package. `code`: what it is handed over by; empty for what is only told."""

    code: str
    label: str
    counted: str
    columns: tuple[Column, ...]
    rows: Sequence[Mapping[str, object]]

    @property
    def moves(self) -> bool:
        return bool(self.code)

    @property
    def cells(self) -> list[list[tuple[Column, object]]]:
        return [[(column, row.get(column.key)) for column in self.columns] for row in self.rows]

    @property
    def told(self) -> str:
        """我的企业 12 家"""
        return f"{self.label} {len(self.rows)} {self.counted}"


@dataclass(frozen=True)
class Holding:
    """One kind of thing a person answers for: which of it is handed over, and how it is told."""

    code: str
    label: str
    counted: str
    columns: tuple[Column, ...]
    of: Callable[[User, date], Iterable[Any]]
    row: Callable[[Any, date], Mapping[str, object]]

    def part(self, person: User, day: date) -> Part:
        rows = [self.row(one, day) for one in self.of(person, day)]
        return Part(self.code, self.label, self.counted, self.columns, rows)


def firms_of(person: User, day: date) -> Any:
    return Organisation.objects.current().filter(officer=person).select_related("region").order_by("name")


def pool_of(person: User, day: date) -> Any:
    return PoolEntry.objects.filter(officer=person, left_on=None).select_related("organisation").order_by("programme", "pk")


def declarations_of(person: User, day: date) -> Any:
    return Declaration.objects.under_way().filter(officer=person).select_related("organisation", "batch").order_by("batch", "pk")


def rows_of(person: User, day: date) -> Any:
    """What is not closed yet, in ledgers in use. What is done once it is entered (a visit, a meeting) stays with whoever did it."""
    ending = [ledger.pk for ledger in Ledger.objects.in_use() if ledger.about.ends]
    rows = LedgerRow.objects.kept().open_on(day).filter(responsible=person, ledger__in=ending)
    return rows.select_related("ledger", "organisation", "person", "region").order_by("due", "pk")


def sections_of(person: User, day: date) -> Any:
    waiting = Section.objects.filter(writer=person, paper__state__in=PaperState.OPEN, is_on=True)
    return (
        waiting.exclude(state=SectionState.REVIEWED)
        .exclude(role="heading")
        .select_related("paper", "department")
        .order_by("due_at", "pk")
    )


def targets_of(person: User, day: date) -> list[Target]:
    """Targets whose time is not over."""
    found = Target.objects.here().filter(owner=person, is_dropped=False).prefetch_related("legs")
    return [target for target in found if Period(target.period).until > day]


def _firm(one: Organisation, day: date) -> Mapping[str, object]:
    return {"name": one.name, "uscc": one.uscc, "town": one.region and one.region.name}


def _candidate(one: PoolEntry, day: date) -> Mapping[str, object]:
    return {"firm": one.organisation.name, "aim": one.programme_label, "stage": PoolEntry.STAGES[one.stage], "day": one.entered_on}


def _declaration(one: Declaration, day: date) -> Mapping[str, object]:
    return {"firm": one.organisation.name, "batch": str(one.batch), "state": Declaration.STEPS[one.step], "day": one.planned_on}


def _open_row(row: LedgerRow, day: date) -> Mapping[str, object]:
    return {
        "ledger": row.ledger.label,
        "row": str(row),
        "firm": row.organisation and row.organisation.name,
        "day": row.day,
        "due": row.due,
        "state": "已逾期" if row.due and row.due < day else row.state_label or "未办结",
    }


def _section(one: Section, day: date) -> Mapping[str, object]:
    due = timezone.localtime(one.due_at).date() if one.due_at else None
    return {"paper": str(one.paper), "section": one.label, "state": one.state_label, "due": due}


def _target(one: Target, day: date) -> Mapping[str, object]:
    return {"title": one.title, "goal": one.goal, "period": Period(one.period).label}


HOLDINGS = (
    Holding(
        *("firms", "我的企业", "家"),
        (Column("name", "企业名称", width=36), Column("uscc", "统一社会信用代码", width=22), Column("town", "乡镇")),
        firms_of,
        _firm,
    ),
    Holding(
        *("pool", "在库培育", "项"),
        (_FIRM, Column("aim", "培育目标", width=20), Column("stage", "培育阶段", width=12), Column("day", "入库日期", "day")),
        pool_of,
        _candidate,
    ),
    Holding(
        *("declarations", "在办申报", "项"),
        (_FIRM, Column("batch", "批次", width=32), Column("state", "进展", width=12), Column("day", "拟申报日期", "day")),
        declarations_of,
        _declaration,
    ),
    Holding(
        *("rows", "未办结的台账事项", "条"),
        (
            *(Column("ledger", "台账", width=16), Column("row", "事项", width=44), _FIRM),
            *(Column("day", "日期", "day"), Column("due", "期限", "day"), Column("state", "状态", width=14)),
        ),
        rows_of,
        _open_row,
    ),
    Holding(
        *("sections", "没有审完的章节", "节"),
        (
            *(Column("paper", "文稿", width=40), Column("section", "章节", width=24)),
            *(Column("state", "状态", width=10), Column("due", "交稿时间", "day")),
        ),
        sections_of,
        _section,
    ),
    Holding(
        *("targets", "负责的目标", "项"),
        (Column("title", "目标", width=36), Column("goal", "要求", width=20), Column("period", "期间", width=14)),
        targets_of,
        _target,
    ),
)


def parts(person: User, day: date) -> Iterator[Part]:
    """What moves, what ends soon at the firms, and what stays."""
    held = [one.part(person, day) for one in HOLDINGS]
    yield held[0]
    yield _ending(person, day)
    yield from held[1:]


def _ending(person: User, day: date) -> Part:
    ending = Title.objects.filter(organisation__in=firms_of(person, day)).valid_on(day).ending(day, day + SOON)
    return Part(
        *("", "半年内到期的资质", "项"),
        (Column("name", "企业名称", width=36), Column("title", "资质荣誉", width=20), Column("until", "有效期至", "day")),
        [
            {"name": one.organisation.name, "title": one.label, "until": one.last_day}
            for one in ending.select_related("organisation").order_by("until")
        ],
    )


def staying(person: User, day: date) -> list[tuple[str, str]]:
    """What keeps the name of whoever did it, with how many; nought is left out."""
    rows = LedgerRow.objects.kept().filter(responsible=person)
    written = Section.objects.filter(handed_in_by=person).exclude(role="heading")
    over = Target.objects.here().filter(owner=person, is_dropped=False)
    counts = (
        ("已办结和一次办完的台账记录（走访、培训、活动等）", rows.count() - len(rows_of(person, day)), "条"),
        ("已出库的培育", PoolEntry.objects.filter(officer=person).exclude(left_on=None).count(), "项"),
        ("已有结果的申报", Declaration.objects.filter(officer=person).count() - len(declarations_of(person, day)), "项"),
        ("已审和已定稿的章节", written.count() - written.filter(pk__in=[one.pk for one in sections_of(person, day)]).count(), "节"),
        ("期间已过的目标", over.count() - len(targets_of(person, day)), "项"),
    )
    return [(label, f"{count:,} {unit}") for label, count, unit in counts if count > 0]


def workbook(person: User, day: date) -> bytes:
    """A sheet a part and what stays; for the file that is handed over and signed."""
    columns = Column("what", "不移交的", width=48), Column("count", "数量", width=16)
    kept = [{"what": label, "count": count} for label, count in staying(person, day)]
    sheets = [
        Sheet(
            part.label, f"{person.name}：{part.label}", f"截至 {day}，共 {len(part.rows)} {part.counted}", part.columns, part.rows
        )
        for part in parts(person, day)
    ]
    sheets.append(Sheet("不移交的", f"{person.name}：仍记在本人名下的", f"截至 {day}", columns, kept))
    return write(sheets)
