"""Why a figure has no answer, and whom to ask for it. Pure Python."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from titian.base.quantities import Quantity
from titian.figures.key import FigureKey
from titian.figures.outgoing import Tally
from titian.reports.wording.facts import Facts


class Reason(StrEnum):
    """Why a placeholder has no answer."""

    MISSING = "missing"
    CONFLICT = "conflict"
    CHOICE = "choice"
    INCOMPARABLE = "incomparable"
    NO_TARGET = "no_target"
    PERIOD = "period"
    OVER = "over"
    UNSUITED = "unsuited"
    ZERO = "zero"


@dataclass(frozen=True)
class Gap:
    """No answer: which figure, why in Chinese, whom to ask (科室, 人 or 发布部门; "" when nobody is known). `waiting`: rows of it wait."""

    code: str
    reason: Reason
    message: str
    whom: str = ""
    waiting: bool = False


def whom(facts: Facts, code: str) -> str:
    """Whom to ask for a figure: who has the target, who stated it before, who keeps its register, the department that publishes it."""
    for entry in facts.goals_of(code):
        if entry.department or entry.owner:
            return f"{entry.department}（{entry.owner}）" if entry.department and entry.owner else entry.department or entry.owner
    for key in facts.keys_of(code):
        for fact in reversed(facts.statements[key]):
            if fact.department:
                return fact.department
    keeper = next((tally.keeper for tally in _tallies(facts, code) if tally.keeper), "")
    publisher = facts.known[code].publisher if code in facts.known else ""
    if keeper:
        return keeper
    return publisher if publisher.endswith(("局", "行", "办")) and publisher != "科技局" else ""


def _tallies(facts: Facts, code: str) -> Iterator[Tally]:
    """What rows say of the plain figure of the paper's own period: at most one."""
    tally = facts.tally(FigureKey(code, facts.frame.period, facts.frame.region, facts.status_of(code)))
    if tally is not None:
        yield tally


def missing(facts: Facts, key: FigureKey, *, contradicted: bool) -> Gap:
    """Why there is no answer: contradicted, several to choose from, or not there (and what there is instead)."""
    name = name_of(facts, key.indicator)
    label = f"{key.period.label}「{name}」" + (f"（{key.qualifiers}）" if key.qualifiers else "")
    asked = whom(facts, key.indicator)
    if contradicted:
        return Gap(key.indicator, Reason.CONFLICT, f"{label}有不一致的数，请先认定", asked)
    several = [] if key.qualifiers else _several(facts, key)
    if several:
        return Gap(key.indicator, Reason.CHOICE, f"{label}账上有几个：{'；'.join(several)}，请在句中写明用哪一个", asked)
    tally = facts.tally(key)
    if tally is not None and tally.value == 0:
        return Gap(key.indicator, Reason.ZERO, f"{label}台账计数为0，账上也没有，未写入", asked)
    rows = f"；台账没有数：{tally.why}" if tally else ""
    others = sorted({known.period.label for known in facts.keys_of(key.indicator) if known.status == key.status})
    hint = f"（账上有{'、'.join(others[:3])}的数）" if others else ""
    return Gap(key.indicator, Reason.MISSING, f"缺{label}{hint}{rows}", asked, waiting=bool(tally and tally.pending))


def _several(facts: Facts, key: FigureKey) -> list[str]:
    """What the books have of the period under different calibres, levels or scopes: «范围:科技进企225次»."""
    unit = facts.known[key.indicator].unit
    loose = [known for known in facts.keys_of(key.indicator) if bare(known) == key and known.qualifiers]
    found = [(known, facts.current(known)) for known in loose]
    return [f"{known.qualifiers}{Quantity(fact.value, unit, fact.operator)}" for known, fact in found if fact]


def bare(key: FigureKey) -> FigureKey:
    return replace(key, calibre="", level="", scope="", department="")


def name_of(facts: Facts, code: str) -> str:
    return facts.known[code].name if code in facts.known else code
