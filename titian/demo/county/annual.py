"""Annual figures of three years, several sources for some. The books of a year add up to what the papers state, to the yuan.

What is spent on R&D comes first; revenue follows from it by the share that the size of the firm asks for, everything else from revenue.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from titian.demo.county.chance import Dice
from titian.demo.county.cohorts import YEARS, Cohorts
from titian.demo.county.plan import BOOKED
from titian.demo.county.rows import AnnualRow, Firm

RETURN, DEDUCTION, AUDIT, STATISTICS = "return", "deduction", "audit", "statistics"
HUNDRED = 100  # sheets print 万元 with two decimals
THRESHOLD = 20_500_000  # a little above the 20 million yuan of 规上
THIN = 2  # so many of those whose certificate ends in 2026 spend too little
UNDECIDED_2025, UNDECIDED_2024, SETTLED = 9, 3, 10
REASON_SAME = "与其他来源核对一致，采用企业填报"
REASON_AUDIT = "与审计报告不一致，企业书面确认以审计报告为准"
REASON_RETURN = "税务申报为预缴数，企业说明后采用企业填报"


@dataclass
class Size:
    """What a firm earned and spent in a year, in yuan; `spent` None where it filed no R&D."""

    revenue: int
    spent: int | None


def annual_rows(firms: Sequence[Firm], parts: Cohorts, sizes: dict[tuple[Firm, int], Size]) -> list[AnnualRow]:
    """Every row of every source, by firm and year."""
    dice = Dice("annual figures")
    declaring = {firm for firm in [*parts.holders, *parts.pool_rest] if dice.happens(0.75)}
    rows: list[AnnualRow] = []
    for (firm, year), size in sizes.items():
        whole = _whole(dice, firm, size, holder=firm in parts.reporting[year])
        rows += _sources(dice, parts, declaring, AnnualRow(firm, year, RETURN, f"{year}年度企业填报表", whole))
    _zero_returns(rows)
    _contradict(dice, rows)
    return rows


def sizes_of(firms: Sequence[Firm], parts: Cohorts) -> dict[tuple[Firm, int], Size]:
    """Revenue and R&D of every technical firm and every firm above scale, by year, in the order of the register."""
    dice = Dice("sizes")
    weights = {firm: (0.35 + dice.between(0, 1) ** 3 * 3.2) * (4 if firm.large else 1) for firm in firms}
    plain = {firm: dice.between(900_000, 18_000_000) for firm in firms}
    thin = set(parts.certified[2023][:THIN])
    spent = {year: _spent(dice, parts, weights, year) for year in YEARS}
    found: dict[tuple[Firm, int], Size] = {}
    for firm in firms:
        if not (firm.tech or firm.scale) or firm.kind != "enterprise" or firm.state == "closed":
            continue
        share = _share(dice, firm, parts, spent[2025].get(firm, 0), thin=firm in thin)
        for year in YEARS:
            if firm.founded_by(year) and _is_here(firm, year):
                rd = spent[year].get(firm)
                earned = rd / share if rd else plain[firm] * dice.between(0.9, 1.1)
                found[firm, year] = Size(_revenue(firm, parts, year, earned=earned), rd)
    return found


def _is_here(firm: Firm, year: int) -> bool:
    if firm.since is None:
        return True
    return firm.since.year <= year if firm.state == "active" else firm.since.year > year


def _spent(dice: Dice, parts: Cohorts, weights: dict[Firm, float], year: int) -> dict[Firm, int]:
    """What each reporting firm booked. Small firms by themselves, those above scale share the rest; the largest takes what rounding leaves."""
    reporting = sorted(parts.reporting[year], key=lambda firm: firm.phone)
    small = {
        firm: _hundreds(dice.between(380_000, 1_250_000) * 1.08 ** (year - 2025))
        for firm in reporting
        if firm not in parts.active[year]
    }
    begun = {firm: weights[firm] * (0.3 if firm in parts.beginners else 1) for firm in reporting if firm in parts.active[year]}
    shares = {firm: weight * dice.between(0.96, 1.04) for firm, weight in begun.items()}
    rest = BOOKED[year] - sum(small.values())
    large = {firm: _hundreds(rest * share / sum(shares.values())) for firm, share in shares.items()}
    biggest = max(large, key=lambda firm: large[firm])
    large[biggest] += rest - sum(large.values())
    return small | large


def _share(dice: Dice, firm: Firm, parts: Cohorts, spent: int, *, thin: bool) -> float:
    """R&D over revenue. Holders keep to the 5, 4 and 3 % of 国科发火〔2016〕32号; two do not."""
    if thin:
        return dice.between(0.021, 0.026)
    if firm not in parts.holders and firm in parts.active[2025]:
        return dice.between(0.008, 0.026)
    if spent >= 8_700_000:
        return dice.between(0.032, 0.038)
    return dice.between(0.043, 0.049) if spent >= 2_700_000 else dice.between(0.056, 0.11)


def _revenue(firm: Firm, parts: Cohorts, year: int, *, earned: float) -> int:
    """What was earned, bent to what being above scale, or not, asks for."""
    spends, above = firm in parts.reporting[year], firm in parts.above_scale[year]
    if firm in parts.idle_large and not spends:
        earned = 60_000_000 + earned * 12
    elif above and not spends:
        earned = 21_500_000 + earned * 1.3
    if above:
        return _hundreds(max(earned, THRESHOLD))
    return _hundreds(earned if spends else min(earned, THRESHOLD - 2_000_000))


def _hundreds(yuan: float) -> int:
    return round(yuan / HUNDRED) * HUNDRED


def _whole(dice: Dice, firm: Firm, size: Size, *, holder: bool) -> dict[str, int | None]:
    """A firm's own return: everything fits together; what firms tend to leave out is left out here and there."""
    revenue = size.revenue
    income = _hundreds(revenue * dice.between(1.001, 1.03))
    cost = _hundreds(revenue * dice.between(0.86, 0.985))
    assets = _hundreds(revenue * dice.between(0.7, 1.6))
    owed = _hundreds(assets * dice.between(0.28, 0.66))
    staff = max(4, round(revenue / dice.between(550_000, 1_150_000)))
    technical = max(1, round(staff * dice.between(0.12, 0.34))) if holder else round(staff * dice.between(0.03, 0.16))
    high = _hundreds(income * dice.between(0.63, 0.93)) if holder else None
    found: dict[str, int | None] = {
        "revenue": revenue,
        "main_business": _hundreds(revenue * dice.between(0.93, 0.995)),
        "total_income": income,
        "high_tech_income": high,
        "cost": cost,
        "profit": revenue - cost,
        "tax_paid": _hundreds(revenue * dice.between(0.018, 0.055)),
        "total_assets": assets,
        "liabilities": owed,
        "net_assets": assets - owed,
        "staff": staff,
        "sci_tech_staff": technical,
        **_research(dice, size.spent, technical),
    }
    for name in ("main_business", "tax_paid", "sci_tech_staff"):
        if not holder and dice.happens(0.12):
            found[name] = None
    return found


