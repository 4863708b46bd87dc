"""A cell's number as the office sees it: 0.0372 under «0.00%» is 3.72%, 45292 under a date format is 2024-01-01, 1234.0 is 1234."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from titian.base.quantities import plain

# ECMA-376 18.8.30: formats known by number; 27-36 and 50-58 as a Chinese Excel or WPS has them.
_YEAR_MONTH_DAY = 'yyyy"年"m"月"d"日"'
BUILT_IN: dict[int, str] = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"',
    29: 'm"月"d"日"', 30: "m-d-yy", 31: _YEAR_MONTH_DAY, 32: "h:mm", 33: "h:mm:ss", 36: 'yyyy"年"m"月"', 37: "#,##0", 38: "#,##0",
    39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"', 54: 'm"月"d"日"', 55: 'yyyy"年"m"月"', 56: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
_TOKEN = re.compile(
    r'\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]|"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|[_*].|(?P<digits>[0#?.,]+|General)|[%@]|(?P<other>.)',
    re.DOTALL,
)
_ORIGIN = datetime(1899, 12, 30)  # noqa: DTZ001 (a cell has no time zone)


@dataclass(frozen=True)
class Format:
    """One section of a number format: the words around the number, and how the number itself is printed."""

    before: str = ""
    after: str = ""
    places: int = 0
    grouped: bool = False
    percent: bool = False
    thousands: int = 0
    plain: bool = False
    nil_is_blank: bool = False


@lru_cache(maxsize=50_000)
def shown(value: float, code: str, *, epoch_1904: bool = False) -> str:
    """A number under a format code; a code we do not understand shows the number plainly."""
    code = code.replace("G/通用格式", "General")
    if is_date(code):
        serial = value + (1462 if epoch_1904 else 0)
        return moment(_ORIGIN + timedelta(seconds=round(serial * 86_400)), code) if 0 <= serial < 2_958_466 else general(value)
    sections = re.findall(r'(?:"[^"]*"|[^";])+', code) or ["General"]
    at = 1 if value < 0 and len(sections) > 1 else 2 if value == 0 and len(sections) > 2 else 0
    form = _section(sections[at])
    if form is None:
        return general(value)
    text = _formatted(abs(value) if at == 1 else value, form)
    # A negative section may print brackets or nothing but red ink: on paper that is a minus.
    return f"-{text.strip('()-')}" if at == 1 else text


def general(value: float) -> str:
    """As a cell without format shows it: 1234.0 → 1234, 0.1+0.2 → 0.3; eleven significant digits and no exponent."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return plain(Decimal(f"{value:.11g}"))


@lru_cache(maxsize=1000)
def is_date(code: str) -> bool:
    """Year, month, day or hour outside quotes and brackets ([Red], [$-804])."""
    bare = re.sub(r'"[^"]*"|[\\!_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]|General', "", code, flags=re.IGNORECASE)
    return bool(re.search(r"[ymdhs]", bare.split(";")[0], re.IGNORECASE))


@lru_cache(maxsize=1000)
def _section(code: str) -> Format | None:
    """A section taken apart; None for exponents, fractions and conditions, which show the plain number."""
    if re.search(r"[Ee][+-]|/|\[[<>=]|\[DBNum", re.sub(r'"[^"]*"', "", code)):
        return None
    before = after = digits = ""
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup
        if kind == "digits" and after.strip():
            return None  # digits, text, digits: a telephone number, or 0!.0 for 万
        if kind == "digits":
            digits += match[0]
        elif kind in {"quoted", "escaped", "other", "currency"}:
            before, after = (before, after + match[kind]) if digits else (before + match[kind], after)
    return _format(before.strip(), after.strip(), digits, percent="%" in code) if digits else None


def _format(before: str, after: str, digits: str, *, percent: bool) -> Format:
    if "General" in digits:
        return Format(before, after, plain=True)
    whole, _, fraction = digits.rstrip(",").partition(".")
    scale = len(digits) - len(digits.rstrip(","))
    return Format(before, after, len(fraction.replace(",", "")), "," in whole, percent, scale, nil_is_blank="0" not in digits)


def _formatted(value: float, form: Format) -> str:
    if form.plain:
        return f"{form.before}{general(value)}{form.after}"
    number = Decimal(repr(value)) * (100 if form.percent else 1) / (Decimal(1000) ** form.thousands)
    rounded = number.quantize(Decimal(1).scaleb(-form.places), ROUND_HALF_UP) if abs(number) < Decimal(10) ** 20 else number
    text = format(rounded, ",f" if form.grouped else "f") if rounded or not form.nil_is_blank else ""
    return f"{form.before}{text}{'%' if form.percent else ''}{form.after}"


def moment(at: datetime, code: str = "yyyy-m-d") -> str:
    """A date in the parts its format shows: 2024-06-30, 2024年6月, 6月30日; with the time when it shows hours."""
    bare = re.sub(r'\[[^\]]*\]|"[^"]*"', " ", code).lower()
    hour = "h" in code.lower()
    month = "m" in re.sub(r"h+[^a-z]*m+|m+[^a-z]*s+", "", bare)
    year, day = "y" in bare, "d" in bare
    time = at.strftime("%H:%M") if hour or not (year or month or day) else ""
    return f"{_day(at.date(), year=year, month=month, day=day)} {time}".strip()


def _day(at: date, *, year: bool, month: bool, day: bool) -> str:
    if year and month and day:
        return at.isoformat()
    parts = (f"{at.year}年" if year else "", f"{at.month}月" if month else "", f"{at.day}日" if day else "")
    return "".join(parts)
