from __future__ import annotations

import pytest

from titian.accounts.roles import ADMINISTRATORS, INSIDE
from titian.accounts.tests import make
from titian.home.permissions import can_change_settings, can_see_settings


@pytest.mark.django_db
def test_inside_people_read_the_settings_and_administrators_change_them() -> None:
    cast = make.cast().items()
    assert {role for role, person in cast if can_see_settings(person)} == INSIDE | ADMINISTRATORS
    assert {role for role, person in cast if can_change_settings(person)} == ADMINISTRATORS
