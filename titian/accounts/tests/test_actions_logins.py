"""Tries are counted for every name alike, on the database, before the password is looked at."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from titian.accounts import actions
from titian.accounts.actions.logins import ATTEMPTS, KEEP, WAIT
from titian.accounts.models import Attempts, LoginRecord, User
from titian.accounts.models.logins import Outcome
from titian.accounts.tests.make import user
from titian.base.errors import Refused
from titian.journal.models import Entry

pytestmark = pytest.mark.django_db


def tried(username: str, found: User | None = None, address: str = "192.168.1.9") -> Outcome:
    return actions.attempt_log_in(username, check=lambda: found, address=address).outcome


def locked(username: str) -> None:
    for _ in range(ATTEMPTS):
        tried(username)


def test_a_known_and_an_unknown_name_are_locked_alike(officer: User) -> None:
    locked(officer.username)
    locked("nobody")
    assert tried(officer.username, officer) == tried("nobody") == Outcome.HELD


def test_while_a_name_is_locked_the_password_is_not_even_looked_at(officer: User) -> None:
    locked(officer.username)
    looked: list[bool] = []
    actions.attempt_log_in(officer.username, check=lambda: looked.append(True))
    assert looked == []


def test_tries_of_several_at_once_are_counted_before_any_of_them_ends(officer: User) -> None:
    """Whoever asks in parallel gets no sixth try: the fifth stands counted while its password is still being looked at."""
    seen: list[Outcome] = []

    def nested(left: int) -> User | None:
        if left:
            seen.append(actions.attempt_log_in(officer.username, check=lambda: nested(left - 1)).outcome)
        return None

    actions.attempt_log_in(officer.username, check=lambda: nested(ATTEMPTS))
    assert seen.count(Outcome.HELD) == 1


def test_capitals_and_spaces_give_no_further_tries(officer: User) -> None:
    locked(officer.username)
    assert tried(f" {officer.username.upper()} ", officer) == Outcome.HELD


def test_the_lock_opens_after_its_time_and_tries_begin_anew(officer: User) -> None:
    locked(officer.username)
    Attempts.objects.update(held_until=timezone.now() - timedelta(seconds=1), last_at=timezone.now() - WAIT)
    assert tried(officer.username) == Outcome.WRONG
    assert tried(officer.username, officer) == Outcome.SUCCEEDED
    assert not Attempts.objects.exists()


def test_a_lock_is_journalled_once_and_of_nobodys_name_nothing_is_kept(officer: User) -> None:
    locked(officer.username)
    tried(officer.username)
    locked("hunter2-typed-into-the-wrong-field")
    entry = Entry.objects.get()
    assert (entry.code, entry.object_label, entry.actor_name) == ("accounts.user.locked", officer.name, "系统")
    assert "192.168.1.9" in entry.reason
    assert "hunter2" not in str([*LoginRecord.objects.values(), *Attempts.objects.values()])


def test_equal_failures_of_an_hour_are_one_row_and_every_success_its_own(officer: User) -> None:
    for _ in range(3):
        tried("nobody", address="192.168.1.7")
    tried(officer.username, officer), tried(officer.username, officer)
    assert sorted(LoginRecord.objects.values_list("outcome", "times")) == [("succeeded", 1), ("succeeded", 1), ("unknown", 3)]


def test_log_ins_are_kept_for_more_than_six_months_and_not_for_ever(officer: User) -> None:
    assert timedelta(days=183) < KEEP
    LoginRecord.objects.create(user=officer, outcome="succeeded", at=timezone.now() - KEEP - timedelta(days=1))
    tried(officer.username, officer)
    assert LoginRecord.objects.count() == 1


def test_an_account_out_of_use_is_told_apart_in_the_records_only(officer: User) -> None:
    gone = user("officer", is_active=False)
    assert tried(gone.username) == Outcome.DISABLED


def test_the_security_administrator_unlocks_and_where_there_is_none_the_system_administrator(
    officer: User, administrator: User
) -> None:
    locked(officer.username)
    actions.unlock(officer, by=administrator)
    security = user("security")
    with pytest.raises(Refused, match="没有锁定"):
        actions.unlock(officer, by=security)
    locked(officer.username)
    with pytest.raises(PermissionDenied, match="安全保密管理员"):
        actions.unlock(officer, by=administrator)
    actions.unlock(officer, by=security)
    assert tried(officer.username, officer) == Outcome.SUCCEEDED
    codes = list(Entry.objects.order_by("sequence").values_list("code", flat=True))
    assert codes == ["accounts.user.locked", "accounts.user.unlocked"] * 2
