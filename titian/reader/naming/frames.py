"""Topics, aspects and kinds of units, and the code they mean together: the vocabulary's decision table."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from titian.reader.values import FoundQuantity
from titian.reader.vocabulary import VocabularyError, words

DEFAULT = "default"
BARE = "bare"
NO_CODE = "-"
_SCALES = ("亿", "万")
_SCALED_KINDS = ("money", "area")


@dataclass(frozen=True)
class Topic:
    """What a number can be about.

    `kinds`: kind of unit → aspect → codes in order of preference (`-` is none, None: not this topic); `known`: kind of unit → the aspects
    that matter for it. `weight` names what a general word loses (`weak`, `generic`, `noun`: generic behind a number); `context` must be
    near, `mentioned` anywhere in the paper, one of `after` right behind the number; units in `excluded` never count this topic.
    """

    name: str
    label: str
    weight: str | None
    context: frozenset[str]
    mentioned: frozenset[str]
    after: tuple[str, ...]
    excluded: frozenset[str]
    kinds: Mapping[str, Mapping[str, tuple[str, ...] | None]]
    known: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Aspect:
    """What is said of a topic.

    One that is `never` a figure (a completion rate, an average) silences the number; a `stage` ends what a list goes on with even where
    the topic has no code of its own for it; a `strong` one wins over nearer ones, one that `yields` gives way to an application
    (推荐高企认定22户). `meant` is the aspect it stands for, mostly itself.
    """

    name: str
    label: str
    never: bool
    stage: bool
    strong: bool
    yields: bool
    meant: str


@dataclass(frozen=True)
class Frames:
    """The decision table with the weights of evidence."""

    topics: Mapping[str, Topic]
    aspects: Mapping[str, Aspect]
    weights: Mapping[str, float]
    threshold: float
    _kinds: Mapping[str, str]
    _also: Mapping[str, tuple[str, ...]]
    _bare: tuple[str, ...]
    _fits: dict[tuple[str, str, bool], tuple[str, float] | None] = field(default_factory=dict, repr=False)
    _understood: dict[tuple[tuple[str, ...], str, bool], bool] = field(default_factory=dict, repr=False)

    def kinds(self, number: FoundQuantity) -> tuple[tuple[str, float], ...]:
        """The kinds of thing this number may count, each with what choosing it costs."""
        kind = self._kinds.get(number.unit)
        if kind is None:
            return ()
        if kind == BARE:
            ordered = _SCALED_KINDS if _is_scaled(number) else self._bare
            return tuple((name, self.weights["bare"]) for name in ordered)
        return ((kind, 0.0), *((name, self.weights["kind"]) for name in self._also.get(kind, ())))

    def fitting(self, topic: Topic, number: FoundQuantity) -> tuple[str, float] | None:
        """The first kind of the number that the topic knows, with its cost; None when the number is not about this topic."""
        key = (topic.name, number.unit, self._kinds.get(number.unit) == BARE and _is_scaled(number))
        if key not in self._fits:
            self._fits[key] = self._fitting(topic, number)
        return self._fits[key]

    def is_understood_only(self, names: tuple[str, ...], number: FoundQuantity) -> bool:
        """Do these topics, general nouns aside, make no figure of such a number though it may count them?"""
        key = (names, number.unit, self._kinds.get(number.unit) == BARE and _is_scaled(number))
        known = self._understood.get(key)
        if known is None:
            known = self._understood[key] = self._is_understood_only(names, number)
        return known

    def _is_understood_only(self, names: tuple[str, ...], number: FoundQuantity) -> bool:
        topics = [topic for name in names if (topic := self.topics[name]).weight not in ("generic", "noun")]
        rows = [topic.kinds[found[0]] for topic in topics if (found := self.fitting(topic, number))]
        return bool(rows) and not any(has_code(row) for row in rows)

    def _fitting(self, topic: Topic, number: FoundQuantity) -> tuple[str, float] | None:
        if number.unit in topic.excluded:
            return None
        known = [(kind, cost) for kind, cost in self.kinds(number) if kind in topic.kinds]
        return next((found for found in known if has_code(topic.kinds[found[0]])), known[0] if known else None)


def _is_scaled(number: FoundQuantity) -> bool:
    """15.36万 without a unit: an amount or an area, no count."""
    return number.number_text.rstrip("多余来").endswith(_SCALES)


def has_code(row: Mapping[str, tuple[str, ...] | None]) -> bool:
    """Does a row of the table lead to any code at all?"""
    return any(code != NO_CODE for codes in row.values() for code in codes or ())


def chosen(codes: tuple[str, ...], readable: Collection[str]) -> str | None:
    """The first code that is being read; None when the number is understood but no indicator."""
    return next((code for code in codes if code in readable), None)


@cache
def frames(extra: tuple[Path, ...] = ()) -> Frames:
    """The table from the packaged words and the extra folders'. Raises VocabularyError when a topic uses an aspect nobody names."""
    naming = words("naming", extra)
    aspects = {name: _aspect(name, entry) for name, entry in words("aspects", extra).items()}
    kinds = {str(unit): kind for kind, found in naming["units"].items() for unit in found}
    topics = {name: _topic(name, entry, set(naming["units"]), aspects) for name, entry in words("topics", extra).items()}
    return Frames(
        MappingProxyType(topics),
        MappingProxyType(aspects),
        naming["weights"],
        naming["threshold"],
        kinds,
        {kind: tuple(found) for kind, found in naming["also"].items()},
        tuple(naming["bare_kinds"]),
    )


def _aspect(name: str, entry: Mapping[str, Any]) -> Aspect:
    never, stage, strong, yields = (bool(entry.get(flag)) for flag in ("never", "stage", "strong", "yields"))
    return Aspect(name, entry["label"], never, stage, strong, yields, meant=entry.get("as", name))


def _topic(name: str, entry: Mapping[str, Any], kinds: Collection[str], aspects: Mapping[str, Aspect]) -> Topic:
    never = {name for name, aspect in aspects.items() if aspect.never}
    table = {kind: dict(_row(name, entry[kind], aspects)) for kind in kinds if kind in entry}
    return Topic(
        name=name,
        label=entry["label"],
        weight=next((weight for weight in ("generic", "noun", "weak") if entry.get(weight)), None),
        context=frozenset(entry.get("context", ())),
        mentioned=frozenset(entry.get("mentioned", ())),
        after=tuple(entry.get("after", ())),
        excluded=frozenset(map(str, entry.get("not", ()))),
        kinds=table,
        known={kind: frozenset(row) - {DEFAULT} | never for kind, row in table.items()},
    )


def _row(name: str, row: Mapping[str, Any], aspects: Mapping[str, Aspect]) -> Iterator[tuple[str, tuple[str, ...] | None]]:
    for aspect, codes in row.items():
        if aspect != DEFAULT and aspect not in aspects:
            raise VocabularyError(f"词表 topics.yaml 的「{name}」用了没有定义的方面「{aspect}」，请先在 aspects.yaml 写明它的词")
        yield aspect, None if codes is None else tuple(codes) if isinstance(codes, list) else (codes,)
