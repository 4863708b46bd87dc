"""Declaring what rows count, and whether a statement fits what they count."""

from datetime import date
from decimal import Decimal

import pytest

from titian.base.pages import ListPage
from titian.base.periods import Period
from titian.base.quantities import Operator
from titian.figures.computed import Computed, Count, CountDistinct, Form, Part, Sum, agrees, counting_day
from titian.figures.models import Figure

LISTING: ListPage[Figure] = ListPage("行", (), lambda row: {}, "空")


def part(measure: Count | CountDistinct | Sum) -> Part:
    return Part("数", lambda user, period, day: Figure.objects.all(), measure, LISTING)


def test_what_is_counted_once_must_lie_in_one_place() -> None:
    Computed("x.y", (part(CountDistinct("organisation")),), where="organisation__region")
    Computed("x.y", (part(Count()),), where="region")
    with pytest.raises(ValueError, match="would not add up"):
        Computed("x.y", (part(CountDistinct("organisation")),), where="region")
    with pytest.raises(ValueError, match="would not add up"):
        Computed("x.y", (part(CountDistinct("person")),), where="person__region", department="officer__department")


def test_a_form_takes_as_many_parts_as_it_joins() -> None:
    with pytest.raises(ValueError, match="two parts"):
        Computed("x.y", (part(Count()),), where="region", form=Form.SHARE)
    with pytest.raises(ValueError, match="one part"):
        Computed("x.y", (part(Count()), part(Count())), where="region")


def test_shares_and_growth_have_no_value_without_a_base() -> None:
    assert Form.SHARE.of([Decimal(1), Decimal(3)]) == Decimal("33.3333")
    assert Form.SHARE.of([Decimal(0), Decimal(0)]) is None
    assert Form.GROWTH.of([Decimal(90), Decimal(120)]) == -25
    assert Form.DIFFERENCE.of([Decimal(3), Decimal(5)]) == -2


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
