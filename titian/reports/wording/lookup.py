"""Which figure of the books answers a placeholder, and how its period has to be said. Pure Python.

The key asked for is taken as it is. Where it says no qualifier, the only figure that differs in calibre, level, scope or department alone
answers it; a figure of another stage (申报 for 推荐, 预计 for done) never does. Where the paper's own period has no figure, a year's
cumulative figure with an as-of day inside it answers (said as 1—5月), else the longest part of the period from its start (一季度), for a
level the latest. `period=最近` goes on to the last years (R&D is published late), `period=累计` counts from the year's first day to the
paper's. What is not of the paper's period and day carries a stamp that the sentence must print.

What registers count answers exactly its own key, of the paper's own period as of the paper's day or of a period that is over; whether it
comes before what was stated is the paper's setting (`Facts.prefer`). A count of nought that nobody asked for or ever stated is not printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from titian.base.periods import Period
from titian.base.quantities import Operator
from titian.figures.key import EXPECTED_STAGES, FigureKey
from titian.figures.outgoing import Prefer
from titian.reports.wording.facts import Fact, Facts, Goal
from titian.reports.wording.gaps import Gap, Reason, bare, missing, name_of, whom
from titian.reports.wording.grammar import Placeholder
from titian.reports.wording.periods import as_span, cumulative_words, day_words, last_day, resolved, span_words
from titian.reports.wording.terms import Span

MAX_LAG_YEARS = 3


@dataclass(frozen=True)
class Found:
    """A figure and the words that say its period or day when they are not the paper's own («截至3月底», «1—5月», «一季度», «»)."""

    fact: Fact
    stamp: str = ""
    loosened: bool = False


def figure(facts: Facts, placeholder: Placeholder) -> Found | Gap:
    """The figure a placeholder asks for, as it counts on the as-of day."""
    status = placeholder.option("status") or facts.status_of(placeholder.code)
    said = placeholder.option("period")
    span = as_span(said) if said else Span.OWN
    own = resolved(span, facts.frame.period)
    key = FigureKey(indicator=placeholder.code, period=own, region=facts.frame.region, status=status, **placeholder.qualifiers)
    return next(_found(facts, key, span), None) or missing(facts, key, contradicted=_is_contradicted(facts, key, span))


def _found(facts: Facts, key: FigureKey, span: Span | Period) -> Iterator[Found]:
    """Everything that can stand for what was asked, best first."""
    if span is Span.TO_DATE:
        yield from _to_date(facts, key)
        return
    keys = [key.at(period) for period in _spans(facts, key, span)]
    if facts.prefer is Prefer.ROWS:
        for each in keys:
            yield from _counted(facts, each, span)
            yield from _stated(facts, each, span)
        return
    for each in keys:
        yield from _stated(facts, each, span)
    if not _is_contradicted(facts, key, span):
        for each in keys:
            yield from _counted(facts, each, span)


def _to_date(facts: Facts, key: FigureKey) -> Iterator[Found]:
    """From the first day of the year, `key`'s own period, to the paper's day: what rows count, and of what was stated the freshest."""
    counted = facts.from_rows(key, _end(facts))
    from_rows = [Found(counted)] if counted and (counted.value or facts.was_known(key.indicator)) else []
    stated = sorted(_stated_to_date(facts, key), key=lambda pair: pair[0], reverse=True)
    from_books = [found for _, found in stated]
    yield from (*from_rows, *from_books) if facts.prefer is Prefer.ROWS else (*from_books, *from_rows)


def _stated_to_date(facts: Facts, key: FigureKey) -> Iterator[tuple[date, Found]]:
    """Statements of the year or a part of it from its start (of a level: any part), with the day they reach."""
    year, end = key.period, _end(facts)
    is_level = facts.known[key.indicator].kind == "stock"
    known = {each.period for each in facts.keys_of(key.indicator)}
    for period in sorted(known | {year}, key=lambda period: period.months):
        if period not in year or (period.since != year.since and not is_level):
            continue
        for candidate in _candidates(facts, key.at(period)):
            fact = facts.current(candidate)
            if fact is None:
                continue
            day = fact.as_of or last_day(period)
            if fact.as_of is None and day > end and period != year:
                # «上半年» said without a day before the half is over: better than nothing, and it says what it is.
                yield year.since, Found(fact, span_words(period, year=year.year), candidate != key.at(period))
            if day > end:
                continue
            words = f"截至{day_words(day, year=year.year)}" if is_level else cumulative_words(year, day)
            yield day, Found(fact, words if day < end else "", candidate != key.at(period))


