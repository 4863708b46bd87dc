"""What the books draw: a figure over its periods, targets against time, one indicator over regions."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from titian.accounts.models import User
from titian.base import charts
from titian.base.periods import Period
from titian.base.quantities import Operator, exactly, rounded
from titian.figures.board import LegRow, TargetRow
from titian.figures.books import Books
from titian.figures.models import Figure
from titian.figures.neighbours import Comparison
from titian.figures.progress import Colour
from titian.places.models import Region

STATES: dict[Colour, charts.State] = {
    Colour.GREEN: "green",
    Colour.YELLOW: "yellow",
    Colour.RED: "red",
    Colour.GREY: "unknown",
}


def history_chart(*, user: User, figure: Figure) -> charts.Chart | None:
    """The same figure over every period of the same kind (years with years, halves with halves); None with fewer than two."""
    books, kind = Books.open(user=user, region_ids=[figure.region_id]), Period(figure.period).kind
    keys = sorted(
        (key for key in books.by_key if key == figure.key.at(key.period) and key.period.kind == kind), key=lambda key: key.period
    )
    known = [(key.period, found.value) for key in keys if (found := books.value(key))]
    if len(known) < 2:
        return None
    labels = [period.label.removesuffix("年") if kind == "year" else period.label for period, _ in known]
    entry = figure.entry
    return charts.history(
        entry.name,
        labels,
        charts.Series.of(entry.name, entry.unit, [value for _, value in known]),
        period=f"{known[0][0].label}至{known[-1][0].label}",
        source="本局账上数",
    )


def progress_chart(rows: Sequence[TargetRow]) -> charts.Chart:
    """Every leg of the board against its target, with the time that is over."""
    goals = [_goal(row, leg) for row in rows for leg in row.legs]
    first = rows[0]
    return charts.progress(
        "目标完成率", goals, period=first.target.period_label, source="本局台账、账上数", elapsed=first.progress.elapsed
    )


def comparison_chart(row: Comparison, regions: Sequence[Region], period: Period, per: str) -> charts.Chart:
    """One indicator over regions; regions without it leave a gap."""
    values: list[Decimal | None] = [None if cell is None else cell.relative if per else cell.quantity.value for cell in row.cells]
    stated = [cell.quantity.operator for cell in row.cells if cell]
    note = "" if all(operator == Operator.EXACT for operator in stated) else "；「余」「以上」按所列数画"
    series = (
        charts.Series(row.name, f"{row.unit}/{per}" if per else "", values) if per else charts.Series.of(row.name, row.unit, values)
    )
    return charts.bar(
        f"{row.label}：各地对比", [region.name for region in regions], series, period=period.label, source=f"各地公开材料{note}"
    )


def _goal(row: TargetRow, leg: LegRow) -> charts.Goal:
    """Value and target in one printed unit, the one the target is written in."""
    unit = leg.reached.unit if leg.reached else leg.leg.unit
    target, printed = exactly(leg.asked.low, unit)
    scale = leg.asked.low / target if target else Decimal(1)
    return charts.Goal(
        label=row.target.title if len(row.legs) == 1 else f"{row.target.title}·{leg.leg.name}",
        value=rounded(leg.reached.value / scale, 2) if leg.reached else None,
        target=rounded(target, 4),
        unit=printed,
        completion=leg.share,
        state=STATES[row.colour],
    )
