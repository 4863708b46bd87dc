"""How one enterprise stands to one clause on a day: can claim now, nearly, lacks papers, has had it; with the sentence that says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from titian.policies.benefits import conditions as kinds
from titian.policies.benefits.compiling import EXCLUDES, GATE, TIMES, Compiled, compiled_for
from titian.policies.benefits.definition import BenefitClause
from titian.policies.benefits.deriving import Known, derive, fact
from titian.policies.benefits.vocabulary import title_label
from titian.policies.benefits.wording import benefit_words, wan
from titian.policies.engine.explain import Explained, ExplainedClause, FactRecord, Verdict, explain
from titian.policies.engine.nodes import Compare, Constant
from titian.policies.engine.units import Unit, money_in_words

NEAR = (1, 5)  # a number that reaches four fifths of what is asked is «nearly»


class State(StrEnum):
    """`closed`: everything holds, and the window is not open; `pending`: nobody compared the clause with its original."""

    CLAIMABLE, CLOSED, PENDING, NEAR, LACKING, TAKEN, BLOCKED, NO = (
        *("claimable", "closed", "pending", "near", "lacking"),
        *("taken", "blocked", "no"),
    )

    @property
    def label(self) -> str:
        return STATES[self]


STATES = {
    State.CLAIMABLE: "现在能领",
    State.CLOSED: "符合，不在受理期",
    State.PENDING: "待核",
    State.NEAR: "差一点",
    State.LACKING: "缺数据",
    State.TAKEN: "已享受",
    State.BLOCKED: "不予补助",
    State.NO: "不符合",
}


@dataclass(frozen=True)
class Standing:
    """One firm and one clause. `amount` in fen; None unless it can be claimed and every number in it is known and compared."""

    clause: BenefitClause
    year: int
    state: State
    amount: int | None
    explained: Explained
    missing: tuple[str, ...]
    why: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """«能领 20 万元：2025年首次认定高新技术企业», «差2025年度研发费用 35.1 万元», «缺 …»."""
        if self.state in (State.CLAIMABLE, State.CLOSED):
            much = wan(self.amount) if self.amount is not None else "（金额待补数据后计算）"
            when = "" if self.state is State.CLAIMABLE else f"（受理时间：{self.clause.window}）"
            return f"能领 {much}：{'，'.join(self._met())}{when}"
        if self.state is State.PENDING:
            return f"待核：条款尚未与原文核对，可能享受{benefit_words(self.clause, self.year)}"
        if self.state is State.LACKING:
            return f"缺 {'、'.join(self.missing) or '数据'}"
        return "；".join(self.why)

    def _met(self) -> Iterator[str]:
        yield from (one.label for one in self.explained.clauses if one.id.startswith("who") and one.verdict is Verdict.MET)


def standing(clause: BenefitClause, known: Known, day: date) -> Standing:
    """From what is known of the firm."""
    compiled = compiled_for(clause, clause.year_on(day))
    return judged(compiled, derive(known, compiled.reads, year=compiled.year, day=day), known, day)


def judged(compiled: Compiled, record: FactRecord, known: Known, day: date) -> Standing:
    """From the flat facts."""
    explained = explain(compiled.programme, record)
    amount = compiled.amount.value(record.values)
    failing = [one for one in explained.clauses if one.verdict is Verdict.NOT_MET]
    state = _barred(failing) or _state(compiled, explained, amount, day)
    if state is State.NO and len(failing) == 1 and _rest_holds(explained) and is_near(compiled, failing[0], known, day):
        state = State.NEAR
    shown = amount if state in (State.CLAIMABLE, State.CLOSED) else None
    why = tuple(_why(one, compiled, known, day) for one in failing)
    if not failing and amount == 0:
        why = ("按标准计算的金额为 0",)
    missing = tuple(dict.fromkeys([*explained.missing, *_missing(compiled, record)]))
    return Standing(compiled.clause, compiled.year, state, shown, explained, missing, why)


def _missing(compiled: Compiled, record: FactRecord) -> Iterator[str]:
    """What the amount waits for."""
    if compiled.clause.confirmed and compiled.amount.value(record.values) is None:
        read = {compiled.clause.benefit.base, compiled.clause.benefit.by} - {""}
        yield from (path for name in sorted(read) for path in record.lacking.get(name, ()))


def _barred(failing: list[ExplainedClause]) -> State | None:
    """Had it already; or everything holds but a gate, or another benefit for the same matter."""
    ids = {one.id for one in failing}
    if TIMES in ids:
        return State.TAKEN
    return State.BLOCKED if ids and all(one == GATE or one.startswith(EXCLUDES) for one in ids) else None


def _state(compiled: Compiled, explained: Explained, amount: int | None, day: date) -> State:
    if explained.verdict is Verdict.NOT_MET or amount == 0:
        return State.NO
    if not compiled.clause.confirmed:
        return State.PENDING
    if explained.verdict is Verdict.UNKNOWN or amount is None:
        return State.LACKING
    return State.CLAIMABLE if compiled.clause.window.is_open(day) else State.CLOSED


def _rest_holds(explained: Explained) -> bool:
    return sum(one.verdict is not Verdict.MET for one in explained.clauses) == 1


def is_near(compiled: Compiled, failed: ExplainedClause, known: Known, day: date) -> bool:
    """A title that was applied for; a number that reaches four fifths of what is asked."""
    asked = compiled.conditions.get(failed.id)
    if isinstance(asked, kinds.TitleIs):
        return bool(fact(known, f"title.{asked.kind}.pending", year=compiled.year, day=day)[0])
    if isinstance(asked, kinds.NumberIs) and asked.edge in ("at_least", "over"):
        value = fact(known, asked.name, year=compiled.year, day=day)[0]
        return value is not None and (asked.bound - value) * NEAR[1] <= asked.bound * NEAR[0]
    if isinstance(asked, kinds.ShareIs) and asked.edge in ("at_least", "over"):
        part, whole = (fact(known, name, year=compiled.year, day=day)[0] for name in (asked.part, asked.whole))
        if part is None or whole is None or whole <= 0:
            return False
        return part * asked.bound.denominator * NEAR[1] >= whole * asked.bound.numerator * (NEAR[1] - NEAR[0])
    return False


def _why(one: ExplainedClause, compiled: Compiled, known: Known, day: date) -> str:
    asked = compiled.conditions.get(one.id)
    if isinstance(asked, kinds.TitleIs) and fact(known, f"title.{asked.kind}.pending", year=compiled.year, day=day)[0]:
        return f"差{title_label(asked.kind)}：已申报，还没有认定结果"
    if isinstance(asked, kinds.NumberIs) and asked.edge in ("at_least", "over"):
        return f"差{_short(one, compiled)}"
    if isinstance(asked, kinds.ShareIs) and one.gap is not None:
        return f"{one.label}：现为 {_per_cent(one.value)}，差 {_per_cent(one.gap)}"
    if one.id == GATE:
        return f"{day.year}年度因{one.label.removesuffix('未被列为不予补助')}不予补助"
    return f"不符合：{one.label}" if one.id.startswith("who") else f"{one.label.replace('没有', '已经', 1)}"


def _short(one: ExplainedClause, compiled: Compiled) -> str:
    """«2025年度研发费用 35.1 万元（现为 64.9 万元，要求不低于 100 万元）»."""
    test = compiled.programme.clause(one.id).test
    assert isinstance(test, Compare)
    assert isinstance(test.right, Constant)
    if one.unit is not Unit.MONEY:
        return f"{one.gap} {one.unit.label}（{one.label}）"
    return f" {money_in_words(round(one.gap * 100))}（{one.label}）"


def _per_cent(share: float) -> str:
    return f"{share * 100:.2f}".rstrip("0").rstrip(".") + "%"
