"""`titian password`: a one-time password for somebody who cannot log in any more, given on the server itself."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from titian.accounts.actions import reset_password, unlock
from titian.accounts.commands import acting, add_by
from titian.accounts.models import Attempts, User
from titian.base.commands import Command as Base
from titian.base.commands import guarded, refuse
from titian.journal.context import through


class Command(Base):
    """The way back in for an administrator who forgot the password; who may run it already has the database."""

    help = "给忘记密码的用户（包括管理员）发一次性密码"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", metavar="登录名")
        add_by(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        with through("command"):
            guarded(lambda: self._reset(options))

    def _reset(self, options: dict[str, Any]) -> None:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise refuse(f"没有登录名为「{options['username']}」的用户")
        by = acting(options)
        password = reset_password(user, by=by)
        if Attempts.holding(user.username, timezone.now()):
            unlock(user, by=by)
        self.say(f"{user.name}（{user.role_label}）的一次性密码：{password}（只显示这一次，登录后须先修改）")
        if not user.is_active:
            self.say("注意：这个账号现在停用，启用后才能登录")
