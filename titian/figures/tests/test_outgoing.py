"""Which value goes out where rows and books both know a figure, and when the two differ."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from titian.base.periods import Period
from titian.base.quantities import Operator
from titian.figures.checks import Statement
from titian.figures.key import FigureKey
from titian.figures.outgoing import Outgoing, Prefer, Tally, agrees, counting_day

KEY = FigureKey("hnte.valid", Period("2026H1"), "990123")
MAY = date(2026, 5, 31)


def stated(value: str, **said: Any) -> Statement:
    return Statement(7, KEY, Decimal(value), **said)


def tally(value: str | None, day: date = MAY, **said: Any) -> Tally:
    return Tally(KEY, day, None if value is None else Decimal(value), **said)


def out(prefer: Prefer, one: Statement | None, other: Tally | None, **said: bool) -> Outgoing:
    return Outgoing(KEY, "家", prefer, one, other, **said)


@pytest.mark.parametrize(("prefer", "value"), [(Prefer.ROWS, 47), (Prefer.BOOKS, 50)])
def test_where_both_are_known_the_setting_says_which_goes_out_and_the_difference_is_told_either_way(
    prefer: Prefer, value: int
) -> None:
    figure = out(prefer, stated("50"), tally("47", rows=52))
    assert figure.statement
    assert figure.statement.value == value
    assert figure.statement.counted is (prefer is Prefer.ROWS)
    assert figure.difference == -3
    assert figure.told == "台账计47家，账面认定50家，相差3家"


@pytest.mark.parametrize("prefer", list(Prefer))
def test_what_only_one_of_them_knows_goes_out_whatever_the_setting(prefer: Prefer) -> None:
    only_rows, only_books = out(prefer, None, tally("47")), out(prefer, stated("50"), tally(None, why="没有登记"))
    assert only_rows.statement
    assert only_rows.statement.counted
    assert only_books.statement == stated("50")
    assert (only_rows.difference, only_books.difference) == (None, None)
    assert out(prefer, None, None).statement is None


def test_rows_that_say_nothing_are_no_zero() -> None:
    waiting = tally(None, pending=3, pending_reason="来源未定", why="3 条来源未定")
    assert out(Prefer.ROWS, None, waiting).statement is None
    assert waiting.waiting == "另有 3 条来源未定，未计入"


def test_books_that_contradict_themselves_are_not_answered_by_rows_unless_rows_come_first() -> None:
    assert out(Prefer.BOOKS, None, tally("47"), contradicted=True).statement is None
    assert out(Prefer.ROWS, None, tally("47"), contradicted=True).statement is not None


def test_values_of_different_days_do_not_differ_and_a_statement_fits_as_exactly_as_it_was_written() -> None:
    assert out(Prefer.ROWS, stated("50", as_of=date(2026, 3, 31)), tally("47")).difference is None
    assert out(Prefer.ROWS, stated("50", as_of=MAY), tally("47")).difference == -3
    assert out(Prefer.ROWS, stated("45", operator=Operator.OVER), tally("47")).difference is None


def test_a_period_is_counted_to_its_last_day_or_to_the_day_while_it_runs() -> None:
    half = Period("2026H1")
    assert counting_day(half, date(2026, 11, 22)) == date(2026, 6, 30)
    assert counting_day(half, date(2026, 5, 31)) == date(2026, 5, 31)
    assert counting_day(half, date(2025, 12, 31)) is None


@pytest.mark.parametrize(
    ("value", "stated", "operator", "unit", "fits"),
    [
        ("31", "31", "exact", "家", True),
        ("31", "34", "exact", "家", False),
        ("478", "470", "over", "家", True),
        ("466", "470", "at_least", "家", False),
        ("230987654", "231000000", "exact", "元", True),
        ("229400000", "231000000", "exact", "元", False),
        ("30600000", "31000000", "exact", "元", False),
        ("31004000", "31000000", "exact", "元", True),
        ("0", "0", "exact", "元", True),
        ("1", "0", "exact", "元", False),
        ("33.3333", "33.3", "exact", "%", True),
        ("33.3333", "33.4", "exact", "%", False),
        ("50.4", "50", "exact", "%", True),
    ],
)
def test_a_statement_fits_as_exactly_as_it_was_written(value: str, stated: str, operator: str, unit: str, fits: bool) -> None:
    assert agrees(Decimal(value), Decimal(stated), Operator(operator), unit) is fits
