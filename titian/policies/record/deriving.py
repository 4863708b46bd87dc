"""A checked record → the flat facts of a day, the same for every backend. A pure function: the day is an argument.

The years counted are the three before the day's, for a younger firm those since its founding year (that year included). A year the firm
existed in without an entry is unknown; a year before its founding counts nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from titian.policies.engine.explain import FactRecord
from titian.policies.record.catalogue import CALIBRES, ROUTE_TITLES, SPAN, TIERS, TOP_KEYS, YEAR_KEYS
from titian.policies.record.gathering import Gathered
from titian.policies.record.growth import put_growth
from titian.policies.record.properties import put_properties, years_before
from titian.policies.record.reading import Given
from titian.policies.record.titles import known_titles

INCIDENT_DAYS = 365
_YEAR_FACTS = [
    (fact, key)
    for key, one in YEAR_KEYS.items()
    for fact in ([f"rd.{code}" for code in (*CALIBRES, "own")] if key == "rd_expense_yuan" else [one.fact])
]
_NAMES = {span: {fact: f"{span}.{fact}" for fact, _ in _YEAR_FACTS} for span in SPAN}


def derive(given: Given, day: date, *, printing: bool = True) -> FactRecord:
    """Every fact of the catalogue. Not `printing`: the values alone, in half the time."""
    facts = Gathered(given, day, printing=printing)
    years = counted_years(given.founded, day)
    facts.put("age_days", (day - given.founded).days if given.founded else None, "founded_on")
    facts.put("age_years", _years_since(given.founded, day) if given.founded else None, "founded_on")
    facts.put("years", max(1, len(years)))
    _years(facts, years)
    put_growth(facts, years)
    put_properties(facts)
    _incidents(facts)
    facts.put("field.known", 1 if given.area else None, "field")
    for item, points in given.experts.items():
        facts.put(f"expert.{item}", points, f"expert_scores.{item}")
    _top(facts)
    _titles(facts)
    words = {"field": given.area} if given.area else {}
    return FactRecord(facts.values, facts.lacking, words, tuple(facts.notes), facts.exact)


def _top(facts: Gathered) -> None:
    if not facts.printing:
        facts.values |= facts.given.top
        return
    for key, one in TOP_KEYS.items():
        facts.put(one.fact, facts.given.top[one.fact], key)
        _exact(facts, one.fact, key)


def _exact(facts: Gathered, name: str, path: str) -> None:
    """A share that was given is printed as it was given."""
    if path in facts.given.exact:
        facts.exact[name] = facts.given.exact[path]


def _years_since(founded: date, day: date) -> int:
    """Full years from the founding to the day."""
    return day.year - founded.year - ((day.month, day.day) < (founded.month, founded.day))


def counted_years(founded: date | None, day: date) -> tuple[int, ...]:
    """The calendar years that count, newest first: at most three, none for a firm founded in the day's own year."""
    last = day.year - 1
    first = max(last - 2, founded.year) if founded else last - 2
    return tuple(range(last, first - 1, -1))


def _years(facts: Gathered, years: Sequence[int]) -> None:
    """y1 is last year; years before the firm's founding add nothing to a sum. Without any year, last year's facts stay unknown."""
    for place, span in enumerate(SPAN):
        if place >= len(years):
            facts.values |= dict.fromkeys(_NAMES[span].values(), None if place == 0 else 0)
            continue
        found: Mapping[str, int | None] = facts.given.years.get(years[place], {})
        if facts.printing:
            _printed_year(facts, found, span, years[place])
        else:
            facts.values |= {name: found.get(fact) for fact, name in _NAMES[span].items()}
    if not years:
        facts.note("y1.revenue", "成立不满一个会计年度，没有可计的年度数据")


def _printed_year(facts: Gathered, found: Mapping[str, int | None], span: str, year: int) -> None:
    for fact, key in _YEAR_FACTS:
        facts.put(f"{span}.{fact}", found.get(fact), f"years.{year}.{key}")
        _exact(facts, f"{span}.{fact}", f"years.{year}.{key}")
    _calibres(facts, found, span, year)


def _calibres(facts: Gathered, found: Mapping[str, int | None], span: str, year: int) -> None:
    """Where some calibres are given, a programme whose own is not among them cannot use the others."""
    known = [code for code in CALIBRES if found.get(f"rd.{code}") is not None]
    for code in (*CALIBRES, "own"):
        if known and found.get(f"rd.{code}") is None:
            wanted = f"{CALIBRES[code]}口径（{code}）" if code in CALIBRES else "本项目口径"
            facts.note(f"{span}.rd.{code}", f"years.{year}.rd_expense_yuan 没有{wanted}的数")


def _incidents(facts: Gathered) -> None:
    """365 days before the day, both ends included; since 1 January of the year before; since the same date three years before."""
    given, day = facts.given.incidents, facts.day
    before = [one for one in given or () if one <= day]
    counts = {
        "incidents.year": sum(one >= day - timedelta(days=INCIDENT_DAYS) for one in before),
        "incidents.two_years": sum(one.year >= day.year - 1 for one in before),
        "incidents.three_years": sum(one >= years_before(day, 3) for one in before),
    }
    for name, count in counts.items():
        facts.put(name, None if given is None else count, "incidents")
        if given is not None and len(before) < len(given):
            facts.note(name, f"{len(given) - len(before)} 起事故或违法的日期晚于评估日，不计")


def _titles(facts: Gathered) -> None:
    """Without a list of titles no direct way is taken, and that is said; a title that is asked for is unknown then."""
    given = facts.given.titles
    found = known_titles(given or ())
    for code in ROUTE_TITLES:
        facts.put(f"title.{code}", int(bool(found[code])))
        if found[code]:
            facts.note(f"title.{code}", f"直通依据：{'、'.join(found[code])}，请核对是否在有效期内")
        elif given is None:
            facts.note(f"title.{code}", "没有提供资质荣誉（titles），未考虑直通")
    for code in TIERS:
        facts.put(f"tier.{code}", None if given is None else int(bool(found[code])), "titles")
