"""A head cell taken apart: its words, its unit, its year, without numbering and asterisks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from titian.exchange.values import squeeze, unit_of

_NUMBERING = re.compile(
    r"^(?:\d{1,2}(?:、|\.(?=\D|(?:19|20)\d\d年)|\)(?=\D))|[一二三四五六七八九十]{1,3}[、.]|\((?:\d{1,2}|[一二三四五六七八九十]{1,3})\))"
)
_REQUIRED = re.compile(r"[*★※]|\((?:必填|选填|必填项|选填项)\)")
_BRACKETED = re.compile(r"\(([^()]*)\)$")
_AFTER_SLASH = re.compile(r"[/:](?:单位:)?([^/:]{1,6})$")
_YEAR = re.compile(r"^((?:19|20)\d{2})年?度?(?=\D)")
_COUNTED = frozenset(
    [
        *"家户人名个件项次场期台套份篇亩吨岁年月天%㎡",
        "平方米",
        "万平方米",
        "人次",
        "家次",
        "个次",
        "人天",
        "万人",
        "千瓦时",
        "吨标煤",
        "百分点",
    ]
)


@dataclass(frozen=True)
class Head:
    """A head cell.

    text   squeezed: half-width, no space or line break; numbering, asterisks and a closing colon dropped
    bare   without its last bracket (a unit or a note)
    unit   what bracket or slash says, when it is a unit: 万元, 家, %
    year   2025 of «2025年营业收入», None when there is none
    """

    text: str
    bare: str
    unit: str = ""
    year: int | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """Ways to look a column up, the most exact first."""
        timeless = _YEAR.sub("", self.bare)
        return tuple(dict.fromkeys(word for word in (self.text, self.bare, timeless) if word))


def head_of(cell: str) -> Head:
    text = _REQUIRED.sub("", squeeze(cell))
    text = _NUMBERING.sub("", text).rstrip(":")
    bare, unit = _without_unit(text)
    year = _YEAR.match(bare)
    return Head(text, bare, unit, int(year[1]) if year else None)


def is_unit(words: str) -> bool:
    return words in _COUNTED or unit_of(words) is not None


def _without_unit(text: str) -> tuple[str, str]:
    """«营业收入(单位:万元)» → 营业收入, 万元； «经营范围(截断120字)» → 经营范围, ""."""
    match = _BRACKETED.search(text)
    if match is None:
        slash = _AFTER_SLASH.search(text)
        return (text[: slash.start()], slash[1]) if slash and slash.start() and is_unit(slash[1]) else (text, "")
    words = match[1].removeprefix("单位").lstrip(":")
    bare = text[: match.start()]
    if not bare:
        return text, ""
    return bare, words if is_unit(words) else ""
