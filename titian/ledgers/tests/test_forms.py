"""The form of a row, made from its definition."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.ledgers.actions import add_row
from titian.ledgers.forms import Known, row_form
from titian.ledgers.tests import make
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db


def typed(**values: Any) -> QueryDict:
    """What a browser sends."""
    sent = QueryDict(mutable=True)
    for name, value in values.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    return sent


def test_what_is_typed_becomes_the_row(officer: User) -> None:
    ledger, firm = make.projects(), registry.organisation("示范县云山装备有限公司")
    somebody, visit = registry.person("张示范", employer="示范大学"), make.row(make.ledger(), officer, organisation=firm)
    form = row_form(ledger.about, officer)(
        typed(
            title="示范线",
            day="2026-05-08",
            organisation="云山装备",
            kind="a",
            level="省级",
            amount="1,099.5",
            count="12",
            progress="40",
            person="张示范",
            parent=f"#{visit.pk}",
            area="3.50",
            share="3.42",
            signed="2026-04-01",
            is_new="False",
            fields=["x", "z"],
            fund="0.5",
            note="说明",
            state="selected",
        )
    )
    assert form.is_valid(), form.errors
    made = add_row(ledger, form.values(), by=officer, **form.said())
    assert made.organisation == firm
    assert (made.amount, made.count, made.progress, made.person, made.parent) == (109_950_000_0, 12, 40, somebody, visit)
    assert made.data == {
        "area": "3.5",
        "share": "3.42",
        "signed": "2026-04-01",
        "is_new": False,
        "fields": ["x", "z"],
        "fund": 500_000,
        "note": "说明",
    }
    assert (made.state, made.steps.get().day) == ("selected", date(2026, 5, 8))


def test_what_the_definition_refuses_stands_beside_its_field(officer: User) -> None:
    ledger = make.projects()
    form = row_form(ledger.about, officer)(typed(title="示范线", day="2026-05-08", due="2026-05-01", amount="-3", state="declared"))
    assert form.is_valid()
    assert not form.attempt(lambda: add_row(ledger, form.values(), by=officer, **form.said()))
    assert form.errors["amount"] == ["不能是负数"]
    form.data = typed(title="示范线", day="2026-05-08", due="2026-05-01", state="declared")
    form.full_clean()
    assert not form.attempt(lambda: add_row(ledger, form.values(), by=officer, **form.said()))
    assert "早于开始日期" in form.errors["due"][0]


def test_somebody_new_is_named_with_the_employer(officer: User) -> None:
    field = row_form(make.projects().about, officer)().fields["person"]
    with pytest.raises(ValidationError, match="张新人（单位）"):
        field.clean("张新人")
    made = field.clean("张新人（示范大学）")
    assert (made.pk, made.name, made.employer) == (None, "张新人", "示范大学")


def test_a_clerk_fills_in_neither_what_is_inside_nor_another_town(town_clerk: User) -> None:
    definition = make.ledger().about
    form = row_form(definition, town_clerk, known={"day": Known(date(2026, 5, 8))})()
    assert "responsible" not in form.fields
    assert "state" not in form.fields
    assert form.fields["region"].disabled
    assert form["region"].initial == town_clerk.town
    own = row_form(definition, people.user("enterprise", organisation=registry.organisation("示范县自己有限公司")))()
    assert own.fields["organisation"].disabled


def test_money_is_opened_in_wan_and_stays_to_the_fen(officer: User) -> None:
    ledger = make.projects()
    row = make.row(ledger, officer, amount=Decimal("10995000.01"))
    made = row_form(ledger.about, officer, row=row)
    opened = made.base_fields["amount"]
    from titian.ledgers.forms.rows import opened_on

    assert opened_on(row, ["amount"]) == {"amount": "1099.500001"}
    assert opened.clean("1099.500001") * 10_000 == Decimal("10995000.01")
