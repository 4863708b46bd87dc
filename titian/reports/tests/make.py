"""Builders: facts without a database, and papers with one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING, Any

from titian.base.periods import Period
from titian.base.quantities import Operator
from titian.figures.catalogue import packaged
from titian.figures.checks import Statement
from titian.figures.key import TARGET, FigureKey, status_of
from titian.figures.outgoing import Prefer, Tally, counting_day
from titian.figures.progress import Leg, Measure
from titian.reports.wording.facts import Fact, Facts, Frame, Goal, Sent
from titian.reports.wording.grammar import parse
from titian.reports.wording.sentences import Omitted, Sentence, write

if TYPE_CHECKING:
    from titian.accounts.models import User
    from titian.reports.models import Paper

REGION = "990123"
PERIOD = "2026H1"
AS_OF = date(2026, 5, 31)
_numbers = count(1)


def frame(period: str = PERIOD, as_of: date = AS_OF) -> Frame:
    return Frame(Period(period), as_of, REGION, "示范县", "示范县科学技术局")


def fact(
    code: str,
    value: int | str | Decimal,
    *,
    period: str = PERIOD,
    as_of: date | None = AS_OF,
    operator: Operator = Operator.EXACT,
    status: str = "",
    names: Iterable[str] = (),
    department: str = "",
    source: str = "",
    has_document: bool = False,
    approved: bool = False,
    corrects: int | None = None,
    **qualifiers: str,
) -> Fact:
    """A statement; `status` by default submitted for applications, else achieved."""
    status = status or ("submitted" if code.endswith(".applied") else "achieved")
    key = FigureKey(code, Period(period), REGION, status, **qualifiers)
    number = next(_numbers)
    statement = Statement(number, key, Decimal(value), operator, as_of, corrects=corrects, approved=approved, order=number)
    return Fact(statement, tuple(names), source, has_document, department)


def goal(
    code: str,
    low: int | str,
    *,
    period: str = "2026",
    high: int | None = None,
    operator: Operator = Operator.AT_LEAST,
    measure: Measure = Measure.LEVEL,
    base: int | None = None,
    target: int | None = None,
    title: str = "",
    join: str = "and",
    others: tuple[str, ...] = (),
    source: str = "",
    department: str = "",
) -> Goal:
    entry = packaged()[code]
    leg = Leg(code, Decimal(low), entry.kind, operator, None if high is None else Decimal(high), measure)
    return Goal(
        key=FigureKey(code, Period(period), REGION, TARGET),
        leg=leg,
        base=None if base is None else Decimal(base),
        target=target or next(_numbers),
        title=title or entry.name,
        join=join,
        others=others,
        source=source,
        department=department,
    )


class Rows:
    """Registers that count what a test says: (code, period) → value, or a whole tally's fields."""

    def __init__(self, counts: Mapping[tuple[str, str], int | str | Mapping[str, Any]], names: Iterable[str] = ()) -> None:
        self.counts, self.named = counts, tuple(names)

    def tally(self, key: FigureKey, day: date) -> Tally | None:
        said = self.counts.get((key.indicator, key.period.text))
        as_of = counting_day(key.period, day)
        if said is None or as_of is None or key.qualifiers:
            return None
        fields = dict(said) if isinstance(said, Mapping) else {"value": said}
        value = fields.pop("value", None)
        counted = None if value is None else Decimal(value)
        return Tally(key, as_of, counted, **{"rows": int(counted or 0), **fields})

    def names(self, key: FigureKey, day: date) -> tuple[str, ...]:
        return self.named

    def keys(self, period: Period) -> list[FigureKey]:
        return [FigureKey(code, period, REGION, status_of(code)) for code, text in self.counts if text == period.text]


def facts(
    *entries: Fact,
    goals: Iterable[Goal] = (),
    sent: Mapping[str, Sent] | None = None,
    period: str = PERIOD,
    as_of: date = AS_OF,
    rows: Rows | None = None,
    prefer: Prefer = Prefer.ROWS,
) -> Facts:
    return Facts.of(frame(period, as_of), packaged(), entries, goals=goals, sent=sent, registers=rows, prefer=prefer)


def sentence(text: str, books: Facts) -> Sentence:
    """Write a template that can be written."""
    outcome = write(parse(text, books.known), books)
    assert isinstance(outcome, Sentence), outcome
    return outcome


def written(text: str, books: Facts) -> str:
    """The words of a template that can be written."""
    return sentence(text, books).text


def omitted(text: str, books: Facts) -> Omitted:
    """The reasons of a template that cannot be written."""
    outcome = write(parse(text, books.known), books)
    assert isinstance(outcome, Omitted), outcome
    return outcome


# With a database. Models are imported inside: the pure tests of this room run without Django's rows.


def paper(by: User, **fields: Any) -> Paper:
    """A half-year paper of the county from the packaged outline."""
    from titian.accounts.tests.make import county
    from titian.reports.actions import start_paper

    given = {"genre": "half-year", "period": Period(PERIOD), "as_of": AS_OF, "region": county(), **fields}
    return start_paper(by=by, **given)


def book(by: User, code: str, value: str, **fields: Any) -> int:
    """A figure in the books; returns its id."""
    from titian.figures.tests.make import figure

    status = "submitted" if code.endswith(".applied") else "achieved"
    return figure(by, code, value, fields.pop("period", PERIOD), **{"as_of": AS_OF, "status": status, **fields}).pk


def reviewed(paper: Paper, *, writer: User, reviewer: User) -> Paper:
    """Every section handed in and reviewed."""
    from titian.reports.actions import hand_in, review

    for section in paper.sections.exclude(role="heading"):
        hand_in(section, by=writer)
        review(section, by=reviewer)
    return paper
