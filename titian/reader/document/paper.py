"""A paper laid out for reading its particulars: its lines without odd spaces, and years in Chinese numerals as digits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from titian.reader.clauses.tokens import flattened

YEAR = r"(?:19|20)\d{2}"
SPAN = r"(?:——|[-—~至到])"
CHINESE = "零一二三四五六七八九"
_DIGITS = {digit: str(value) for value, digit in enumerate(CHINESE)} | {"○": "0", "O": "0"}
_CHINESE_YEAR = re.compile(rf"[一二12][{CHINESE}○O\d]{{3}}(?=年)")
_SPREAD = re.compile(r"(?<!\S)(?:[\u4e00-\u9fff\d]\s+){2,64}[\u4e00-\u9fff](?!\S)|^[\u4e00-\u9fff]\s+[\u4e00-\u9fff]$")


class Line(NamedTuple):
    """A line that is not empty: `plain` for rules, `written` with the paper's own characters, both as long and without 述 职's spaces."""

    plain: str
    written: str


@dataclass(frozen=True)
class Paper:
    """A text in its plain form and its lines."""

    plain: str
    lines: tuple[Line, ...]


def laid_out(text: str) -> Paper:
    plain = arabic_years(flattened(text))
    lines, at = [], 0
    for raw in plain.splitlines(keepends=True):
        inner = raw.strip()
        if inner:
            start = at + raw.index(inner[0])
            lines.append(_tightened(inner, text[start : start + len(inner)]))
        at += len(raw)
    return Paper(plain, tuple(lines))


def arabic_years(plain: str) -> str:
    """二〇二一年 and 二O二一年 as 2021年: as long as before."""
    return _CHINESE_YEAR.sub(lambda match: "".join(_DIGITS.get(digit, digit) for digit in match.group()), plain)


def _tightened(plain: str, written: str) -> Line:
    """Take out the spaces between single characters that only spread a title over its line."""
    if len(plain.split(maxsplit=1)) < 2:
        return Line(plain, written)
    gaps = [range(*match.span()) for match in _SPREAD.finditer(plain)]
    if not gaps:
        return Line(plain, written)
    kept = [at for at, sign in enumerate(plain) if not (sign.isspace() and any(at in gap for gap in gaps))]
    return Line("".join(plain[at] for at in kept), "".join(written[at] for at in kept))
