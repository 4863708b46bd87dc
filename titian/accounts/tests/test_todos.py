from __future__ import annotations

import pytest

from titian.accounts import actions
from titian.accounts.models import User
from titian.accounts.roles import Role
from titian.accounts.tests.make import user
from titian.accounts.todos import todos

pytestmark = pytest.mark.django_db


def test_the_system_administrator_is_told_which_of_the_three_is_missing(administrator: User, officer: User) -> None:
    assert [todo.text.split("：")[0] for todo in todos(administrator)] == ["任命安全保密管理员", "任命安全审计员"]
    user(Role.SECURITY), user(Role.AUDIT)
    assert list(todos(administrator)) == list(todos(officer)) == []


def test_a_change_of_rights_waits_for_every_security_administrator_but_the_one_it_concerns(
    administrator: User, officer: User
) -> None:
    one, other = user(Role.SECURITY), user(Role.SECURITY)
    actions.disable_user(other, reason="轮岗", by=administrator)
    actions.amend_user(officer, name=officer.name, role=Role.CHIEF, department=officer.department, by=administrator)
    texts = {person: [todo.text for todo in todos(person)] for person in (one, other)}
    assert len(texts[one]) == 2
    assert texts[other] == [f"确认「{officer.name}」的权限变更"]
