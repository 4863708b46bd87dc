"""Rows: a list filtered by colour shows exactly the rows that have it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from titian.ledgers.definition.colours import Colour, ColourRule, When
from titian.ledgers.models import Ledger, LedgerRow
from titian.ledgers.tests import make

DAY = date(2026, 5, 31)
DAYS = st.one_of(st.none(), st.integers(-60, 60).map(lambda number: DAY + timedelta(days=number)))
ROWS = st.fixed_dictionaries(
    {"day": DAYS, "due": DAYS, "closed_on": DAYS, "touched_on": DAYS, "progress": st.one_of(st.none(), st.integers(0, 100))}
)
RULES = st.lists(
    st.builds(
        ColourRule,
        when=st.sampled_from(When),
        colour=st.sampled_from(Colour),
        word=st.just("词"),
        days=st.integers(0, 30),
        points=st.integers(0, 30),
    ),
    min_size=1,
    max_size=4,
).map(tuple)


@pytest.fixture
def ledger(db: None) -> Ledger:
    return make.ledger("supervision")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ROWS, min_size=1, max_size=12), rules=RULES)
def test_the_filter_by_colour_and_the_colour_of_a_row_agree(ledger: Ledger, rows: list[dict[str, Any]], rules: Any) -> None:
    from titian.ledgers.definition.colours import colour_of

    with transaction.atomic():
        made = LedgerRow.objects.bulk_create(LedgerRow(ledger=ledger, **values) for values in rows)
        for colour in Colour:
            found = set(LedgerRow.objects.filter(ledger=ledger).coloured(rules, [colour.value], DAY).values_list("pk", flat=True))
            fits = {row.pk for row in made if (rule := colour_of(rules, row.standing, DAY)) and rule.colour is colour}
            assert found == fits, colour
        transaction.set_rollback(True)


@pytest.mark.parametrize("code", ["problems", "supervision", "proposals"])
@pytest.mark.parametrize("colour", [Colour.RED, Colour.YELLOW])
def test_a_filter_by_colour_asks_nothing_that_keeps_an_index_from_being_used(db: None, code: str, colour: Colour) -> None:
    """A row's own number beside other conditions (`id IS NULL OR …`) makes SQLite read all rows of a ledger."""
    asked = str(LedgerRow.objects.coloured(make.ledger(code).about.colours, [colour.value], DAY).order_by().values("day").query)
    assert '"id"' not in asked
    assert '"closes"' in asked
