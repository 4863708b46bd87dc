"""What a clause shows of itself on a record: value, threshold and gap, as JSON states them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from titian.policies.engine.nodes import Compare, Fact, Number, Operator, Ratio, Share
from titian.policies.engine.programme import Clause, Interval, Several, Words, Worst
from titian.policies.engine.units import POINT, SHARE_SCALE, Unit, json_number, json_share
from titian.policies.engine.verdict import FactRecord, Verdict


def shown(clause: Clause, record: FactRecord, verdict: Verdict) -> tuple[Any, Any, Any]:
    """Value, threshold, gap."""
    match clause.shows:
        case Compare():
            return _compared(clause.shows, clause.unit, record, verdict)
        case Interval():
            return _scored(clause.shows, record, verdict)
        case Worst(of):
            return _compared(_worst(of, record), clause.unit, record, verdict)
        case Several(parts):
            found = {key: _compared(one, unit, record, verdict) for key, one, unit in parts}
            return {key: one[0] for key, one in found.items()}, {key: one[1] for key, one in found.items()}, None
        case Words(key):
            return record.words.get(key), None, None
        case None:
            return {Verdict.MET: True, Verdict.NOT_MET: False, Verdict.UNKNOWN: None}[verdict], None, None


def _worst(of: Sequence[Compare], record: FactRecord) -> Compare:
    """The first that fails, else the first that is unknown, else the first."""
    held = [one.holds(record.values) for one in of]
    return of[held.index(False) if False in held else held.index(None) if None in held else 0]


def _compared(shown: Compare, unit: Unit, record: FactRecord, verdict: Verdict) -> tuple[Any, Any, Any]:
    holds = shown.holds(record.values)
    found = _ratio(shown, holds, record) if isinstance(shown.left, Ratio) else _number(shown, unit, record)
    value, threshold, gap = found
    if verdict is Verdict.MET:
        return value, threshold, 0
    return value, threshold, gap if verdict is Verdict.NOT_MET and holds is False else None


def _ratio(shown: Compare, holds: bool | None, record: FactRecord) -> tuple[Any, Any, Any]:
    """A ratio that falls short is never printed as large as its threshold, one above a limit never as small."""
    assert isinstance(shown.left, Ratio)
    assert isinstance(shown.right, Share)
    both, share = shown.left.both(record.values), shown.right.numerator.value(record.values)
    limit = None if share is None else Fraction(share, shown.right.denominator)
    value = None if both is None else Fraction(*both)
    if value is None or limit is None:
        return None if value is None else json_share(value), None if limit is None else json_share(limit), None
    return _share(value, limit, shown.operator, holds)


def _share(value: Fraction, limit: Fraction, word: Operator, holds: bool | None) -> tuple[Any, Any, Any]:
    towards = 0 if holds is not False else -1 if word in (">=", ">") else 1
    return json_share(value, towards), json_share(limit), json_share(abs(limit - value), 1)


def _number(shown: Compare, unit: Unit, record: FactRecord) -> tuple[Any, Any, Any]:
    assert isinstance(shown.left, Number)
    assert isinstance(shown.right, Number)
    value, limit = shown.left.value(record.values), shown.right.value(record.values)
    if isinstance(shown.left, Fact) and shown.left.name in record.exact and limit is not None:
        return _share(record.exact[shown.left.name], Fraction(limit, SHARE_SCALE), shown.operator, shown.holds(record.values))
    printed = None if value is None else json_number(value, unit)
    threshold = None if limit is None else json_number(limit, unit)
    if value is None or limit is None:
        return printed, threshold, None
    return printed, threshold, json_number(_short(value, shown.operator, limit, unit), unit)


def _short(value: int, word: Operator, limit: int, unit: Unit) -> int:
    """How far a number is from passing."""
    step = (POINT if unit is Unit.POINTS else 1) if word in (">", "<") else 0
    return max(0, limit + step - value if word in (">=", ">") else value + step - limit)


def interval(score: Interval, record: FactRecord) -> Any:
    """A number, or [lowest, highest]."""
    low, high = score.low.value(record.values), score.high.value(record.values)
    if low is None or high is None:
        return None
    ends = [json_number(low, Unit.POINTS), json_number(high, Unit.POINTS)]
    return ends[0] if low == high else ends


def _scored(score: Interval, record: FactRecord, verdict: Verdict) -> tuple[Any, Any, Any]:
    limit = score.threshold.value(record.values) if score.threshold else None
    threshold = None if limit is None else json_number(limit, Unit.POINTS)
    high, gap = score.high.value(record.values), None
    if verdict is Verdict.NOT_MET and high is not None and limit is not None:
        gap = json_number(_short(high, score.operator, limit, Unit.POINTS), Unit.POINTS)
    return interval(score, record), threshold, 0 if verdict is Verdict.MET else gap
