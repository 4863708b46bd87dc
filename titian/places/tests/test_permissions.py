from __future__ import annotations

import pytest

from titian.accounts.roles import ADMINISTRATORS, STAFF
from titian.accounts.tests import make
from titian.places.permissions import can_edit_places


@pytest.mark.django_db
def test_the_bureaus_own_people_and_the_administrator_maintain_regions() -> None:
    assert {role for role, person in make.cast().items() if can_edit_places(person)} == STAFF | ADMINISTRATORS
