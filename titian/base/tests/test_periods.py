"""Periods as they are written and as they are said."""

import pytest

from titian.base.periods import Period, PeriodError


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("2026年上半年", "2026H1"),
        ("2026下半年", "2026H2"),
        ("2026年三季度", "2026Q3"),
        ("2026年第4季度", "2026Q4"),
        ("2026年6月", "2026-06"),
        ("2026 年", "2026"),
        ("2021—2025年", "2021/2025"),
        (" 2026h1 ", "2026H1"),
        ("2026-06", "2026-06"),
        (2026, "2026"),
    ],
)
def test_a_period_is_understood_as_the_office_says_it(said: str | int, text: str) -> None:
    assert Period.typed(said).text == text


@pytest.mark.parametrize("text", ["2024", "2024H1", "2024Q3", "2024-06"])
def test_what_a_period_is_called_names_it_again(text: str) -> None:
    assert Period.typed(Period(text).label) == Period(text)


@pytest.mark.parametrize("said", ["去年", "2026年13月", "2026年五季度", "上半年", ""])
def test_what_names_no_period_is_refused_with_the_forms_that_do(said: str) -> None:
    with pytest.raises(PeriodError, match="2024年上半年"):
        Period.typed(said)
