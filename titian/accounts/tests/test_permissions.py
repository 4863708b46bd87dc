from __future__ import annotations

import pytest

from titian.accounts.models import User
from titian.accounts.permissions import can_manage_users, can_see_users
from titian.accounts.roles import INSIDE, THREE, Role
from titian.accounts.tests import make

pytestmark = pytest.mark.django_db


def test_only_the_administrator_manages_users() -> None:
    assert {role for role, person in make.cast().items() if can_manage_users(person)} == {Role.SYSTEM}


def test_the_bureaus_own_people_and_the_three_see_the_list_and_others_only_themselves() -> None:
    everybody = make.cast()
    assert {role for role, person in everybody.items() if can_see_users(person)} == INSIDE | {*THREE}
    for person in everybody.values():
        seen = set(User.objects.visible_to(person))
        assert seen == (set(everybody.values()) if can_see_users(person) else {person})


def test_a_refusal_says_why() -> None:
    assert can_manage_users(make.user(Role.OFFICER)).reason == "只有系统管理员可以管理用户"
