"""One placeholder → the pieces it prints, or the gap. One function a view. Pure Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from titian.base.quantities import MULTIPLIERS, Operator
from titian.figures.key import TARGET
from titian.figures.progress import Measure
from titian.reports.wording import completion, gaps, lookup, printing
from titian.reports.wording.facts import Fact, Facts
from titian.reports.wording.gaps import Gap, Reason
from titian.reports.wording.grammar import Placeholder
from titian.reports.wording.lookup import Found
from titian.reports.wording.periods import day_words, span_words
from titian.reports.wording.pieces import Piece, Written
from titian.reports.wording.printing import Printed
from titian.reports.wording.terms import View


@dataclass(frozen=True)
class Answer:
    """What a placeholder prints. `stamp`: how its period must be said (None: nothing is to be said); `day_stamp`: its as-of day as such."""

    pieces: tuple[Piece, ...]
    stamp: str | None = None
    day_stamp: str = ""
    notes: tuple[str, ...] = ()


def answer(facts: Facts, placeholder: Placeholder) -> Answer | Gap:
    """Print the view of the figure that the placeholder asks for."""
    return _VIEWS[placeholder.view](facts, placeholder)


def _quantity(facts: Facts, placeholder: Placeholder) -> Answer | Gap:
    found = lookup.figure(facts, placeholder)
    if isinstance(found, Gap):
        return found
    unit = facts.known[placeholder.code].unit
    fact = found.fact
    if placeholder.view is View.VALUE:
        printed = printing.bare_number(fact.value, unit, fact.operator)
    else:
        printed = printing.quantity(fact.value, unit, fact.operator, as_unit=placeholder.option("unit"))
    return _answered(facts, found, placeholder, printed)


def _names(facts: Facts, placeholder: Placeholder) -> Answer | Gap:
    found = lookup.figure(facts, placeholder)
    if isinstance(found, Gap):
        return found
    fact, unit = found.fact, facts.known[placeholder.code].unit
    count = printing.quantity(fact.value, unit, fact.operator, as_unit=placeholder.option("unit"))
    names = facts.names_of(fact)
    if fact.operator in {Operator.EXACT, Operator.AT_MOST} and len(names) > fact.value:
        note = f"「{facts.known[placeholder.code].name}」名单有{len(names)}个，数为{count.text}，不一致，名单未印"
        return _answered(facts, found, placeholder, count, notes=(note,))
    complete = fact.operator is Operator.EXACT and len(names) == fact.value
    printed = printing.listed(names, count, complete=complete, show=int(placeholder.option("show") or 3))
    return _answered(facts, found, placeholder, printed)


def _previous(facts: Facts, placeholder: Placeholder) -> Answer | Gap:
    pair = _with_previous(facts, placeholder)
    if isinstance(pair, Gap):
        return pair
    found, before = pair
    printed = printing.quantity(
        before.value, facts.known[placeholder.code].unit, before.operator, as_unit=placeholder.option("unit")
    )
    written = _written(before, placeholder, printed, period=before.key.period.text)
    return _stamped(facts, found, _pieces(printed, written))


def _growth(facts: Facts, placeholder: Placeholder) -> Answer | Gap:
    pair = _with_previous(facts, placeholder)
    if isinstance(pair, Gap):
        return pair
    found, before = pair
    if {found.fact.operator, before.operator} != {Operator.EXACT}:
        return Gap(placeholder.code, Reason.INCOMPARABLE, "本期或上年同期是约数，不算同比")
    entry = facts.known[placeholder.code]
    change = printing.points if entry.unit == "%" else printing.growth
    printed = change(found.fact.value, before.value)
    if printed is None:
        return Gap(placeholder.code, Reason.INCOMPARABLE, "上年同期数不是正数，不算同比")
    written = _written(found.fact, placeholder, printed, period=found.fact.key.period.text, is_figure=False)
    return _stamped(facts, found, _pieces(printed, written), notes=_two_sources(facts, found.fact, before))


def _two_sources(facts: Facts, now: Fact, before: Fact) -> tuple[str, ...]:
    """What the writer should know of a growth whose two ends come from different sources."""
    if now.statement.counted == before.statement.counted:
        return ()
    ends = ["台账计数" if fact.statement.counted else "账面认定" for fact in (now, before)]
    return (f"「{facts.known[now.key.indicator].name}」同比的两端来源不同：本期{ends[0]}，上年同期{ends[1]}",)


def _target(facts: Facts, placeholder: Placeholder) -> Answer | Gap:
    found = lookup.goal(facts, placeholder)
    if isinstance(found, Gap):
        return found
    unit = facts.known[placeholder.code].unit
    if placeholder.view is View.TARGET and found.leg.measure is not Measure.LEVEL:
        return Gap(placeholder.code, Reason.UNSUITED, f"目标是{found.leg.measure.label}，请把「目标」改为「要求」")
    how = printing.goal if placeholder.view is View.TARGET else printing.requirement
    printed = how(found.leg, unit, as_unit=placeholder.option("unit"))
    written = Written(
        key=found.key,
        view=placeholder.view,
        printed=printed.text,
        value=found.leg.low,
        said=printed.value,
        unit=printed.unit,
        operator=printed.operator,
        high=printed.high,
        period=found.key.period.text,
        status=TARGET,
        figure=found.figure,
        target=found.target,
        is_figure=found.leg.measure is Measure.LEVEL,
    )
    return Answer(_pieces(printed, written))


def _percent(facts: Facts, placeholder: Placeholder) -> Answer | Gap:
    found, goal = lookup.figure(facts, placeholder), lookup.goal(facts, placeholder)
    if isinstance(found, Gap):
        return found
    if isinstance(goal, Gap):
        return goal
    if goal.join == "or" and goal.others:
        return Gap(placeholder.code, Reason.UNSUITED, f"目标「{goal.title}」是几项中任一项达到即可，不写完成率")
    if not completion.covers(goal, found.fact):
        return Gap(placeholder.code, Reason.INCOMPARABLE, f"{found.fact.key.period.label}的数不是从目标期开头累计，不算完成率")
    share = completion.completed(goal, found.fact.value, completion.base_of(facts, goal))
    if share is None:
        return Gap(placeholder.code, Reason.UNSUITED, "此目标不宜写完成率（比率、上限或缺基数）")
    printed = printing.percent(share, completion.goal_label(goal, facts.frame.period.year))
    written = _written(found.fact, placeholder, printed, period=found.fact.key.period.text, is_figure=False, target=goal.target)
    return _stamped(facts, found, _pieces(printed, written))


def _behind(facts: Facts, placeholder: Placeholder) -> Answer | Gap:
    found, goal = lookup.figure(facts, placeholder), lookup.goal(facts, placeholder)
    if isinstance(found, Gap):
        return found
    if isinstance(goal, Gap):
        return goal
    distance = completion.distance(facts, goal, found.fact)
    if distance is None:
        return Gap(placeholder.code, Reason.UNSUITED, "此目标不宜与进度相比")
    printed = printing.pace(distance, completion.goal_label(goal, facts.frame.period.year), is_ratio=goal.leg.kind == "ratio")
    written = _written(found.fact, placeholder, printed, period=found.fact.key.period.text, is_figure=False, target=goal.target)
    return _stamped(facts, found, _pieces(printed, written))


def _expected(facts: Facts, placeholder: Placeholder) -> Answer | Gap:
    found = lookup.expected(facts, placeholder)
    if isinstance(found, Gap):
        return found
    fact = found.fact
    printed = printing.quantity(fact.value, facts.known[placeholder.code].unit, fact.operator, as_unit=placeholder.option("unit"))
    return Answer(_pieces(printed, _written(fact, placeholder, printed, period=fact.key.period.text, status=TARGET)))


def _forecast(facts: Facts, placeholder: Placeholder) -> Answer | Gap:
    """What the figure comes to at the period's end by its pace so far; said as 约."""
    found = lookup.figure(facts, placeholder)
    if isinstance(found, Gap):
        return found
    if facts.frame.is_over:
        return Gap(placeholder.code, Reason.OVER, "期间已结束，不再推算")
    result = completion.projected(facts, found.fact)
    if result.value is None:
        return Gap(placeholder.code, Reason.UNSUITED, "此数不宜推算到期末")
    unit = facts.known[placeholder.code].unit
    value = _round_forecast(result.value, unit)
    printed = printing.quantity(value, unit, Operator.ABOUT, as_unit=placeholder.option("unit"))
    written = _written(found.fact, placeholder, printed, period=facts.frame.period.text, status=TARGET, value=value)
    return Answer(_pieces(printed, written), notes=(f"「{facts.known[placeholder.code].name}」{result.method.label}",))


