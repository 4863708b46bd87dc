"""The reading of one text, stage by stage: document → quantities → clauses → naming and roles → figures → checks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from titian.base.periods import Period
from titian.figures.catalogue import Indicator, packaged
from titian.reader.checks import checks
from titian.reader.clauses.columns import silent
from titian.reader.clauses.phrases import Layout, Phrase, layout
from titian.reader.clauses.words import language
from titian.reader.document import Described, describe
from titian.reader.naming.choice import Choice, choices
from titian.reader.naming.frames import frames
from titian.reader.quantities import quantities
from titian.reader.roles.assigned import Role, Setting, roles
from titian.reader.roles.particulars import Particulars, particulars, scoped
from titian.reader.roles.status import ACHIEVED, SUBMITTED, TARGET
from titian.reader.roles.times import Calendar
from titian.reader.values import FoundFigure, Reading

_LONGEST_QUOTE = 40
_NO_PERIOD = Period("2000")


def read_text(
    text: str,
    *,
    all_codes: bool = False,
    vocabulary: tuple[Path, ...] = (),
    title_hint: str | None = None,
    period: Period | None = None,
) -> Reading:
    """Read a text into its document, quantities, figures and checks.

    `all_codes` also names indicators that are not read by default; `vocabulary` are folders with further word files; `title_hint` is the
    title when the text shows none (a file's name); `period` overrules the one the text is read to be about. Offsets count code points of
    `text`. `Reading.why` tells for every number, figure or not, how it was read. Raises VocabularyError for a word file that cannot be used.
    """
    described = describe(text, title_hint, vocabulary)
    if period is not None:
        described = replace(described, document=replace(described.document, period=period.text), this_year=None)
    numbers = quantities(text, vocabulary)
    known = language(vocabulary)
    page = layout(text, numbers, known)
    readable = {code: entry for code, entry in packaged().items() if all_codes or entry.scored}
    place = _inner_places(described.document.region)
    named = choices(page, frames(vocabulary), readable, silent=silent(page, known.titles), place=place)
    prepared = {index for index, choice in enumerate(named) if choice.aspect == "preparing"}
    assigned = roles(page, known.titles, _setting(described), vocabulary, prepared=prepared)
    found = list(zip(page.phrases, named, assigned, strict=True))
    figures = scoped(page, list(_figures(page, found, readable, vocabulary)))
    why = {phrase.number.offset: (*choice.why, *role.why) for phrase, choice, role in found}
    told = Period.parse(described.document.period) if described.document.period else None
    found_checks = checks(text, numbers, figures, vocabulary, period=told)
    return Reading(text, described.document, tuple(numbers), tuple(figures), tuple(found_checks), why)


def _setting(described: Described) -> Setting:
    """The paper's own period; where it names none, periods count from the year 2000, which no paper of the office is about."""
    document = described.document
    period = Period.parse(document.period) if document.period else _NO_PERIOD
    calendar = Calendar(period, described.base_year, described.plan_end, described.this_year, described.issued_in)
    return Setting(calendar, plans_only=document.kind == "plan", next_year=_plans_next_year(described, period))


def _plans_next_year(described: Described, period: Period) -> bool:
    """What a yearly paper plans without a year, and what any report plans once its year is (all but) over, is for the year after."""
    kind, issued = described.document.kind, described.issued_in
    is_over = issued is not None and issued >= (period.last_year, 12)
    return period.kind in ("year", "half", "years") and (kind == "annual" or (is_over and kind in ("other", "brief")))


def _inner_places(region: str | None) -> re.Pattern[str] | None:
    """Names of places that are parts of the paper's region: counties of a city, towns of a county."""
    if region is None:
        return None
    ends = "[区县]" if region.endswith(("市", "州", "盟")) else "[镇乡]|街道"
    return re.compile(rf"(?:^|[,、;。:和])[\u4e00-\u9fff]{{1,4}}(?:{ends})(?!级|域)")


def _figures(
    page: Layout, found: list[tuple[Phrase, Choice, Role]], readable: dict[str, Indicator], extra: tuple[Path, ...]
) -> Iterator[FoundFigure]:
    for phrase, choice, role in found:
        if choice.code is not None:
            is_growth = choice.code.endswith("growth")
            more = particulars(page, phrase, role.period, is_growth=is_growth, extra=extra)
            yield _figure(page, (phrase, choice, role), readable[choice.code], more)


def _figure(page: Layout, found: tuple[Phrase, Choice, Role], indicator: Indicator, more: Particulars) -> FoundFigure:
    phrase, choice, role = found
    number = phrase.number
    return FoundFigure(
        offset=number.offset,
        number_text=number.number_text,
        value=number.value,
        unit=indicator.unit,
        qualifier=number.qualifier,
        code=indicator.code,
        status=_status(indicator.code, choice, role),
        period=str(role.period),
        quote=_quote(page, phrase),
        **more._asdict(),
        why=(*choice.why, *role.why),
    )


def _status(code: str, choice: Choice, role: Role) -> str:
    """What was applied for is submitted once it is done."""
    if role.status == TARGET:
        return TARGET
    return SUBMITTED if code.endswith(".applied") or choice.aspect == "pending" else ACHIEVED


def _quote(page: Layout, phrase: Phrase) -> str:
    """The number with its own words, at most forty characters before it."""
    start = max(phrase.left, phrase.number.offset - _LONGEST_QUOTE)
    return page.text[start : phrase.right].strip()