def _research(dice: Dice, spent: int | None, technical: int) -> dict[str, int | None]:
    if spent is None:
        return {"rd_expense": None, "rd_domestic": None, "rd_staff": None}
    return {
        "rd_expense": spent,
        "rd_domestic": _hundreds(spent * dice.between(0.95, 1)) if dice.happens(0.7) else None,
        "rd_staff": max(1, round(technical * dice.between(0.6, 0.95))),
    }


def _sources(dice: Dice, parts: Cohorts, declaring: set[Firm], own: AnnualRow) -> Iterator[AnnualRow]:
    """The return, and what the tax office, an auditor and the statistics bureau have of the same year."""
    firm, year = own.firm, own.year
    above, reports = firm in parts.above_scale[year], firm in parts.reporting[year]
    others = []
    if firm in declaring and dice.happens(0.85):
        others.append(_declared(dice, own))
    if _is_audited(parts, firm, year):
        others.append(_audited(own))
    if above:
        others.append(_filed(dice, own, active=firm in parts.active[year]))
    idle = firm in parts.idle_large and above and not reports
    if idle:
        own.values["rd_expense"] = 0  # asked in writing, it answered that it had none
    elif above and not reports and not firm.tech:
        yield from others
        return
    own.chosen, own.reason = bool(others), REASON_SAME if others else ""
    yield own
    yield from others


