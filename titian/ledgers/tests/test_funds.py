"""Money from above by year and level."""

from __future__ import annotations

from titian.ledgers.funds.flow import Flow, Item, flows, left

LEVELS = ("nation", "province", "city")


def test_what_is_expected_is_money_at_no_stage() -> None:
    items = [
        Item("2026", "province", "expected", asked=100, expected=80, issued=80, arrived=80, paid=80),
        Item("2026", "province", "refused", asked=50, expected=50),
        Item("2026", "province", "arrived", asked=70, expected=65, issued=60, arrived=40),
    ]
    province, whole = flows(items, LEVELS)
    assert province == Flow("2026", "province", 3, asked=220, expected=80, issued=60, arrived=40, paid=0, lacking=0)
    assert (whole.level, whole.issued, whole.left, whole.on_the_way) == ("", 60, 40, 20)


def test_years_stand_the_latest_first_and_levels_in_their_order_with_the_whole_below() -> None:
    items = [Item(year, level, "paid", issued=1, arrived=1, paid=1) for year in ("2025", "2026") for level in ("city", "nation")]
    assert [(one.year, one.level, one.issued) for one in flows(items, LEVELS)] == [
        ("2026", "nation", 1),
        ("2026", "city", 1),
        ("2026", "", 2),
        ("2025", "nation", 1),
        ("2025", "city", 1),
        ("2025", "", 2),
    ]


def test_a_sum_its_stage_asks_for_and_nobody_said_is_lacking_and_no_nought() -> None:
    (one, _) = flows([Item("2026", "city", "paid", issued=5, arrived=5), Item("2026", "city", "asked")], LEVELS)
    assert one.lacking == 1
    assert left(5, None) is None
    assert left(5, 2) == 3
