"""`titian figures --period P`: the books of a period, counted from rows where the registers know them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.management.base import CommandParser

from titian.accounts.commands import acting, add_by
from titian.base.clock import today
from titian.base.commands import Command as Base
from titian.base.commands import refuse
from titian.base.periods import Period, PeriodError
from titian.base.quantities import Operator, show
from titian.figures.board import FigureRow, figure_rows
from titian.figures.computed import Beside, RowBooks, compared
from titian.figures.key import STATUSES
from titian.figures.models import indicators
from titian.journal.context import through
from titian.places.commands import region_named


class Command(Base):
    """Figures of one region and period: what rows count, beside it what is stated, and what is missing with the reason."""

    help = "列出某期间的指标：台账数、账上数、缺的数"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--period", required=True, metavar="期间", help="如 2026H1、2025、2026-05")
        parser.add_argument("--as-of", metavar="日期", help="数到哪一天，如 2026-05-31；期间已过完的数到最后一天（默认：今天）")
        parser.add_argument("--region", metavar="区域", help="区划代码或全称（默认：本局所在县区）")
        parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
        add_by(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        period, day = _period(options["period"]), _day(options["as_of"])
        region = region_named(options["region"])
        with through("command"):
            user = acting(options)
            stated = figure_rows(user=user, regions=[region], periods=[period])
            counted = RowBooks(user=user, day=day).all(region=region, period=period)
        known = indicators()
        current = {row.key: row.current for row in stated}
        found = compared(counted, region=region, known=known, current=current)
        told = [entry for entry in found if entry.counted.value is not None]
        of_rows = {entry.key for entry in told}
        figures = [_counted_json(entry, stated) for entry in told] + [_stated_json(row) for row in stated if row.key not in of_rows]
        present = {str(entry["code"]) for entry in figures}
        why = {entry.key.indicator: entry.counted.why for entry in found if entry.key.indicator not in present}
        missing = [code for code, entry in known.items() if (entry.scored or code in why) and code not in present]
        order = {code: place for place, code in enumerate(known)}
        figures.sort(key=lambda entry: order.get(str(entry["code"]), len(order)))
        if options["json"]:
            self.say_json(
                {"period": period.text, "region": region.key, "figures": figures, "missing": missing, "reasons": why},
            )
            return
        names = {code: entry.name for code, entry in known.items()}
        self._print(figures, names, f"{region} {period.label}", len(missing))

    def _print(self, figures: list[dict[str, Any]], names: Mapping[str, str], title: str, missing: int) -> None:
        self.say(f"{title}：有 {len(figures)} 个指标，目录里另有 {missing} 个没有数")
        for row in figures:
            self.say(f"  {names.get(row['code'], row['code'])}{_qualifiers(row)} {STATUSES[row['status']]} {_printed(row)}")


def _period(text: str) -> Period:
    try:
        return Period.parse(text)
    except PeriodError as problem:
        raise refuse(str(problem)) from problem


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else today()
    except ValueError as problem:
        raise refuse(f"「{text}」不是日期，请写成如 2026-05-31") from problem


def _counted_json(entry: Beside, stated: list[FigureRow]) -> dict[str, object]:
    """A figure counted from rows; `rows` is how many, `pending` how many cannot count yet, `stated` what the books say beside it."""
    row = next((row for row in stated if row.key == entry.key), None)
    shown: dict[str, object] = {
        "code": entry.key.indicator,
        "value": _number(entry.counted.value),
        "unit": entry.entry.unit,
        "operator": Operator.EXACT.value,
        "status": entry.key.status,
        "as_of": entry.counted.day.isoformat(),
        "rows": entry.counted.rows,
        "conflict": bool(row and row.contradicted),
        "origin": "rows",
    }
    if entry.key.calibre:
        shown["calibre"] = entry.key.calibre
    if entry.counted.pending:
        shown["pending"] = entry.counted.pending
    if entry.stated:
        shown |= {"stated": _number(entry.stated.value), "difference": _number(entry.difference), "agrees": entry.agrees}
        shown |= {"stated_operator": entry.stated.operator.value, "stated_calibre": entry.stated.key.calibre}
        shown["stated_as_of"] = entry.stated.as_of.isoformat() if entry.stated.as_of else None
    return shown


def _stated_json(row: FigureRow) -> dict[str, object]:
    """A figure only the books know; `rows` counts the statements behind the value."""
    shown: dict[str, object] = {
        "code": row.key.indicator,
        "value": _number(row.current.value) if row.current else None,
        "unit": row.unit,
        "operator": row.current.operator.value if row.current else None,
        "status": row.key.status,
        "as_of": row.current.as_of.isoformat() if row.current and row.current.as_of else None,
        "rows": len(row.statements),
        "conflict": row.contradicted,
        "origin": "stated",
    }
    parts = {name: getattr(row.key, name) for name in ("calibre", "level", "stage", "scope", "department")}
    return shown | {name: value for name, value in parts.items() if value}


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _qualifiers(row: Mapping[str, Any]) -> str:
    said = [row[name] for name in ("calibre", "level", "stage", "scope", "department") if name in row]
    return f"({'；'.join(said)})" if said else ""


def _printed(row: Mapping[str, Any]) -> str:
    """«31家  [台账 33 行]，账上 34家，相差 -3家»."""
    if row["value"] is None:
        return f"不一致，待认定  [{row['rows']} 处]"
    value = show(Decimal(str(row["value"])), row["unit"], row["operator"])
    if row["origin"] == "stated":
        return f"{value}  [账上 {row['rows']} 处]"
    beside = ""
    if "stated" in row:
        said = show(Decimal(str(row["stated"])), row["unit"], row["stated_operator"])
        beside = f"，账上 {said}，" + ("一致" if row["agrees"] else f"相差 {show(Decimal(str(row['difference'])), row['unit'])}")
    return f"{value}  [台账 {row['rows']} 行]{beside}"
