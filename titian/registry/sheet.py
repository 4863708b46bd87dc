"""One sheet a firm, for whoever goes there tomorrow: its parts, and the Word file of them.

It is one page; a firm with a long course behind it takes two at most. The internal edition carries what is 内部 and says so on top; the clean
one only what is 公开. Phones are shown in part on both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from django.conf import settings

from titian.accounts.models import User
from titian.base.disclosure import Disclosure, Outlet
from titian.base.gongwen.blocks import Cell, Table
from titian.base.gongwen.paper import Paper
from titian.base.printing import day_text
from titian.base.registers import registers
from titian.base.timeline import events_of
from titian.journal.models import Entry
from titian.registry.models import AnnualFigure, Organisation, Title
from titian.registry.models.organisations import FORMER, SHORT
from titian.registry.shown import capital, compared, held, masked

EVENTS, YEARS, COLUMNS, PEOPLE, TITLES = 7, 3, 4, 4, 10
LONGEST = 90  # characters of a text in the grid of facts
LABEL, GRID = 3, 24  # widths in the Word file: of the headings' column, of the rest
INNER, CLEAN = "inner", "clean"
EDITIONS = {INNER: "内部版", CLEAN: "公开版"}
OVER = frozenset({"已到期", "已撤销", "未通过"})
WARNING = "内部资料，注意保管，用后收回"


@dataclass(frozen=True)
class Part:
    """A heading and its table; `head` is empty for a grid of labels and values; from the column `numbers_from` on stand numbers.

    `widths` are the columns' in the Word file, of `GRID` together; what is left over the columns behind them share.
    """

    heading: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    disclosure: Disclosure = Disclosure.OPEN
    unit: str = ""
    numbers_from: int | None = None
    widths: tuple[int, ...] = ()

    @property
    def spans(self) -> list[int]:
        columns = max(map(len, self.rows))
        open_ended = columns - len(self.widths)
        shared, rest = divmod(GRID - sum(self.widths), open_ended) if open_ended else (0, 0)
        return [*self.widths, *(shared + (place < rest) for place in range(open_ended))]


def document(found: Organisation, user: User, edition: str, day: date) -> bytes:
    """The sheet as .docx: one form, the headings in its first column."""
    paper = Paper(found.name, edition="clean", issuer=settings.TITIAN.bureau, day=day)
    lines = [line for part in parts(found, user, edition, day) for line in _lines(part)]
    above = [[Cell(WARNING, columns=LABEL + GRID, bold=True)]] if edition == INNER else []
    below = [Cell(f"{settings.TITIAN.bureau}据本局名录整理，截至{day_text(day)}。", columns=LABEL + GRID)]
    return paper.add(Table([], [*above, *lines, below], widths=[1] * (LABEL + GRID), grid=True, compact=True)).save()


def _lines(part: Part) -> Iterator[list[Cell]]:
    """A part's rows in the form; its heading stands beside all of them."""
    rows = [part.head, *part.rows] if part.head else part.rows
    for number, row in enumerate(rows):
        heading = [] if number else [Cell(part.heading, columns=LABEL, rows=len(rows), align="center", bold=True)]
        yield [*heading, *(_cell(part, place, text, span) for place, (text, span) in enumerate(zip(row, part.spans, strict=True)))]


def _cell(part: Part, place: int, text: str, span: int) -> Cell:
    is_number = part.numbers_from is not None and place >= part.numbers_from
    return Cell(text, columns=span, align="right" if is_number else "left")


def parts(found: Organisation, user: User, edition: str, day: date) -> list[Part]:
    """What an edition shows, empty parts left out."""
    outlet = Outlet.EXPORT if edition == INNER else Outlet.CLEAN_PAPER
    every = (
        _facts(found, outlet),
        _contacts(found),
        _titles(found, day),
        _annual(found, user),
        _rights(found),
        _course(found, user),
    )
    return [part for part in every if part.rows and part.disclosure.may_leave(outlet)]


def _town(found: Organisation) -> str:
    """Where it is, and where it was registered before: those who know it from there still look for it there."""
    town = found.region.name if found.region else "未定"
    moved = Entry.objects.about(found).filter(before__has_key="region").first()
    former = (moved.before or {}).get("region") if moved else None
    return f"{town}（{day_text(moved.at)}前登记为{former}）" if moved and former else town


