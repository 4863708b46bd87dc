"""The numbers Word prints before paragraphs by itself (一、 (一) 1. ①): they are not in the text and have to be counted again."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from titian.reader.text.ooxml import attribute, child, children, value_of, whole

_DIGITS = "〇一二三四五六七八九"


def chinese(number: int) -> str:
    """1 → 一, 12 → 十二, 105 → 一百〇五 → 一百零五 as a list prints it; up to 9999."""
    if number <= 0 or number > 9999:
        return str(number)
    text, started = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        text += (_DIGITS[digit] + unit) if digit else ("零" if started and number % power and not text.endswith("零") else "")
        started = started or bool(digit)
    return text.removeprefix("一") if text.startswith("一十") else text


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    values = zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "m cm d cd c xc l xl x ix v iv i".split(), strict=True)
    text = ""
    for value, letters in values:
        text += letters * (number // value)
        number %= value
    return text


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else f"({number})"


_CHINESE_FORMATS = (
    "chineseCounting chineseCountingThousand chineseLegalSimplified japaneseCounting ideographDigital taiwaneseCounting "
    "taiwaneseCountingThousand japaneseDigitalTenThousand".split()
)
_FORMATS: dict[str, Callable[[int], str]] = {
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "decimalZero": lambda number: f"{number:02d}",
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalFullWidth": lambda number: str(number).translate(str.maketrans("0123456789", "".join(map(chr, range(0xFF10, 0xFF1A))))),
    **dict.fromkeys(_CHINESE_FORMATS, chinese),
}


@dataclass(frozen=True)
class Level:
    """One level of a list: how its number looks. `text` holds %1 to %9 for the numbers of the levels."""

    form: str = "decimal"
    text: str = "%1."
    start: int = 1


@dataclass
class Lists:
    """The lists of a document: numbering.xml, and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    abstracts: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def label(self, number_id: str, depth: int) -> str:
        """The text printed before the next paragraph of this list; empty for bullets, unnumbered levels and unknown lists."""
        levels = self.levels.get(number_id, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(self.abstracts.get(number_id, number_id), {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        return "" if level.form in {"bullet", "none"} else _printed(level.text, levels, counts)


def _printed(text: str, levels: dict[int, Level], counts: dict[int, int]) -> str:
    def number(match: re.Match[str]) -> str:
        depth = int(match[1]) - 1
        level = levels.get(depth, Level())
        return _FORMATS.get(level.form, str)(counts.get(depth, level.start))

    return re.sub(r"%([1-9])", number, text)


def read_lists(root: etree._Element | None) -> Lists:
    """numbering.xml → its lists; none without it."""
    if root is None:
        return Lists()
    templates = {attribute(node, "abstractNumId"): _levels(node) for node in children(root, "abstractNum")}
    lists = Lists()
    for node in children(root, "num"):
        number_id, abstract = attribute(node, "numId"), value_of(child(node, "abstractNumId"))
        lists.levels[number_id] = {**templates.get(abstract, {}), **_overrides(node, templates.get(abstract, {}))}
        # A list that starts anew counts by itself, the others go on where their template stands.
        lists.abstracts[number_id] = f"num {number_id}" if child(node, "lvlOverride") is not None else abstract
    return lists


def _levels(node: etree._Element) -> dict[int, Level]:
    return {whole(attribute(level, "ilvl")): _level(level) for level in children(node, "lvl")}


def _level(node: etree._Element) -> Level:
    start = value_of(child(node, "start"))
    text = child(node, "lvlText")
    return Level(value_of(child(node, "numFmt")) or "decimal", value_of(text), whole(start, 1))


def _overrides(node: etree._Element, levels: dict[int, Level]) -> dict[int, Level]:
    found = {}
    for override in children(node, "lvlOverride"):
        depth, start = whole(attribute(override, "ilvl")), value_of(child(override, "startOverride"))
        own = child(override, "lvl")
        level = _level(own) if own is not None else levels.get(depth, Level())
        found[depth] = Level(level.form, level.text, whole(start)) if start.isdecimal() else level
    return found
