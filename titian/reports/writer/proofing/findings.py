"""One finding of the 核数 list. Pure values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from titian.base.quantities import Quantity
from titian.reports.wording.facts import Facts
from titian.reports.wording.pieces import Written

_CLAUSE_ENDS = re.compile(r"[，。；！？：]")

ERROR, ASK = "error", "ask"
SEVERITIES: Mapping[str, str] = {ERROR: "须改", ASK: "待核"}

KINDS: Mapping[str, str] = {
    "template": "句式有误",
    "conflict": "数不一致",
    "sum": "合计不符",
    "subset": "部分大于整体",
    "fell": "累计数下降",
    "sent": "与上次报送不同",
    "goal": "目标不一致",
    "calibre": "另有口径",
    "expected": "预计写成完成",
    "unpublished": "统计数未发布",
    "disclosure": "不得对外",
    "names": "名单与数不符",
    "highlights": "滞后项写入亮点",
    "problems": "问题部分",
    "number": "文号",
    "handwritten": "手写的数",
    "period": "期间短于本期",
    "scope": "范围未写明",
    "zero": "数为0",
    "missing": "缺数",
    "coverage": "答复不全",
    "length": "字数",
}


@dataclass(frozen=True)
class Finding:
    """`section` and `line` say where (keys of the outline); `figures` the ids of the books' statements it is about."""

    kind: str
    severity: str
    message: str
    section: str = ""
    line: str = ""
    figures: tuple[int, ...] = ()

    @property
    def label(self) -> str:
        return KINDS[self.kind]

    @property
    def severity_label(self) -> str:
        return SEVERITIES[self.severity]


@dataclass(frozen=True)
class Place:
    """A printed number and where it stands."""

    written: Written
    section: str
    line: str
    sentence: str
    before: str

    @property
    def clause(self) -> str:
        """The words of its clause in front of it."""
        return _CLAUSE_ENDS.split(self.before)[-1]


def found(kind: str, severity: str, message: str, place: Place) -> Finding:
    figure = place.written.figure
    return Finding(kind, severity, message, place.section, place.line, (figure,) if figure else ())


def name_of(facts: Facts, code: str) -> str:
    return facts.known[code].name if code in facts.known else code


def shown(written: Written) -> str:
    """The stored value, unrounded: 7.4712亿元 would be printed 7.47亿元 in the paper."""
    return str(Quantity(written.value, written.unit, written.operator))
