"""Topics, aspects and kinds of units, and the code they mean together: the vocabulary's decision table."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
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
    """What a number can be about. `kinds`: kind of unit → aspect → codes in order of preference (`-` is none)."""

    name: str
    label: str
    weak: bool
    context: frozenset[str]
    kinds: Mapping[str, Mapping[str, tuple[str, ...] | None]]


@dataclass(frozen=True)
class Aspect:
    """What is said of a topic; one that is `never` a figure (a completion rate, an average) silences the number."""

    name: str
    label: str
    never: bool


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

    def kinds(self, number: FoundQuantity) -> tuple[tuple[str, float], ...]:
        """The kinds of thing this number may count, each with what choosing it costs."""
        kind = self._kinds.get(number.unit)
        if kind is None:
            return ()
        if kind == BARE:
            scaled = number.number_text.rstrip("多余来").endswith(_SCALES)
            ordered = (*_SCALED_KINDS, *self._bare) if scaled else self._bare
            return tuple((name, self.weights["bare"]) for name in dict.fromkeys(ordered))
        return ((kind, 0.0), *((name, self.weights["kind"]) for name in self._also.get(kind, ())))

    def fitting(self, topic: Topic, number: FoundQuantity) -> tuple[str, float] | None:
        """The first kind of the number that the topic knows, with its cost; None when the number is not about this topic."""
        return next(((kind, cost) for kind, cost in self.kinds(number) if kind in topic.kinds), None)


def chosen(codes: tuple[str, ...], readable: Collection[str]) -> str | None:
    """The first code that is being read; None when the number is understood but no indicator."""
    return next((code for code in codes if code in readable), None)


@cache
def frames(extra: tuple[Path, ...] = ()) -> Frames:
    """The table from the packaged words and the extra folders'. Raises VocabularyError when a topic uses an aspect nobody names."""
    naming = words("naming", extra)
    aspects = {
        name: Aspect(name, entry["label"], bool(entry.get("never"))) for name, entry in words("aspects", extra).items()
    }
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


def _topic(name: str, entry: Mapping[str, Any], kinds: Collection[str], aspects: Mapping[str, Aspect]) -> Topic:
    table = {kind: dict(_row(name, entry[kind], aspects)) for kind in kinds if kind in entry}
    return Topic(name, entry["label"], bool(entry.get("weak")), frozenset(entry.get("context", ())), table)


def _row(name: str, row: Mapping[str, Any], aspects: Mapping[str, Aspect]) -> Iterator[tuple[str, tuple[str, ...] | None]]:
    for aspect, codes in row.items():
        if aspect != DEFAULT and aspect not in aspects:
            raise VocabularyError(f"词表 topics.yaml 的「{name}」用了没有定义的方面「{aspect}」,请先在 aspects.yaml 写明它的词")
        yield aspect, None if codes is None else tuple(codes) if isinstance(codes, list) else (codes,)
