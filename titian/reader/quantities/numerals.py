"""Numbers written in Chinese numerals that count something: 三十二名, 一百六十多家, 百余场, 三千万元, 百分之二点三七."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from titian.reader.quantities.tokens import Token
from titian.reader.quantities.units import SCALES, UNKNOWN, Units

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MARKS = "零一二三四五六七八九十百千万亿两"
_CANDIDATE = re.compile(
    r"(?<=为)(?P<none>零)(?=[,。;、\s])"
    r"|(?P<percent>百分之|千分之)(?P<share>[零一二三四五六七八九十百]+(?:点[零一二三四五六七八九]+)?)"
    rf"|(?P<number>[{_MARKS}]+(?:点[零一二三四五六七八九]+(?:[百千]?[万亿]|万亿)?)?)(?P<more>余|多|来|几)?(?P<scale>[百千]?万亿?|亿)?"
)
_ORDINAL_BEFORE = re.compile(r"[第初周每星期统独唯数几同前新届—-]$|[“\"‘'「『]$")
_ROUND = frozenset("百千万")
_ROUND_BEFORE = re.compile(r"[近超逾约上过]|超过|突破|达到?")
_SESSION_AFTER = re.compile(r"全?会|全体|代表大会")
_ONE_BEFORE = re.compile(r"每[^,。;、]{0,8}$|[的头这那某任另]$")
_PAUSE = re.compile(r"[,。;、)\s]|$")


def numerals(flat: str, units: Units) -> Iterator[Token]:
    """The numeral quantities of flat text; idioms, ordinals, years and vague 几十 are left out."""
    for match in _CANDIDATE.finditer(flat):
        found = _share(match) if match["percent"] else _nothing(match) if match["none"] else _count(flat, match, units)
        if found is not None:
            yield found


def _share(match: re.Match[str]) -> Token | None:
    value = _decimal(match["share"])
    return None if value is None else Token(match.start(), match.end(), value, "%" if match["percent"] == "百分之" else "‰")


def _nothing(match: re.Match[str]) -> Token:
    return Token(match.start(), match.end(), Decimal(0), UNKNOWN)


def _count(flat: str, match: re.Match[str], units: Units) -> Token | None:
    unit = units.unit.match(flat, match.end())
    if unit is None or unit.group() not in units.after_numerals:
        return None
    value = _decimal(match["number"])
    before = flat[max(0, match.start() - 10) : match.start()]
    if value is None or _is_phrase(match, before, flat, unit):
        return None
    for mark in match["scale"] or "":
        value *= SCALES[mark]
    more = match["more"] or ("余" if match["number"] in _ROUND and before.endswith("上") else "")
    return Token(match.start(), unit.end(), value, units.spelled(unit.group()), more=more)


def _is_phrase(match: re.Match[str], before: str, flat: str, unit: re.Match[str]) -> bool:
    """An idiom, an ordinal or a session rather than a count: 百家争鸣, 二期, 六次全会, 一家一家跑."""
    number = match["number"]
    if _ORDINAL_BEFORE.search(before) or number[0] in "零亿" or number == "二":
        return True
    if number in _ROUND and not (match["more"] or _ROUND_BEFORE.search(before[-2:])):
        return True
    if unit.group() == "期" and number != "两" and number in _DIGITS:
        return True
    if unit.group() == "次" and _SESSION_AFTER.match(flat, unit.end()):
        return True
    return number == "一" and bool(_ONE_BEFORE.search(before) or not _PAUSE.match(flat, unit.end()))


def _decimal(text: str) -> Decimal | None:
    """`二点三七` → 2.37, `一点二亿` → 120000000, `一百二十` → 120; None when it is no well-formed number."""
    whole, point, rest = text.partition("点")
    value = _integer(whole)
    if value is None or not point:
        return None if value is None else Decimal(value)
    digits = re.match("[零一二三四五六七八九]+", rest)
    assert digits is not None
    result = Decimal(f"{value}." + "".join(str(_DIGITS[digit]) for digit in digits.group()))
    for mark in rest[digits.end() :]:
        result *= SCALES[mark]
    return result


def _integer(text: str) -> int | None:
    for mark, factor in (("亿", 10**8), ("万", 10**4)):
        head, found, tail = text.rpartition(mark)
        if found:
            high, low = _integer(head) if head else 1, _integer(tail) if tail else 0
            return None if high is None or low is None or low >= factor else high * factor + low
    return _below_ten_thousand(text)


def _below_ten_thousand(text: str) -> int | None:
    total, digit, last = 0, None, 10_000
    for mark in text:
        if mark in _TENS:
            if _TENS[mark] >= last:
                return None
            total, last, digit = total + (1 if digit is None else digit) * _TENS[mark], _TENS[mark], None
        elif digit not in {None, 0}:
            return None  # two digits beside each other: 三四十, 二零二三
        else:
            digit = _DIGITS[mark]
    return total + (digit or 0)
