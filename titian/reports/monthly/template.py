"""How a month's table is laid out: nine columns on a page turned sideways. Pure Python."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from titian.base.gongwen.blocks import Align, Signature, Table, TableCell
from titian.base.gongwen.paper import Edition, Paper
from titian.base.periods import Period
from titian.base.quantities import plain, rounded
from titian.reports.table.template import alternatives, department, label
from titian.reports.wording import lookup, printing
from titian.reports.wording.facts import Goal
from titian.reports.wording.grammar import Placeholder
from titian.reports.wording.lookup import Found
from titian.reports.wording.periods import cumulative_words, last_day, span_words
from titian.reports.wording.pieces import Piece, Written
from titian.reports.wording.terms import View
from titian.reports.writer.layout import Link, text_runs
from titian.reports.writer.particulars import Particulars
from titian.reports.writer.written import Composed, WrittenLine

_NONE = "—"
_WIDTHS = (46, 27, 20, 34, 15, 15, 16, 27, 25)
_ALIGN: tuple[Align, ...] = ("left", *("right",) * 7, "center")
# What of the words in front of a number belongs into its cell, by how they end.
_LEADS = {"下降": "下降", "慢于时间进度": "慢", "快于时间进度": "快", "低于年度目标": "低", "高于年度目标": "高", "净增": "净增"}
_REMARK = (
    "数据截至{day}；累计从1月1日起算；完成率为累计完成数与年度目标之比；时序进度为目标期间已过的时间；占比、增速类直接与目标比，"
    "期末总数（存量）不与时间比。"
)


def paper(composed: Composed, particulars: Particulars, edition: Edition, link: Link) -> Paper:
    """Title, the table, what the columns mean, who and when."""
    sheet = Paper(particulars.title or composed.title, edition=edition, issuer=particulars.issuer, day=particulars.dated)
    lines = [line for section in composed.sections for line in section.lines if line.sentence]
    if not lines:
        return sheet.signature(particulars.issuer, particulars.dated, sealed=False)
    head = [list(_head(composed.facts.frame.period))]
    rows = [_row(line, composed, link) for line in lines]
    note = _REMARK.format(day=composed.facts.frame.word("paper.as_of_day"))
    table = Table(head, rows, widths=_WIDTHS, align=_ALIGN, grid=True, note=note, compact=True)
    return sheet.landscape([table, Signature(particulars.issuer, particulars.dated, False)])


def _head(month: Period) -> Sequence[str]:
    so_far = cumulative_words(month.whole_year, last_day(month)) or "全年"
    own = span_words(month, year=month.year)
    return ("指标", "年度目标", f"{own}完成", f"{so_far}累计", "同比", "完成率", "时序进度", "较时序进度", "责任科室")


def _row(line: WrittenLine, composed: Composed, link: Link) -> Sequence[TableCell]:
    month = composed.facts.frame.period.text

    def of_month(written: Written) -> bool:
        return written.view is View.QUANTITY and written.key.period.text == month

    def to_date(written: Written) -> bool:
        return written.view is View.QUANTITY and not of_month(written)

    return [
        label(line, composed),
        _cell(line, _is(View.GOAL), link) or alternatives(line, composed.facts),
        _cell(line, of_month, link) or _nothing(line, composed),
        _cell(line, to_date, link, stamped=True),
        _cell(line, _is(View.GROWTH), link) or _level(line, "同比持平", "同比基本持平"),
        _cell(line, _is(View.PERCENT), link),
        _elapsed(line, composed),
        _NONE if _stands(line, composed) else _cell(line, _is(View.BEHIND), link) or _level(line, "持平于时间进度", "达到年度目标"),
        department(line, composed),
    ]


def _is(view: View) -> Callable[[Written], bool]:
    return lambda written: written.view is view


def _cell(line: WrittenLine, wanted: Callable[[Written], bool], link: Link, *, stamped: bool = False) -> TableCell:
    """The number with the words that belong to it; an empty cell when it was not written."""
    pieces = line.sentence.pieces if line.sentence else ()
    for index, piece in enumerate(pieces):
        if piece.written and wanted(piece.written):
            before = pieces[index - 1].text if index else ""
            lead = next((word for end, word in _LEADS.items() if before.endswith(end)), "")
            stamp = line.sentence.stamp if line.sentence and stamped else ""
            return text_runs([Piece(lead), piece, Piece(f"（{stamp}）" if stamp else "")], link)
    return ""


def _nothing(line: WrittenLine, composed: Composed) -> str:
    """A month in which nothing was done says so: sentences leave a nought out, a table does not."""
    entry = composed.facts.known[line.line.key]
    if entry.kind != "flow":
        return _NONE
    found = lookup.figure(composed.facts, Placeholder(entry.code))
    if isinstance(found, Found) and not found.fact.value and found.fact.key.period == composed.facts.frame.period:
        return printing.quantity(Decimal(0), entry.unit).text
    return ""


def _level(line: WrittenLine, *words: str) -> str:
    """No number is printed where there is no difference: the cell says so all the same."""
    said = "".join(piece.text for piece in line.sentence.pieces) if line.sentence else ""
    return "持平" if any(word in said for word in words) else ""


def _stands(line: WrittenLine, composed: Composed) -> bool:
    """A stock: 72 of 82 certificates in May are no head start on time, they were there in January. What is stored batch by batch fills up
    with the year."""
    entry = composed.facts.known[line.line.key]
    return entry.kind == "stock" and entry.frequency != "批次"


def _elapsed(line: WrittenLine, composed: Composed) -> str:
    """How much of the target's time is over, where its completion is measured against time."""
    if _stands(line, composed):
        return _NONE
    goal = lookup.goal(composed.facts, Placeholder(line.line.key))
    if not isinstance(goal, Goal) or not any(
        number.view is View.PERCENT for number in (line.sentence.written if line.sentence else ())
    ):
        return ""
    frame = composed.facts.frame
    gone = goal.key.period.elapsed(min(frame.as_of, last_day(frame.period)))
    return f"{plain(rounded(Decimal(gone.numerator) * 100 / gone.denominator, 1))}%"
