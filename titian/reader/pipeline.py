"""The reading of one text, stage by stage: document → quantities → clauses → roles → naming → checks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from titian.base.periods import Period
from titian.figures.catalogue import Indicator, packaged
from titian.reader.checks import checks
from titian.reader.clauses.phrases import Layout, Phrase, layout
from titian.reader.clauses.words import Language, language
from titian.reader.document import Described, describe
from titian.reader.naming.choice import Choice, choices
from titian.reader.naming.frames import frames
from titian.reader.quantities import quantities
from titian.reader.roles.assigned import Role, Setting, roles
from titian.reader.roles.status import ACHIEVED, SUBMITTED, TARGET
from titian.reader.roles.times import FIVE_YEAR_PLANS, Calendar
from titian.reader.values import Document, FoundFigure, FoundQuantity, Reading

_LONGEST_QUOTE = 40
_NO_PERIOD = Period("2000")


def read_text(text: str, *, all_codes: bool = False, vocabulary: tuple[Path, ...] = (), title_hint: str | None = None) -> Reading:
    """Read a text into its document, quantities, figures and checks.

    `all_codes` also names indicators that are not read by default; `vocabulary` are folders with further word files; `title_hint` is the
    title when the text shows none (a file's name). Offsets count code points of `text`. Pure: nothing is stored or fetched.
    """
    described = describe(text, title_hint, vocabulary)
    numbers = quantities(text, vocabulary)
    known = language(vocabulary)
    page = layout(text, numbers, known)
    readable = {code: entry for code, entry in packaged().items() if all_codes or entry.scored}
    named = choices(page, frames(vocabulary), readable, silent=_silent(page, known), place=_inner_places(described.document.region))
    assigned = roles(page, known.titles, _setting(described), vocabulary)
    figures = tuple(_figures(page, named, assigned, readable))
    why = {
        phrase.number.offset: (*choice.why, *role.why) for phrase, choice, role in zip(page.phrases, named, assigned, strict=True)
    }
    return Reading(text, described.document, tuple(numbers), figures, tuple(checks(text, numbers, figures, vocabulary)), why)


def _setting(described: Described) -> Setting:
    """The paper's own period; where it names none, every period is unknown and told as such by its year 2000."""
    document = described.document
    period = Period.parse(document.period) if document.period else _NO_PERIOD
    calendar = Calendar(period, described.base_year, _plan_end(described))
    return Setting(calendar, plans_only=document.kind == "plan", next_year=document.kind == "annual")


def _plan_end(described: Described) -> int | None:
    """The last year of the plan a paper evaluates."""
    title = described.document.title or ""
    return next((years[1] for name, years in FIVE_YEAR_PLANS.items() if name in title and described.base_year), None)


def _silent(page: Layout, known: Language) -> Collection[int]:
    """Numbers in columns of ranks, scores and completion rates."""
    return {phrase.index for phrase in page.phrases if phrase.cell and _is_silent(page, phrase, known)}


def _is_silent(page: Layout, phrase: Phrase, known: Language) -> bool:
    assert phrase.cell is not None
    columns = known.titles.columns
    for start, end in phrase.cell.titles:
        title = page.plain[start:end]
        wanted = columns["target"].search(title) or columns["achieved"].search(title)
        silent = columns["none"].search(title)
        if silent and not (wanted and len(wanted.group()) >= len(silent.group())):
            return True
    return False


def _inner_places(region: str | None) -> re.Pattern[str] | None:
    """Names of places that are parts of the paper's region: counties of a city, towns of a county."""
    if region is None:
        return None
    ends = "[区县]" if region.endswith(("市", "州", "盟")) else "[镇乡]|街道"
    return re.compile(rf"(?:^|[,、;。:和])[\u4e00-\u9fff]{{1,4}}(?:{ends})(?!级|域)")


def _figures(page: Layout, named: list[Choice], assigned: list[Role], readable: dict[str, Indicator]) -> Iterator[FoundFigure]:
    for phrase, choice, role in zip(page.phrases, named, assigned, strict=True):
        if choice.code is not None:
            yield _figure(page, phrase, choice, role, readable[choice.code])


def _figure(page: Layout, phrase: Phrase, choice: Choice, role: Role, indicator: Indicator) -> FoundFigure:
    number = phrase.number
    return FoundFigure(
        offset=number.offset,
        number_text=number.number_text,
        value=number.value,
        unit=indicator.unit,
        qualifier=number.qualifier,
        code=indicator.code,
        status=_status(indicator.code, choice, role),
        period=role.period,
        quote=_quote(page, phrase),
        why=(*choice.why, *role.why),
    )


def _status(code: str, choice: Choice, role: Role) -> str:
    """What was applied for is submitted once it is done; what is being prepared is still a target."""
    if choice.aspect == "preparing":
        return TARGET
    if role.status == TARGET:
        return TARGET
    return SUBMITTED if code.endswith(".applied") or choice.aspect == "pending" else ACHIEVED


def _quote(page: Layout, phrase: Phrase) -> str:
    start = max(phrase.left, phrase.number.offset - _LONGEST_QUOTE)
    return page.text[start : phrase.right].strip()


__all__ = ["Document", "FoundQuantity", "date", "read_text", "replace"]
