"""Facts of intellectual property: counts with a least and a most, where something about a property is not said."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from titian.policies.record.gathering import Gathered
from titian.policies.record.reading import Property

Told = Callable[[Property], bool | None]


def put_properties(facts: Gathered) -> None:
    """All facts of intellectual property. What was granted after the day does not count."""
    given = facts.given.properties
    kinds = _kinds(facts.day)
    if given is None:
        facts.put("ip.total", None, "ip")
        facts.put("ip.class2.most", None, "ip")
        for name in kinds:
            facts.put(f"ip.{name}.least", None, "ip")
            facts.put(f"ip.{name}.most", None, "ip")
        return
    counted = list(_counted(given, facts.day))
    if len(counted) < len(given):
        facts.note("ip.total", f"{len(given) - len(counted)} 件知识产权授权日晚于评估日，不计")
    facts.put("ip.total", len(counted))
    facts.put("ip.class2.most", sum(one.kind != 1 for _, one in counted))
    for name, (told, key) in kinds.items():
        answers = [(place, told(one)) for place, one in counted]
        unsaid = tuple(f"ip.{place}.{key}" for place, answer in answers if answer is None)
        sure = sum(answer is True for _, answer in answers)
        facts.put(f"ip.{name}.least", sure)
        facts.put(f"ip.{name}.most", sure + len(unsaid))
        if unsaid:
            facts.lacking[f"ip.{name}.least"] = facts.lacking[f"ip.{name}.most"] = unsaid


def _counted(given: Sequence[Property], day: date) -> Iterator[tuple[int, Property]]:
    yield from ((place, one) for place, one in enumerate(given) if one.granted is None or one.granted <= day)


def _kinds(day: date) -> dict[str, tuple[Told, str]]:
    """Each counted kind: whether a property is of it (None: not said), and the key that would say."""
    since = years_before(day, 3)

    def class1(one: Property) -> bool | None:
        return None if one.kind is None else one.kind == 1

    def class2(one: Property) -> bool | None:
        return None if one.kind is None else one.kind == 2

    def recent(one: Property) -> bool | None:
        return None if one.granted is None else one.granted >= since

    return {
        "class1": (class1, "class"),
        "own": (lambda one: one.own, "obtained"),
        "own1": (lambda one: both(class1(one), one.own), "obtained"),
        "valuable": (lambda one: both(class1(one), one.valuable), "high_value"),
        "recent2": (lambda one: both(class2(one), recent(one)), "granted_on"),
    }


def both(one: bool | None, other: bool | None) -> bool | None:
    """Kleene's and."""
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def years_before(day: date, years: int) -> date:
    """The same date so many years earlier; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
