"""`titian import TABLE FILE`: a sheet into a register, all rows or none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandParser

from titian.accounts.commands import acting, add_by
from titian.accounts.models import User
from titian.base.clock import today
from titian.base.commands import Command as Base
from titian.base.commands import refuse
from titian.base.errors import Refused
from titian.base.registers import Register, Work, registers
from titian.exchange import actions
from titian.exchange.models import KnownHead
from titian.exchange.permissions import can_import
from titian.exchange.preview import Plan, examine
from titian.journal.context import through

_SHOWN = 50


class Command(Base):
    help = "把表格导入登记表：先核对全部行，有一处错误就一行也不写"

    def add_arguments(self, parser: CommandParser) -> None:
        tables = " ".join(f"{name}（{register.label}）" for name, register in registers().items())
        parser.add_argument("table", metavar="登记表", help=tables)
        parser.add_argument("file", type=Path, metavar="文件", help=".xlsx、.xls 或 .csv")
        parser.add_argument("--dry-run", action="store_true", help="只核对，不写入")
        parser.add_argument(
            "--map", action="append", default=[], metavar="列名=字段", help="指定一列对应哪个字段；空字段表示不导入；可多次"
        )
        parser.add_argument("--accept-warnings", metavar="理由", default="", help="校验码不符等存疑的行予以放行，写明理由")
        parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
        add_by(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        register = _register(options["table"])
        with through("command"):
            by = acting(options)
            try:
                can_import(by, register).demand()
                mapping = _mapping(register, options["map"])
                plan, applied = _run(register, options, mapping, by)
            except (Refused, PermissionDenied) as problem:
                raise refuse("\n".join(getattr(problem, "messages", [str(problem)]))) from problem
        self._report(plan, applied=applied, as_json=options["json"])
        if plan.errors:
            raise refuse(f"{len(plan.errors)} 处错误，没有写入任何内容", code=1)

    def _report(self, plan: Plan, *, applied: bool, as_json: bool) -> None:
        if as_json:
            self.say_json(
                {
                    "rows": plan.rows,
                    "created": plan.created,
                    "updated": plan.updated,
                    "unchanged": plan.unchanged,
                    "applied": applied,
                    "errors": [issue.as_json() for issue in plan.errors],
                    "warnings": [issue.as_json() for issue in plan.warnings],
                    "notices": plan.notices,
                }
            )
            return
        for notice in plan.notices:
            self.say(f"说明：{notice}")
        for word, issues in (("提醒", plan.warnings), ("错误", plan.errors)):
            for issue in issues[:_SHOWN]:
                self.say(f"{word}：{issue.sheet} {issue.sentence}")
            if len(issues) > _SHOWN:
                self.say(f"{word}：另有 {len(issues) - _SHOWN} 处，请用 --json 查看全部")
        counted = plan.register.counted
        done = "已导入" if applied else "未写入"
        self.say(
            f"{plan.register.label}：{plan.rows} 行，新增 {plan.created} {counted}，更新 {plan.updated} {counted}，"
            f"无变化 {plan.unchanged} {counted}；{done}"
        )


def _register(name: str) -> Register[Any]:
    found = registers().get(name)
    if found is None:
        raise refuse(f"没有「{name}」这张登记表，应为 {'、'.join(registers())} 之一")
    return found


def _mapping(register: Register[Any], pairs: list[str]) -> dict[str, str]:
    """`--map 单位=name`: by the field's key or its label."""
    keys = {word: column.key for column in register.columns for word in (column.key, column.label)} | {"": ""}
    mapping: dict[str, str] = {}
    for pair in pairs:
        head, sign, field = pair.rpartition("=")
        if not sign or not head:
            raise refuse(f"--map 应写成 列名=字段，不是「{pair}」")
        if field not in keys:
            known = "、".join(f"{column.key}（{column.label}）" for column in register.columns)
            raise refuse(f"{register.label}没有「{field}」这个字段，应为 {known} 之一")
        mapping[head] = keys[field]
    return mapping


def _run(register: Register[Any], options: dict[str, Any], mapping: dict[str, str], by: User) -> tuple[Plan, bool]:
    """Examine only, or examine and write; nothing is kept of a file with errors but that it was refused."""
    path: Path = options["file"]
    if options["dry_run"]:
        work = Work(by, today(), kept={"reason": options["accept_warnings"]})
        return examine(register, path, work, {**KnownHead.mapping(register.name), **mapping}), False
    if not path.is_file():
        raise Refused(f"找不到文件 {path.name}，请核对路径")
    batch = actions.take_in(register.name, path.name, path.read_bytes(), day=today(), by=by)
    if mapping:
        batch = actions.map_heads(batch, mapping, by=by)
    plan = actions.import_at_once(batch, reason=options["accept_warnings"], by=by)
    return plan, not plan.errors