def _facts(found: Organisation, outlet: Outlet) -> Part:
    """Each by its column's own class: a clean paper names no legal person."""
    names = found.names.filter(kind__in=[SHORT, FORMER])
    values = [
        ("uscc", "统一社会信用代码", found.uscc or "待补"),
        ("region", "所属乡镇", _town(found)),
        ("state", "状态", found.state_label),
        ("founded_on", "成立日期", day_text(found.founded_on) if found.founded_on else "待补"),
        ("industry", "行业", found.industry_label or "待补"),
        ("capital", "注册资金", capital(found) or "—"),
        ("legal_person", "法定代表人", found.legal_person or "—"),
        ("officer", "责任人", found.officer.name if found.officer else "未定"),
        ("address", "地址", found.address or "—"),
        ("former_names", "简称、曾用名", "、".join(name.text for name in names) or "—"),
    ]
    values = [(key, label, text if len(text) <= LONGEST else f"{text[:LONGEST]}……") for key, label, text in values]
    columns = registers()["organisations"]
    shown = [(label, text) for key, label, text in values if columns.column(key).disclosure.may_leave(outlet)]
    pairs = zip_longest(shown[::2], shown[1::2], fillvalue=("", ""))
    return Part("基本情况", (), [(*left, *right) for left, right in pairs], widths=(6, 8, 4, 6))


def _contacts(found: Organisation) -> Part:
    people = found.people.all()[:PEOPLE]
    listed = {(one.name, one.phone) for one in people}
    own = (found.contact, "企业联系人", Organisation.MASKED["phone"](found.phone))
    rows = [own] if (found.contact or found.phone) and (found.contact, found.phone) not in listed else []
    rows += [
        (one.name, " ".join(filter(None, [one.position, one.title])) or one.kind_label, masked(one, "phone")) for one in people
    ]
    return Part("联系人", ("姓名", "身份", "电话"), rows, Disclosure.INTERNAL, widths=(5, 12, 7))


def _titles(found: Organisation, day: date) -> Part:
    """What is over is told once a kind, by the last time."""
    every = held(Title.objects.here().filter(organisation=found), day)
    times = Counter((one.title.kind, one.state) for one in every)
    last = {(one.title.kind, one.state): one for one in every if one.state in OVER}
    told = [one for one in every if one.state not in OVER] + list(last.values())
    rows = [
        (
            one.title.label + (f"（{count} 次）" if one.state in OVER and (count := times[one.title.kind, one.state]) > 1 else ""),
            one.mark.word,
            day_text(one.title.since) if one.title.since else "",
            day_text(one.last_day) if one.last_day else "",
        )
        for one in told[:TITLES]
    ]
    rest = [(f"另有 {len(told) - TITLES} 项，见企业页面", "", "", "")] if len(told) > TITLES else []
    return Part("资质荣誉", ("资质荣誉", "状态", "发证日期", "有效期至"), [*rows, *rest], widths=(10, 4, 5, 5))


def _annual(found: Organisation, user: User) -> Part:
    """A firm's tax, R&D and revenue never stand in a clean paper. Of a year the source that was chosen, all while none is: it is one page."""
    every = list(AnnualFigure.objects.visible_to(user).filter(organisation=found))
    decided = {row.year for row in every if row.is_chosen}
    told = sorted((row for row in every if row.is_chosen or row.year not in decided), key=lambda row: (-row.year, row.source))
    comparison = compared(told[:COLUMNS], YEARS)
    head = ("项目", "单位", *(_source(column.row) for column in comparison.columns))
    rows = [(label, unit, *(cell.text or "—" for cell in cells)) for label, unit, cells in comparison.lines]
    return Part("年度数据", head, rows, Disclosure.INTERNAL, numbers_from=2, widths=(8, 2))


def _source(row: AnnualFigure) -> str:
    return f"{row.year}年{row.source_label}{'（采用）' if row.is_chosen else ''}"


def _rights(found: Organisation) -> Part:
    counts = Counter((right.class_label, right.kind_label) for right in found.properties.all())
    kinds = "；".join(f"{rank} {kind} {count} 件" for (rank, kind), count in sorted(counts.items()))
    return Part("知识产权", (), [("合计", f"{sum(counts.values())} 件：{kinds}")] if counts else [], widths=(5, 19))


def _course(found: Organisation, user: User) -> Part:
    """Internal: later rooms add visits, problems, loans."""
    rows = [(day_text(event.day), event.text) for event in events_of(found, user)[:EVENTS]]
    return Part("近期经过", (), rows, Disclosure.INTERNAL, widths=(5, 19))
