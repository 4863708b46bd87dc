"""`titian demo`: the main job on the demonstration county, end to end."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandParser

from titian.accounts.models import User
from titian.base.commands import Command as Base
from titian.base.commands import guarded, refuse
from titian.base.database import make_private
from titian.base.installation import DEFAULT_URL, dump, make_folders
from titian.base.secrets import secret_key
from titian.demo.build import AS_OF, build, demo_installation, is_built
from titian.demo.story import tell
from titian.journal.context import through

REPORT = "示范县科技局2026年上半年总结（核对稿）.docx"


class Command(Base):
    """Reads the sample reports, prints figures, failing checks and progress, writes the half-year report, says where everything lies."""

    help = "建立示范县演示并走一遍主要工作"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fresh", action="store_true", help="清空演示安装，重新建立")

    def handle(self, *args: Any, **options: Any) -> None:
        with through("command"):
            guarded(lambda: self._demo(fresh=options["fresh"]))

    def _demo(self, *, fresh: bool) -> None:
        home: Path = settings.TITIAN.home
        _demand_demo(home)
        if fresh:
            _clear(home)
        _prepare(home)
        call_command("migrate", verbosity=0, interactive=False)
        if not is_built() and User.objects.exists():
            raise refuse("这个数据库里已有别的用户，演示不会动它；请用 DATABASE_URL 另指一个空库，或不设而用 SQLite")
        if is_built():
            self.say(f"演示安装已在 {home}（重新建立：titian demo --fresh）")
        else:
            build(self.say)
        tell(self.say, papers=home / "demo")
        report = home / "demo" / REPORT
        call_command("report", "half-year", period="2026H1", as_of=AS_OF, edition="check", out=report, stdout=self.stdout)
        self._close(home, report)

    def _close(self, home: Path, report: Path) -> None:
        self.say("")
        self.say("都在这里：")
        self.say(f"  示例文稿与目标表  {home / 'demo'}")
        self.say(f"  写好的半年总结    {report}")
        self.say(f"  账（数据库）      {home / 'titian.sqlite3'}")
        self.say("接着看：make serve，在浏览器打开所示网址，用登录页上的演示账号登录。")
        self.say("读自己的文稿：.venv/bin/titian read 文件…")


def _demand_demo(home: Path) -> None:
    """Never touch a working installation."""
    path = home / "titian.toml"
    if path.exists() and not settings.TITIAN.demo:
        raise refuse(f"{home} 是一个正式安装，演示不会动它；请用 TITIAN_HOME 另指一个文件夹")


def _prepare(home: Path) -> None:
    installation = demo_installation(home, settings.TITIAN.url or DEFAULT_URL)
    make_folders(installation)
    make_private(settings.DATABASES["default"])
    secret_key(home)
    (home / "titian.toml").write_text(dump(installation), "utf-8")
    settings.TITIAN = installation


def _clear(home: Path) -> None:
    """Remove what the demonstration made; only ever called on a demonstration."""
    for name in ("files", "papers", "demo"):
        shutil.rmtree(home / name, ignore_errors=True)
    for path in home.glob("titian.sqlite3*"):
        path.unlink()
