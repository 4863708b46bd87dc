"""A paper's figures frozen as JSON, and what differs between two of them. Pure Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from titian.base.periods import Period
from titian.base.quantities import Operator, Quantity, plain
from titian.figures.key import TARGET, FigureKey
from titian.figures.outgoing import ROWS, STATED
from titian.reports.wording.pieces import Written
from titian.reports.wording.registers import Registers
from titian.reports.writer.annex import SourceRow
from titian.reports.writer.written import Composed, WrittenSection


@dataclass(frozen=True)
class FrozenFigure:
    """One figure of a kept version: identity, what was printed and how, the stored value then, and where it came from: `rows` of the
    registers up to `as_of` (`counted`) or a statement; `other` is what the other source said."""

    key: FigureKey
    name: str
    view: str
    printed: str
    value: Decimal
    said: Decimal
    unit: str
    operator: Operator
    period: str
    status: str
    as_of: date | None
    figure: int | None
    target: int | None
    source: str
    section: str
    high: Decimal | None = None
    is_figure: bool = True
    counted: bool = False
    rows: int = 0
    other: str = ""

    @property
    def basis(self) -> str:
        """«台账 52行», 认定, 目标."""
        return f"{ROWS} {self.rows}行" if self.counted else "目标" if self.status == TARGET else STATED

    @property
    def place(self) -> tuple[str, str]:
        """What two versions share exactly when they print the same figure in the same view."""
        return self.key.text, self.view


@dataclass(frozen=True)
class Recounted:
    """A counted figure of a kept version with what its rows say today of the same day; `now` None: they say nothing any more."""

    figure: FrozenFigure
    now: Decimal | None
    rows: int

    @property
    def changed(self) -> bool:
        return (self.now, self.rows) != (self.figure.value, self.figure.rows)

    @property
    def change(self) -> str:
        """«+2家», «行数 +1», «台账已数不出»."""
        if self.now is None:
            return "台账已数不出"
        if self.now != self.figure.value:
            return signed(self.now - self.figure.value, self.figure.unit)
        return f"行数 {signed(Decimal(self.rows - self.figure.rows), '')}"


@dataclass(frozen=True)
class Difference:
    """A figure that two versions print differently; "" when one of them does not print it."""

    name: str
    before: str
    after: str
    change: str
    section: str

    @property
    def label(self) -> str:
        return "新增" if not self.before else "删去" if not self.after else "改变"


def frozen_figures(rows: Iterable[SourceRow]) -> list[FrozenFigure]:
    return [_frozen(row) for row in rows]


def dump_figures(figures: Iterable[FrozenFigure]) -> list[dict[str, Any]]:
    """As JSON; `load_figures` gives the same values back."""
    return [_dumped(figure) for figure in figures]


def load_figures(content: Iterable[Mapping[str, Any]]) -> list[FrozenFigure]:
    return [_loaded(entry) for entry in content]


def recounted(figures: Iterable[FrozenFigure], registers: Registers) -> list[Recounted | None]:
    """Every figure counted anew as of its own day; None for what was not counted."""
    found: list[Recounted | None] = []
    for figure in figures:
        tally = registers.tally(figure.key, figure.as_of) if figure.counted and figure.as_of else None
        found.append(Recounted(figure, tally.value if tally else None, tally.rows if tally else 0) if figure.counted else None)
    return found


def signed(change: Decimal, unit: str) -> str:
    return f"{'+' if change > 0 else '-'}{Quantity(abs(change), unit)}"


def differences(before: Sequence[FrozenFigure], after: Sequence[FrozenFigure]) -> list[Difference]:
    """What the later version prints differently, in its reading order; what it leaves out comes last."""
    old = {figure.place: figure for figure in before}
    new = {figure.place: figure for figure in after}
    changed = [_difference(old.get(place), figure) for place, figure in new.items()]
    gone = [_difference(figure, None) for place, figure in old.items() if place not in new]
    return [entry for entry in (*changed, *gone) if entry is not None]


def section_stamp(section: WrittenSection) -> dict[str, str]:
    """The figures a section prints, as they are reviewed: identity and view → stored value. Compared to see whether one changed since."""
    return {f"{written.key.text}|{written.view}": _said(written) for written in section.written}


def changed_since(stamp: Mapping[str, str], section: WrittenSection | None) -> list[str]:
    """Identities whose value is no longer the reviewed one, or that were added or dropped."""
    now = section_stamp(section) if section else {}
    return sorted(place for place in {*stamp, *now} if stamp.get(place) != now.get(place))


def stamps(composed: Composed) -> dict[str, dict[str, str]]:
    return {section.key: section_stamp(section) for section in composed.every}


def _difference(old: FrozenFigure | None, new: FrozenFigure | None) -> Difference | None:
    figure = new or old
    assert figure is not None
    if old and new and (old.value, old.operator, old.high) == (new.value, new.operator, new.high):
        return None
    change = ""
    if old and new and old.value != new.value:
        change = signed(new.value - old.value, new.unit)
    return Difference(figure.name, old.printed if old else "", new.printed if new else "", change, figure.section)


def _said(written: Written) -> str:
    high = f"—{plain(written.high)}" if written.high is not None else ""
    return f"{written.operator}:{plain(written.value)}{high}"


def _frozen(row: SourceRow) -> FrozenFigure:
    written = row.written
    return FrozenFigure(
        key=written.key,
        name=row.name,
        view=written.view.value,
        printed=written.printed,
        value=written.value,
        said=written.said,
        unit=written.unit,
        operator=written.operator,
        period=written.period,
        status=written.status,
        as_of=written.as_of,
        figure=written.figure,
        target=written.target,
        source=row.source,
        section=row.section,
        high=written.high,
        is_figure=written.is_figure,
        counted=written.counted,
        rows=written.rows,
        other=row.other,
    )


def _dumped(figure: FrozenFigure) -> dict[str, Any]:
    key = {
        name: getattr(figure.key, name)
        for name in ("indicator", "region", "status", "calibre", "level", "stage", "scope", "department")
    }
    return {
        **vars(figure),
        "key": {**key, "period": figure.key.period.text},
        "value": plain(figure.value),
        "said": plain(figure.said),
        "high": None if figure.high is None else plain(figure.high),
        "operator": figure.operator.value,
        "as_of": figure.as_of.isoformat() if figure.as_of else None,
    }


def _loaded(entry: Mapping[str, Any]) -> FrozenFigure:
    key = dict(entry["key"])
    return FrozenFigure(
        **{
            **entry,
            "key": FigureKey(**{**key, "period": Period(key["period"])}),
            "value": Decimal(entry["value"]),
            "said": Decimal(entry["said"]),
            "high": None if entry["high"] is None else Decimal(entry["high"]),
            "operator": Operator(entry["operator"]),
            "as_of": date.fromisoformat(entry["as_of"]) if entry["as_of"] else None,
        }
    )


__all__ = [
    "Difference",
    "FrozenFigure",
    "Recounted",
    "changed_since",
    "differences",
    "dump_figures",
    "frozen_figures",
    "load_figures",
    "recounted",
    "section_stamp",
    "stamps",
]
