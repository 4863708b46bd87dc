"""The measures of GB/T 9704-2012 and the units Word counts them in.

Twips are twentieths of a point. The text block is 156 × 225 mm with 22 lines of 28 characters; one line is 28.95 pt, one character
15.79 pt (a third-size character of 16 pt set a hair closer).
"""

from __future__ import annotations

from dataclasses import dataclass

PAGE_MM = (210, 297)
TOP_MM, LEFT_MM, RIGHT_MM, BOTTOM_MM = 37, 28, 26, 35
CHARACTERS, LINES = 28, 22
BODY_PT, TITLE_PT, SMALL_PT, TABLE_PT = 16, 22, 14, 12  # 三号, 二号, 四号, 小四
LINE_TWIPS = 579  # 28.95 pt
RED = "FF0000"


def twips(mm: float) -> int:
    """Millimetres → twips."""
    return round(mm * 1440 / 25.4)


PAGE = (twips(PAGE_MM[0]), twips(PAGE_MM[1]))
TEXT_TWIPS = PAGE[0] - twips(LEFT_MM) - twips(RIGHT_MM)  # 156 mm
TEXT_HEIGHT_TWIPS = PAGE[1] - twips(TOP_MM) - twips(BOTTOM_MM)  # 225 mm
# docGrid's charSpace is in 1/4096 pt and says how much wider than the body font a cell is; rounded down, so that 28 always fit.
CHARACTER_SPACE = (TEXT_TWIPS * 4096 // (CHARACTERS * 20)) - BODY_PT * 4096
FOOTER_MM = 23  # the number stands 7 mm under the text block and is 5 mm high: 35 - 7 - 5


def characters(count: float) -> int:
    """A width in body characters → twips."""
    return round(count * TEXT_TWIPS / CHARACTERS)


def text_width(text: str) -> float:
    """How many full characters a line of text takes; figures and letters take half."""
    return sum(0.5 if letter.isascii() else 1.0 for letter in text)


@dataclass(frozen=True)
class Fonts:
    """Fonts by name. An office that prints figures in 仿宋 sets `figures` to it; 方正小标宋简体 is the usual other title font."""

    title: str = "方正小标宋_GBK"
    first: str = "黑体"
    second: str = "楷体_GB2312"
    body: str = "仿宋_GB2312"
    page_number: str = "宋体"
    figures: str = "Times New Roman"
