"""A checked record → the flat facts of a day, the same for every backend. A pure function: the day is an argument.

The years counted are the three before the day's, for a younger firm those since its founding year (that year included). A year the firm
existed in without an entry is unknown; a year before its founding counts nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction

from titian.policies.engine.explain import FactRecord
from titian.policies.engine.units import as_share
from titian.policies.record.catalogue import CALIBRES, SPAN, TOP_KEYS, YEAR_KEYS
from titian.policies.record.reading import Given, Property
from titian.policies.record.titles import direct_routes

INCIDENT_DAYS = 365
_YEAR_FACTS = [
    (fact, key)
    for key, one in YEAR_KEYS.items()
    for fact in ([f"rd.{code}" for code in (*CALIBRES, "own")] if key == "rd_expense_yuan" else [one.fact])
]


class _Facts:
    """Values, what is lacking and notes, gathered part by part."""

    def __init__(self, given: Given, day: date) -> None:
        self.given, self.day = given, day
        self.values: dict[str, int | None] = {}
        self.lacking: dict[str, tuple[str, ...]] = {}
        self.notes: list[tuple[str, str]] = [("", note) for note in given.notes]

    def put(self, name: str, value: int | None, *paths: str) -> None:
        """A fact; where it is unknown, the places in the input where it would stand."""
        self.values[name] = value
        if value is None and paths:
            self.lacking[name] = paths

    def note(self, name: str, text: str) -> None:
        """Something noticed about a fact; printed for programmes that read it."""
        self.notes.append((name, text))


def derive(given: Given, day: date) -> FactRecord:
    """Every fact of the catalogue."""
    facts = _Facts(given, day)
    years = counted_years(given.founded, day)
    facts.put("age_days", (day - given.founded).days if given.founded else None, "founded_on")
    facts.put("years", max(1, len(years)))
    _years(facts, years)
    _growth(facts, years, "revenue", "revenue_yuan", "销售收入")
    _growth(facts, years, "net_assets", "net_assets_yuan", "净资产")
    _properties(facts)
    _incidents(facts)
    facts.put("field.known", 1 if given.area else None, "field")
    for item, points in given.experts.items():
        facts.put(f"expert.{item}", points, f"expert_scores.{item}")
    for key, one in TOP_KEYS.items():
        facts.put(one.fact, given.top[one.fact], key)
    _titles(facts)
    words = {"field": given.area} if given.area else {}
    return FactRecord(facts.values, facts.lacking, words, tuple(facts.notes))


def counted_years(founded: date | None, day: date) -> tuple[int, ...]:
    """The calendar years that count, newest first: at most three, none for a firm founded in the day's own year."""
    last = day.year - 1
    first = max(last - 2, founded.year) if founded else last - 2
    return tuple(range(last, first - 1, -1))


def _years(facts: _Facts, years: Sequence[int]) -> None:
    """y1 is last year; years before the firm's founding add nothing to a sum. Without any year, last year's facts stay unknown."""
    for place, span in enumerate(SPAN):
        if place >= len(years):
            for fact, _ in _YEAR_FACTS:
                facts.values[f"{span}.{fact}"] = None if place == 0 else 0
            continue
        found: Mapping[str, int | None] = facts.given.years.get(years[place], {})
        for fact, key in _YEAR_FACTS:
            facts.put(f"{span}.{fact}", found.get(fact), f"years.{years[place]}.{key}")
        _calibres(facts, found, span, years[place])
    if not years:
        facts.note("y1.revenue", "成立不满一个会计年度，没有可计的年度数据")


def _calibres(facts: _Facts, found: Mapping[str, int | None], span: str, year: int) -> None:
    """Where some calibres are given, a programme whose own is not among them cannot use the others."""
    known = [code for code in CALIBRES if found.get(f"rd.{code}") is not None]
    for code in (*CALIBRES, "own"):
        if known and found.get(f"rd.{code}") is None:
            wanted = f"{CALIBRES[code]}口径（{code}）" if code in CALIBRES else "本项目口径"
            facts.note(f"{span}.rd.{code}", f"years.{year}.rd_expense_yuan 没有{wanted}的数")


# --- growth


