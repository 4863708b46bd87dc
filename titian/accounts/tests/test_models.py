from __future__ import annotations

import pytest
from django.db import IntegrityError

from titian.accounts.models import User
from titian.accounts.roles import ADMINISTRATORS, INSIDE, LABELS, LEADERS, STAFF, Role
from titian.accounts.tests import make


def test_every_role_has_its_word_in_the_offices_order() -> None:
    assert list(LABELS) == list(Role)
    assert User(role="town").role_label == "乡镇街道经办"


@pytest.mark.parametrize("role", list(Role))
def test_what_a_role_is_follows_from_the_lists(role: Role) -> None:
    person = User(role=role.value)
    assert person.is_staff_member == (role in STAFF)
    assert person.is_inside == (role in INSIDE)
    assert person.is_leader == (role in LEADERS)
    assert person.is_administrator == (role in ADMINISTRATORS)


def test_managing_and_auditing_a_system_are_different_people() -> None:
    """三员分立: none of the three sees business rows, and the administrator does not read the journal."""
    for role in (Role.SYSTEM, Role.SECURITY, Role.AUDIT):
        assert not User(role=role.value).is_inside
    assert not User(role="system").reads_journal
    assert User(role="audit").reads_journal


@pytest.mark.django_db
def test_commands_act_for_the_first_administrator_who_is_active(administrator: User) -> None:
    second = make.user(Role.SYSTEM)
    assert User.objects.first_administrator() == administrator
    User.objects.filter(pk=administrator.pk).update(is_active=False)
    assert User.objects.first_administrator() == second


@pytest.mark.django_db
def test_a_role_nobody_knows_does_not_reach_the_table() -> None:
    with pytest.raises(IntegrityError):
        User.objects.create(username="x", name="x", role="wizard", password="!")
