"""One finding of the 核数 list. Pure values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from titian.base.periods import Period
from titian.base.quantities import Quantity
from titian.figures.key import FigureKey
from titian.figures.outgoing import Tally
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
    "rows": "台账与认定不符",
    "waiting": "台账有待定的行",
    "sources": "同比来源不同",
    "expected": "预计写成完成",
    "unpublished": "统计数未发布",
    "unapproved": "数未审定",
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
class RowsAt:
    """Rows that somebody should look at: what is counted of an indicator, where, of when and up to which day. All as text, to be kept."""

    indicator: str
    region: str
    period: str
    day: str

    @property
    def key(self) -> FigureKey:
        return FigureKey(self.indicator, Period(self.period), self.region)

    @property
    def as_of(self) -> date:
        return date.fromisoformat(self.day)


@dataclass(frozen=True)
class Finding:
    """`section` and `line` say where (keys of the outline); `figures` the ids of the books' statements it is about, `rows` the counted ones."""

    kind: str
    severity: str
    message: str
    section: str = ""
    line: str = ""
    figures: tuple[int, ...] = ()
    rows: RowsAt | None = None

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


def found(kind: str, severity: str, message: str, place: Place, *, tally: Tally | None = None, stated: int = 0) -> Finding:
    """A finding about a printed number: it opens to the number's own source, and to `tally` and `stated` where it is about both."""
    written = place.written
    figures = dict.fromkeys(number for number in (written.figure, stated) if number)
    return Finding(kind, severity, message, place.section, place.line, tuple(figures), _rows(written, tally))


def _rows(written: Written, tally: Tally | None) -> RowsAt | None:
    key, day = (tally.key, tally.day) if tally else (written.key, written.as_of if written.counted else None)
    return RowsAt(key.indicator, key.region, key.period.text, day.isoformat()) if day else None


def name_of(facts: Facts, code: str) -> str:
    return facts.known[code].name if code in facts.known else code


def shown(written: Written) -> str:
    """The stored value, unrounded: 7.4712亿元 would be printed 7.47亿元 in the paper."""
    return str(Quantity(written.value, written.unit, written.operator))
