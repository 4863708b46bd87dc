"""One's own password, and the one-time password for who has none or forgot it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from titian.accounts import passwords
from titian.accounts.models import User
from titian.accounts.permissions import can_reset_password
from titian.base.errors import Refused
from titian.journal.actions import record


@transaction.atomic
def change_password(user: User, *, old: str, new: str, by: User) -> None:
    """A person changes their own password."""
    if by.pk != user.pk:
        raise Refused("只能修改自己的密码；忘记密码请联系系统管理员重置")
    problems = [] if user.check_password(old) else ["原密码不对，请重新输入"]
    problems += ["新密码和原密码一样，请换一个"] if old == new else []
    problems += passwords.problems(new, username=user.username, name=user.name)
    if problems:
        raise Refused(problems)
    _set(user, new, must_change=False)
    record("accounts.user.password_changed", user, by=by)


@transaction.atomic
def reset_password(user: User, *, by: User) -> str:
    """The one-time password, told once: to be printed or read out, and changed by its owner at the next log-in.

    Whoever is logged in with the old one is logged out.
    """
    can_reset_password(by, user).demand()
    password = passwords.one_time_password()
    _set(user, password, must_change=True)
    record("accounts.user.password_reset", user, by=by)
    return password


def _set(user: User, password: str, *, must_change: bool) -> None:
    user.set_password(password)
    user.must_change_password, user.password_changed_at = must_change, timezone.now()
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])
