"""The identity of a figure."""

import pytest

from titian.base.periods import Period
from titian.figures.tests.make import key


def test_two_keys_are_one_figure_exactly_when_every_part_agrees() -> None:
    assert key() == key()
    assert key(scope="科技进企").text != key().text
    assert key(scope="科技进企").differing(key()) == ["scope"]


def test_a_key_names_its_qualifiers_for_people() -> None:
    assert key(calibre="会计", level="省级").qualifiers == "口径：会计；级别：省级"
    assert key().qualifiers == ""


def test_a_separator_inside_a_part_cannot_make_two_keys_alike() -> None:
    assert key(calibre="a|b").text.count("|") == key().text.count("|")


def test_an_unknown_status_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="achieved、submitted、target"):
        key(status="done")


def test_the_same_figure_of_another_period_keeps_every_other_part() -> None:
    assert key(scope="一").at(Period("2025H1")).differing(key(scope="一")) == ["period"]
