"""`titian figures --period P`: the books of a period."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from titian.accounts.commands import acting, add_by
from titian.base.commands import Command as Base
from titian.base.commands import refuse
from titian.base.periods import Period, PeriodError
from titian.figures.board import FigureRow, figure_rows
from titian.figures.key import STATUSES
from titian.figures.models import indicators
from titian.journal.context import through
from titian.places.commands import region_named


class Command(Base):
    """Figures of one region and period: value, unit, operator, how many statements stand behind it; what is missing."""

    help = "列出某期间账上的指标"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--period", required=True, metavar="期间", help="如 2026H1、2025、2026-05")
        parser.add_argument("--region", metavar="区域", help="区划代码或全称（默认：本县）")
        parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
        add_by(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            period = Period.parse(options["period"])
        except PeriodError as problem:
            raise refuse(str(problem)) from problem
        region = region_named(options["region"])
        with through("command"):
            rows = figure_rows(user=acting(options), regions=[region], periods=[period])
        present = {row.key.indicator for row in rows}
        missing = [code for code, entry in indicators().items() if entry.scored and code not in present]
        if options["json"]:
            self.say_json(
                {"period": period.text, "region": region.key, "figures": [_json(row) for row in rows], "missing": missing}
            )
            return
        self._print(rows, f"{region} {period.label}", len(missing))

    def _print(self, rows: list[FigureRow], title: str, missing: int) -> None:
        self.say(f"{title}：账上 {len(rows)} 个指标，目录里另有 {missing} 个没有数")
        for row in rows:
            value = str(row.quantity) if row.quantity else "不一致，待认定"
            note = f"({row.key.qualifiers})" if row.key.qualifiers else ""
            self.say(f"  {row.name}{note} {STATUSES[row.key.status]} {value}  [{len(row.statements)} 处]")


def _json(row: FigureRow) -> dict[str, object]:
    """One figure as a machine reads it; `rows` counts the statements behind the value."""
    shown: dict[str, object] = {
        "code": row.key.indicator,
        "value": _number(row),
        "unit": row.unit,
        "operator": row.current.operator.value if row.current else None,
        "status": row.key.status,
        "as_of": row.current.as_of.isoformat() if row.current and row.current.as_of else None,
        "rows": len(row.statements),
        "conflict": row.contradicted,
    }
    parts = {name: getattr(row.key, name) for name in ("calibre", "level", "stage", "scope", "department")}
    return shown | {name: value for name, value in parts.items() if value}


def _number(row: FigureRow) -> int | float | None:
    if row.current is None:
        return None
    value = row.current.value
    return int(value) if value == value.to_integral_value() else float(value)
