"""A firm's year beside its year before, and its own figures beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from titian.rnd.calibres.rates import percent
from titian.rnd.calibres.steps import yuan
from titian.rnd.policy import Policy


@dataclass(frozen=True)
class Known:
    """One firm's year: fen and people, None where not known. `ledger`: what the cost ledger comes to."""

    spent: int | None = None
    before: int | None = None
    revenue: int | None = None
    staff: int | None = None
    rd_staff: int | None = None
    ledger: int | None = None


def falls(known: Known, policy: Policy) -> Fraction | None:
    """By how much spending fell, where that reaches the office's edge (inclusive); None otherwise, or where it cannot be told."""
    if known.spent is None or not known.before or known.before < 0:
        return None
    fall = Fraction(known.before - known.spent, known.before)
    return fall if fall > 0 and fall >= policy.rate("fall") else None


def inconsistencies(known: Known, policy: Policy) -> list[str]:
    """What to ask the firm about; empty when nothing stands out."""
    return [*_with_revenue(known, policy), *_with_staff(known, policy), *_with_ledger(known)]


def _with_revenue(known: Known, policy: Policy) -> Iterator[str]:
    spent, revenue = known.spent, known.revenue
    if spent is None or revenue is None:
        return
    if spent > 0 and revenue <= 0:
        yield f"有研发费用 {yuan(spent)}，营业收入为零，请核对"
    elif revenue > 0 and Fraction(spent, revenue) > policy.rate("intensity_high"):
        yield f"研发费用占营业收入 {percent(Fraction(spent, revenue))}，高于 {percent(policy.rate('intensity_high'))}，请核对单位和口径"
    elif revenue > 0 and spent >= 0 and known.rd_staff and Fraction(spent, revenue) < policy.rate("intensity_low"):
        yield f"有研发人员 {known.rd_staff} 人，研发费用占营业收入不到 {percent(policy.rate('intensity_low'))}，请核对是否漏归集"


def _with_staff(known: Known, policy: Policy) -> Iterator[str]:
    spent, people = known.spent, known.rd_staff
    if people is not None and known.staff is not None and people > known.staff:
        yield f"研发人员 {people} 人，多于职工总数 {known.staff} 人"
    if spent and people == 0:
        yield f"有研发费用 {yuan(spent)}，研发人员为零，请核对"
    if spent and people:
        each = spent // people
        if each > policy.fen("per_person_high"):
            yield f"人均研发费用 {yuan(each)}，高于 {yuan(policy.fen('per_person_high'))}，请核对人员是否漏填"
        elif each < policy.fen("per_person_low"):
            yield f"人均研发费用 {yuan(each)}，低于 {yuan(policy.fen('per_person_low'))}，请核对费用是否漏归集"


def _with_ledger(known: Known) -> Iterator[str]:
    if known.ledger and known.spent is not None and known.ledger != known.spent:
        more = "多" if known.ledger > known.spent else "少"
        yield f"辅助账合计 {yuan(known.ledger)}，比填报的研发费用{more} {yuan(abs(known.ledger - known.spent))}，请核对口径"


def reminder(names: list[str], *, period: str, bureau: str) -> str:
    """漏报提醒 ready to copy: who, which period, and that nothing else is asked for."""
    listed = "、".join(names)
    return (
        f"您好，我们是{bureau}。{period}研发投入情况填报正在进行，目前还没有收到以下企业的填报：{listed}。"
        "请对照账册核对本期是否有研发活动：有的，按实际发生额如实填报，不要漏报；没有的，也请回复一声。"
        "归集口径和表式有疑问的，可以随时联系我们辅导。数据由企业如实填报，无须为任何指标凑数。"
    )
