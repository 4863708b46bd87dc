"""The part of a year a title or an opening sentence speaks of: 上半年, 三季度, 1—9月, 5月份, 上年度."""

from __future__ import annotations

import re
from dataclasses import dataclass

from titian.base.periods import Period
from titian.reader.document.paper import SPAN, YEAR

_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "首": 1, "1": 1, "2": 2, "3": 3, "4": 4}
_COUNTS = {"一": 1, "二": 2, "两": 2, "三": 3, "六": 6, "九": 9, "十": 10}
_PART = (
    r"(?:前(?P<quarters>[两二三23])个?季度?|第?(?P<quarter>[一二三四首1-4])季度?(?![^\W\d]*性)|(?P<half>[上下])半年|(?P<midyear>半年|年中)"
    rf"|(?<!\d)(?:1月?{SPAN}|前)(?P<months>\d{{1,2}}|[二三六九十])个?月|(?<!\d)(?P<month>\d{{1,2}})月(?=份|工作|科技)(?!份?的?科技指标))"
)
_DATED = re.compile(rf"(?P<year>{YEAR})\s*年?(?:{SPAN}(?P<last>{YEAR})\s*年)?(?:度)?\s*{_PART}?")
_UNDATED = re.compile(_PART)
_DONE = re.compile(r"^[^\d]{0,14}?(?:总结|述职|完成|回顾|情况|报告|自评|履职|进展|考核|汇报|成效)")
LAST_YEAR = re.compile(r"上(?:一)?年度|去年度?|上一年|过去(?:的)?一年|上年(?!同期|末|底)")
NEXT_YEAR = re.compile(r"明年|来年|新的?一年|下(?:一)?年度?(?!半)|次年")


@dataclass(frozen=True)
class Part:
    """Part of a year: `kind` is half, quarter, months (from January on) or month; `number` which, or how many."""

    kind: str
    number: int

    @property
    def first_month(self) -> int:
        return {"half": 6 * self.number - 5, "quarter": 3 * self.number - 2, "month": self.number}.get(self.kind, 1)

    @property
    def last_month(self) -> int:
        return {"half": 6 * self.number, "quarter": 3 * self.number}.get(self.kind, self.number)

    def of(self, year: int) -> Period:
        """The period this part makes of a year; January to month N carries the year, the first six months are its half."""
        if self.kind == "half":
            return Period.of_half(year, self.number)
        if self.kind == "quarter":
            return Period.of_quarter(year, self.number)
        if self.kind == "month":
            return Period.of_month(year, self.number)
        return Period.of_half(year, 1) if self.number == 6 else Period.of_year(year)


@dataclass(frozen=True)
class Named:
    """What words name: a year (the last of several), a part of a year, or both."""

    year: int | None = None
    part: Part | None = None


def named(words: str, *, planned: bool = False) -> Named:
    """The period in a title. Of two years the one told of wins (2024年工作总结和2025年计划), of a span its last."""
    dated = list(_DATED.finditer(words))
    if not dated:
        match = _UNDATED.search(words)
        return Named(None, _part(match) if match else None)
    told = [match for match in dated if _DONE.match(words, match.end()) or _DONE.match(words[match.end() :])]
    chosen = dated[0] if planned or not told else told[0]
    part = _part(chosen) or (None if chosen["last"] else _later(words, chosen))
    return Named(int(chosen["last"] or chosen["year"]), part)


def _later(words: str, dated: re.Match[str]) -> Part | None:
    """2022年县科技局上半年工作总结: the part may stand further on, before another year does."""
    rest = words[dated.end() :]
    other = re.search(YEAR, rest)
    match = re.search(r"(?P<half>[上下])半年|(?P<midyear>半年(?!来)|年中)", rest[: other.start() if other else None])
    if match is None:
        return None
    return Part("half", 2 if match["half"] == "下" else 1)


def _part(match: re.Match[str]) -> Part | None:
    found = match.groupdict()
    if found["half"] or found["midyear"]:
        return Part("half", 2 if found["half"] == "下" else 1)
    if found["quarter"]:
        return Part("quarter", _QUARTERS[found["quarter"]])
    if found["quarters"]:
        return Part("months", 3 * _number(found["quarters"]))
    number = _number(found["months"] or found["month"] or "0")
    return Part("months" if found["months"] else "month", number) if 1 <= number <= 12 else None


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _COUNTS[text]
