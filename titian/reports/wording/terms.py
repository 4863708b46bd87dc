"""The closed lists of the sentence grammar: views of a figure, options that choose one, words of the paper. Pure Python.

Every word may be written in English or in the office's Chinese: `{hnte.new:growth}` is `{hnte.new:同比}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class View(StrEnum):
    """What of a figure a placeholder prints."""

    QUANTITY = "quantity"
    VALUE = "value"
    NAMES = "names"
    PREVIOUS = "previous"
    GROWTH = "growth"
    TARGET = "target"
    GOAL = "goal"
    PERCENT = "percent"
    BEHIND = "behind"
    EXPECTED = "expected"
    FORECAST = "forecast"
    AS_OF = "as_of"
    PERIOD = "period"

    @property
    def label(self) -> str:
        return VIEWS[self][0]

    @property
    def help(self) -> str:
        return VIEWS[self][1]


VIEWS: Mapping[View, tuple[str, str]] = {
    View.QUANTITY: ("数", "数量连单位:8家、1,099万元、470余家"),
    View.VALUE: ("数值", "只有数,单位自己写:8"),
    View.NAMES: ("名单", "名单连数:甲、乙、丙等8家;名单完整且不超过五个时全列,不加“等”"),
    View.PREVIOUS: ("同期", "上年同期的数:6家"),
    View.GROWTH: ("同比", "同比增长33.3%;占比类为同比提高0.5个百分点;口径或截至日不同则不写"),
    View.TARGET: ("目标", "目标数:12家以上、20—25家"),
    View.GOAL: ("要求", "目标连要求:达到12家以上、增长10%以上、净增3家以上"),
    View.PERCENT: ("完成率", "完成年度目标66.7%"),
    View.BEHIND: ("进度差", "慢于时间进度8.4个百分点；占比、增速类为低于年度目标2.3个百分点"),
    View.EXPECTED: ("预计", "环节为“预计”的数;前面须写“预计”"),
    View.FORECAST: ("推算", "按进度推算到期末的数;前面须写“预计”"),
    View.AS_OF: ("截至", "该数的截至日:5月底、5月20日"),
    View.PERIOD: ("期间", "该数的期间:2025年、一季度;与本文期间相同则不印"),
}

# What a placeholder may say to choose one of several figures, or how to print it.
QUALIFIERS: Mapping[str, str] = {"calibre": "口径", "level": "级别", "stage": "环节", "scope": "范围", "department": "科室"}
OPTIONS: Mapping[str, str] = {**QUALIFIERS, "status": "状态", "period": "期间", "unit": "单位", "show": "列名数"}

STATUS_WORDS: Mapping[str, str] = {"完成": "achieved", "申报": "submitted", "目标": "target"}


class Span(StrEnum):
    """Periods that a placeholder may name, seen from the paper's own period."""

    OWN = "own"
    LATEST = "latest"
    TO_DATE = "to_date"
    SAME_LAST_YEAR = "same_last_year"
    LAST_YEAR = "last_year"
    YEAR = "year"
    NEXT_YEAR = "next_year"
    REST = "rest"

    @property
    def label(self) -> str:
        return SPANS[self]


SPANS: Mapping[Span, str] = {
    Span.OWN: "本期",
    Span.LATEST: "最近",
    Span.TO_DATE: "累计",
    Span.SAME_LAST_YEAR: "上年同期",
    Span.LAST_YEAR: "上年",
    Span.YEAR: "全年",
    Span.NEXT_YEAR: "下年",
    Span.REST: "下期",
}

# Words of the paper: code → (Chinese, example in a paper on 2026上半年 of 示范县).
PAPER_WORDS: Mapping[str, tuple[str, str]] = {
    "paper.period": ("期间", "2026年上半年"),
    "paper.span": ("本期", "上半年"),
    "paper.rest": ("下期", "下半年"),
    "paper.year": ("年份", "2026年"),
    "paper.last_year": ("上年", "2025年"),
    "paper.next_year": ("下年", "2027年"),
    "paper.plan_year": ("计划年", "全年"),
    "paper.as_of": ("截止日", "5月底"),
    "paper.as_of_day": ("截止日全称", "2026年5月31日"),
    "paper.end": ("期末", "6月底"),
    "paper.whole": ("全县", "全县"),
    "paper.home": ("我县", "我县"),
    "paper.bureau": ("本局", "县科技局"),
    "paper.bureau_full": ("本局全称", "示范县科学技术局"),
}

# Units that mean the same counting: what a template may say instead of the catalogue's unit.
SAME_UNITS: Mapping[str, tuple[str, ...]] = {
    "家": ("家", "户", "个", "席"),
    "个": ("个", "家", "户", "项"),
    "次": ("次", "期", "场", "场次"),
    "人": ("人", "名"),
    "项": ("项", "个", "件"),
    "人次": ("人次",),
    "条": ("条", "项"),
    "个次": ("个次",),
}


def named(words: Mapping[str, str] | Mapping[Span, str], text: str) -> str | None:
    """The code that `text` names, by itself or by its Chinese word; None when the list is closed to it."""
    for code, label in words.items():
        if text in {str(code), label}:
            return str(code)
    return None
