"""How a paper writes numbers of its own: 文号, 成文日期, Chinese numerals."""

from __future__ import annotations

import re
from datetime import date

from titian.base.errors import Refused

_DIGITS = "零一二三四五六七八九"
_NUMBER = re.compile(r"(?P<code>[^\W\d_]+(?:[（(·—-][^\W\d_]+[）)]?)*)〔(?P<year>(?:19|20)\d{2})〕(?P<serial>[1-9][0-9]*)号")
_BRACKETS = str.maketrans(dict.fromkeys("[(（【﹝［", "〔") | dict.fromkeys("])）】﹞］", "〕"))
_WIDE_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_LOOSE = re.compile(r"(.+?)〔(\d{2,4})年?〕第?0*(\d+)号?")


class DocumentNumberError(Refused):
    """A 文号 that the standard does not allow. The message says what is wrong and how to write it."""


def document_number(text: str) -> str:
    """机关代字〔年份〕序号号 after GB/T 9704 7.2.5: 示科〔2026〕12号.

    Returns the text without the spaces around it, or raises DocumentNumberError.
    """
    text = text.strip()
    if faults := document_number_faults(text):
        raise DocumentNumberError(f"文号「{text}」{'、'.join(faults)},请写成如「{_suggestion(text)}」")
    return text


def document_number_faults(text: str) -> list[str]:
    """What is wrong with a 文号, in Chinese; an empty list when nothing is."""
    if _NUMBER.fullmatch(text):
        return []
    checks = {
        "为空": not text,
        "含有空格": bool(re.search(r"\s", text)),
        "年份应加六角括号〔〕": bool(text) and not re.search(r"〔[^〕]*〕", text),
        "年份应为四位阿拉伯数字": not re.search(r"\D(?:19|20)\d{2}年?\D", text.translate(_WIDE_DIGITS)),
        "年份后不加“年”": "年〕" in text.translate(_BRACKETS),
        "序号不加“第”": "第" in text,
        "序号不编虚位(前面不加 0)": bool(re.search(r"[^\d]0\d*号?$", text)),
        "应以“号”结尾": bool(text) and not text.endswith("号"),
        "数字应为半角": any(digit in text for digit in "０１２３４５６７８９"),
    }
    return [fault for fault, found in checks.items() if found] or ["不符合“机关代字〔年份〕序号号”的形式"]


def _suggestion(text: str) -> str:
    match = _LOOSE.fullmatch(re.sub(r"\s", "", text).translate(_BRACKETS).translate(_WIDE_DIGITS))
    if match is None or len(match[2]) == 3 or not match[3].strip("0"):
        return "示科〔2026〕12号"
    return f"{match[1]}〔{match[2].rjust(4, '0') if len(match[2]) == 4 else '20' + match[2]}〕{match[3]}号"


def chinese_day(day: date) -> str:
    """2026年6月30日: Arabic figures, no zero in front (成文日期 after GB/T 9704 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_number(number: int) -> str:
    """1 → 一, 10 → 十, 21 → 二十一, 105 → 一百零五; 1 to 9999, else ValueError."""
    if not 0 < number < 10_000:
        raise ValueError(f"汉字序号只用于 1 至 9999,不能是 {number}")
    text, pending = "", False
    for place, unit in zip((1000, 100, 10, 1), ("千", "百", "十", ""), strict=True):
        digit = number // place % 10
        if digit:
            text += ("零" if pending else "") + _DIGITS[digit] + unit
        pending = bool(text) and not digit
    return text.removeprefix("一") if text.startswith("一十") else text
