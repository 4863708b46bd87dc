"""`titian targets import FILE`, `list`, `template`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from titian.accounts.commands import acting, add_by
from titian.base.clock import today
from titian.base.commands import Command as Base
from titian.base.commands import guarded, refuse
from titian.figures.actions import set_targets
from titian.figures.board import TargetRow, target_rows
from titian.figures.permissions import can_see_targets
from titian.figures.target_sheet import read_targets
from titian.figures.target_template import template_workbook
from titian.journal.context import through
from titian.places.commands import region_named
from titian.places.models import Region


class Command(Base):
    """Targets in from a sheet, out as a list with progress, and an empty sheet to fill in."""

    help = "导入目标表，列出目标与进度，取样表"

    def add_arguments(self, parser: CommandParser) -> None:
        commands = parser.add_subparsers(dest="verb", required=True, metavar="import|list|template")
        importing = commands.add_parser("import", help="导入目标表（.xlsx、.xls、.csv)")
        importing.add_argument("file", type=Path, metavar="文件")
        importing.add_argument("--dry-run", action="store_true", help="只检查，不写入")
        listing = commands.add_parser("list", help="列出一年的目标与进度")
        listing.add_argument("--year", type=int, help="年份（默认：统计日所在年）")
        listing.add_argument("--as-of", type=date.fromisoformat, help="统计日，如 2026-05-31（默认：今天）")
        template = commands.add_parser("template", help="写出空白目标表")
        template.add_argument("file", type=Path, metavar="文件")
        for each in (importing, listing):
            each.add_argument("--region", metavar="区域", help="区划代码或全称（默认：本局所在县区）")
            each.add_argument("--json", action="store_true", help="输出 JSON")
            add_by(each)

    def handle(self, *args: Any, **options: Any) -> None:
        with through("command"):
            guarded(lambda: getattr(self, f"_{options['verb']}")(options))

    def _import(self, options: dict[str, Any]) -> None:
        region, by = region_named(options["region"]), acting(options)
        new = read_targets(options["file"], county=region)
        if not options["dry_run"]:
            set_targets(new, region=region, by=by)
        legs = sum(len(target.legs) for target in new)
        if options["json"]:
            self.say_json({"targets": len(new), "legs": legs, "applied": not options["dry_run"]})
            return
        self.say(f"{'检查通过' if options['dry_run'] else '已导入'}：{region} {len(new)} 项目标，{legs} 个分项")

    def _list(self, options: dict[str, Any]) -> None:
        can_see_targets(acting(options)).demand()
        day = options["as_of"] or today()
        region = region_named(options["region"])
        year = options["year"] or day.year
        rows = target_rows(user=acting(options), region=region, year=year, day=day, beside=True)
        if options["json"]:
            self.say_json([_json(row) for row in rows])
            return
        self.say(f"{region} {year}年 {len(rows)} 项目标，截至 {day}")
        for row in rows:
            self.say(f"  {row.colour.label} {row.target.title} 目标 {row.target.goal} 完成 {_reached(row)}")

    def _template(self, options: dict[str, Any]) -> None:
        path: Path = options["file"]
        if path.exists():
            raise refuse(f"{path.name} 已存在，请换一个文件名")
        towns = Region.objects.filter(level="town").order_by("order", "code")
        path.write_bytes(template_workbook([town.name for town in towns]))
        self.say(f"样表已写到 {path}")


def _reached(row: TargetRow) -> str:
    """«台账 62家(41.3%)；缺数», with what differs."""
    said = [f"{leg.source} {leg.reached or '缺数'}({leg.percent}%)" if leg.percent is not None else "缺数" for leg in row.legs]
    differing = [f"（{leg.beside.told}）" for leg in row.legs if leg.beside and leg.beside.told]
    return "；".join(said) + "".join(differing)


def _json(row: TargetRow) -> dict[str, object]:
    return {
        "title": row.target.title,
        "period": row.target.period,
        "goal": row.target.goal,
        "join": row.target.join,
        "met": row.progress.met,
        "percent": float(row.percent) if row.percent is not None else None,
        "elapsed_percent": float(row.elapsed_percent),
        "colour": row.colour.value,
        "legs": [
            {
                "indicator": leg.leg.indicator,
                "goal": leg.leg.goal,
                "reached": str(leg.reached) if leg.reached else None,
                "source": "rows" if leg.known.counted else "stated" if leg.known.value is not None else None,
                "rows": leg.known.rows if leg.known.counted else None,
                "differs": leg.beside.told if leg.beside else "",
                "percent": float(leg.percent) if leg.percent is not None else None,
                "forecast": str(leg.forecast) if leg.forecast else None,
                "method": leg.forecast_method,
            }
            for leg in row.legs
        ],
    }
