"""A sentence tried out with made-up numbers: how it will read, or every fault in it. Pure Python."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from titian.base.periods import Period
from titian.figures.catalogue import Indicator
from titian.figures.checks import Statement
from titian.figures.key import TARGET, FigureKey
from titian.figures.progress import Leg
from titian.reports.wording.facts import Fact, Facts, Frame, Goal
from titian.reports.wording.grammar import Template, TemplateError, parse
from titian.reports.wording.sentences import Omitted, write

_PERIOD, _AS_OF, _REGION = Period("2026H1"), date(2026, 6, 30), "本县"
_MONEY = {"元": Decimal(10_000)}
_NAMES = ("甲公司", "乙公司", "丙公司")
# What a figure said before comes to a year ago and as a year's target, in hundredths.
_EARLIER, _AIM = 80, 160


@dataclass(frozen=True)
class Sampled:
    """`text` as it would be printed, or in brackets why no number can be made up for it; empty when `faults` says what is wrong with it."""

    text: str = ""
    faults: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


def sample(text: str, known: Mapping[str, Indicator]) -> Sampled:
    """Try a sentence: every figure in it gets a number that nobody could take for a real one's."""
    try:
        template = parse(text, known)
    except TemplateError as problem:
        return Sampled(faults=tuple(map(str, problem.faults)))
    written = write(template, Facts.of(_frame(), known, _facts(template, known), goals=_goals(template, known)))
    if isinstance(written, Omitted):
        return Sampled(f"（{'；'.join(dict.fromkeys(gap.message for gap in written.gaps))}）", codes=tuple(template.codes()))
    return Sampled(written.text, codes=tuple(template.codes()))


def _frame() -> Frame:
    return Frame(_PERIOD, _AS_OF, _REGION)


def _values(template: Template, known: Mapping[str, Indicator]) -> Iterator[tuple[Indicator, Decimal]]:
    """12, 11, 10 … : a later figure of a sentence is usually a part of an earlier one."""
    for place, code in enumerate(template.codes()):
        unit = known[code].unit
        yield known[code], max(Decimal(12 - place), Decimal(2)) * _MONEY.get(unit, Decimal(1)) * (5 if unit == "%" else 1)


def _facts(template: Template, known: Mapping[str, Indicator]) -> Iterator[Fact]:
    said = {placeholder.code: placeholder.qualifiers for placeholder in template.placeholders()}
    numbers = iter(range(1, 10_000))
    for entry, value in _values(template, known):
        status = "submitted" if entry.code.endswith(".applied") else "achieved"
        for period, amount in ((_PERIOD, value), (_PERIOD.previous_year, _share(value, _EARLIER))):
            key = FigureKey(entry.code, period, _REGION, status, **said[entry.code])
            names = _NAMES[: int(amount)] if period == _PERIOD and amount <= len(_NAMES) else ()
            yield Fact(Statement(next(numbers), key, amount, as_of=_AS_OF if period == _PERIOD else None), names)


def _goals(template: Template, known: Mapping[str, Indicator]) -> Iterator[Goal]:
    for entry, value in _values(template, known):
        leg = Leg(entry.code, _share(value, _AIM), entry.kind)
        yield Goal(key=FigureKey(entry.code, Period("2026"), _REGION, TARGET), leg=leg)


def _share(value: Decimal, hundredths: int) -> Decimal:
    return (value * hundredths / 100).quantize(Decimal(1))
