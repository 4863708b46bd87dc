"""`titian init`: a new, empty installation, or an existing one brought up to this version."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandParser

from titian.accounts.actions import appoint_first_administrator
from titian.accounts.models import User
from titian.base.commands import Command as Base
from titian.base.commands import guarded, refuse
from titian.base.database import make_private
from titian.base.installation import Installation, dump, make_folders
from titian.base.secrets import secret_key
from titian.journal.context import through
from titian.places.actions import add_region


class Command(Base):
    """Database, folders, settings, the county and its towns, and an administrator whose first password is printed once."""

    help = "建立或升级安装：数据库、文件夹、设置、首位系统管理员"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--county", metavar="县区名", help="如 示范县；只在新建时用")
        parser.add_argument("--code", metavar="区划代码", help="六位 GB/T 2260 代码；可以以后补")
        parser.add_argument("--bureau", metavar="单位名", help="印在文稿上的名称（默认：县区名+科技局）")
        parser.add_argument("--towns", type=Path, metavar="文件", help="乡镇名单，一行一个")

    def handle(self, *args: Any, **options: Any) -> None:
        with through("command"):
            guarded(lambda: self._init(options))

    def _init(self, options: dict[str, Any]) -> None:
        towns = _towns(options["towns"])
        prepare(settings.TITIAN, county=options["county"] or "", code=options["code"] or "", bureau=options["bureau"] or "")
        call_command("migrate", verbosity=0, interactive=False)
        administrator, password = self._administrator()
        if options["county"]:
            county = add_region(name=options["county"], level="county", code=options["code"], by=administrator)
            for order, name in enumerate(towns):
                add_region(name=name, level="town", parent=county, order=order, by=administrator)
            self.say(f"区划：{county}，{len(towns)} 个乡镇街道")
        if password:
            self.say(f"系统管理员 admin 的初始密码：{password}（只显示这一次，请登录后立即修改）")
        self.say(f"安装就绪：{settings.TITIAN.home}")

    def _administrator(self) -> tuple[User, str]:
        known = User.objects.first_administrator()
        if known:
            return known, ""
        password = secrets.token_urlsafe(9)
        return appoint_first_administrator(username="admin", name="系统管理员", password=password), password


def prepare(installation: Installation, *, county: str = "", code: str = "", bureau: str = "") -> None:
    """Folders, the signing key and `titian.toml`; what exists stays as it is."""
    make_folders(installation)
    make_private(settings.DATABASES["default"])
    secret_key(installation.home)
    path = installation.home / "titian.toml"
    if not path.exists():
        named = Installation(installation.home, bureau=bureau or f"{county}科技局", county=county, region=code)
        path.write_text(dump(named), "utf-8")


def _towns(path: Path | None) -> list[str]:
    if path is None:
        return []
    try:
        return [line.strip() for line in path.read_text("utf-8-sig").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as problem:
        raise refuse(f"乡镇名单 {path.name} 读不了，请用 UTF-8 文本，一行一个乡镇") from problem
