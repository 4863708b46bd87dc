"""`titian backup FILE`: the whole installation in one file, while the pages run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import CommandParser

from titian.accounts.commands import acting, add_by
from titian.base.commands import Command as Base
from titian.base.commands import guarded, refuse
from titian.home.actions import note_backup
from titian.home.backup.writing import BackedUp, back_up
from titian.journal.context import through


class Command(Base):
    help = "备份：全部数据、上传文件和设置存成一个文件（0 完成，1 已备份但安装本身有问题，2 没有备份成）"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="文件", help="备份写到哪里，如 /备份盘/梯田-20260531.zip")
        add_by(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        with through("command"):
            guarded(lambda: self._back_up(options))

    def _back_up(self, options: dict[str, Any]) -> None:
        by = acting(options)
        done = back_up(options["file"].absolute())
        note_backup(done.manifest, file=done.path.name, by=by)
        self._report(done)

    def _report(self, done: BackedUp) -> None:
        manifest = done.manifest
        size = done.path.stat().st_size / 1_000_000
        self.say(f"已备份到 {done.path}：{manifest.rows} 行，{manifest.uploads} 个文件，{size:.1f} MB")
        if done.warnings:
            raise refuse("备份已写好，但这个安装有 " + f"{len(done.warnings)} 处问题：\n" + "\n".join(done.warnings), code=1)
