"""What stands in each blank: a value from the source in the form's unit, or who to ask for it. Pure Python."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from titian.base.periods import Period
from titian.base.quantities import rounded
from titian.exchange.foreign.layout import Form, Spot
from titian.exchange.foreign.printing import UnitMismatch, default_unit, fits, in_unit, printed
from titian.exchange.foreign.times import Take, suggested_take, taken_period

OWN = "="  # what keys of the office itself begin with (单位名称), in contrast to those of the books
LEFT = "-"  # the key of a blank that is left for the pen: 填表人, 盖章
SURE, CLEAR = 0.75, 0.08  # from which score on, and how far before the next, a key is offered unasked
_FINEST = 6
_BY_HAND = re.compile(
    r"备注|签字|签章|盖章|公章|制表|(?:填[表报]|审核|负责|联系)人|电话|(?:填[表报]|报送)(?:日期|时间)|单位名称|填[表报]单位"
)


@dataclass(frozen=True)
class Choice:
    """What a blank is mapped to: a key of the source (`LEFT`: nothing), which of its values, and the unit when the form says none."""

    key: str
    take: Take = "asked"
    unit: str = ""


@dataclass(frozen=True)
class Candidate:
    """A key that may fit a blank; `score` 0 to 1."""

    key: str
    label: str
    score: float


@dataclass(frozen=True)
class Found:
    """What a source knows. `value` None: nothing; then `ask` says whom and `note` why. Text stands as it is. `ref` names the value behind it,
    `origin` says in a word where it comes from."""

    value: Decimal | str | None
    unit: str = ""
    ask: str = ""
    note: str = ""
    ref: int | None = None
    origin: str = ""


class Source(Protocol):
    """Where values come from."""

    def suggest(self, spot: Spot) -> Sequence[Candidate]:
        """Keys that may be meant by a blank, the best first."""

    def value(self, key: str, take: Take, period: Period) -> Found:
        """The value of a key in its base unit."""


@dataclass(frozen=True)
class Answer:
    """A blank with what goes in. `value` is in `unit`; None with `ask` filled: it stays empty and that is who knows. `period` is the value's own."""

    spot: Spot
    choice: Choice | None
    value: Decimal | str | None
    unit: str
    period: Period
    ask: str = ""
    note: str = ""
    ref: int | None = None
    origin: str = ""

    @property
    def text(self) -> str:
        if self.value is None:
            return ""
        return self.value if isinstance(self.value, str) else printed(self.value, self.spot.suffix)

    @property
    def is_missing(self) -> bool:
        return self.value is None and not (self.choice and self.choice.key == LEFT)


def suggested(spot: Spot, source: Source) -> Choice | None:
    """What a blank is offered as before anybody decided: what is signed by hand is left; None when no key, or more than one, is likely."""
    by_hand = _BY_HAND.search([*spot.row, *spot.column][-1]) is not None
    found = [one for one in source.suggest(spot) if not by_hand or one.key.startswith(OWN)]
    if by_hand and not found:
        return Choice(LEFT)
    best, second = (*(one.score for one in found[:2]), 0.0, 0.0)[:2]
    sure = best >= SURE and (best - second >= CLEAR or best == 1 > second)
    return Choice(found[0].key, suggested_take(spot.label), spot.unit) if sure else None


def answer(form: Form, mapping: Mapping[str, Choice], source: Source, period: Period) -> list[Answer]:
    """Every blank of the form; what is mapped to nothing yet is missing too, and says so."""
    return [_answer(spot, mapping.get(spot.name), source, period) for spot in form.spots]


def _unit(spot: Spot, choice: Choice, found: Found) -> str:
    """The form's own unit; a growth and a rate are per cent whatever unit its row has."""
    if found.unit == "%" and choice.take in {"growth", "rate"}:
        return "%"
    of_table = spot.table_unit if fits(found.unit, spot.table_unit) else ""
    return spot.unit or choice.unit or of_table or default_unit(found.unit)


def _answer(spot: Spot, choice: Choice | None, source: Source, period: Period) -> Answer:
    if choice is None:
        return Answer(spot, None, None, spot.unit, period, note="还没有对应到指标")
    own = taken_period(choice.take, spot.label, period)
    if choice.key == LEFT:
        return Answer(spot, choice, None, spot.unit, own)
    found = source.value(choice.key, choice.take, own)
    if not isinstance(found.value, Decimal):
        return Answer(spot, choice, found.value, found.unit, own, found.ask, found.note, found.ref, found.origin)
    unit = _unit(spot, choice, found)
    try:
        value = rounded(in_unit(found.value, found.unit, unit), _FINEST)
    except UnitMismatch as problem:
        return Answer(spot, choice, None, unit, own, found.ask, f"{problem}，请改选指标", found.ref)
    return Answer(spot, choice, value, unit, own, found.ask, found.note, found.ref, found.origin)
