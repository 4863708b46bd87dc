from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import PermissionDenied

from titian.accounts import actions
from titian.accounts.models import Department, User
from titian.accounts.roles import Role
from titian.accounts.tests.make import PASSWORD, our_town, user
from titian.base.errors import Refused
from titian.journal.context import through
from titian.journal.models import Entry

pytestmark = pytest.mark.django_db
GOOD = "Kx7-terrace-fields"


def codes() -> list[str]:
    return list(Entry.objects.order_by("sequence").values_list("code", flat=True))


def test_a_new_installation_gets_one_administrator_and_no_second_this_way() -> None:
    first = actions.appoint_first_administrator(username="admin", name="系统管理员", password=GOOD)
    assert (first.role, first.is_administrator) == (Role.SYSTEM, True)
    assert authenticate(username="admin", password=GOOD) == first
    with pytest.raises(Refused, match="已有系统管理员"):
        actions.appoint_first_administrator(username="other", name="另一个", password=GOOD)
    assert codes() == ["accounts.user.appointed"]
    assert Entry.objects.get().actor_name == "系统"


def test_an_administrator_adds_a_person_who_can_log_in(administrator: User) -> None:
    department = actions.add_department(name="成果股", order=3, by=administrator)
    person = actions.add_user(
        username="zhou", name="周经办", role=Role.OFFICER, password=GOOD, department=department, by=administrator
    )
    assert authenticate(username="zhou", password=GOOD) == person
    assert codes() == ["accounts.department.added", "accounts.user.added"]
    entry = Entry.objects.latest("sequence")
    assert entry.after == {"username": "zhou", "name": "周经办", "role": "经办", "department": "成果股"}
    assert GOOD not in str(entry.content())


def test_a_town_clerk_needs_a_town(administrator: User) -> None:
    with pytest.raises(Refused, match="所属乡镇"):
        actions.add_user(username="town", name="镇经办", role=Role.TOWN, password=GOOD, by=administrator)
    clerk = actions.add_user(username="town", name="镇经办", role=Role.TOWN, password=GOOD, town=our_town(), by=administrator)
    assert clerk.town == our_town()


def test_every_reason_against_a_new_user_is_said_at_once(administrator: User) -> None:
    user(Role.OFFICER, username="taken")
    with pytest.raises(Refused) as refusal:
        actions.add_user(username="taken", name="某", role=Role.TOWN, password="123", by=administrator)
    said = "\n".join(refusal.value.messages)
    assert len(refusal.value.messages) >= 3
    assert "taken" in said
    assert "所属乡镇" in said
    assert not User.objects.filter(name="某").exists()


@pytest.mark.parametrize("weak", ["short1!", "12345678", "password"])
def test_a_weak_password_is_refused(administrator: User, weak: str) -> None:
    with pytest.raises(Refused):
        actions.add_user(username="new", name="某", role=Role.OFFICER, password=weak, by=administrator)


def test_a_person_changes_their_own_password_and_nobody_elses(officer: User, chief: User) -> None:
    actions.change_password(officer, old=PASSWORD, new=GOOD, by=officer)
    assert authenticate(username=officer.username, password=GOOD) == officer
    with pytest.raises(Refused, match="自己的密码"):
        actions.change_password(officer, old=GOOD, new=GOOD + "2", by=chief)
    with pytest.raises(Refused, match="原密码不对"):
        actions.change_password(officer, old="wrong", new=GOOD + "2", by=officer)
    entry = Entry.objects.get()
    assert (entry.code, entry.before, entry.after) == ("accounts.user.password_changed", None, None)


def test_a_forgotten_password_is_reset_by_the_administrator(officer: User, administrator: User) -> None:
    given = actions.reset_password(officer, by=administrator)
    assert authenticate(username=officer.username, password=PASSWORD) is None
    assert authenticate(username=officer.username, password=given) == officer
    officer.refresh_from_db()
    assert officer.must_change_password
    assert given not in str(Entry.objects.get().content())
    actions.change_password(officer, old=given, new=GOOD, by=officer)
    assert not officer.must_change_password


@pytest.mark.parametrize("role", [Role.SECURITY, Role.AUDIT])
def test_who_manages_users_cannot_become_their_own_watcher_by_a_new_password(administrator: User, role: Role) -> None:
    watcher = user(role)
    with pytest.raises(PermissionDenied, match=f"titian password {watcher.username}"):
        actions.reset_password(watcher, by=administrator)
    with through("command"):
        actions.reset_password(watcher, by=administrator)
    assert Entry.objects.get().channel == "command"


def test_a_new_user_without_a_password_cannot_log_in_before_one_is_given_out(administrator: User) -> None:
    person = actions.add_user(username="zhou", name="周经办", role=Role.OFFICER, by=administrator)
    assert authenticate(username="zhou", password="") is None
    assert authenticate(username="zhou", password=actions.reset_password(person, by=administrator)) == person


def test_the_same_password_again_is_no_change(officer: User) -> None:
    with pytest.raises(Refused, match="一样"):
        actions.change_password(officer, old=PASSWORD, new=PASSWORD, by=officer)


def test_a_log_in_name_differs_from_others_by_more_than_its_capitals(administrator: User) -> None:
    user(Role.OFFICER, username="zhou")
    with pytest.raises(Refused, match="已有人使用"):
        actions.add_user(username="Zhou", name="某", role=Role.OFFICER, by=administrator)


def test_a_disabled_person_cannot_log_in_until_enabled_again(officer: User, administrator: User) -> None:
    actions.disable_user(officer, reason="调离", by=administrator)
    assert authenticate(username=officer.username, password=PASSWORD) is None
    with pytest.raises(Refused, match="已经停用"):
        actions.disable_user(officer, reason="调离", by=administrator)
    actions.enable_user(officer, by=administrator)
    assert authenticate(username=officer.username, password=PASSWORD) == officer
    with pytest.raises(Refused, match="没有停用"):
        actions.enable_user(officer, by=administrator)
    assert codes() == ["accounts.user.disabled", "accounts.user.enabled"]
    assert Entry.objects.earliest("sequence").reason == "调离"


def test_the_administrator_does_not_lock_themselves_out(administrator: User) -> None:
    with pytest.raises(Refused, match="不能停用自己"):
        actions.disable_user(administrator, reason="误点", by=administrator)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SYSTEM])
def test_nobody_but_the_administrator_manages_users(officer: User, role: Role) -> None:
    other = user(role)
    acts: list[Callable[[], object]] = [
        lambda: actions.add_department(name="某股", by=other),
        lambda: actions.add_user(username="x", name="某", role=Role.OFFICER, password=GOOD, by=other),
        lambda: actions.amend_user(officer, name="某", role=Role.CHIEF, by=other),
        lambda: actions.reset_password(officer, by=other),
        lambda: actions.disable_user(officer, reason="", by=other),
        lambda: actions.enable_user(officer, by=other),
    ]
    for act in acts:
        with pytest.raises(PermissionDenied, match="系统管理员"):
            act()
    assert not Department.objects.filter(name="某股").exists()
    assert codes() == []


@pytest.mark.parametrize("role", [Role.BANK, Role.ENTERPRISE, Role.OFFICER])
def test_only_a_town_clerk_is_given_a_town(administrator: User, role: Role) -> None:
    with pytest.raises(Refused, match="只有乡镇街道经办"):
        actions.add_user(username="x", name="某", role=role, password=GOOD, town=our_town(), by=administrator)
