"""The conditions of a clause: a closed grammar, one mapping each.

{title: hnte, is: first | again | new | held | refused}        {programme: hnte}
{scale: above | first}                                         {region: ["990123"]}   {industry: [C, I65]}
{number: year.revenue, at_least | over | up_to | below: 2000万元}
{share: year.rd_deduction, of: year.revenue, at_least: 5%}
{flag: abnormal_list, is: false}
{all: […]}  {any: […]}  {not: …}
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from titian.policies.benefits.checked import PLACES, Problems, number, quantity, share, texts
from titian.policies.benefits.vocabulary import FLAGS, QUANTITIES, SCALES, TITLES
from titian.policies.engine.dated import EDGES
from titian.policies.engine.texts import NEAR, meant, shown
from titian.policies.packs import shelves
from titian.registry.titles import LABELS

_FORMS = {
    "region": (re.compile(r"\d{2,12}"), "区划代码"),
    "industry": (re.compile(r"[A-T]\d{0,4}"), "行业代码（如 C、C35）"),
}
DEEPEST = 4


@dataclass(frozen=True, slots=True)
class TitleIs:
    kind: str
    how: str


@dataclass(frozen=True, slots=True)
class ProgrammeMet:
    code: str


@dataclass(frozen=True, slots=True)
class ScaleIs:
    how: str


@dataclass(frozen=True, slots=True)
class InRegion:
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InIndustry:
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NumberIs:
    """`bound` in the unit of the quantity (money in fen)."""

    name: str
    edge: str
    bound: int


@dataclass(frozen=True, slots=True)
class ShareIs:
    part: str
    whole: str
    edge: str
    bound: Fraction


@dataclass(frozen=True, slots=True)
class FlagIs:
    key: str
    wanted: bool


@dataclass(frozen=True, slots=True)
class All:
    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any_:  # noqa: N801 (typing has taken the name)
    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    of: Condition


Condition = TitleIs | ProgrammeMet | ScaleIs | InRegion | InIndustry | NumberIs | ShareIs | FlagIs | All | Any_ | Not


def read_condition(data: object, where: str, problems: Problems, depth: int = 0) -> Condition | None:
    """One condition; None (and a problem) where it is none."""
    if not isinstance(data, dict):
        problems.add(where, f"应为键值表，写的是{shown(data)}")
        return None
    kinds = [kind for kind in READERS if kind in data]
    if len(kinds) != 1:
        _no_kind(data, kinds, where, problems)
        return None
    if depth > DEEPEST:
        problems.add(where, f"all、any、not 最多套 {DEEPEST} 层")
        return None
    return READERS[kinds[0]](data, where, problems, depth)


def _no_kind(data: Mapping[str, Any], kinds: Sequence[str], where: str, problems: Problems) -> None:
    labels = {kind: PLACES[kind] for kind in READERS}
    if kinds:
        problems.add(where, f"一项只能写一种条件，写了 {'、'.join(kinds)}；几种都要满足的分成几项")
    elif data:
        key = next((key for key in data if get_close_matches(str(key), labels, n=1, cutoff=NEAR)), next(iter(data)))
        problems.add(where, f"不认识的条件{shown(key)}{meant(key, labels)}")
    else:
        problems.add(where, f"没有写条件{meant('', labels)}")


def _title(data: Mapping[str, Any], where: str, problems: Problems, depth: int) -> Condition:
    problems.unknown(data, ("title", "is"), where)
    return TitleIs(problems.one_of(data["title"], LABELS, where), problems.one_of(data.get("is", "held"), TITLES, where))


def _programme(data: Mapping[str, Any], where: str, problems: Problems, depth: int) -> Condition | None:
    problems.unknown(data, ("programme",), where)
    asked, labels = data["programme"], {code: LABELS.get(code, "") for code in shelves()}
    if isinstance(asked, str) and asked in labels:
        return ProgrammeMet(asked)
    problems.add(where, f"没有项目{shown(asked)}{meant(asked, labels)}")
    return None


def _scale(data: Mapping[str, Any], where: str, problems: Problems, depth: int) -> Condition:
    problems.unknown(data, ("scale",), where)
    return ScaleIs(problems.one_of(data["scale"], SCALES, where))


def _region(data: Mapping[str, Any], where: str, problems: Problems, depth: int) -> Condition:
    return InRegion(_codes(data, "region", where, problems))


def _industry(data: Mapping[str, Any], where: str, problems: Problems, depth: int) -> Condition:
    return InIndustry(_codes(data, "industry", where, problems))


def _codes(data: Mapping[str, Any], key: str, where: str, problems: Problems) -> tuple[str, ...]:
    form, word = _FORMS[key]
    problems.unknown(data, (key,), where)
    found = texts(data[key], where, problems)
    for code in found:
        if not form.fullmatch(code):
            problems.add(where, f"「{code}」不是{word}")
    if not found:
        problems.add(where, f"没有写{word}")
    return found


def _edge(data: Mapping[str, Any], where: str, problems: Problems) -> str:
    edges = [edge for edge in EDGES if edge in data]
    if len(edges) != 1:
        problems.add(where, "应写一个界限：at_least（不低于）、over（超过）、up_to（不超过）、below（低于）")
        return ""
    return edges[0]


def _number(data: Mapping[str, Any], where: str, problems: Problems, depth: int) -> Condition | None:
    problems.unknown(data, ("number", *EDGES), where)
    name, edge = quantity(data["number"], where, problems), _edge(data, where, problems)
    if not name or not edge:
        return None
    bound = number(data[edge], name, where, problems)
    return None if bound is None else NumberIs(name, edge, bound)


def _share(data: Mapping[str, Any], where: str, problems: Problems, depth: int) -> Condition | None:
    problems.unknown(data, ("share", "of", *EDGES), where)
    part, whole = (quantity(data.get(key), where, problems) for key in ("share", "of"))
    edge = _edge(data, where, problems)
    if not part or not whole or not edge:
        return None
    if QUANTITIES[part].unit is not QUANTITIES[whole].unit:
        problems.add(where, "比例的分子和分母单位不同")
    bound = share(data[edge], where, problems)
    return None if bound is None else ShareIs(part, whole, edge, bound)


def _flag(data: Mapping[str, Any], where: str, problems: Problems, depth: int) -> Condition | None:
    problems.unknown(data, ("flag", "is"), where)
    if not isinstance(data.get("is"), bool):
        problems.add(where, f"is（取值）应为 true 或 false，写的是{shown(data.get('is'))}")
        return None
    return FlagIs(problems.one_of(data["flag"], FLAGS, where), data["is"])


def _all(data: Mapping[str, Any], where: str, problems: Problems, depth: int) -> Condition | None:
    found = _several(data, "all", where, problems, depth)
    return All(found) if found else None


def _any(data: Mapping[str, Any], where: str, problems: Problems, depth: int) -> Condition | None:
    found = _several(data, "any", where, problems, depth)
    return Any_(found) if found else None


def _several(data: Mapping[str, Any], key: str, where: str, problems: Problems, depth: int) -> tuple[Condition, ...]:
    problems.unknown(data, (key,), where)
    if not isinstance(data[key], list) or not data[key]:
        problems.add(where, f"{key}（{PLACES[key]}）应为条件的列表，写的是{shown(data[key])}")
        return ()
    read = [read_condition(one, f"{where} {key} 第 {place} 项", problems, depth + 1) for place, one in enumerate(data[key], 1)]
    return tuple(one for one in read if one is not None)


def _not(data: Mapping[str, Any], where: str, problems: Problems, depth: int) -> Condition | None:
    problems.unknown(data, ("not",), where)
    found = read_condition(data["not"], f"{where} not", problems, depth + 1)
    return None if found is None else Not(found)


READERS: Mapping[str, Callable[[Mapping[str, Any], str, Problems, int], Condition | None]] = {
    "title": _title,
    "programme": _programme,
    "scale": _scale,
    "region": _region,
    "industry": _industry,
    "number": _number,
    "share": _share,
    "flag": _flag,
    "all": _all,
    "any": _any,
    "not": _not,
}
