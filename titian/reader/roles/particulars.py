"""What else the words around a figure say of it: level, calibre, as-of day, what a growth is compared with, and its scope."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from titian.base.periods import Period
from titian.reader.clauses.phrases import Layout, Phrase
from titian.reader.clauses.tokens import flattened
from titian.reader.values import FoundFigure
from titian.reader.vocabulary import words

_AS_OF = re.compile(r"截[至止](?:到)?(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号]|底|末)?")
_COMPARED = re.compile(r"同比|同期|较上年|比上年|较去年|比去年|较同期")
_HEADING = 24


class Particulars(NamedTuple):
    """The optional parts of a figure's key and its attributes; None where the text says nothing."""

    level: str | None
    calibre: str | None
    as_of: str | None
    compared_to: str | None


def particulars(page: Layout, phrase: Phrase, period: Period, *, is_growth: bool, extra: tuple[Path, ...] = ()) -> Particulars:
    """Read from the number's own words; the as-of day from its sentence."""
    own = page.plain[phrase.left : phrase.right]
    compared = is_growth and _COMPARED.search(page.plain, phrase.left, phrase.number.offset)
    return Particulars(
        level=_named(own, "levels", extra),
        calibre=_named(own, "calibres", extra),
        as_of=_as_of(page, phrase, period),
        compared_to=str(period.previous_year) if compared else None,
    )


def _named(own: str, group: str, extra: tuple[Path, ...]) -> str | None:
    pattern, names = _patterns(group, extra)
    match = pattern.search(own)
    return names[match.group()] if match else None


@cache
def _patterns(group: str, extra: tuple[Path, ...]) -> tuple[re.Pattern[str], Mapping[str, str]]:
    names = {flattened(str(word)): name for name, found in words("scopes", extra)[group].items() for word in found}
    ordered = sorted(names, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered))), names


def _as_of(page: Layout, phrase: Phrase, period: Period) -> str | None:
    """截至6月20日 in the sentence before the number; a month alone is its last day."""
    found = list(_AS_OF.finditer(page.plain, phrase.sentence, phrase.number.offset))
    if not found:
        return None
    match = found[-1]
    year, month = int(match["year"] or period.last_year), int(match["month"])
    if not 1 <= month <= 12:
        return None
    last = monthrange(year, month)[1]
    return f"{year:04d}-{month:02d}-{min(int(match['day'] or last), last):02d}"


def scoped(page: Layout, figures: Sequence[FoundFigure]) -> list[FoundFigure]:
    """Figures stated more than once with different values get the heading they stand under as their scope: it may tell them apart."""
    groups: dict[tuple[str, str, str], set[object]] = defaultdict(set)
    for figure in figures:
        groups[_key(figure)].add(figure.value)
    return [replace(figure, scope=_scope(page, figure)) if len(groups[_key(figure)]) > 1 else figure for figure in figures]


def _key(figure: FoundFigure) -> tuple[str, str, str]:
    return figure.code, figure.status, figure.period


def _scope(page: Layout, figure: FoundFigure) -> str | None:
    titles: Iterable[str] = (section.title for section in reversed(page.path(figure.offset)))
    title = next((title for title in titles if title), None)
    return re.split(r"[,。:;]", title)[0][:_HEADING] if title else None
