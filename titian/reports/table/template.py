"""How a table is laid out: seven columns. Pure Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from titian.base.gongwen.blocks import Align, Run, TableCell
from titian.base.gongwen.paper import Edition, Paper
from titian.reports.table.data import alternative, noun
from titian.reports.wording.facts import Facts
from titian.reports.wording.pieces import Piece
from titian.reports.wording.terms import View
from titian.reports.writer.layout import Link, text_runs
from titian.reports.writer.particulars import Particulars
from titian.reports.writer.proofing.against_books import fact_of
from titian.reports.writer.written import Composed, WrittenLine

_INDICATORS = ("指标", "完成情况", "年度目标", "完成率", "上年同期", "同比", "责任科室")
_TASKS = ("序号", "重点任务", "进展情况", "年度目标", "完成率", "责任科室", "备注")
_WIDTHS = {"indicators": (46, 27, 30, 20, 24, 20, 24), "tasks": (14, 56, 30, 32, 21, 25, 18)}
_ALIGN: Mapping[str, tuple[Align, ...]] = {
    "indicators": ("left", "right", "right", "right", "right", "right", "center"),
    "tasks": ("center", "left", "right", "right", "right", "center", "left"),
}


def paper(composed: Composed, particulars: Particulars, edition: Edition, link: Link) -> Paper:
    """Title, the table, what the columns mean, who and when."""
    sheet = Paper(particulars.title or composed.title, edition=edition, issuer=particulars.issuer, day=particulars.dated)
    layout = particulars.layout
    head = _TASKS if layout == "tasks" else _INDICATORS
    rows = list(_rows(composed, layout, link))
    if rows:
        sheet.table([list(head)], rows, widths=_WIDTHS[layout], align=_ALIGN[layout], grid=True).note(_remark(composed))
    return sheet.signature(particulars.issuer, particulars.dated, sealed=False)


def _rows(composed: Composed, layout: str, link: Link) -> list[Sequence[TableCell]]:
    lines = [line for section in composed.sections for line in section.lines if line.sentence]
    if layout == "tasks":
        return [_task(number, line, composed, link) for number, line in enumerate(lines, 1)]
    return [_indicator(line, composed, link) for line in lines]


def _indicator(line: WrittenLine, composed: Composed, link: Link) -> Sequence[TableCell]:
    views = (View.QUANTITY, View.GOAL, View.PERCENT, View.PREVIOUS, View.GROWTH)
    cells = [_cell(line, view, link) for view in views]
    return [label(line, composed), cells[0], cells[1] or alternatives(line, composed.facts), *cells[2:], department(line, composed)]


def _task(number: int, line: WrittenLine, composed: Composed, link: Link) -> Sequence[TableCell]:
    done, goal, percent = (_cell(line, view, link) for view in (View.QUANTITY, View.GOAL, View.PERCENT))
    shown = (done, goal or alternatives(line, composed.facts), percent)
    return [str(number), label(line, composed), *shown, department(line, composed), ""]


def label(line: WrittenLine, composed: Composed) -> str:
    return noun(composed.facts.known[line.line.key])


def _cell(line: WrittenLine, view: View, link: Link) -> TableCell:
    """The number of a view with the words that belong to it; an empty cell when it was not written."""
    pieces = line.sentence.pieces if line.sentence else ()
    for index, piece in enumerate(pieces):
        if piece.written and piece.written.view is view:
            before = pieces[index - 1].text if index else ""
            # «6.08亿元（2024年）»: a reader, and ours, takes what stands behind a number for that number alone.
            stamp = line.sentence.stamp if line.sentence and view is View.QUANTITY else ""
            return text_runs([Piece(_prefix(before, view)), piece, Piece(f"（{stamp}）" if stamp else "")], link)
    return ""


def alternatives(line: WrittenLine, facts: Facts) -> str:
    """The target in its own words where one of several measures meets it; without the noun the row begins with."""
    return alternative(line.line.key, facts)


def _prefix(before: str, view: View) -> str:
    """What of the words in front of a number belongs into its cell."""
    if view is View.GROWTH:
        return next((word for word in ("下降",) if before.endswith(word)), "")
    if view is View.GOAL:
        return next((word for word in ("增长", "净增") if before.endswith(word)), "")
    return ""


def department(line: WrittenLine, composed: Composed) -> str:
    """Who has the target, else who stated the figure."""
    for goal in composed.facts.goals:
        if goal.key.indicator == line.line.key and goal.department:
            return goal.department
    for written in line.sentence.written if line.sentence else ():
        found = [fact_of(written, composed.facts), *composed.facts.statements.get(written.key, ())]
        department = next((fact.department for fact in found if fact and fact.department), "")
        if department:
            return department
    return ""


def _remark(composed: Composed) -> Run:
    frame = composed.facts.frame
    return Run(f"数据截至{frame.word('paper.as_of_day')}；完成率为完成数与年度目标之比；同比为与上年同期同口径、同截至日的数相比。")
