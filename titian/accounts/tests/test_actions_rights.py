"""Three administrators kept apart: what one asks for another confirms, and nobody is two of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from titian.accounts import actions
from titian.accounts.models import RightsChange, User
from titian.accounts.roles import OWN, OWN_LABELS, Role
from titian.accounts.tests.make import office_department, our_town, user
from titian.base.errors import Refused
from titian.journal.models import Entry
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db


@pytest.fixture
def security() -> User:
    return user(Role.SECURITY)


def promoted(officer: User, by: User) -> RightsChange | None:
    return actions.amend_user(officer, name=officer.name, role=Role.CHIEF, department=officer.department, reason="任股长", by=by)


def test_without_a_security_administrator_a_grant_counts_at_once(officer: User, administrator: User) -> None:
    assert promoted(officer, administrator) is None
    entry = Entry.objects.get()
    assert (entry.code, entry.before, entry.after) == ("accounts.rights.granted", {"role": "经办"}, {"role": "股室长"})
    assert User.objects.get(pk=officer.pk).role == Role.CHIEF


def test_a_change_of_rights_waits_for_the_security_administrator(officer: User, administrator: User, security: User) -> None:
    change = promoted(officer, administrator)
    assert change is not None
    assert change.says == "角色：经办 → 股室长"
    assert User.objects.get(pk=officer.pk).role == Role.OFFICER
    with pytest.raises(PermissionDenied, match="安全保密管理员"):
        actions.confirm_change(change, by=administrator)
    actions.confirm_change(change, by=security)
    assert User.objects.get(pk=officer.pk).role == Role.CHIEF
    entry = Entry.objects.latest("sequence")
    assert (entry.code, entry.actor, entry.reason) == ("accounts.rights.granted", security, f"{administrator.name}申请：任股长")
    with pytest.raises(Refused, match="已确认"):
        actions.confirm_change(change, by=security)


def test_a_new_user_is_not_in_use_before_the_rights_are_confirmed(administrator: User, security: User) -> None:
    person = actions.add_user(username="new", name="新人", role=Role.TOWN, town=our_town(), by=administrator)
    assert not person.is_active
    assert person.rights_changes.get().says == "启用账号：乡镇街道经办 · 梯田镇 · 在用"
    actions.confirm_change(person.rights_changes.get(), by=security)
    person.refresh_from_db()
    assert (person.is_active, person.own_town_id) == (True, our_town().pk)


def test_a_name_is_mended_at_once_and_only_the_rights_wait(officer: User, administrator: User, security: User) -> None:
    change = actions.amend_user(officer, name="更名", role=Role.OFFICER, by=administrator)
    officer.refresh_from_db()
    assert officer.name == "更名"
    assert change is not None
    assert change.says == f"科室：{office_department()} → —"
    with pytest.raises(Refused, match="已有一项权限变更待确认"):
        promoted(officer, administrator)
    actions.withdraw_change(change, by=administrator)
    promoted(officer, administrator)


def test_what_is_declined_changes_nothing_and_says_why(officer: User, administrator: User, security: User) -> None:
    change = promoted(officer, administrator)
    assert change is not None
    with pytest.raises(PermissionDenied):
        actions.decline_change(change, answer="", by=administrator)
    actions.decline_change(change, answer="没有任命文件", by=security)
    change.refresh_from_db()
    assert (change.state_label, change.answer, change.decided_by) == ("未同意", "没有任命文件", security)
    assert User.objects.get(pk=officer.pk).role == Role.OFFICER
    assert Entry.objects.latest("sequence").reason == "没有任命文件"


def test_an_ordinary_account_is_disabled_at_once_and_enabled_after_confirmation(
    officer: User, administrator: User, security: User
) -> None:
    assert actions.disable_user(officer, reason="调离", by=administrator) is None
    change = actions.enable_user(officer, by=administrator)
    assert change is not None
    assert not User.objects.get(pk=officer.pk).is_active
    actions.confirm_change(change, by=security)
    assert User.objects.get(pk=officer.pk).is_active


def test_who_watches_is_not_sent_away_by_who_is_watched(administrator: User, security: User) -> None:
    """Otherwise the next grant would be the system administrator's alone."""
    with pytest.raises(Refused, match="先任命接任的人"):
        actions.disable_user(security, reason="x", by=administrator)
    with pytest.raises(Refused, match="先任命接任的人"):
        actions.amend_user(security, name=security.name, role=Role.OFFICER, by=administrator)
    second = actions.add_user(username="second", name="接任的人", role=Role.SECURITY, by=administrator)
    actions.confirm_change(second.rights_changes.get(), by=security)
    change = actions.disable_user(security, reason="轮岗", by=administrator)
    assert change is not None
    with pytest.raises(PermissionDenied, match="不能确认自己的"):
        actions.confirm_change(change, by=security)
    second.refresh_from_db()
    actions.confirm_change(change, by=second)
    assert not User.objects.get(pk=security.pk).is_active