def _is_audited(parts: Cohorts, firm: Firm, year: int) -> bool:
    """A 高企 applicant brings a special audit of the year before."""
    applied = {
        2024: {*parts.renewed, *parts.first_2025, *parts.refused_2025},
        2025: {*parts.certified[2023][:9], *parts.first_2026},
    }
    return firm in applied.get(year, set())


def _declared(dice: Dice, own: AnnualRow) -> AnnualRow:
    spent = own.values["rd_expense"] or _hundreds((own.values["revenue"] or 0) * dice.between(0.02, 0.05))
    values = {"revenue": own.values["revenue"], "rd_deduction": _hundreds(spent * dice.between(0.72, 0.97))}
    return AnnualRow(own.firm, own.year, DEDUCTION, f"{own.year}年度研发费用加计扣除优惠明细表", values)


def _audited(own: AnnualRow) -> AnnualRow:
    kept = (
        "revenue",
        "total_income",
        "high_tech_income",
        "cost",
        "total_assets",
        "liabilities",
        "net_assets",
        "rd_expense",
        "rd_domestic",
    )
    number = int(own.firm.phone[-4:])
    return AnnualRow(own.firm, own.year, AUDIT, f"示审专字〔{own.year + 1}〕{number}号", {name: own.values[name] for name in kept})


def _filed(dice: Dice, own: AnnualRow, *, active: bool) -> AnnualRow:
    values: dict[str, int | None] = {name: own.values[name] for name in ("revenue", "total_assets", "liabilities", "staff")}
    spent = own.values["rd_expense"]
    if active and spent:
        values |= {"rd_statistical": _hundreds(spent * dice.between(0.6, 0.82)), "rd_staff": own.values["rd_staff"]}
    return AnnualRow(own.firm, own.year, STATISTICS, "107-1、107-2 表", values)


def _zero_returns(rows: Sequence[AnnualRow]) -> None:
    """Five firms filed a zero: they are not counted among the reporting ones."""
    silent = [
        row for row in rows if row.year == 2025 and row.source == RETURN and not row.chosen and row.values["rd_expense"] is None
    ]
    for row in silent[10:15]:
        row.values["rd_expense"] = 0


def _contradict(dice: Dice, rows: Sequence[AnnualRow]) -> None:
    """A dozen stand undecided, none of them with R&D, so that no stated figure hangs on them; ten others were settled with a reason."""
    pairs = _pairs(rows)
    undecided = [pair for pair in pairs if not pair[0].values["rd_expense"]]
    for year, count in ((2025, UNDECIDED_2025), (2024, UNDECIDED_2024)):
        for own, other in [pair for pair in undecided if pair[0].year == year][:count]:
            _differ(dice, other)
            own.chosen, own.reason = False, ""
    settled = [pair for pair in pairs if pair[0].values["rd_expense"] and pair[0].year == 2025]
    for own, other in settled[:SETTLED]:
        _differ(dice, other)
        keeps = other.source == AUDIT
        own.chosen, other.chosen = not keeps, keeps
        own.reason, other.reason = ("", REASON_AUDIT) if keeps else (REASON_RETURN, "")


def _pairs(rows: Sequence[AnnualRow]) -> list[tuple[AnnualRow, AnnualRow]]:
    """A chosen return and an audit or a declaration of the same firm and year."""
    others = {(row.firm, row.year): row for row in rows if row.source in {AUDIT, DEDUCTION}}
    return [(row, others[row.firm, row.year]) for row in rows if row.chosen and (row.firm, row.year) in others]


def _differ(dice: Dice, row: AnnualRow) -> None:
    """Another revenue, by some per cent, and what must stay below it."""
    revenue = row.values["revenue"] or 0
    row.values["revenue"] = _hundreds(revenue * dice.one((0.93, 0.955, 0.97, 0.98)))
