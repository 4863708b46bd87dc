"""Which period a blank asks for, seen from the period the form is filled for. Pure Python."""

from __future__ import annotations

import re
from typing import Literal, get_args

from titian.base.periods import Period, PeriodError
from titian.exchange.values import squeeze

Take = Literal["asked", "previous", "last_year", "year", "label", "growth", "change", "goal", "rate"]
TAKES: dict[Take, str] = {
    "asked": "本期数",
    "previous": "上年同期数",
    "last_year": "上年全年数",
    "year": "本年全年数",
    "label": "表内写明的期间",
    "growth": "同比增速（%）",
    "change": "同比增减数",
    "goal": "本年目标",
    "rate": "完成率（%）",
}
assert set(TAKES) == set(get_args(Take))
_SAID = re.compile(r"(?:19|20)\d{2}年?(?:[上下]半年|第?[一二三四1-4]季度|\d{1,2}[-—–~至]\d{1,2}月份?|\d{1,2}月份?|度)?")
_SPANS = {(1, 12): "", (1, 6): "H1", (7, 12): "H2", (1, 3): "Q1", (4, 6): "Q2", (7, 9): "Q3", (10, 12): "Q4"}
_SPAN = re.compile(r"(\d{4})年?(\d{1,2})[-—–~至](\d{1,2})月份?")
# Words of a label, the more telling first.
_SUGGESTED: tuple[tuple[str, Take], ...] = (
    (r"完成率|完成比例|完成进度|完成(?:目标)?占比|占(?:年度)?(?:目标|任务)", "rate"),
    (r"同比(?:增长|增速|增幅)|增长率|增速|比上年(?:同期)?增长|[±+]%|同比\(?%", "growth"),
    (r"同比增减|增减(?:数|额)?|比上年(?:同期)?增[减加]|净增", "change"),
    (r"目标|任务|计划数?$", "goal"),
    (r"上年同期|去年同期|同期数?$", "previous"),
    (r"上年|去年|上一年", "last_year"),
    (r"全年|本年度?(?!初)", "year"),
)


def said_period(text: str) -> Period | None:
    """The first period a text says: 2026年上半年, 2026年1-6月, 2025年度; None when it says none that is a period of ours."""
    for match in _SAID.finditer(squeeze(text)):
        words = match[0].removesuffix("度") if not match[0].endswith("季度") else match[0]
        try:
            if span := _SPAN.fullmatch(words):
                return Period.parse(span[1] + _SPANS[int(span[2]), int(span[3])])
            return Period.typed(words)
        except (PeriodError, KeyError):
            continue
    return None


def suggested_take(label: str) -> Take:
    """What a label asks for: 同比增长 → growth, 2025年 → the year it says, nothing special → the form's own period."""
    words = squeeze(label)
    special = next((take for pattern, take in _SUGGESTED if re.search(pattern, words)), None)
    if special in {"rate", "growth", "change", "goal"}:
        return special
    return "label" if said_period(words) else special or "asked"


def taken_period(take: Take, label: str, asked: Period) -> Period:
    """The period of the value itself; of what grows, is due or is completed it is the form's own."""
    if take == "label":
        return said_period(label) or asked
    if take == "previous":
        return asked.previous_year
    return {"last_year": asked.whole_year.previous_year, "year": asked.whole_year, "goal": asked.whole_year}.get(take, asked)
