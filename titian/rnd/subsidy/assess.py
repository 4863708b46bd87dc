"""One firm against one type of award."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from titian.rnd.calibres.rates import percent, share_of
from titian.rnd.calibres.steps import yuan
from titian.rnd.policy import Policy, SubsidyType

ELIGIBLE, BLOCKED, UNKNOWN = "eligible", "blocked", "unknown"
YUAN = 100  # fen
_WHO = {"hnte": "国家高新技术企业", "tsme": "科技型中小企业", "general": "一般企业"}


@dataclass(frozen=True)
class Firm:
    """What is known of a firm for a run; None is «not known».

    spent, before  declared spending of the year and of the year before (加计扣除申报), fen
    main_business  fen
    above, newcomer  above scale in industry in the year; there for the first time
    hnte, tsme     holds the title at the end of the year
    here           in business and registered here
    blocked        why it is blocked (评价不达标, 重大失信); "" when it is not
    granted        types it was granted for this very year already; `ever` types it was ever granted
    source         what the figures rest on, in words
    """

    spent: int | None
    before: int | None = None
    main_business: int | None = None
    above: bool | None = None
    newcomer: bool | None = None
    hnte: bool = False
    tsme: bool = False
    here: bool = True
    blocked: str = ""
    granted: frozenset[str] = frozenset()
    ever: frozenset[str] = frozenset()
    source: str = ""


@dataclass(frozen=True)
class Claim:
    """`amount` in fen, a whole number of yuan; None unless eligible. `reasons`: why blocked, or what is not known."""

    type: str
    state: str
    base: int | None = None
    amount: int | None = None
    formula: str = ""
    reasons: tuple[str, ...] = ()


def assess(firm: Firm, policy: Policy, kind: SubsidyType) -> Claim | None:
    """None: the type is not for this firm at all (not above scale, nothing declared and nothing asked)."""
    if not _concerns(firm, kind):
        return None
    if reasons := tuple(_blocks(firm, kind)):
        return Claim(kind.code, BLOCKED, _base(firm, kind), reasons=reasons)
    rate_key = _tier(firm, kind)
    if reasons := tuple(_unknown(firm, policy, kind, rate_key)):
        return Claim(kind.code, UNKNOWN, _base(firm, kind), reasons=reasons)
    if reasons := tuple(_fails(firm, policy, kind)):
        return Claim(kind.code, BLOCKED, _base(firm, kind), reasons=reasons)
    base = _base(firm, kind)
    assert base is not None
    amount, formula = _amount(base, policy, kind, rate_key)
    return Claim(kind.code, ELIGIBLE, base, amount, formula)


def granted(base: int, rate: Fraction, cap: int | None) -> int:
    """Rate × base, at most the cap, down to the whole yuan; fen."""
    found = share_of(base, rate)
    return (found if cap is None else min(found, cap)) // YUAN * YUAN


def _concerns(firm: Firm, kind: SubsidyType) -> bool:
    if kind.population == "industry":
        return firm.above is not False
    if kind.population == "newcomer":
        return firm.above is not False and firm.newcomer is not False
    return firm.spent is not None


def _blocks(firm: Firm, kind: SubsidyType) -> Iterator[str]:
    if firm.blocked:
        yield firm.blocked
    if not firm.here:
        yield "不在业或已迁出，不是本地正常经营的独立法人"
    if kind.code in firm.granted:
        yield "本年度这一类补助已经审定过，不重复补助"
    elif kind.once and kind.code in firm.ever:
        yield "这一类补助每家企业只补一次，以前年度已经补过"


def _base(firm: Firm, kind: SubsidyType) -> int | None:
    if kind.base == "deduction" or firm.spent is None:
        return firm.spent
    return None if firm.before is None else firm.spent - firm.before


def _tier(firm: Firm, kind: SubsidyType) -> str:
    holds = {"hnte": firm.hnte, "tsme": firm.tsme, "general": True}
    return next(key for who, key in kind.tiers if holds[who])


def _unknown(firm: Firm, policy: Policy, kind: SubsidyType, rate_key: str) -> Iterator[str]:
    if firm.spent is None:
        yield "没有本年度加计扣除申报数，不能确定补助基数"
    elif kind.base == "increment" and firm.before is None:
        yield "没有上年度加计扣除申报数，不能计算新增"
    if kind.population == "industry" and firm.above is None:
        yield "没有本年度规上名单，不能确定是否规上工业企业"
    if kind.population == "newcomer" and firm.newcomer is None:
        yield "规上名单不全，不能确定是否首次入规"
    if kind.intensity and not firm.main_business:
        yield "没有主营业务收入，不能计算研发投入强度"
    for key in filter(None, (rate_key, kind.cap, kind.intensity)):
        if not policy.is_confirmed(key):
            about = policy.parameters[key]
            yield f"「{about.label}」{about.printed} 未经核实（{about.reference}），须核对原文后人工认定"


def _fails(firm: Firm, policy: Policy, kind: SubsidyType) -> Iterator[str]:
    base = _base(firm, kind)
    if firm.spent is not None and firm.spent <= 0:
        yield "本年度没有享受研发费用加计扣除"
    elif base is not None and base <= 0:
        yield f"研发费用没有新增（比上年减少 {yuan(-base)}）" if base else "研发费用与上年持平，没有新增"
    if kind.intensity and firm.spent is not None and firm.main_business:
        edge = policy.rate(kind.intensity)
        if firm.spent * edge.denominator < firm.main_business * edge.numerator:
            said = percent(Fraction(firm.spent, firm.main_business))
            yield f"研发投入占主营业务收入 {said}，未达到 {percent(edge)}"


def _amount(base: int, policy: Policy, kind: SubsidyType, rate_key: str) -> tuple[int, str]:
    about, rate = policy.parameters[rate_key], policy.rate(rate_key)
    cap = policy.fen(kind.cap) if kind.cap else None
    whole, amount = share_of(base, rate), granted(base, rate, cap)
    who = next(word for word, key in kind.tiers if key == rate_key)
    said = (
        f"{'新增研发费用' if kind.base == 'increment' else '研发费用'} {yuan(base)} × {percent(rate)}（{_WHO[who]}）= {yuan(whole)}"
    )
    if cap is not None and whole > cap:
        said += f"，超过上限，按 {yuan(cap)}"
    said += f"，取整到元为 {yuan(amount)}"
    return amount, said + ("；比例为上限，实际比例按当年通知" if about.at_most else "")
