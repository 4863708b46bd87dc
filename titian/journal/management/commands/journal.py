"""`titian journal verify` walks the whole chain and names the first broken row; `--noted` holds it against hashes kept outside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.core.management import CommandParser

from titian.base.commands import Command as BaseCommand
from titian.base.commands import refuse
from titian.journal.actions import contains, verify
from titian.journal.models import Entry, Head

_NOTED = re.compile(r"(\d{1,18}):([0-9a-fA-F]{16,64})")


class Command(BaseCommand):
    help = "核验操作日志：逐条重算校验值，指出第一处被改动、删除或插入的记录（0 完好，1 有问题）"

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="verify")
        walk = verbs.add_parser("verify", help="核验整条日志链，并给出可以抄存的末条校验值")
        walk.add_argument(
            "--noted",
            action="append",
            default=[],
            metavar="序号:校验值",
            help="以前抄存的一条，可写多次；链被整个重造时只有它能看出来",
        )
        walk.add_argument("--json", action="store_true", help="输出一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        missing = _missing(options["noted"])
        broken, head = verify(), Head.objects.first() or Head()
        if options["json"]:
            at = {"sequence": broken.sequence, "reason": broken.reason} if broken else None
            last = {"sequence": head.count, "hash": head.hash}
            intact = broken is None and not missing
            self.say_json(
                {"intact": intact, "entries": Entry.objects.count(), "first_break": at, "last": last, "noted_missing": missing}
            )
        if broken:
            raise refuse(f"操作日志有问题：{broken.reason}；此前各条完好，请保留现场并告诉安全审计员", code=1)
        if missing:
            raise refuse(f"操作日志不是原来那一条链：抄存的 {'、'.join(missing)} 已不在其中，请保留现场并告诉安全审计员", code=1)
        if not options["json"]:
            self.say(f"操作日志完好，共 {head.count} 条。请把末条抄存在系统之外，以后用 --noted 核对：{head.count}:{head.hash}")


def _missing(noted: Sequence[str]) -> list[str]:
    """Those of the noted rows that the chain no longer has. Raises CommandError for one that is not written as expected."""
    read = [(text, _NOTED.fullmatch(text)) for text in noted]
    if wrong := [text for text, match in read if match is None]:
        raise refuse(f"--noted {wrong[0]} 应写成 序号:校验值（至少 16 位），即上次核验时给出的那一串")
    return [text for text, match in read if match and not contains(int(match[1]), match[2])]
