"""`titian journal verify` walks the whole chain and names the first broken row."""

from __future__ import annotations

from typing import Any

from django.core.management import CommandParser

from titian.base.commands import Command as BaseCommand
from titian.base.commands import refuse
from titian.journal.actions import verify
from titian.journal.models import Entry


class Command(BaseCommand):
    help = "核验操作日志：逐条重算校验值，指出第一处被改动、删除或插入的记录（0 完好，1 有问题）"

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="verify")
        verbs.add_parser("verify", help="核验整条日志链").add_argument("--json", action="store_true", help="输出一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        broken, count = verify(), Entry.objects.count()
        if options["json"]:
            at = {"sequence": broken.sequence, "reason": broken.reason} if broken else None
            self.say_json({"intact": broken is None, "entries": count, "first_break": at})
        if broken:
            raise refuse(f"操作日志有问题：{broken.reason}；此前各条完好，请保留现场并告诉安全审计员", code=1)
        if not options["json"]:
            self.say(f"操作日志完好，共 {count} 条")
