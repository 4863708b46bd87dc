"""Who may read the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from titian.base.permissions import YES, Verdict, no

if TYPE_CHECKING:
    from titian.accounts.models import User


def can_read_journal(user: User, obj: object = None) -> Verdict:
    """The role says it of itself (`reads_journal`), because users live in a room above this one."""
    return YES if user.reads_journal else no("操作日志只对审计监督人员、安全审计员和局领导开放")
