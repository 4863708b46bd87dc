"""Firms on their way above scale, and the months of the science and technology services: 31 small ones in the list, six followed by month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Final

from titian.demo.county.books import Book, Row, of
from titian.demo.county.build import county
from titian.demo.county.chance import Dice
from titian.demo.county.ledger_plan import DAY, ENTERPRISE, READY, SMALL_SERVICES, TRACKED, month_ends
from titian.demo.county.rows import Firm

SERVICE, INDUSTRY = Decimal(10_000_000), Decimal(20_000_000)  # 年营业收入标准
CANDIDATES_INDUSTRY, APPROVED_2025, REFUSED_2025 = 11, 4, 1
OBSTACLES: Final = ("没有专职统计员", "收入跨年确认，年底才能看清", "担心入统后报表多", "分公司收入没有并表")
WINDOW_MONTH, WINDOW_YEAR = date(2026, 6, 10), date(2026, 11, 15)


def books() -> Sequence[Book]:
    return (
        Book("scale_candidates", "升规入统培育名录", [*_services(), *_industry(), *_last_year()], by="enterprise"),
        Book("service_monthly", "科技服务业月度调度表", [*_monthly()], by="enterprise"),
    )


@cache
def _small_services() -> Sequence[Firm]:
    """The list of the county's 31, those followed by month first."""
    firms = [
        firm for firm in county().firms if firm.industry.startswith("M") and firm.kind == "enterprise" and firm.state == "active"
    ]
    return Dice("small services").shuffled(
        firm for firm in firms if not firm.service_years and firm.founded_by(2024) and firm.uscc
    )[:SMALL_SERVICES]


@cache
def _above() -> Sequence[Firm]:
    return [firm for firm in county().firms if firm.service_years]


def _services() -> Iterator[Row]:
    dice = Dice("candidates of services")
    for number, firm in enumerate(_small_services()):
        ready, tracked = number < READY, number < TRACKED
        share = dice.between(0.82, 0.98) if tracked else dice.between(0.12, 0.62)
        revenue = SERVICE + 460_000 if ready else _thousands(SERVICE * Decimal(str(round(share, 3))))
        yield {
            **of(firm),
            **_gap("service", SERVICE, revenue),
            "batch": "2026",
            "day": date(2026, 1, 20),
            "window": "monthly" if ready else "annual" if tracked else None,
            "due": WINDOW_MONTH if ready else WINDOW_YEAR if tracked else None,
            "obstacle": dice.one(OBSTACLES) if tracked and not ready else None,
            "help_given": "每月核对收入，讲清月度入库时间" if tracked else None,
            "received_by": firm.contact or None,
            "responsible": ENTERPRISE,
            "state": "ready" if ready else "tracked" if tracked else "listed",
            "on_tracked": date(2026, 2, 25) if tracked else None,
            "on_ready": date(2026, 5, 18) if ready else None,
        }


def _gap(kind: str, threshold: Decimal, revenue: Decimal) -> dict[str, object]:
    return {
        "kind": kind,
        "threshold": threshold,
        "amount": revenue,
        "gap": max(Decimal(0), threshold - revenue),
        "source": "return",
    }


def _industry() -> Iterator[Row]:
    """Makers near the threshold; one recommended, one that let its window pass."""
    dice = Dice("candidates of industry")
    for number, firm in enumerate(_makers()[:CANDIDATES_INDUSTRY]):
        revenue = _thousands(INDUSTRY * Decimal(str(round(dice.between(0.86, 1.06), 3))))
        recommended, late = number == 0, number == 1
        yield {
            **of(firm),
            **_gap("industry", INDUSTRY, INDUSTRY + 1_300_000 if recommended or late else min(revenue, INDUSTRY - 100_000)),
            "batch": "2026",
            "day": date(2026, 1, 22),
            "window": "monthly" if recommended or late else "annual",
            "due": date(2026, 5, 10) if recommended or late else WINDOW_YEAR,
            "obstacle": "资料没有准备齐，错过五月窗口" if late else dice.one(OBSTACLES) if number % 3 == 0 else None,
            "received_by": firm.contact or None,
            "responsible": ENTERPRISE,
            "state": "recommended" if recommended else "ready" if late else "tracked",
            "on_tracked": date(2026, 1, 22),
            "on_ready": date(2026, 4, 15) if recommended or late else None,
            "on_recommended": date(2026, 5, 8) if recommended else None,
        }


