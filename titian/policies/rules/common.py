"""Words every rule uses: sums over the years that count, intervals, growth."""

from __future__ import annotations

from titian.policies.engine.building import Parameters
from titian.policies.engine.nodes import AllOf, Between, Compare, Constant, Fact, Flag, Number, Ratio, Share, Sum
from titian.policies.engine.programme import Clause, Interval, Worst
from titian.policies.engine.units import Unit

SPAN = ("y1", "y2", "y3")
ALWAYS = Compare(Constant(0), "=", Constant(0))


def last(name: str) -> Fact:
    """A fact of last year."""
    return Fact(f"y1.{name}")


def over_years(name: str, years: int = 3) -> Sum:
    """The sum over the last so many years; years before the firm's founding count nothing."""
    return Sum(tuple(Fact(f"{span}.{name}") for span in SPAN[:years]))


def passed(score: Interval) -> Between:
    """A score decided by its interval."""
    assert score.threshold is not None, "a score that passes has a mark"
    certain = Compare(score.low, score.operator, score.threshold)
    return Between(certain, Compare(score.high, score.operator, score.threshold))


def settled(score: Interval) -> Between:
    """True once the score is known, unknown before; never false."""
    return Between(Compare(score.low, "=", score.high), ALWAYS)


def always_unknown() -> Compare:
    """A condition whose text nobody has found."""
    return Compare(Constant(0, confirmed=False), "=", Constant(0))


def pieces(at: Parameters, key: str, kind: str) -> tuple[Between, Compare]:
    """So many properties of a kind, whatever is not said of some; with what is printed of it."""
    threshold = at.number(key)
    sure, perhaps = (Compare(Fact(f"ip.{kind}.{end}"), ">=", threshold) for end in ("least", "most"))
    return Between(sure, perhaps), perhaps


def share_of(above: Number, below: Number, share: Share) -> Compare:
    """A ratio of at least a share."""
    return Compare(Ratio(above, below), ">=", share)


def clean(at: Parameters) -> Clause:
    """2026: nobody on a list of defaulters, with products that are restricted, or with an incident in three years may apply."""
    flags = (Flag("abnormal_list", wanted=False), Flag("restricted_products", wanted=False))
    return at.clause("negative", AllOf((*flags, Compare(Fact("incidents.three_years"), "<=", at.number("incidents")))), shows=None)


def research_by_year(at: Parameters) -> tuple[Clause, Clause]:
    """R&D of each of the last two years: so much, and such a share of revenue."""
    amount, share = at.number("rd_amount"), at.share("rd_share")
    amounts = tuple(Compare(Fact(f"{span}.rd.own"), ">=", amount) for span in SPAN[:2])
    shares = tuple(share_of(Fact(f"{span}.rd.own"), Fact(f"{span}.revenue"), share) for span in SPAN[:2])
    return (
        at.clause("rd_amount", AllOf(amounts), shows=Worst(amounts), unit=Unit.MONEY),
        at.clause("rd_ratio", AllOf(shares), shows=Worst(shares), unit=Unit.SHARE),
    )


def within(at: Parameters, code: str, amount: Number, least: str, most: str) -> Clause:
    """An amount of money between two, both included."""
    limits = (Compare(amount, ">=", at.number(least)), Compare(amount, "<=", at.number(most)))
    return at.clause(code, AllOf(limits), shows=Worst(limits), unit=Unit.MONEY)