def _as_of(facts: Facts, placeholder: Placeholder) -> Answer | Gap:
    found = lookup.figure(facts, placeholder)
    if isinstance(found, Gap):
        return found
    if found.fact.as_of is None:
        return Gap(
            placeholder.code,
            Reason.MISSING,
            f"「{facts.known[placeholder.code].name}」没有截至日",
            gaps.whom(facts, placeholder.code),
        )
    return Answer((Piece(day_words(found.fact.as_of, year=facts.frame.period.year)),))


def _period(facts: Facts, placeholder: Placeholder) -> Answer | Gap:
    found = lookup.figure(facts, placeholder)
    if isinstance(found, Gap):
        return found
    period = found.fact.key.period
    words = "" if period == facts.frame.period else found.stamp or span_words(period, year=facts.frame.period.year)
    return Answer((Piece(words),))


_VIEWS: Mapping[View, Callable[[Facts, Placeholder], Answer | Gap]] = {
    View.QUANTITY: _quantity,
    View.VALUE: _quantity,
    View.NAMES: _names,
    View.PREVIOUS: _previous,
    View.GROWTH: _growth,
    View.TARGET: _target,
    View.GOAL: _target,
    View.PERCENT: _percent,
    View.BEHIND: _behind,
    View.EXPECTED: _expected,
    View.FORECAST: _forecast,
    View.AS_OF: _as_of,
    View.PERIOD: _period,
}