@pytest.mark.parametrize("role", [Role.SECURITY, Role.AUDIT])
def test_nobody_is_two_of_the_three_under_a_second_log_in_either(administrator: User, role: Role) -> None:
    with pytest.raises(Refused, match="三员分立"):
        actions.add_user(username="second", name=administrator.name, role=role, by=administrator)


def test_two_of_one_office_are_allowed_and_so_is_the_person_in_the_bureau(administrator: User) -> None:
    actions.add_user(username="second", name=administrator.name, role=Role.SYSTEM, by=administrator)
    actions.add_user(username="third", name=administrator.name, role=Role.OFFICER, by=administrator)


def test_apartness_is_looked_at_again_when_the_change_is_confirmed(administrator: User, security: User) -> None:
    person = actions.add_user(username="a", name="某甲", role=Role.AUDIT, by=administrator)
    user(Role.SYSTEM, name="某甲")
    with pytest.raises(Refused, match="三员分立"):
        actions.confirm_change(person.rights_changes.get(), by=security)
    person.refresh_from_db()
    assert not person.is_active


def test_nobody_changes_their_own_rights(administrator: User) -> None:
    user(Role.SYSTEM)
    with pytest.raises(Refused, match="不能改自己的"):
        actions.amend_user(administrator, name=administrator.name, role=Role.LEADER, by=administrator)
    assert actions.amend_user(administrator, name="改了姓名", role=Role.SYSTEM, by=administrator) is None


def test_a_department_is_for_the_bureaus_staff(administrator: User) -> None:
    with pytest.raises(Refused, match="企业不属于任何科室"):
        actions.add_user(username="x", name="某", role=Role.ENTERPRISE, department=office_department(), by=administrator)


@pytest.mark.parametrize("role", list(Role))
def test_an_outside_role_needs_what_is_its_own_and_nobody_else_is_given_it(administrator: User, role: Role) -> None:
    """Town for a clerk, organisation for enterprise, carrier and bank, the register's person for an expert."""
    given: dict[str, Any] = {"town": our_town(), "organisation": registry.organisation(), "person": registry.person()}
    with pytest.raises(Refused) as refusal:
        actions.add_user(username="all", name="某", role=role, **given, by=administrator)
    needed = OWN.get(role)
    assert len(refusal.value.messages) == (2 if needed else 3)
    if needed:
        with pytest.raises(Refused, match=f"须选定{OWN_LABELS[needed]}"):
            actions.add_user(username="none", name="某", role=role, by=administrator)
    own: dict[str, Any] = {needed: given[needed]} if needed else {}
    person = actions.add_user(username="right", name="某", role=role, **own, by=administrator)
    assert person.own_organisation_id == (given["organisation"].pk if needed == "organisation" else None)
    assert person.own_person_id == (given["person"].pk if needed == "person" else None)
