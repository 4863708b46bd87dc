"""Arabic numbers with what is glued to them: sign, separators, 余/多, scale and unit; nothing is judged here."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from titian.reader.quantities.units import SCALES, Units

_MINUS = r"(?<![\dA-Za-z)\]%—~\n-])-(?=\d)|(?<=\n)-(?=[\d.]+%?[ \t]*(?:\r|\n|\Z))|负(?=\d)"
BEGINNING = re.compile(r"[-\d负]")
NUMBER = re.compile(
    rf"(?P<sign>{_MINUS})?(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?!\d)|(?<!\d )\d{{1,3}}(?: \d{{3}})+(?![\d.])|\d+)(?P<fraction>\.\d+)?"
)
_SECOND = re.compile(r"零?(?P<digits>\d{1,4}(?:\.\d+)?)(?P<scale>千万|百万|万|千|百)?")
_SECOND_SCALES = {"亿": ("千万", "百万", "万"), "万": ("千", "百")}
_FULL_THOUSANDS = 4


class Token(NamedTuple):
    """A number in flat text. `unit` is None when none is printed; `factor` is that of the printed 万, 亿 …; `more` is the infix 余/多."""

    start: int
    end: int
    value: Decimal
    unit: str | None
    factor: Decimal = Decimal(1)
    more: str = ""
    decimal: bool = False
    grouped: bool = False
    signed: bool = False
    digits: str = ""

    @property
    def bare(self) -> bool:
        """Neither unit nor scale is printed."""
        return self.unit is None and self.factor == 1

    def taking(self, factor: Decimal, unit: str | None = None) -> Token:
        """The same number read with a scale (and unit) printed elsewhere."""
        return self._replace(value=self.value * factor, factor=self.factor * factor, unit=unit or self.unit)


def token(flat: str, match: re.Match[str], units: Units) -> Token:
    """The token that begins with this match of NUMBER."""
    digits, end = match["digits"], match.end()
    tail = _Tail.read(flat, end, units)
    if " " in digits and (tail.unit is None or match["fraction"]):
        digits = digits.split(" ")[0]  # two numbers beside each other, not thousands
        end = match.start("digits") + len(digits)
        tail = _Tail.read(flat, end, units)
        fraction = ""
    else:
        fraction = match["fraction"] or ""
    plain = re.sub("[, ]", "", digits)
    value = Decimal(plain + fraction) * tail.factor + tail.added
    return Token(
        start=match.start(),
        end=tail.end,
        value=-value if match["sign"] else value,
        unit=tail.unit,
        factor=tail.factor,
        more=tail.more,
        decimal=bool(fraction),
        grouped=plain != digits,
        signed=bool(match["sign"]),
        digits=plain,
    )


class _Tail(NamedTuple):
    """What follows the digits: factor, an added second number (4亿6千万), infix, unit and the end of all of it."""

    end: int
    factor: Decimal = Decimal(1)
    added: Decimal = Decimal(0)
    more: str = ""
    unit: str | None = None

    @classmethod
    def read(cls, flat: str, end: int, units: Units) -> _Tail:
        at = end + 1 if flat[end : end + 1] == " " else end
        match = units.scale.match(flat, at)
        assert match is not None  # the pattern may be empty
        small, big = match["small"] or "", match["big"] or ""
        factor = SCALES.get(small, Decimal(1)) * SCALES.get(big, Decimal(1))
        after, added = _second_part(flat, match.end(), big) if big and not match["late"] else (match.end(), Decimal(0))
        unit, unit_end = _unit(flat, after, units)
        if match["more"] in {"来", "几", "+"} and not (unit or small or big):
            return cls._bare(flat, end, units)
        more = match["more"] or match["inner"] or match["late"] or ""
        if unit is None and not (small or big):
            return cls._without_unit(flat, end, at, more)
        if unit is None and match["late"] and not _at_pause(flat, after):
            after, more = after - 1, match["more"] or match["inner"] or ""
        return cls(unit_end if unit else after, factor, added, more, unit)

    @classmethod
    def _bare(cls, flat: str, end: int, units: Units) -> _Tail:
        unit, unit_end = _unit(flat, end, units)
        return cls(unit_end if unit else end, unit=unit)

    @classmethod
    def _without_unit(cls, flat: str, end: int, at: int, more: str) -> _Tail:
        return cls(at + 1, more=more) if more and _at_pause(flat, at + 1) else cls(end)


def _second_part(flat: str, at: int, big: str) -> tuple[int, Decimal]:
    """4亿|6千万, 1亿|2000万, 2万|5千, 1万|2000人."""
    match = _SECOND.match(flat, at)
    if match is None:
        return at, Decimal(0)
    scale = match["scale"] or ""
    if scale in _SECOND_SCALES.get(big, ()):
        factor = SCALES.get(scale[0], Decimal(1)) * (SCALES["万"] if scale.endswith("万") and len(scale) > 1 else Decimal(1))
        return match.end(), Decimal(match["digits"]) * factor
    if big == "万" and not scale and len(match["digits"]) == _FULL_THOUSANDS and "." not in match["digits"]:
        return match.end(), Decimal(match["digits"])
    return at, Decimal(0)


def _unit(flat: str, at: int, units: Units) -> tuple[str | None, int]:
    match = units.unit.match(flat, at)
    if match is None and flat[at : at + 1] == " ":
        match = units.unit.match(flat, at + 1)
    return (units.spelled(match.group()), match.end()) if match else (None, at)


def _at_pause(flat: str, at: int) -> bool:
    return at >= len(flat) or flat[at] in ",。;、:!?)”’\r\n \t|"