@cache
def _makers() -> Sequence[Firm]:
    """Makers below the threshold in 2025, large enough by what they filed."""
    filed = {row.firm: row.values.get("revenue") or 0 for row in county().annual if row.year == 2025 and row.source == "return"}
    below = [
        firm
        for firm in county().firms
        if firm.industry.startswith("C") and not firm.scale.get(2025) and firm.state == "active" and firm.uscc
    ]
    return sorted((firm for firm in below if firm in filed), key=lambda firm: (-filed[firm], firm.name))[:24]


def _last_year() -> Iterator[Row]:
    """Those of 2025: four approved, one not, two dropped."""
    fitting = [firm for firm in county().firms if firm.scale.get(2025) and firm.scale.get(2024) is False][:3]
    firms = [*fitting, *_makers()[CANDIDATES_INDUSTRY:]][: APPROVED_2025 - 1 + REFUSED_2025 + 2]
    for number, firm in enumerate(firms):
        approved = number < len(fitting)
        state = "approved" if approved else "refused" if number == len(fitting) else "dropped"
        yield {
            **of(firm),
            **_gap("industry", INDUSTRY, INDUSTRY + (1_800_000 if approved else -2_400_000)),
            "batch": "2025",
            "day": date(2025, 2, 18),
            "window": "annual",
            "due": date(2025, 11, 15),
            "responsible": ENTERPRISE,
            "state": state,
            "on_tracked": date(2025, 3, 10),
            "on_ready": date(2025, 10, 20) if state != "dropped" else None,
            "on_recommended": date(2025, 11, 10) if state != "dropped" else None,
            "on_approved": date(2025, 12, 26) if approved else None,
        }


def _thousands(amount: Decimal) -> Decimal:
    return Decimal(round(amount / 1000) * 1000)


def _monthly() -> Iterator[Row]:
    """Twelve firms, seventeen months: the first months of 2026 below the year before, since April above (扭负为正)."""
    dice = Dice("monthly services")
    firms = [(firm, "above") for firm in _above()] + [(firm, "candidate") for firm in _small_services()[:TRACKED]]
    for firm, kind in firms:
        yearly = 14_000_000 * dice.between(0.9, 1.6) if kind == "above" else 9_000_000 * dice.between(0.85, 1.05)
        monthly = {
            end: _thousands(Decimal(round(yearly / 12 * dice.between(0.8, 1.2)))) for end in month_ends((2024, 1), (2024, 12))
        }
        for end in month_ends((2025, 1), (2025, 12)):
            monthly[end] = _thousands(monthly[_year_before(end)] * Decimal(str(round(dice.between(1.01, 1.06), 4))))
        yield from _year(firm, kind, monthly, 2025)
        for end in month_ends((2026, 1), (2026, 5)):
            pace = (0.9, 0.95, 0.985, 1.12, 1.15)[end.month - 1]
            monthly[end] = _thousands(monthly[_year_before(end)] * Decimal(str(round(pace * dice.between(0.985, 1.015), 4))))
        yield from _year(firm, kind, monthly, 2026)


def _year(firm: Firm, kind: str, monthly: dict[date, Decimal], year: int) -> Iterator[Row]:
    now = before = Decimal(0)
    for end in sorted(day for day in monthly if day.year == year and day <= DAY):
        if kind == "candidate" and year == 2025 and end.month < 7:
            continue
        now, before = now + monthly[end], before + monthly[_year_before(end)]
        closing = end + timedelta(days=8)
        whole = kind == "above" or year == 2026
        late = kind == "candidate" and end.month == 3
        yield {
            **of(firm),
            "day": end,
            "kind": kind,
            "amount": monthly[end],
            "last_year": monthly[_year_before(end)],
            "cumulative": now if whole else None,
            "growth": round((now - before) * 100 / before, 2) if whole else None,
            "due": closing,
            "closed_on": None if closing > DAY else closing + timedelta(days=2) if late else closing - timedelta(days=2),
            "reason": "一季度检测订单减少" if year == 2026 and end.month == 2 else None,
            "responsible": ENTERPRISE,
        }


def _year_before(end: date) -> date:
    return next(day for day in month_ends((end.year - 1, end.month), (end.year - 1, end.month)))
