from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from threading import Thread
from typing import Any

import pytest
from django.db import connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.errors import Refused
from titian.journal.actions import Change, record, record_many, verify
from titian.journal.chain import Break
from titian.journal.models import Entry, Head
from titian.journal.tests import make

pytestmark = pytest.mark.django_db

# What somebody with the database in hands could write into each column of a row; every column but the database's own key.
FORGED: dict[str, Any] = {
    "sequence": 99,
    "at": datetime(2020, 1, 1, tzinfo=None),  # noqa: DTZ001 (as raw SQL takes it)
    "code": "forged",
    "actor": None,
    "actor_name": "forged",
    "channel": "forged",
    "object_kind": "forged",
    "object_id": "999",
    "object_label": "forged",
    "before": '{"name": "forged"}',
    "after": '{"name": "forged"}',
    "reason": "forged",
    "request_id": "forged",
    "previous": "f" * 64,
    "hash": "f" * 64,
}


def tamper(sql: str, *values: Any) -> None:
    """Behind the program's back: the ORM refuses."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def named(broken: Break | None) -> int:
    assert broken is not None
    return broken.sequence


def test_there_is_a_forgery_for_every_column() -> None:
    assert set(FORGED) == {field.name for field in Entry._meta.concrete_fields} - {"id"}


@pytest.mark.parametrize("field", sorted(FORGED))
def test_a_change_to_any_column_of_a_row_is_found_and_the_row_named(field: str) -> None:
    make.acts(5)
    assert verify() is None
    column = Entry._meta.get_field(field).column  # type: ignore[union-attr]  # a column of its own, no relation
    tamper(f"UPDATE journal_entry SET {column} = %s WHERE sequence = 3", FORGED[field])
    assert named(verify()) == 3


@pytest.mark.parametrize("sequence", [1, 3, 5])
def test_a_deleted_row_is_named(sequence: int) -> None:
    make.acts(5)
    tamper("DELETE FROM journal_entry WHERE sequence = %s", sequence)
    assert named(verify()) == sequence


def test_a_head_set_back_to_hide_a_cut_tail_does_not_hide_a_changed_row() -> None:
    make.acts(5)
    tamper("DELETE FROM journal_entry WHERE sequence > 3")
    assert named(verify()) == 4
    tamper("UPDATE journal_head SET count = 3")
    assert named(verify()) == 4


def test_a_row_added_behind_the_programs_back_is_found() -> None:
    make.acts(2)
    copy = Entry.objects.get(sequence=2)
    copy.pk, copy.sequence, copy.previous = None, 3, copy.hash
    copy._state.adding = True
    copy.save()
    assert named(verify()) == 3


def test_the_program_itself_can_only_append() -> None:
    make.acts(1)
    entry = Entry.objects.get()
    with pytest.raises(RuntimeError, match="只能追加"):
        entry.save()
    with pytest.raises(RuntimeError, match="只能追加"):
        entry.delete()
    with pytest.raises(RuntimeError, match="只能追加"):
        Entry.objects.update(reason="x")
    with pytest.raises(RuntimeError, match="只能追加"):
        Entry.objects.all().delete()


def test_a_row_says_who_did_what_when_and_through_which_door(officer: User) -> None:
    entry = record("accounts.user.renamed", officer, by=officer, before={"name": "甲"}, after={"name": "乙"}, reason="更名")
    entry.refresh_from_db()
    assert (entry.sequence, entry.actor, entry.actor_name) == (1, officer, officer.name)
    assert (entry.object_kind, entry.object_id, entry.object_label) == ("accounts.user", str(officer.pk), str(officer))
    assert (entry.before, entry.after, entry.reason, entry.channel) == ({"name": "甲"}, {"name": "乙"}, "更名", "web")
    assert list(Entry.objects.about(officer)) == [entry]


def test_the_name_of_the_actor_stays_when_the_person_is_renamed(officer: User) -> None:
    name = officer.name
    entry = record("accounts.user.renamed", officer, by=officer)
    User.objects.filter(pk=officer.pk).update(name="改名了")
    entry = Entry.objects.get(pk=entry.pk)
    assert entry.actor_name == name
    assert verify() is None


def test_an_act_of_the_system_has_no_person(officer: User) -> None:
    assert record("accounts.user.renamed", officer, by=None).actor_name == "系统"


def test_an_act_that_is_rolled_back_was_never_journalled(officer: User) -> None:
    @transaction.atomic
    def change_of_mind() -> None:
        record("accounts.user.renamed", officer, by=officer)
        raise Refused("后面一步不成")

    with pytest.raises(Refused):
        change_of_mind()
    assert not Entry.objects.exists()
    record("accounts.user.renamed", officer, by=officer)
    assert verify() is None


def test_dates_and_money_come_back_as_they_were_hashed(officer: User) -> None:
    record(
        "accounts.user.renamed",
        officer,
        by=officer,
        after={"day": date(2026, 5, 31), "yuan": Decimal("7.470"), "n": 12, "none": None},
    )
    assert Entry.objects.get().after == {"day": "2026-05-31", "yuan": "7.470", "n": 12, "none": None}
    assert verify() is None


def test_ten_thousand_rows_go_in_and_are_checked_in_bulk(
    officer: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    User.objects.bulk_create(
        User(username=f"u{number}", name=f"人{number}", role="enterprise", password="!") for number in range(10_000)
    )
    changes = [Change(user, after={"name": user.name}) for user in User.objects.all()]
    with django_assert_max_num_queries(200):  # SQLite takes 999 values a statement
        record_many("accounts.user.imported", changes, by=officer)
    assert Entry.objects.count() == len(changes) == 10_001
    assert verify() is None
    tamper("UPDATE journal_entry SET reason = 'forged' WHERE sequence = 7654")
    assert named(verify()) == 7654


@given(
    st.dictionaries(
        st.text(max_size=5),
        st.recursive(
            st.none()
            | st.booleans()
            | st.integers()
            | st.floats(allow_nan=False, allow_infinity=False)
            | st.text(max_size=6)
            | st.just("\udcff"),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
            max_leaves=5,
        ),
        max_size=3,
    )
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_is_recorded_checks_out_when_the_database_gives_it_back(officer: User, fields: dict[str, object]) -> None:
    """Databases write numbers and texts their own way; the hash must not depend on that."""
    with transaction.atomic():
        record("accounts.user.renamed", officer, by=officer, after=fields, reason="".join(map(str, fields)))
        assert verify() is None
        transaction.set_rollback(True)  # each example on its own


@pytest.mark.django_db(transaction=True)
def test_people_who_act_at_the_same_time_share_one_chain() -> None:
    everybody = [people.user("officer") for _ in range(4)]

    def act(person: User) -> None:
        for _ in range(10):
            record("accounts.user.renamed", person, by=person)
        connections.close_all()

    threads = [Thread(target=act, args=[person]) for person in everybody]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()
    assert Entry.objects.count() == Head.objects.get().count == 40
    assert verify() is None


def test_many_objects_whose_words_ask_the_database_are_journalled(officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that is sending rows cannot answer a question in between (PostgreSQL)."""
    monkeypatch.setattr(User, "__str__", lambda user: User.objects.values_list("name", flat=True).get(pk=user.pk))
    record_many("accounts.user.added", [Change(officer)] * 3, by=officer)
    assert list(Entry.objects.values_list("object_label", flat=True)) == [officer.name] * 3
