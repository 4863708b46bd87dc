"""`titian export TABLE FILE`: a register, or its empty template, as a workbook that comes in again unchanged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandParser

from titian.accounts.commands import acting, add_by
from titian.base.clock import today
from titian.base.commands import Command as Base
from titian.base.commands import refuse
from titian.base.registers import registers
from titian.exchange import actions
from titian.exchange.blank import reference_lists, template
from titian.exchange.exports import exported
from titian.journal.context import through


class Command(Base):
    help = "把登记表导出为 .xlsx；--template 只要空白模板"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("table", metavar="登记表", help=" ".join(f"{name}（{one.label}）" for name, one in registers().items()))
        parser.add_argument("file", type=Path, metavar="文件", help="写到哪里，.xlsx")
        parser.add_argument("--template", action="store_true", help="空白模板：列名、下拉、填写说明")
        add_by(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        register = registers().get(options["table"])
        if register is None:
            raise refuse(f"没有「{options['table']}」这张登记表，应为 {'、'.join(registers())} 之一")
        path: Path = options["file"]
        if path.suffix.lower() != ".xlsx":
            raise refuse(f"只能写成 .xlsx，请把 {path.name} 改成 .xlsx 结尾")
        with through("command"):
            by = acting(options)
            try:
                actions.note_export(register.name, by=by)
            except PermissionDenied as problem:
                raise refuse(str(problem)) from problem
            content = template(register, reference_lists(register)) if options["template"] else exported(register, by, today())
        try:
            path.write_bytes(content)
        except OSError as problem:
            raise refuse(f"写不了 {path}（{problem.strerror}），请换一个文件夹") from problem
        self.say(f"已写入 {path}")
