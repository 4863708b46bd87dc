"""载体 with the firms they house and what they report each quarter.

What the papers state: three carriers of 68,000 ㎡ with 73 firms in June 2025; four of 82,000 ㎡ with 88 at the end of the year; 93 firms at
the end of May 2026.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from titian.demo.county.books import Book, Row, of
from titian.demo.county.build import county
from titian.demo.county.chance import Dice
from titian.demo.county.halves import FIRST, NOW, SECOND
from titian.demo.county.organisations import CARRIERS
from titian.demo.county.plan import PARK
from titian.demo.county.rows import Firm

# kind, level, in use since, area, state, next assessment
HOUSES = (
    ("incubator", "province", date(2017, 5, 18), 31_000, "operating", date(2026, 6, 30)),
    ("accelerator", "city", date(2020, 9, 25), 28_500, "upgrading", date(2026, 4, 30)),
    ("maker", "city", date(2018, 11, 6), 8_500, "operating", date(2026, 12, 31)),
    ("base", "county", date(2025, 9, 12), 14_000, "created", date(2026, 9, 30)),
)
NEWEST = CARRIERS[3][0]
OPENED = HOUSES[3][2]
# Firms that came in each stretch, and that left: 64 + 9 = 73, 85 + 3 = 88, 93.
CAME_LATE, CAME_NOW = 9, 8
LEFT_BEFORE, LEFT_LATE, LEFT_NOW = 11, 6, 3
QUARTERS = (
    ("2025年一季度", date(2025, 3, 31)),
    ("2025年二季度", date(2025, 6, 30)),
    ("2025年三季度", date(2025, 9, 30)),
    ("2025年四季度", date(2025, 12, 31)),
    ("2026年一季度", date(2026, 3, 31)),
)


@dataclass(frozen=True)
class Stay:
    """A firm in a carrier, from a day on and perhaps until another."""

    firm: Firm
    house: str
    since: date
    until: date | None = None
    left: bool = False

    def standing(self, day: date) -> bool:
        return self.since <= day and (self.until is None or self.until > day)


@cache
def stays() -> Sequence[Stay]:
    """Those who are there now, then those who went."""
    return [*_staying(), *_gone()]


def _staying() -> Iterator[Stay]:
    dice = Dice("tenants")
    tenants = sorted((firm for firm in county().firms if firm.carrier), key=lambda firm: firm.founded or date.min, reverse=True)
    older = [firm for firm in tenants if firm.carrier != NEWEST]
    for place, firm in enumerate(older):
        span = NOW if place < CAME_NOW else SECOND if place < CAME_NOW + CAME_LATE else None
        opened = max(_opened(firm.carrier), firm.founded or date.min)
        yield Stay(firm, firm.carrier, dice.day(max(span[0], opened), span[1]) if span else dice.day(opened, FIRST[1]))
    for firm in (firm for firm in tenants if firm.carrier == NEWEST):
        yield Stay(firm, firm.carrier, dice.day(max(OPENED, firm.founded or date.min), date(2025, 12, 19)))


def _opened(house: str) -> date:
    """The first day of a carrier, a little later than its opening."""
    place = [name for name, *_ in CARRIERS].index(house)
    return HOUSES[place][2] + timedelta(days=20)


def _gone() -> Iterator[Stay]:
    dice = Dice("former tenants")
    plain = [firm for firm in county().firms if firm.tech and not firm.carrier and firm.town == PARK and firm.founded_by(2020)]
    firms = iter(
        [firm for firm in dice.shuffled(plain) if not firm.large and firm.state == "active" and not firm.short.startswith("示范")]
    )
    spans = [(date(2023, 3, 6), date(2024, 12, 20))] * LEFT_BEFORE + [SECOND] * LEFT_LATE + [NOW] * LEFT_NOW
    for place, span in enumerate(spans):
        house = CARRIERS[place % 2][0]
        yield Stay(next(firms), house, dice.day(date(2021, 3, 8), date(2022, 12, 9)), dice.day(*span), place % 4 == 3)


def _tenants() -> Iterator[Row]:
    for stay in sorted(stays(), key=lambda stay: (stay.since, stay.firm.name)):
        dice = Dice(f"stay {stay.firm.name}")
        state = "hosted" if stay.until is None else "left" if stay.left else "graduated"
        outcome = None if stay.until is None else "迁往县外" if stay.left else "毕业后在工业园区自建厂房"
        yield {
            **of(stay.firm),
            "parent": _short(stay.house),
            "day": stay.since,
            "kind": "technology",
            "area": Decimal(dice.whole(6, 90) * 10),
            "people": dice.whole(4, 46),
            "due": date(stay.since.year + (6 if stay.since.month > 6 else 7), stay.since.month, 28),
            "closed_on": stay.until,
            "outcome": outcome,
            "state": state,
        }


def _short(house: str) -> str:
    return next(short for name, short, *_ in CARRIERS if name == house)


def _houses() -> Iterator[Row]:
    firms = {firm.name: firm for firm in county().firms}
    for (name, short, *_), (kind, level, since, area, state, due) in zip(CARRIERS, HOUSES, strict=True):
        dice = Dice(f"house {name}")
        counts = {"stations": dice.whole(8, 30) * 10, "rd_institutions": dice.whole(3, 9), "talents": dice.whole(12, 38)}
        yield {
            **of(firms[name]),
            "title": short,
            "kind": kind,
            "level": level,
            "day": since,
            "area": area,
            "state": state,
            "due": due,
            **counts,
            "achievements": dice.whole(6, 19),
            "rights": dice.whole(24, 78),
            "manager": firms[name].contact,
            "responsible": "研发与项目股经办",
        }


def _reports() -> Iterator[Row]:
    for name, short, *_ in CARRIERS:
        before: date | None = None
        for quarter, day in QUARTERS:
            held = [stay for stay in stays() if stay.house == name]
            if before is not None or name != NEWEST:
                yield from _report(short, quarter, day, held, before or date(2024, 12, 31))
            before = day if name != NEWEST or day > OPENED else None


def _report(short: str, quarter: str, day: date, held: Sequence[Stay], before: date) -> Iterator[Row]:
    there = sum(stay.standing(day) for stay in held)
    if not there:
        return
    dice, latest = Dice(f"report {short} {quarter}"), day == QUARTERS[-1][1]
    late = latest and short == CARRIERS[2][1]
    yield {
        "parent": short,
        "batch": quarter,
        "day": day,
        "count": there,
        "due": day + timedelta(days=15),
        "entered": sum(before < stay.since <= day for stay in held),
        "graduated": sum(stay.until is not None and not stay.left and before < stay.until <= day for stay in held),
        "people": there * dice.whole(9, 13),
        "income": Decimal(there * dice.whole(60, 110) * 10_000),
        "rnd": Decimal(there * dice.whole(6, 12) * 10_000),
        "events": dice.whole(1, 5),
        "state": "returned" if late else "checked",
        "closed_on": None if late else day + timedelta(days=12),
        "difficulties": "空置工位较多，希望协调招引" if late else None,
    }


def carriers_on(day: date) -> tuple[int, int, int]:
    """How many carriers, how much area, how many firms: what the papers state."""
    houses = [area for _, _, since, area, *_ in HOUSES if since <= day]
    return len(houses), sum(houses), len({stay.firm for stay in stays() if stay.standing(day)})


def books() -> Sequence[Book]:
    return [
        Book("carriers", "孵化载体", list(_houses()), by="research"),
        Book("tenants", "在孵企业", list(_tenants()), by="research"),
        Book("carrier_reports", "载体季报", list(_reports()), by="research"),
    ]
