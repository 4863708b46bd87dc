"""What is known of an enterprise → the flat facts a clause asks for. A pure function; year and day are arguments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from titian.policies.benefits.vocabulary import FIGURES, FLAGS, GATES, QUANTITIES, title_label
from titian.policies.engine.explain import FactRecord

Found = tuple[int | None, str]  # the value, and what is missing where it is None


@dataclass(frozen=True, slots=True)
class HeldTitle:
    """One title; `until` and `revoked` are the first days on which it no longer holds."""

    kind: str
    since: date | None = None
    until: date | None = None
    applied: date | None = None
    refused: date | None = None
    revoked: date | None = None
    first: bool | None = None


@dataclass(frozen=True, slots=True)
class Had:
    """A benefit received: under which code, for which year, how much (fen)."""

    code: str
    year: int
    amount: int


@dataclass(frozen=True)
class Known:
    """One enterprise. Money in fen; a key that is missing or None is unknown. `years`: year → fact of a record (`rd.own`) → value.

    scale      year → 规上 or not        verdicts   programme → 1, 0 or None
    blocked    (gate, year) → does it block whoever claims in that year; a gate nobody keeps is missing
    """

    region: str | None = None
    industry: str | None = None
    founded: date | None = None
    years: Mapping[int, Mapping[str, int | None]] = field(default_factory=dict)
    flags: Mapping[str, int | None] = field(default_factory=dict)
    titles: Sequence[HeldTitle] = ()
    scale: Mapping[int, bool] = field(default_factory=dict)
    verdicts: Mapping[str, int | None] = field(default_factory=dict)
    had: Sequence[Had] = ()
    blocked: Mapping[tuple[str, int], bool] = field(default_factory=dict)


def derive(known: Known, names: Iterable[str], *, year: int, day: date) -> FactRecord:
    """The facts of these names. KeyError for a name no clause can have."""
    values: dict[str, int | None] = {}
    lacking: dict[str, tuple[str, ...]] = {}
    for name in names:
        value, missing = fact(known, name, year=year, day=day)
        values[name] = value
        if value is None and missing:
            lacking[name] = (missing,)
    return FactRecord(values, lacking)


def fact(known: Known, name: str, *, year: int, day: date) -> Found:  # noqa: PLR0911 (one line a family)
    """One fact, and what is missing where it is unknown."""
    family, _, about = name.partition(".")
    match family:
        case "year" | "prior" | "rise":
            return _figure(known, name, year), QUANTITIES[name].told(year)
        case "title":
            kind, _, how = about.partition(".")
            return _title(known.titles, kind, how, year, day), f"{title_label(kind)}是否首次认定"
        case "scale":
            return _scale(known.scale, about, year), _scale_missing(known.scale, about, year)
        case "region":
            return _begins(known.region, about), "所属乡镇（区划）"
        case "industry":
            return _begins(known.industry, about), "行业代码"
        case "age":
            return _age(known.founded, day), "成立日期"
        case "flag":
            return known.flags.get(about), FLAGS[about]
        case "programme":
            return known.verdicts.get(about), f"「{title_label(about)}」评估所需数据"
        case "gate":
            blocked = known.blocked.get((about, day.year))
            return None if blocked is None else int(blocked), f"{day.year}年度{GATES[about]}结果"
    return _had(known.had, family, about, year), ""


def _figure(known: Known, name: str, year: int) -> int | None:
    span, _, key = name.partition(".")
    inner = FIGURES[key][0]
    now, before = (known.years.get(one, {}).get(inner) for one in (year, year - 1))
    if span == "rise":
        return None if now is None or before is None else max(0, now - before)
    return now if span == "year" else before


def _title(titles: Sequence[HeldTitle], kind: str, how: str, year: int, day: date) -> int | None:
    of_kind = [one for one in titles if one.kind == kind]
    if how == "held":
        return int(any(_holds(one, day) for one in of_kind))
    if how == "pending":
        return int(any(one.applied and one.applied <= day and not one.since and not one.refused for one in of_kind))
    given = [one for one in of_kind if one.since and one.since.year == year and one.since <= day and not one.revoked]
    if how == "refused":
        return int(not given and any(one.refused and one.refused.year == year and one.refused <= day for one in of_kind))
    if how == "new" or not given:
        return int(bool(given))
    first = _first(given, of_kind)
    return first if how == "first" or first is None else 1 - first


def _holds(title: HeldTitle, day: date) -> bool:
    begun = title.since is not None and title.since <= day
    return begun and not any(end is not None and end <= day for end in (title.until, title.revoked))


def _first(given: Sequence[HeldTitle], of_kind: Sequence[HeldTitle]) -> int | None:
    """Was the title of the year the firm's first? Said, or seen from an earlier one; a register that may begin later proves nothing."""
    said = [one.first for one in given if one.first is not None]
    if said:
        return int(any(said))
    began = min(one.since for one in given if one.since)
    return 0 if any(one.since and one.since < began for one in of_kind) else None


def _scale(scale: Mapping[int, bool], how: str, year: int) -> int | None:
    above = scale.get(year)
    if above is None or how == "above" or not above:
        return None if above is None else int(above)
    if any(is_above for earlier, is_above in scale.items() if earlier < year):
        return 0
    return None if year - 1 not in scale else 1


def _scale_missing(scale: Mapping[int, bool], how: str, year: int) -> str:
    years = [one for one in ((year,) if how == "above" else (year, year - 1)) if one not in scale]
    return "、".join(f"{one}年是否规上" for one in years)


def _begins(code: str | None, start: str) -> int | None:
    return int(code.startswith(start)) if code else None


def _age(founded: date | None, day: date) -> int | None:
    """Full years; born on 29 February, a year is full on 1 March."""
    return None if founded is None else day.year - founded.year - ((day.month, day.day) < (founded.month, founded.day))


def _had(had: Sequence[Had], family: str, code: str, year: int) -> int:
    """`taken` and `ever` as 1 or 0; `less` as an amount below or at zero, to be added."""
    of_code = [one for one in had if one.code == code]
    of_year = [one for one in of_code if one.year == year]
    if family == "less":
        return -sum(one.amount for one in of_year)
    return int(bool({"taken": of_year, "ever": of_code}[family]))