def _with_previous(facts: Facts, placeholder: Placeholder) -> tuple[Found, Fact] | Gap:
    found = lookup.figure(facts, placeholder)
    if isinstance(found, Gap):
        return found
    before = lookup.previous(facts, found.fact)
    return before if isinstance(before, Gap) else (found, before)


def _round_forecast(value: Decimal, unit: str) -> Decimal:
    """Whole units; money in whole 万元: a forecast is never more exact than that."""
    step = MULTIPLIERS["万"] if unit == "元" else Decimal(1)
    return (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def _written(
    fact: Fact,
    placeholder: Placeholder,
    printed: Printed,
    *,
    period: str,
    status: str = "",
    is_figure: bool = True,
    target: int | None = None,
    value: Decimal | None = None,
) -> Written:
    return Written(
        key=fact.key,
        view=placeholder.view,
        printed=printed.text,
        value=(fact.value if is_figure else printed.value) if value is None else value,
        said=printed.value,
        unit=printed.unit,
        operator=printed.operator,
        period=period,
        status=status or fact.key.status,
        as_of=fact.as_of,
        figure=fact.id or None,
        target=target,
        names=fact.names,
        counted=fact.statement.counted,
        rows=fact.statement.rows,
        is_figure=is_figure,
    )


def _answered(facts: Facts, found: Found, placeholder: Placeholder, printed: Printed, *, notes: tuple[str, ...] = ()) -> Answer:
    # What is said without a period, or as a level «截至5月底», is read as the paper's own period; «1—5月» carries its year.
    own, kept = facts.frame.period, found.fact.key.period
    inside = placeholder.option("period") in {"", "latest"} and (not found.stamp or found.stamp.startswith("截至"))
    period = own.text if inside else kept.text
    written = _written(found.fact, placeholder, printed, period=period)
    return _stamped(facts, found, _pieces(printed, written), notes=notes)


def _stamped(facts: Facts, found: Found, pieces: tuple[Piece, ...], *, notes: tuple[str, ...] = ()) -> Answer:
    day = found.fact.as_of
    day_stamp = f"截至{day_words(day, year=facts.frame.period.year)}" if day else ""
    return Answer(pieces, found.stamp, day_stamp, notes)


def _pieces(printed: Printed, written: Written) -> tuple[Piece, ...]:
    every = (Piece(printed.before), Piece(printed.text, written), Piece(printed.after))
    return tuple(piece for piece in every if piece.text)
