"""`titian files verify` recomputes the checksum of every stored file."""

from __future__ import annotations

from typing import Any

from django.core.management import CommandParser

from titian.base.commands import Command as BaseCommand
from titian.base.commands import refuse
from titian.files.actions import verify
from titian.files.models import StoredFile


class Command(BaseCommand):
    help = "核验上传文件：重算校验值，找出丢失、改动和多余的内容（0 完好，1 有问题）"

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="verify")
        verbs.add_parser("verify", help="重算每个文件的校验值").add_argument(
            "--json", action="store_true", help="输出一个 JSON 对象"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found, count = list(verify()), StoredFile.objects.count()
        if options["json"]:
            self.say_json({"files": count, "damaged": [damage.__dict__ for damage in found]})
        for damage in () if options["json"] else found:
            self.say(f"{damage.sha256[:12]}  {damage.reason}  {'、'.join(damage.names)}".rstrip())
        if found:
            raise refuse(f"{len(found)} 处有问题", code=1)
        if not options["json"]:
            self.say(f"{count} 个文件完好")
