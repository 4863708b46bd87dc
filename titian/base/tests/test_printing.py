"""Values as words, and values as a sheet takes them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from titian.base.columns import Column
from titian.base.periods import Period
from titian.base.printing import sheet_value, text
from titian.base.quantities import Operator, Quantity

NIGHT = datetime(2026, 6, 3, 20, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "是"),
        (12640, "12,640"),
        (Decimal("3.4200"), "3.42"),
        (NIGHT, "2026-06-04 04:30"),
        (date(2026, 6, 3), "2026-06-03"),
        (Period("2026Q3"), "2026年三季度"),
        (Quantity(Decimal(12), "家", Operator.AT_MOST), "不超过 12 家"),
        ("如实", "如实"),
    ],
)
def test_any_value_has_words(value: object, words: str) -> None:
    assert text(value) == words


@pytest.mark.parametrize(
    ("value", "column", "taken"),
    [
        (None, Column("n", "家数", "integer"), None),
        ("", Column("n", "名称"), None),
        (Decimal("1.5"), Column("n", "金额", "money_wan"), Decimal("1.5")),
        (Quantity(Decimal(87), "家"), Column("n", "家数", "integer"), Decimal(87)),
        (NIGHT, Column("n", "日期", "day"), date(2026, 6, 4)),
        (NIGHT, Column("n", "时间"), "2026-06-04 04:30"),
        ("2026H1", Column("n", "期间", "period"), "2026年上半年"),
        (False, Column("n", "启用"), "否"),
    ],
)
def test_numbers_and_days_stay_values_and_everything_else_becomes_words_on_a_sheet(
    value: object, column: Column, taken: object
) -> None:
    assert sheet_value(value, column) == taken
