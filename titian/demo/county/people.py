"""Experts, commissioners, talents and contacts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from titian.demo.county.chance import Dice
from titian.demo.county.codes import id_number
from titian.demo.county.organisations import person_name
from titian.demo.county.plan import COMMISSIONERS_LEGAL, COMMISSIONERS_NATURAL, DEPUTIES, EXPERTS, FIRMS, INTRODUCED
from titian.demo.county.rows import Firm, PersonRow
from titian.demo.county.words import FIELDS, SERVICE_TEAMS

PHONE = 19900010000
ELSEWHERE = ("示范省农业科学院", "示范省机械设计研究院", "示范大学", "示范市轻工研究所", "示范市会计师事务所")
RANKS = {"教授": 3, "副教授": 4, "研究员": 2, "高级工程师": 6, "正高级工程师": 2, "高级农艺师": 3, "高级会计师": 2, "工程师": 3}


class People:
    def __init__(self) -> None:
        self.dice = Dice("people")
        self.rows: list[PersonRow] = []
        self._names: set[str] = set()

    def add(self, kind: str, name: str = "", **fields: Any) -> None:
        number = len(self.rows) + 1
        fields.setdefault("phone", str(PHONE + number))
        self.rows.append(PersonRow(name or self.name(), kind, **fields))

    def name(self) -> str:
        """Nobody of the register has a namesake."""
        while (found := person_name(self.dice)) in self._names:
            pass
        self._names.add(found)
        return found

    def born(self) -> date:
        return self.dice.day(date(1966, 1, 5), date(1994, 12, 20))


def people_rows(firms: Sequence[Firm], named: Mapping[str, Firm]) -> list[PersonRow]:
    people = People()
    bodies = {firm.kind: firm for firm in firms if firm.kind in {"university", "institute"}}
    _experts(people, bodies)
    _commissioners(people, firms, bodies)
    for number in range(DEPUTIES):
        firm = list(named.values())[number % len(named)]
        sent_by = f"派出单位：{bodies['university'].name}"
        people.add("talent", firm=firm, position="科技副总", title="副教授", field=people.dice.one(FIELDS), note=sent_by)
    _contacts(people, firms)
    former = next(firm for firm in firms if firm.kind == "agency" and firm.town == "东岭镇")
    people.add("contact", firm=former, position="原科技联络员", note="2026年4月岗位调整")
    _introduced(people, [firm for firm in firms if firm.tech and firm.state == "active" and firm.kind == "enterprise"])
    return people.rows


def _introduced(people: People, firms: Sequence[Firm]) -> None:
    """Who was brought in or grown in the three periods, in that order."""
    dice = Dice("introduced")
    for place in range(INTRODUCED):
        firm = dice.one(firms)
        people.add("talent", firm=firm, position="引进人才", title=dice.weighed(RANKS), field=FIELDS[place % len(FIELDS)])


def _experts(people: People, bodies: Mapping[str, Firm]) -> None:
    for number in range(EXPERTS):
        home = bodies["university"] if number % 3 == 0 else bodies["institute"] if number % 7 == 1 else None
        people.add(
            "expert",
            firm=home,
            employer="" if home else people.dice.one(ELSEWHERE),
            title=people.dice.weighed(RANKS),
            field="、".join(people.dice.shuffled(FIELDS)[: people.dice.whole(1, 2)]),
            id_number=id_number(people.born(), number) if number % 2 == 0 else "",
            email=f"expert{number + 1:02d}@example.com",
        )


def _commissioners(people: People, firms: Sequence[Firm], bodies: Mapping[str, Firm]) -> None:
    """78 persons and 20 units, as the section's paper says; a unit is entered with who represents it."""
    towns = list(FIRMS)
    units = [firm for firm in firms if firm.kind in {"institute", "university"} or firm.industry == "M7511"][:COMMISSIONERS_LEGAL]
    if len(units) < COMMISSIONERS_LEGAL:
        raise AssertionError(f"{len(units)} units")
    for number, unit in enumerate(units):
        people.add("specialist", firm=unit, position="法人科技特派员", field=_team(number), town=towns[number % len(towns)])
    for number in range(COMMISSIONERS_NATURAL):
        home = bodies["institute"] if number % 4 == 0 else None
        people.add(
            "specialist",
            firm=home,
            employer="" if home else people.dice.one(ELSEWHERE[:4]),
            position="自然人科技特派员",
            title=people.dice.weighed(RANKS),
            field=_team(number),
            town=towns[number % len(towns)],
            id_number=id_number(people.born(), 500 + number) if number % 3 == 0 else "",
        )


def _team(number: int) -> str:
    return f"{SERVICE_TEAMS[number % len(SERVICE_TEAMS)]}服务团"


def _contacts(people: People, firms: Sequence[Firm]) -> None:
    """Whom the bureau calls: one in each town, two or three in the firms that apply for things."""
    for firm in firms:
        if firm.kind == "agency":
            people.add("contact", firm=firm, position="科技联络员")
    for number, firm in enumerate(_calling(firms)):
        people.add("contact", firm.contact, firm=firm, position="科技项目负责人", phone=firm.phone)
        if number % 4 == 0:
            people.add("contact", firm=firm, position="财务负责人", email=f"finance{number:03d}@example.com")


def _calling(firms: Sequence[Firm]) -> Iterator[Firm]:
    return (firm for firm in firms if firm.state == "active" and (firm.tech or firm.kind in {"carrier", "bank"}))
