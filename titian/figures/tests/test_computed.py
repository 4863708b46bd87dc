"""Declaring what rows count."""

from decimal import Decimal

import pytest

from titian.base.pages import ListPage
from titian.figures.computed import Computed, Count, CountDistinct, Form, Part, Sum
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
