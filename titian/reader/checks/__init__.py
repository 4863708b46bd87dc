"""Arithmetic statements of a text, recomputed: what adds up is confirmed, what cannot be is reported, what may differ is asked.

`passage` cuts the text into sentences of quantities; then one module each: `sums` (其中, 合计), `lists` (names with a count), `relations`
(changes in a sentence) with `shares` (percentages, completion rates), `averages`, `grids` (tables by row) with `totals` (合计) and `grid` (a
table as they see it), `repeats` (catalogue figures stated twice), `mentions` (anything counted twice in the same words), `years` (runs of
years, plans overtaken). The words they go by are data: `vocabulary/checks.yaml`, compiled in `wording`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from titian.base.periods import Period
from titian.reader.checks.averages import averages
from titian.reader.checks.grids import grids
from titian.reader.checks.lists import lists
from titian.reader.checks.mentions import mentions
from titian.reader.checks.passage import passage
from titian.reader.checks.relations import relations
from titian.reader.checks.repeats import repeats
from titian.reader.checks.sums import sums
from titian.reader.checks.years import years
from titian.reader.values import FoundCheck, FoundFigure, FoundQuantity

__all__ = ["checks"]

_SURER = (True, False, None)  # of two readings of the same numbers the one that comes out, then the one that is sure


def checks(
    text: str,
    quantities: Sequence[FoundQuantity],
    figures: Sequence[FoundFigure],
    extra: tuple[Path, ...] = (),
    *,
    period: Period | None = None,
) -> list[FoundCheck]:
    """Every arithmetic statement of `text` in the order of its total, one check for a set of numbers.

    `quantities` are all of the text's, those in Chinese numerals included; `figures` those with a catalogue code; `extra` names folders
    with further word files (`checks.yaml`, `units.yaml`); `period` is what the paper is about. `holds` is None where the numbers may speak
    of different things.
    """
    cut = passage(text, quantities, extra)
    found: dict[frozenset[int], FoundCheck] = {}
    found_anywhere = (*sums(cut), *lists(cut), *relations(cut), *averages(cut), *grids(cut), *repeats(cut, figures), *mentions(cut))
    for check in (*found_anywhere, *years(text, figures, period)):
        known = found.get(frozenset(check.offsets))
        if known is None or _SURER.index(check.holds) < _SURER.index(known.holds):
            found[frozenset(check.offsets)] = check
    return sorted(found.values(), key=lambda check: check.offsets)
