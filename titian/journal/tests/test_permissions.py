from __future__ import annotations

import pytest

from titian.accounts.roles import Role
from titian.accounts.tests import make
from titian.journal.permissions import can_read_journal


@pytest.mark.django_db
def test_who_manages_users_does_not_read_the_journal_and_who_audits_does() -> None:
    readers = {role for role, person in make.cast().items() if can_read_journal(person)}
    assert readers == {Role.AUDITOR, Role.AUDIT, Role.LEADER}
    assert "审计" in can_read_journal(make.user(Role.SYSTEM)).reason