def _end(facts: Facts) -> date:
    """The last day a paper's figures of its period can be of."""
    return min(facts.frame.as_of, last_day(facts.frame.period))


def _stated(facts: Facts, key: FigureKey, span: Span | Period) -> Iterator[Found]:
    for candidate in _candidates(facts, key):
        found = facts.current(candidate)
        if found is not None:
            yield from _stamped(facts, found, span, loosened=candidate != key)


def _counted(facts: Facts, key: FigureKey, span: Span | Period) -> Iterator[Found]:
    """What rows say of the own period as of the paper's day, or of one that is over."""
    own = facts.frame.period
    if span in {Span.OWN, Span.LATEST} and key.period != own and key.period.until > own.since:
        return
    day = _year_before(facts.frame.as_of) if span is Span.SAME_LAST_YEAR else None
    found = facts.from_rows(key, day)
    if found is not None and (found.value or facts.was_known(key.indicator)):
        yield from _stamped(facts, found, span)


def _stamped(facts: Facts, found: Fact, span: Span | Period, *, loosened: bool = False) -> Iterator[Found]:
    stamp = _stamp(facts, found) if span in {Span.OWN, Span.LATEST} else ""
    if stamp is not None:
        yield Found(found, stamp, loosened)


def _is_contradicted(facts: Facts, key: FigureKey, span: Span | Period) -> bool:
    keys = (key.at(period) for period in _spans(facts, key, span))
    return any(facts.is_contradicted(candidate) for each in keys for candidate in _candidates(facts, each))


def expected(facts: Facts, placeholder: Placeholder) -> Found | Gap:
    """The figure stated as 预计 for the paper's period; none once the period is over."""
    if facts.frame.is_over:
        return Gap(placeholder.code, Reason.OVER, "期间已结束，不再写预计数")
    own = facts.frame.period
    for key in facts.keys_of(placeholder.code):
        wanted = all(getattr(key, name) == value for name, value in placeholder.qualifiers.items() if name != "stage")
        if key.stage in EXPECTED_STAGES and key.period == own and key.region == facts.frame.region and wanted:
            found = facts.current(key)
            if found is not None:
                return Found(found)
    return Gap(
        placeholder.code,
        Reason.MISSING,
        f"没有{name_of(facts, placeholder.code)}的预计数（环节“预计”）",
        whom(facts, placeholder.code),
    )


def previous(facts: Facts, found: Fact) -> Fact | Gap:
    """The same figure a year before: same key but the period, same day of the year, of the same source where that knows it. Gap when
    nothing compares."""
    key = found.key.at(found.key.period.previous_year)
    if found.as_of is None and last_day(found.key.period) > facts.frame.as_of:
        return Gap(key.indicator, Reason.INCOMPARABLE, "本期数没有截至日，不能与上年同期比", whom(facts, key.indicator))
    cut = _cut(found)
    wanted = _year_before(cut) if cut else None
    stated, counted = _stated_before(facts, key, wanted), facts.from_rows(key, wanted or last_day(key.period))
    if found.statement.counted or isinstance(stated, Gap):
        return counted or stated
    return stated


def _stated_before(facts: Facts, key: FigureKey, wanted: date | None) -> Fact | Gap:
    """What the books have of last year up to this day (None: of the whole period)."""
    if facts.is_contradicted(key):
        return Gap(key.indicator, Reason.CONFLICT, "上年同期数不一致，待认定", whom(facts, key.indicator))
    live = facts.live(key)
    if not live:
        return Gap(key.indicator, Reason.MISSING, f"账上没有{key.period.label}同口径的数", whom(facts, key.indicator))
    same = [fact for fact in live if _cut(fact) == wanted]
    if not same:
        days = "、".join(sorted({day_words(fact.as_of) if fact.as_of else "期末" for fact in live}))
        return Gap(key.indicator, Reason.INCOMPARABLE, f"上年同期数截至{days}，与本期截至日不同，不可比")
    return max(same, key=lambda fact: (fact.statement.corrects is not None, fact.operator is Operator.EXACT, fact.statement.order))


