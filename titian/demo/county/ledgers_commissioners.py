"""科技特派员 and what they did; the “三区” people among them.

What the papers state: 92 in June 2025 (18 units, 74 persons), 96 at the end of the year (19, 77), 98 at the end of May 2026 (20, 78, of whom 23
serve firms); more than 320 services in the first half of 2025 with 21 varieties, more than 260 from January to May 2026 with 73 problems
solved on the spot, 14 of them processes of firms, more than 1,100 farmers taught and 17 varieties; 16 “三区” people each year, in 2025 in 12
towns and 35 villages. The office's own paper says 97 of the same day: there the rows side with the section.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from titian.demo.county.books import Book, Row, of
from titian.demo.county.chance import Dice
from titian.demo.county.halves import of_kind, who
from titian.demo.county.plan import FIRMS, PARK, SEAT
from titian.demo.county.rows import PersonRow

# Of the twenty units and 78 persons: how many came in the second half of 2025, and in 2026; who left at the end of a term.
UNITS_LATE, UNITS_NOW, PERSONS_LATE, PERSONS_NOW, GONE = 1, 1, 5, 1, 2
SERVES_FIRMS, THREE_ZONE = 23, 16
CHANGED = 3  # of the “三区” people of 2025 were followed by others in 2026
STARTS = (date(2023, 3, 20), date(2024, 3, 18), date(2025, 2, 24))
LEVELS = ("county", "county", "city", "province")
SKILLS = {"粮油服务团": "作物遗传育种", "果蔬服务团": "设施园艺", "畜牧服务团": "畜牧兽医", "林下经济服务团": "中药材种植与加工"}


@dataclass(frozen=True)
class Commissioner:
    """One of them. `person` is who represents a unit."""

    person: PersonRow
    natural: bool
    level: str
    since: date
    serves_firms: bool = False
    until: date | None = None

    @property
    def name(self) -> str:
        """How the row is called, and found again."""
        return self.person.name if self.natural or self.person.firm is None else self.person.firm.name

    def standing(self, day: date) -> bool:
        return self.since <= day and (self.until is None or self.until > day)


@cache
def commissioners() -> Sequence[Commissioner]:
    """Units, persons, and the two who left."""
    return [*_units(), *_persons(), *_gone()]


def _units() -> Iterator[Commissioner]:
    units = of_kind("specialist", "法人科技特派员")
    for place, person in enumerate(units):
        late, now = place == len(units) - 2, place == len(units) - 1
        since = date(2026, 3, 9) if now else date(2025, 9, 15) if late else STARTS[place % 3]
        yield Commissioner(person, natural=False, level=LEVELS[place % 3], since=since, serves_firms=place % 7 == 3)


def _persons() -> Iterator[Commissioner]:
    persons = of_kind("specialist", "自然人科技特派员")
    settled = len(persons) - PERSONS_LATE - PERSONS_NOW
    units = sum(one.serves_firms for one in _units())
    for place, person in enumerate(persons):
        since = STARTS[place % 3] if place < settled else date(2025, 9, 15) if place < settled + PERSONS_LATE else date(2026, 3, 9)
        level = "three_zone" if CHANGED <= place < CHANGED + THREE_ZONE else LEVELS[place % 4]
        firms = CHANGED + THREE_ZONE <= place < CHANGED + THREE_ZONE + SERVES_FIRMS - units
        yield Commissioner(person, natural=True, level=level, since=since, serves_firms=firms)


def _gone() -> Iterator[Commissioner]:
    for person in of_kind("expert")[-GONE:]:
        yield Commissioner(person, natural=True, level="city", since=date(2022, 9, 12), until=date(2025, 9, 12))


def _rows() -> Iterator[Row]:
    towns = list(FIRMS)
    for place, one in enumerate(commissioners()):
        dice, person = Dice(f"commissioner {one.name}"), one.person
        town = person.town or towns[place % len(towns)]
        kept = (
            {"person": who(person)} if one.natural else {**(of(person.firm) if person.firm else {}), "representative": person.name}
        )
        yield {
            **kept,
            "kind": "natural" if one.natural else "legal",
            "serves": "enterprise" if one.serves_firms else "agriculture",
            "level": one.level,
            "team": None if one.serves_firms else person.field or None,
            "profession": None if one.serves_firms else SKILLS.get(person.field),
            "region": town,
            "villages": None if one.serves_firms else "、".join(village(town, number) for number in {place % 4, (place + 1) % 4}),
            "batch": f"{one.since.year}年度",
            "day": one.since,
            "due": _term(one, place),
            "closed_on": one.until,
            "wanted": 6,
            "appraisal": dice.weighed({"excellent": 16, "qualified": 80, "unqualified": 4}) if one.since.year < 2025 else None,
            "platform": True,
            "state": "ended" if one.until else "serving",
        }


def _term(one: Commissioner, place: int) -> date:
    """The last day. Of those since 2023 most were asked to stay until the end of 2026; of one the term ran out, of some it will soon."""
    if one.until:
        return date(2025, 9, 11)
    if one.since == STARTS[0] and place % 9 == 0:
        return date(2026, 5, 15) if place == 9 else date(2026, 7, 10)
    return date(max(one.since.year + 3, 2026), 12, 31)


def village(town: str, number: int) -> str:
    """Four made-up villages a town."""
    return f"{town[:2]}{('上梯', '下梯', '新塬', '河湾')[number % 4]}{'社区' if town in {PARK, SEAT} or town.endswith('街道') else '村'}"


@cache
def zone_people() -> Sequence[tuple[int, PersonRow, str, tuple[str, ...]]]:
    """Year, person, town, villages: 16 a year. In 2025 12 towns and 35 villages, no village twice."""
    towns = [town for town in FIRMS if town not in {PARK, SEAT, "青禾街道", "南塘街道", "河口镇"}]
    people = of_kind("specialist", "自然人科技特派员")
    found, used = [], dict.fromkeys(towns, 0)
    for place in range(THREE_ZONE):
        town, count = towns[place % len(towns)], 3 if 4 <= place < 7 else 2
        villages = tuple(village(town, used[town] + number) for number in range(count))
        used[town] += len(villages)
        found.append((2025, people[place], town, villages))
    later = [(2026, people[place + CHANGED], town, villages) for place, (_, _, town, villages) in enumerate(found)]
    return [*found, *later]


@cache
def _levels() -> dict[str, str]:
    """Name → the level somebody is a commissioner of."""
    return {one.person.name: one.level for one in commissioners() if one.natural}


def _zone_rows() -> Iterator[Row]:
    for year, person, town, villages in zone_people():
        over = year == 2025
        yield {
            "person": who(person),
            "batch": f"{year}年度",
            "home": person.firm.name if person.firm else person.employer,
            "profession": SKILLS.get(person.field),
            "day": date(2025, 4, 10) if over else date(2026, 4, 9),
            "due": date(2026, 3, 31) if over else date(2027, 3, 31),
            "closed_on": date(2026, 3, 24) if over else None,
            "document": f"示省科农函〔{year}〕{18 if over else 21}号",
            "region": town,
            "villages": "、".join(villages),
            "count": len(villages),
            "double_reason": None if _levels().get(person.name) in {None, "three_zone"} else "县级选派期内兼任，选派单位同意",
            "appraisal": "qualified" if over else None,
            "state": "completed" if over else "serving",
        }


def books() -> Sequence[Book]:
    return [
        Book("commissioners", "科技特派员", list(_rows()), by="transfer"),
        Book("three_zone", "“三区”科技人才", list(_zone_rows()), by="transfer"),
    ]
