"""Rows written in bulk are as if they had been written one by one."""

from __future__ import annotations

from datetime import date

import pytest

from titian.accounts.models import User
from titian.accounts.tests.make import our_town
from titian.base import database
from titian.base.database import held, insert_objects, insert_rows
from titian.exchange.models import Batch, BatchRow
from titian.registry.models import Organisation

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 30)


def firms(*names: str) -> list[Organisation]:
    return [Organisation(name=name, region=our_town(), founded_on=date(2018, 6, 12), capital=500) for name in names]


def test_objects_have_keys_of_their_own_before_and_after() -> None:
    one = firms("甲公司")[0]
    one.save()
    many = firms("乙公司", "丙公司")
    insert_objects(Organisation, many)
    last = firms("丁公司")[0]
    last.save()
    keys = [one.pk, *(firm.pk for firm in many), last.pk]
    assert keys == sorted(set(keys))
    assert [firm.name for firm in Organisation.objects.order_by("pk")] == ["甲公司", "乙公司", "丙公司", "丁公司"]


def test_a_key_that_was_given_up_is_not_given_again() -> None:
    first = firms("甲公司")
    insert_objects(Organisation, first)
    gone = first[0].pk
    first[0].delete()
    second = firms("乙公司")
    insert_objects(Organisation, second)
    assert second[0].pk > gone


def test_an_object_comes_back_as_it_was_and_knows_when_it_was_made() -> None:
    many = firms("甲公司", "乙公司")
    insert_objects(Organisation, many)
    for firm in many:
        stored = Organisation.objects.get(pk=firm.pk)
        assert {name: value for name, value in vars(stored).items() if name != "_state"} == {
            name: value for name, value in vars(firm).items() if name != "_state"
        }
        assert stored.created_at is not None
    many[0].name = "甲有限公司"
    many[0].save()
    assert Organisation.objects.count() == 2


def test_no_objects_at_all_are_no_trouble() -> None:
    insert_objects(Organisation, [])
    assert not Organisation.objects.exists()


def test_what_is_kept_as_json_comes_back_as_it_was(officer: User) -> None:
    batch = Batch.objects.create(register="organisations", file_name="名单.xlsx", by=officer, day=TODAY)
    after = {"name": "甲公司", "scale": {"2026": True}, "capital": "500", "note": None, "text": '"<&>\n\\'}
    names = ("batch_id", "number", "sheet", "object_kind", "object_id", "before", "after")
    insert_rows(BatchRow, names, [(batch.pk, 3, "名单", "registry.organisation", 1, None, after)])
    stored = BatchRow.objects.get()
    assert (stored.before, stored.after) == (None, after)
    assert BatchRow.objects.filter(after__name="甲公司", before__isnull=True).exists()


def test_many_values_are_cut_down_to_those_a_column_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    insert_objects(Organisation, firms("甲公司", "乙公司"))
    names = Organisation.objects.values_list("name", flat=True)
    assert sorted(held(["甲公司", "丙公司"], names)) == ["丙公司", "甲公司"]
    monkeypatch.setattr(database, "ASKED_AT_ONCE", 1)
    assert held(["甲公司", "丙公司"], names) == ["甲公司"]