def _growth(facts: _Facts, years: Sequence[int], fact: str, key: str, label: str) -> None:
    values = [facts.values[f"{span}.{fact}"] for span in SPAN[: len(years)]][::-1]
    name = f"growth.{fact}"
    if len(values) < 2:
        facts.put(name, None)
        facts.note(name, f"不足两个会计年度，{label}增长率按全部可能估计")
        return
    if values[-2] != 0 and any(value is not None and value < 0 for value in values[:-1]):
        facts.put(name, None)
        facts.note(name, f"基期{label}为负，增长率无法计算，按全部可能估计")
        return
    found = growth(values)
    paths = [f"years.{year}.{key}" for year, value in zip(years, values[::-1], strict=True) if value is None]
    facts.put(name, None if found is None else as_share(found), *paths)


def growth(values: Sequence[int | None]) -> Fraction | None:
    """g = ½(Y2/Y1 + Y3/Y2) − 1 of three years, oldest first; Y3/Y2 − 1 of two, or where Y1 is 0; 0 where Y2 is 0. None: unknown.

    195号 三（七）4.: 第一年为 0 的按后两年计算, 第二年为 0 的按 0 分. Bases must not be negative.
    """
    base = values[-2]
    if base == 0:
        return Fraction(0)
    if base is None or any(value is None for value in values):
        return None
    last, first = values[-1], values[0]
    assert last is not None
    assert first is not None
    if len(values) == 2 or first == 0:
        return Fraction(last, base) - 1
    return (Fraction(base, first) + Fraction(last, base)) / 2 - 1


# --- intellectual property, incidents, titles


def _properties(facts: _Facts) -> None:
    given = facts.given.properties
    names = ("ip.total", "ip.class1.least", "ip.class1.most", "ip.class2.most", "ip.own.least", "ip.own.most")
    if given is None:
        for name in names:
            facts.put(name, None, "ip")
        return
    counted = list(_counted(given, facts.day))
    if len(counted) < len(given):
        facts.note("ip.total", f"{len(given) - len(counted)} 件知识产权授权日晚于评估日，不计")
    kinds, own = [one.kind for _, one in counted], [one.own for _, one in counted]
    vague, unsaid = kinds.count(None), own.count(None)
    numbers = (
        *(len(counted), kinds.count(1), kinds.count(1) + vague, kinds.count(2) + vague),
        *(own.count(True), own.count(True) + unsaid),
    )
    facts.values.update(zip(names, numbers, strict=True))
    if vague:
        paths = tuple(f"ip.{place}.class" for place, one in counted if one.kind is None)
        facts.lacking.update(dict.fromkeys(names[1:4], paths))
    if unsaid:
        facts.lacking.update(dict.fromkeys(names[4:], tuple(f"ip.{place}.obtained" for place, one in counted if one.own is None)))


def _counted(given: Sequence[Property], day: date) -> Iterator[tuple[int, Property]]:
    yield from ((place, one) for place, one in enumerate(given) if one.granted is None or one.granted <= day)


def _incidents(facts: _Facts) -> None:
    """365 days before the day, both ends included; for the other count, since 1 January of the year before."""
    given, day = facts.given.incidents, facts.day
    if given is None:
        facts.put("incidents.year", None, "incidents")
        facts.put("incidents.two_years", None, "incidents")
        return
    before = [one for one in given if one <= day]
    if len(before) < len(given):
        facts.note("incidents.year", f"{len(given) - len(before)} 起事故或违法的日期晚于评估日，不计")
        facts.note("incidents.two_years", f"{len(given) - len(before)} 起事故或违法的日期晚于评估日，不计")
    facts.put("incidents.year", sum(one >= day - timedelta(days=INCIDENT_DAYS) for one in before))
    facts.put("incidents.two_years", sum(one.year >= day.year - 1 for one in before))


def _titles(facts: _Facts) -> None:
    """Without a list of titles no direct route is taken; that is said, not guessed."""
    found = direct_routes(facts.given.titles or ())
    for route, titles in found.items():
        facts.put(f"title.{route}", int(bool(titles)))
        if titles:
            facts.note(f"title.{route}", f"直通依据：{'、'.join(titles)}，请核对是否在有效期内")
    if facts.given.titles is None:
        facts.note("title.hnte", "没有提供资质荣誉（titles），未考虑直通")
