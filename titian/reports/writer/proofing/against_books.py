"""The printed figures against the books: what was sent, what was stated before, other targets, other calibres, what must stay inside."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from titian.base.quantities import Quantity
from titian.figures.key import EXPECTED_STAGES, TARGET
from titian.reports.wording.facts import Fact, Facts
from titian.reports.wording.periods import whole_day
from titian.reports.wording.pieces import Written
from titian.reports.wording.terms import View
from titian.reports.writer.proofing.findings import ASK, ERROR, Finding, Place, found, name_of, shown

OPEN = "公开"
STATISTICS = frozenset({"统计局", "税务局", "财政局", "知识产权局"})


def sent(place: Place, facts: Facts) -> Iterator[Finding]:
    """Differs from what was last reported under the same key; a cumulative figure below it has fallen."""
    written, name = place.written, name_of(facts, place.written.code)
    last = facts.sent.get(written.key.text) if written.is_figure else None
    if last is None or last.value == written.value:
        return
    said = f"{whole_day(last.day)}报{last.receiver}为{last.printed}"
    if _accumulates(written, facts) and written.value < last.value:
        yield found("fell", ERROR, f"{name}{shown(written)}，比已报的少：{said}", place)
    else:
        yield found("sent", ASK, f"{name}{shown(written)}，{said}，差{difference(written, last.value)}", place)


def fell(place: Place, facts: Facts) -> Iterator[Finding]:
    """A cumulative figure below an earlier statement of it, or below that of a shorter period from the same start."""
    written = place.written
    if not _accumulates(written, facts):
        return
    for earlier in _earlier(written, facts):
        if earlier.value > written.value:
            day = f"截至{whole_day(earlier.as_of)}" if earlier.as_of else earlier.key.period.label
            before = Quantity(earlier.value, written.unit, earlier.operator)
            yield found("fell", ERROR, f"{name_of(facts, written.code)}{shown(written)}，少于{day}的{before}", place)
            return


def registers(place: Place, facts: Facts) -> Iterator[Finding]:
    """Rows and books say different things of it, or rows of it wait to be counted."""
    written = place.written
    if not written.is_figure or written.view in {View.TARGET, View.GOAL, View.EXPECTED, View.FORECAST}:
        return
    out, name = facts.outgoing(written.key, written.as_of), name_of(facts, written.code)
    used, stated = ("台账数" if written.counted else "认定数"), out.stated.id if out.stated else 0
    if out.told:
        yield found("rows", ASK, f"{name}{out.told}，文中用{used}：核对", place, tally=out.tally, stated=stated)
    elif out.contradicted and written.counted:
        values = dict.fromkeys(str(Quantity(fact.value, out.unit, fact.operator)) for fact in facts.live(written.key))
        said = f"账面认定的数不一致（{'、'.join(values)}）"
        yield found("rows", ASK, f"{name}文中用台账数{written.printed}，{said}：核对", place, tally=out.tally)
    if out.tally and out.tally.pending:
        yield found("waiting", ASK, f"{name}台账{out.tally.waiting}，{used}为{written.printed}", place, tally=out.tally)


def targets(place: Place, facts: Facts) -> Iterator[Finding]:
    """Another document asks for another amount of the same target."""
    written = place.written
    if written.view not in {View.TARGET, View.GOAL}:
        return
    for goal in facts.goals:
        same = goal.key == written.key and goal.target != written.target
        if same and (goal.leg.low, goal.leg.high) != (written.value, written.high):
            source = goal.source or goal.title
            asked = Quantity(goal.leg.low, written.unit, goal.leg.operator)
            yield found("goal", ERROR, f"{name_of(facts, written.code)}目标文中为{written.printed}，{source}为{asked}", place)


def calibres(place: Place, facts: Facts) -> Iterator[Finding]:
    """The books hold another value of the figure under another calibre, level or scope."""
    written = place.written
    if not _is_done(written):
        return
    for key in facts.keys_of(written.code):
        other = facts.current(key) if key.differing(written.key) == ["calibre"] else None
        if other is not None and other.value != written.value:
            amount = Quantity(other.value, written.unit, other.operator)
            label = f"口径「{key.calibre}」" if key.calibre else "未注明口径的数"
            yield found("calibre", ASK, f"{name_of(facts, written.code)}文中为{written.printed}，账上{label}为{amount}", place)


def scope_unsaid(place: Place, facts: Facts) -> Iterator[Finding]:
    """A figure of one scope or level printed as if it were the whole."""
    key = place.written.key
    for label, value in (("范围", key.scope), ("级别", key.level), ("口径", key.calibre)):
        if value and value not in place.sentence and _is_done(place.written):
            name = name_of(facts, place.written.code)
            yield found("scope", ASK, f"{name}{place.written.printed}是{label}「{value}」的数，句中没有写明", place)


def expectation(place: Place, facts: Facts) -> Iterator[Finding]:
    """预计 written as done."""
    written = place.written
    if written.key.stage in EXPECTED_STAGES and "预计" not in place.clause:
        yield found(
            "expected", ERROR, f"{name_of(facts, written.code)}{written.printed}是{written.key.stage}数，句中没有写“预计”", place
        )


def unpublished(place: Place, facts: Facts) -> Iterator[Finding]:
    """A statistic without the paper it was issued in and without approval."""
    written = place.written
    fact = fact_of(written, facts)
    if fact is None or not is_statistic(written.code, facts):
        return
    if not (fact.has_document or fact.statement.approved):
        publisher = facts.known[written.code].publisher
        message = f"{name_of(facts, written.code)}{written.printed}由{publisher}发布，账上没有出处文件，也未审定；发布前不得对外"
        yield found("unpublished", ASK, message, place)


def disclosure(place: Place, facts: Facts) -> Iterator[Finding]:
    """What must not leave: refused in the clean edition."""
    reason = withheld_reason(place.written, facts)
    if reason:
        yield found("disclosure", ERROR, f"{name_of(facts, place.written.code)}{place.written.printed}{reason}，清稿不能印", place)


def shorter(place: Place, facts: Facts) -> Iterator[Finding]:
    """A figure of part of the period only."""
    own, period = facts.frame.period, place.written.key.period
    if _is_done(place.written) and place.written.is_figure and period != own and period in own:
        yield found("period", ASK, f"{name_of(facts, place.written.code)}只有{period.label}的数（{place.written.printed}）", place)


def nothing_done(place: Place, facts: Facts) -> Iterator[Finding]:
    """A figure of nought stated as work done."""
    if _is_done(place.written) and place.written.value == 0 and not place.line.startswith("slow."):
        yield found("zero", ASK, f"{name_of(facts, place.written.code)}为{place.written.printed}，是否写入由办公室定", place)


def withheld_reason(written: Written, facts: Facts) -> str:
    """Why a figure may not leave the bureau; "" when it may."""
    entry = facts.known.get(written.code)
    if entry is not None and entry.disclosure != OPEN:
        return f"的公开属性是「{entry.disclosure}」"
    if written.key.stage in EXPECTED_STAGES and is_statistic(written.code, facts):
        return "是统计部门发布前的预计数"
    return ""


def fact_of(written: Written, facts: Facts) -> Fact | None:
    if written.counted:
        return facts.from_rows(written.key, written.as_of)
    return next((fact for fact in facts.statements.get(written.key, ()) if fact.id == written.figure), None)


def is_statistic(code: str, facts: Facts) -> bool:
    """Issued by a bureau that publishes on its own day."""
    return code in facts.known and facts.known[code].publisher in STATISTICS


def difference(written: Written, before: Decimal) -> str:
    """+8家, -2家: the stored value less what was sent."""
    change = written.value - before
    return f"{'+' if change > 0 else '-'}{Quantity(abs(change), written.unit)}"


def _is_done(written: Written) -> bool:
    return written.is_figure and written.status != TARGET and written.view is not View.PREVIOUS


def _accumulates(written: Written, facts: Facts) -> bool:
    entry = facts.known.get(written.code)
    return entry is not None and entry.kind == "flow" and _is_done(written)


def _earlier(written: Written, facts: Facts) -> Iterator[Fact]:
    own = written.key.period
    for key in facts.keys_of(written.code):
        same_start = key.period in own and key.period.since == own.since
        if not same_start or key.differing(written.key) not in ([], ["period"]):
            continue
        for fact in facts.live(key):
            if fact.id != written.figure and (key.period != own or _before(fact, written)):
                yield fact


def _before(fact: Fact, written: Written) -> bool:
    return fact.as_of is not None and written.as_of is not None and fact.as_of < written.as_of
