"""Tables recomputed row by row: 完成率 against target and result, growth and 增减 against two years, a ledger's cells of several numbers.

A column is called wrong in a row only when the same reckoning comes out in the other rows; otherwise it is reckoned in another way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from titian.base.quantities import plain, rounded
from titian.reader.checks.grid import Grid, Row, grids_of
from titian.reader.checks.passage import Part, Passage, shown
from titian.reader.checks.totals import totals
from titian.reader.quantities.flat import flat as flattened
from titian.reader.quantities.tables import Cell
from titian.reader.values import FoundCheck

_HUNDRED, _HALF = Decimal(100), Decimal("0.5")
_RATE = re.compile(r"(?<![\d.])-?\d+(?:\.(?P<fraction>\d+))?%?")
_RATES_ONLY = re.compile(r"[\d.%、,;/ —-]+")


@dataclass(frozen=True)
class _Rate:
    """A percentage of a cell, with or without its sign."""

    offset: int
    printed: str
    value: Decimal
    slack: Decimal


_Reckoning = Callable[[Part, Part], Decimal]


@dataclass(frozen=True)
class _Claim:
    """A printed percentage and the two numbers it follows from."""

    rate: _Rate
    one: Part
    other: Part
    reckon: _Reckoning

    def fits(self) -> bool:
        """Within the rounding of the printed result and of values printed with decimals."""
        one, other = self.one, self.other
        relative = (_decimals(one) / abs(one.value) if one.value else Decimal(0)) + _decimals(other) / abs(other.value)
        actual = self.reckon(one, other)
        return abs(actual - self.rate.value) <= self.rate.slack + (abs(actual) + _HUNDRED) * relative


def grids(passage: Passage) -> Iterator[FoundCheck]:
    """Checks of every table that has titles."""
    for grid in grids_of(passage):
        yield from _rates(grid, passage)
        yield from _growths(grid, passage)
        yield from _changes(grid, passage)
        yield from totals(grid, passage)


def _rates(grid: Grid, passage: Passage) -> Iterator[FoundCheck]:
    """完成 / 目标 = 完成率, one pair a row or several."""
    words = passage.words
    rate = grid.column(words["rate_columns"])
    target = grid.column(words["target_columns"], but=[*words["rate_columns"], *words["actual_columns"]])
    actual = grid.column(words["actual_columns"], but=words["rate_columns"])
    if target is None or actual is None or rate is None:
        return
    claims = [claim for row in grid.rows for claim in _row_claims(row, rate, actual, target)]
    yield from _verified(claims, "ratio", "完成率")


def _row_claims(row: Row, rate: int, actual: int, target: int) -> Iterator[_Claim]:
    """The rates of one row with what each is to be held against."""
    printed = _rates_in(row.cells[rate]) if len(row.cells) > max(rate, actual, target) else []
    wholes = [part for part in row.inside.get(target, ()) if part.value and not part.is_rate]
    done = [part for part in row.inside.get(actual, ()) if not part.is_rate]
    noted = not _RATES_ONLY.fullmatch(row.cells[rate].text) if printed else False
    for at, one in enumerate(printed):
        claims = [_Claim(one, part, whole, _quotient) for whole in wholes for part in done if part.unit == whole.unit]
        fitting = next((claim for claim in claims if one.value and claim.fits()), None)
        whole = wholes[at] if len(printed) == len(wholes) or (at == 0 and len(printed) == 1 and wholes) else None
        alike = _named_alike([claim for claim in claims if claim.other is whole])
        if fitting is not None:
            yield fitting
        elif len(alike) == 1 and one.value and not noted and alike[0].one.exact:
            yield alike[0]


def _capped(claim: _Claim) -> bool:
    """Some offices write no more than 100% for what was overfulfilled."""
    return claim.rate.value == _HUNDRED and claim.one.value > claim.other.value


def _named_alike(claims: list[_Claim]) -> list[_Claim]:
    """Of several results for one target the one of its name (入库200家 → 入库165家,公示23家)."""
    named = [claim for claim in claims if claim.other.label[-2:] and claim.other.label[-2:] in claim.one.label]
    return named if len(claims) > 1 and len(named) == 1 else claims


def _rates_in(cell: Cell) -> list[_Rate]:
    found = []
    for match in _RATE.finditer(cell.text):
        slack = _HALF.scaleb(-len(match["fraction"] or ""))
        found.append(_Rate(cell.start + match.start(), match.group(), Decimal(match.group().rstrip("%")), slack))
    return found


def _growths(grid: Grid, passage: Passage) -> Iterator[FoundCheck]:
    """本期 / 上期 - 1 = 增长."""
    growth, years = grid.column(passage.words["growth_columns"]), _two_years(grid, passage)
    if growth is None or years is None:
        return
    later, earlier = years
    rows = [row.parts for row in grid.rows if {growth, later, earlier} <= set(row.parts)]
    usable = [row for row in rows if row[growth].unit == "%" and row[later].unit == row[earlier].unit and row[earlier].value]
    claims = [_Claim(_as_rate(row[growth]), row[later], row[earlier], _increase) for row in usable]
    yield from _verified(claims, "growth", "增幅")


def _two_years(grid: Grid, passage: Passage) -> tuple[int, int] | None:
    """The columns of this year and the year before."""
    words = passage.words
    later, earlier = grid.column(words["later_columns"], but=words["earlier_columns"]), grid.column(words["earlier_columns"])
    years = grid.years()
    if later is None and earlier is None and len(years) == 2 and abs(min(years.values()) - max(years.values())) == 1:
        return max(years, key=lambda at: years[at]), min(years, key=lambda at: years[at])
    return None if later is None or earlier is None or later == earlier else (later, earlier)


def _changes(grid: Grid, passage: Passage) -> Iterator[FoundCheck]:
    """本期 - 上期 = 增减."""
    change, years = grid.column(passage.words["change_columns"]), _two_years(grid, passage)
    if change is None or years is None or change in years:
        return
    rows = [tuple(row.parts[at] for at in (change, *years)) for row in grid.rows if {change, *years} <= set(row.parts)]
    usable = [row for row in rows if len({part.unit for part in row}) == 1 and not row[0].is_rate]
    fits = [abs(new.value - old.value - result.value) <= new.slack + old.slack + result.slack for result, new, old in usable]
    sure = fits.count(True) > max(1, fits.count(False))
    for (result, new, old), fit in zip(usable, fits, strict=True):
        offsets = (result.offset, new.offset, old.offset)
        if fit:
            yield FoundCheck("difference", True, offsets, f"{new.printed}-{old.printed}与表中{result.printed}一致")
        else:
            message = (
                f"表中增减写为{result.printed}，{new.printed}与{old.printed}相差{shown(new.value - old.value, result)}，请核对"
            )
            yield FoundCheck("difference", False if sure else None, offsets, message)


def _as_rate(part: Part) -> _Rate:
    return _Rate(part.offset, part.printed, part.value, part.slack)


def _quotient(actual: Part, target: Part) -> Decimal:
    return actual.value / target.value * _HUNDRED


def _increase(later: Part, earlier: Part) -> Decimal:
    return (later.value / earlier.value - 1) * _HUNDRED


def _verified(claims: Sequence[_Claim], kind: str, word: str) -> Iterator[FoundCheck]:
    """One check a claim; one that fails is wrong when at least two others, and most, come out."""
    verdicts = [claim.fits() for claim in claims]
    sure = verdicts.count(True) > max(1, verdicts.count(False))
    for claim, fits in zip(claims, verdicts, strict=True):
        result, one, other = claim.rate, claim.one, claim.other
        offsets = (result.offset, one.offset, other.offset)
        if fits:
            yield FoundCheck(kind, True, offsets, f"由{one.printed}与{other.printed}算得的{word}与表中{result.printed}一致")
        else:
            actual = plain(rounded(claim.reckon(one, other), 2))
            message = f"表中{word}写为{result.printed}，由{one.printed}与{other.printed}算得{actual}%，请核对"
            yield FoundCheck(kind, False if sure and not _capped(claim) else None, offsets, message)


def _decimals(part: Part) -> Decimal:
    return part.slack if "." in flattened(part.printed) else Decimal(0)
