"""For whom a command acts: `--by LOGIN`, else the first administrator."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from titian.accounts.models import User
from titian.base.commands import refuse


def add_by(parser: CommandParser) -> None:
    parser.add_argument("--by", metavar="登录名", help="以谁的名义办理（默认：第一位系统管理员）")


def acting(options: dict[str, Any]) -> User:
    """The user a command acts for. Raises CommandError when there is none."""
    if options.get("by"):
        user = User.objects.filter(username=options["by"], is_active=True).first()
        if user is None:
            raise refuse(f"没有登录名为「{options['by']}」的用户")
        return user
    first = User.objects.first_administrator()
    if first is None:
        raise refuse("这个安装还没有系统管理员，请先运行 titian init")
    return first
