"""`titian read --accept FILE…`: read files and put their figures into the books."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from titian.accounts.commands import acting, add_by
from titian.accounts.models import User
from titian.base.commands import Command as Base
from titian.base.commands import refuse
from titian.base.errors import Refused
from titian.journal.context import through
from titian.places.actions import add_region
from titian.places.models import Region
from titian.reader.actions import Choice, accept
from titian.reader.batch import inputs
from titian.reader.intake import take_in
from titian.reader.models import KeptReading


class Command(Base):
    """All figures of a file or none; a file that cannot be read or accepted is named with the reason, the others go on (exit 2)."""

    help = "读文稿并把其中的指标入账"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="文件或文件夹")
        parser.add_argument("--accept", action="store_true", help="入账")
        parser.add_argument("--region", metavar="区域", help="入哪里的账：区划代码或全称（默认：文稿自己写的地区）")
        parser.add_argument("--disputed", action="store_true", help="同一指标在一份文稿里有不同的数时也入账，留待认定")
        parser.add_argument("--json", action="store_true", help="每个文件输出一行 JSON")
        add_by(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        by = acting(options)
        try:
            files = inputs(options["files"])
        except Refused as problem:
            raise refuse("\n".join(problem.messages)) from problem
        with through("command"):
            done = [self._one(path, by, options) for path in files]
        if not all(done):
            raise refuse(f"{done.count(False)} 个文件没有入账，原因见上")

    def _one(self, path: Path, by: User, options: dict[str, Any]) -> bool:
        try:
            reading = _taken_in(path, by)
            region = _region(options["region"], reading, by)
            figures = accept(reading, region=region, by=by, choice=Choice(disputed=options["disputed"]))
        except Refused as problem:
            self._refused(path, problem.messages, as_json=options["json"])
            return False
        if options["json"]:
            self.say_json({"file": path.name, "region": region.key, "accepted": len(figures)})
        else:
            self.say(f"{path.name}：{len(figures)} 个数入 {region} 的账")
        return True

    def _refused(self, path: Path, messages: list[str], *, as_json: bool) -> None:
        if as_json:
            self.say_json({"file": path.name, "error": "\n".join(messages)})
            return
        for message in messages:
            self.stderr.write(f"{path.name}：{message}")


def _taken_in(path: Path, by: User) -> KeptReading:
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise Refused("打不开，请核对路径和权限") from problem
    outcome = take_in(path.name, data, by=by)
    if outcome.reading is None:
        raise Refused(outcome.message)
    return outcome.reading


def _region(named: str | None, reading: KeptReading, by: User) -> Region:
    """The region asked for, else the paper's own (a neighbour is entered by name), else the installation's county."""
    if named:
        known = Region.objects.named(named)
        if known is None:
            raise Refused(f"区划里没有「{named}」，请核对代码或全称")
        return known
    text = reading.region_name or settings.TITIAN.county
    if not text:
        raise Refused("文稿没有写明地区，请用 --region 指定")
    return Region.objects.named(text) or add_region(name=text, level="county", by=by)