def goal(facts: Facts, placeholder: Placeholder) -> Goal | Gap:
    """The target a placeholder asks for: of the period said, else of the year, else of the paper's own period."""
    said = placeholder.option("period")
    own = facts.frame.period
    aim = facts.frame.aim
    spans = [resolved(as_span(said), own)] if said else [aim] if aim else [own.whole_year, own]
    for period in spans:
        fitting = [entry for entry in facts.goals_of(placeholder.code) if _answers(entry, placeholder, period)]
        exact = [entry for entry in fitting if _same_qualifiers(entry, placeholder)]
        if exact or len(fitting) == 1:
            return (exact or fitting)[0]
    label = spans[0].label
    message = f"没有{label}「{name_of(facts, placeholder.code)}」的目标，请在「目标看板」导入或录入"
    return Gap(placeholder.code, Reason.NO_TARGET, message, whom(facts, placeholder.code))


def _spans(facts: Facts, key: FigureKey, span: Span | Period) -> Iterator[Period]:
    """Periods whose figure can stand for the one asked for, best first."""
    own, kind = key.period, facts.known[key.indicator].kind
    yield own
    if span not in {Span.OWN, Span.LATEST}:
        return
    if own.whole_year != own and own.since == own.whole_year.since:
        yield own.whole_year
    inside = {known.period for known in facts.keys_of(key.indicator) if known.period in own and known.period != own}
    parts = inside if kind == "stock" else {period for period in inside if period.since == own.since}
    yield from sorted(parts, key=lambda period: (period.until, period.months), reverse=True)
    if span is Span.LATEST:
        yield from (own.whole_year.shifted(-back) for back in range(1, MAX_LAG_YEARS + 1))


def _candidates(facts: Facts, key: FigureKey) -> Iterator[FigureKey]:
    """The key itself, else the only one that says more than was asked (never another stage)."""
    if key in facts.statements:
        yield key
        return
    if any((key.calibre, key.level, key.stage, key.scope, key.department)):
        return
    loose = [known for known in facts.keys_of(key.indicator) if not known.stage and bare(known) == key and facts.counted(known)]
    if len(loose) == 1:
        yield loose[0]


def _stamp(facts: Facts, fact: Fact) -> str | None:
    """The words that say when, "" when they are the paper's own; None when the figure cannot stand for the paper's period."""
    own, period, as_of = facts.frame.period, fact.key.period, fact.as_of
    is_level = facts.known[fact.key.indicator].kind == "stock"
    if period != own and period.until <= own.since:
        return span_words(period, year=own.year)
    if period != own and period not in own:
        if as_of is None or as_of not in own:
            return None
        return _day_stamp(facts, as_of) if is_level else cumulative_words(period, as_of)
    if period == own:
        return _day_stamp(facts, as_of)
    return f"截至{day_words(as_of or last_day(period), year=own.year)}" if is_level else span_words(period, year=own.year)


def _day_stamp(facts: Facts, as_of: date | None) -> str:
    """«截至3月底» for a day before the paper's, or before the period's last when the paper is written later."""
    frame = facts.frame
    whole = min(frame.as_of, last_day(frame.period))
    return f"截至{day_words(as_of, year=frame.period.year)}" if as_of and as_of < whole else ""


def _answers(entry: Goal, placeholder: Placeholder, period: Period) -> bool:
    qualifiers = placeholder.qualifiers
    fits = all(getattr(entry.key, name) == value for name, value in qualifiers.items())
    return entry.key.period == period and fits


def _same_qualifiers(entry: Goal, placeholder: Placeholder) -> bool:
    names = ("calibre", "level", "stage", "scope")
    return all(getattr(entry.key, name) == placeholder.qualifiers.get(name, "") for name in names)


def _cut(fact: Fact) -> date | None:
    """The day a figure stops at inside its period; None when it is of the whole period."""
    return fact.as_of if fact.as_of and fact.as_of < last_day(fact.key.period) else None


def is_cut(fact: Fact) -> bool:
    """Is it a figure of a part of its period only?"""
    return _cut(fact) is not None


def _year_before(day: date) -> date:
    """The same day a year earlier; the end of February stays the end of February."""
    if day.month == 2 and day.day >= 28:
        return last_day(Period.of_month(day.year - 1, 2))
    return day.replace(year=day.year - 1)
