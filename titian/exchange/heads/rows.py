"""The rows below a head: records, and what is none (totals, signatures, notes, rows that only have a number)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from titian.exchange.heads.find import Heads
from titian.exchange.heads.words import head_of
from titian.exchange.tables import Table
from titian.exchange.values import squeeze

_TOTAL = re.compile(r"(?:本页|本表|全县|全区|全市|全旗|全州)?(?:合计|总计|小计|累计|共计)(?:数)?:?|\.{3,}|…+")
_SIGNATURE = re.compile(
    r"(?:填表|制表|填报|经办|报送|审核|复核|审批|单位|分管|主管|联系)?(?:人|单位|日期|时间|负责人|领导|电话)(?:\((?:签字|签章|盖章)\))?:.*"
    r"|(?:注|备注|说明|填表说明|填报说明|填写说明)\d?[:.、].*|(?:示例|例)[:].*"
)
_NUMBERING = frozenset({"序号", "编号", "行次", "No.", "NO.", "No"})


@dataclass(frozen=True)
class Line:
    """One row below the head: its number in the sheet, from 1, its cells, and why it is no record («» for a record)."""

    row: int
    cells: Sequence[str]
    skipped: str = ""


def body(table: Table, heads: Heads) -> Iterator[Line]:
    """Every row below the head that is not empty; merged areas have their text in each of their cells."""
    own, spread = table.rows, table.spread(heads.first_row)
    numbering = {place for place, text in heads.texts.items() if head_of(text).bare in _NUMBERING}
    for number in range(heads.first_row, len(own) + 1):
        cells = own[number - 1]
        if any(cells):
            why = "重复的表头" if _is_head(cells, heads) else _why_skipped(cells, numbering)
            yield Line(number, cells if why else spread[number - 1], why)


def _is_head(cells: Sequence[str], heads: Heads) -> bool:
    """The head again, as a printed table has it on every page."""
    return all(place < len(cells) and cells[place] and heads.texts[place].endswith(cells[place]) for place in heads.places.values())


def _why_skipped(cells: Sequence[str], numbering: set[int]) -> str:
    said = list(islice(((place, cell) for place, cell in enumerate(cells) if cell), 2))
    place, first = said[0]
    if place in numbering and len(said) == 1 and first.isdecimal():
        return "只有序号"
    first_words = [squeeze(cell) for _, cell in said[: 2 if place in numbering else 1]]
    if any(_TOTAL.fullmatch(word) for word in first_words):
        return "合计行"
    return "落款或说明" if _SIGNATURE.fullmatch(first_words[0]) else ""
