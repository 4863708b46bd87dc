"""Four clauses, each all or nothing; points add up, and the sum is an interval as long as a clause is unknown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from titian.rnd.calibres.rates import percent
from titian.rnd.policy import Policy

MET, NOT_MET, UNKNOWN = "met", "not_met", "unknown"
WORDS = {MET: "达到", NOT_MET: "未达到", UNKNOWN: "待核"}
KEYS = ("intensity", "growth", "staff", "points_spending", "points_intensity", "points_growth", "points_staff", "pass")


@dataclass(frozen=True)
class Facts:
    """What is known of a firm and year: fen and people; None is «not known». `source`: what they rest on, in words."""

    spent: int | None = None
    before: int | None = None
    revenue: int | None = None
    staff: int | None = None
    rd_staff: int | None = None
    source: str = ""


@dataclass(frozen=True)
class Clause:
    """One clause: what was asked, what is, and the points that gives (all of them when met)."""

    label: str
    verdict: str
    value: str
    threshold: str
    points: int
    reference: str

    @property
    def word(self) -> str:
        return WORDS[self.verdict]

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "word": self.word}


@dataclass(frozen=True)
class Assessed:
    """`verdict` is decided only when the interval leaves no doubt, and never by a parameter nobody confirmed."""

    clauses: tuple[Clause, ...]
    low: int
    high: int
    verdict: str
    grade: str
    unconfirmed: tuple[str, ...] = ()


def grade(facts: Facts, policy: Policy) -> Assessed:
    """Met from the pass mark on (inclusive)."""
    clauses = tuple(_clauses(facts, policy))
    low = sum(clause.points for clause in clauses if clause.verdict == MET)
    high = low + sum(clause.points for clause in clauses if clause.verdict == UNKNOWN)
    unconfirmed = tuple(policy.parameters[key].label for key in KEYS if not policy.is_confirmed(key))
    edge = policy.count("pass")
    decided = MET if low >= edge else NOT_MET if high < edge else UNKNOWN
    verdict = UNKNOWN if unconfirmed else decided
    return Assessed(clauses, low, high, verdict, _grade(low, high, policy), unconfirmed)


def _grade(low: int, high: int, policy: Policy) -> str:
    """By the points it has at least; empty while the interval spans an edge."""
    edges = ((policy.count("grade_a"), "优秀"), (policy.count("pass"), "合格"), (0, "不合格"))
    words = [next(word for edge, word in edges if points >= edge) for points in (low, high)]
    return words[0] if words[0] == words[1] else ""


def _clauses(facts: Facts, policy: Policy) -> Iterator[Clause]:
    spent = facts.spent
    some = UNKNOWN if spent is None else MET if spent > 0 else NOT_MET
    reference = policy.reference("points_spending")
    yield Clause(
        "有研发费用",
        some,
        "—" if spent is None else "有" if spent > 0 else "无",
        "大于零",
        policy.count("points_spending"),
        reference,
    )
    yield _ratio("研发费用占营业收入", spent, facts.revenue, "intensity", policy)
    yield _growth(facts, policy)
    yield _ratio("研发人员占职工总数", facts.rd_staff, facts.staff, "staff", policy)


def _ratio(label: str, part: int | None, whole: int | None, key: str, policy: Policy) -> Clause:
    edge, points, reference = policy.rate(key), policy.count(f"points_{key}"), policy.reference(key)
    if part == 0 and (whole is None or whole >= 0):  # nothing of anything falls short
        return Clause(label, NOT_MET if edge > 0 else MET, "0%", f"≥ {percent(edge)}", points, reference)
    if part is None or not whole or whole < 0:
        return Clause(label, UNKNOWN, "—", f"≥ {percent(edge)}", points, reference)
    verdict = MET if part * edge.denominator >= whole * edge.numerator else NOT_MET
    return Clause(label, verdict, percent(Fraction(part, whole)), f"≥ {percent(edge)}", points, reference)


def _growth(facts: Facts, policy: Policy) -> Clause:
    edge, points, reference = policy.rate("growth"), policy.count("points_growth"), policy.reference("growth")
    label, asked = "研发费用比上年增长", f"≥ {percent(edge)}"
    if facts.spent is None or facts.before is None:
        return Clause(label, UNKNOWN, "—", asked, points, reference)
    if facts.before <= 0:
        return Clause(label, MET if facts.spent > 0 else NOT_MET, "上年为零", asked, points, reference)
    more = Fraction(facts.spent - facts.before, facts.before)
    return Clause(label, MET if more >= edge else NOT_MET, percent(more), asked, points, reference)
