"""`titian restore FILE`: an installation from its backup, all of it or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import CommandParser

from titian.base.commands import Command as Base
from titian.base.commands import guarded
from titian.home.backup.archive import Archive, Manifest
from titian.home.backup.restoring import restore
from titian.journal.context import through


class Command(Base):
    help = "从备份恢复：全部数据、上传文件和设置；要么全部恢复，要么不变"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="文件", help="titian backup 写的文件")
        parser.add_argument("--replace", action="store_true", help="替换已有数据的安装；没有成功时原来的不变")
        parser.add_argument("--check", action="store_true", help="只核对备份文件是否完好，不恢复")

    def handle(self, *args: Any, **options: Any) -> None:
        with through("command"):
            guarded(lambda: self._restore(options))

    def _restore(self, options: dict[str, Any]) -> None:
        if options["check"]:
            with Archive(options["file"]) as archive:
                archive.check()
                self.say("备份文件完好：" + _about(archive.manifest))
            return
        manifest = restore(options["file"], replace=options["replace"])
        self.say("已恢复：" + _about(manifest))
        self.say("操作日志已核验。所有人请重新登录")


def _about(manifest: Manifest) -> str:
    made = manifest.made_at[:16].replace("T", " ")
    return f"{manifest.bureau} {made} 的备份，{manifest.rows} 行，{manifest.uploads} 个文件"
