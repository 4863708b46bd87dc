"""Intellectual property: what a holder of a certificate needs, and the odd patent of others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from titian.demo.county.chance import Dice
from titian.demo.county.codes import patent_number, software_number
from titian.demo.county.cohorts import Cohorts
from titian.demo.county.rows import Firm, RightRow
from titian.demo.county.words import TRADES

TERMS = {"invention": 20, "utility": 10, "design": 15}
FIRST_YEAR, LAST_YEAR = 2019, 2025
NOUNS = ("装置", "检测方法", "加工工艺", "夹具", "控制系统", "清洗机构", "输送机构", "制备方法")


def right_rows(firms: Sequence[Firm], parts: Cohorts) -> list[RightRow]:
    dice = Dice("rights")
    holders = {*parts.holders, *parts.lapsed, *parts.moved_in}
    applicants = {*parts.refused_2025, *parts.first_2026, *parts.pool_rest}
    rows: list[RightRow] = []
    for firm in firms:
        if firm in holders:
            rows += _of(dice, firm, len(rows), dice.whole(0, 3), dice.whole(5, 13))
        elif firm in applicants:
            rows += _of(dice, firm, len(rows), dice.whole(0, 1), dice.whole(2, 7))
        elif firm.tech or firm.kind == "university":
            rows += _of(dice, firm, len(rows), dice.whole(0, 1) if firm.kind != "university" else 24, dice.whole(0, 3))
    return rows


def _of(dice: Dice, firm: Firm, number: int, first: int, second: int) -> Iterator[RightRow]:
    """`first` rights of class I and `second` of class II."""
    start = max(FIRST_YEAR, firm.founded.year if firm.founded else FIRST_YEAR)
    second_kinds = {"software": 6, "utility": 2} if firm.industry.startswith("I") else {"utility": 7, "design": 1, "software": 2}
    for place in range(first + second):
        kind = _class_one(firm) if place < first else dice.weighed(second_kinds)
        year = dice.whole(min(start, LAST_YEAR), LAST_YEAR)
        yield _right(dice, firm, kind, year, number + place)


def _class_one(firm: Firm) -> str:
    return "crop" if firm.industry == "A0511" else "invention"


def _right(dice: Dice, firm: Firm, kind: str, year: int, number: int) -> RightRow:
    applied = dice.day(date(year, 1, 8), date(year, 12, 24))
    granted = dice.day(date(min(year + 1, 2026), 1, 6), date(min(year + 1, 2026), 5, 26 if year == LAST_YEAR else 28))
    subject = dice.one(TRADES[firm.industry].products) if firm.industry in TRADES else "示范材料"
    obtained = dice.weighed({"own": 92, "transfer": 8}) if kind == "invention" else "own"
    if kind == "software":
        return RightRow(
            firm,
            kind,
            software_number(granted.year, number),
            f"{subject}管理软件V{dice.whole(1, 3)}.0",
            obtained,
            None,
            granted,
            None,
        )
    if kind == "crop":
        return RightRow(
            firm, kind, f"示审玉{granted.year}{number % 1000:03d}", f"青禾{number % 90 + 10}", obtained, applied, granted, None
        )
    name = f"一种{subject}用{dice.one(NOUNS)}" if kind != "design" else f"{subject}（外形）"
    ends = (
        applied.replace(year=applied.year + TERMS[kind])
        if (applied.month, applied.day) != (2, 29)
        else date(applied.year + TERMS[kind], 3, 1)
    )
    return RightRow(firm, kind, patent_number(kind, year, number), name, obtained, applied, granted, ends)
