"""How fast a county is assessed anew from its database: 2,000 firms, every programme, verdicts of all of them.

python -m tests.bench.county            (DATABASE_URL names another server; the rows lie in a database of their own and go with it)
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from statistics import median

from tests.bench.machine import pace

FIRMS, YEARS = 2_000, range(2021, 2026)
ROUNDS, ALLOWED_S = 5, 2.0
DAY = date(2026, 6, 30)


def main() -> int:
    """Print the middle time of each step; 1 when a county takes longer than the issue allows."""
    with tempfile.TemporaryDirectory(prefix="titian-bench-") as home:
        os.environ.update(TITIAN_HOME=home, DJANGO_SETTINGS_MODULE="config.settings")
        import django

        django.setup()
        return _measure()


def _measure() -> int:
    from django.core.management import call_command

    from titian.policies.engine.columns import computed
    from titian.policies.facts import facts_frame, given_of
    from titian.policies.packs import shelves, standing
    from titian.registry.models import Organisation

    call_command("migrate", verbosity=0)
    print(pace())
    print(f"{FIRMS:,} 家企业，{_fill():,} 条年度数据、知识产权和资质")
    programmes = [standing(code, pack, DAY) for code, there in shelves().items() for pack in there]
    steps: dict[str, list[float]] = {"从数据库取": [], "推导事实": [], "算出判定": [], "合计": []}
    for _ in range(ROUNDS):
        began = time.perf_counter()
        given = given_of(Organisation.objects.current().enterprises(), DAY)
        read = time.perf_counter()
        frame = facts_frame(given, DAY)
        derived = time.perf_counter()
        found = [computed(frame, programme)["verdict"].value_counts() for programme in programmes]
        done = time.perf_counter()
        for name, took in zip(steps, (read - began, derived - read, done - derived, done - began), strict=True):
            steps[name].append(took)
    for name, taken in steps.items():
        print(f"  {name}  中位 {1000 * median(taken):.0f} ms")
    print(f"{len(found)} 个项目 × {frame.height:,} 家：要求 ≤ {ALLOWED_S:.0f} 秒")
    return 0 if median(steps["合计"]) <= ALLOWED_S else 1


def _fill() -> int:
    """Deterministic: five years of figures a firm, up to six rights, a title for every other."""
    from titian.registry.models import AnnualFigure, IntellectualProperty, Organisation, Title

    chance = random.Random(7)
    firms = Organisation.objects.bulk_create(
        Organisation(name=f"示范县第{number}科技有限公司", founded_on=_founded(chance), industry="C3512") for number in range(FIRMS)
    )
    annual = [AnnualFigure(organisation=firm, year=year, source="return", **_year(chance)) for firm in firms for year in YEARS]
    rights = [
        IntellectualProperty(
            organisation=firm,
            kind=chance.choice(list(IntellectualProperty.KINDS)),
            number=f"ZL{firm.pk:06d}{number}",
            name="一种示范装置",
            obtained=chance.choice(("own", "transfer", "")),
            granted_on=_founded(chance),
        )
        for firm in firms
        for number in range(chance.randrange(7))
    ]
    titles = [
        Title(organisation=firm, kind=kind, since=date(2024, 11, 1), until=date(2027, 11, 1))
        for firm in firms
        for kind in ("hnte", "tsme", "srdi")
        if chance.random() < 0.5
    ]
    AnnualFigure.objects.bulk_create(annual, batch_size=2_000)
    IntellectualProperty.objects.bulk_create(rights, batch_size=2_000)
    Title.objects.bulk_create(titles, batch_size=2_000)
    return len(annual) + len(rights) + len(titles)


def _founded(chance: random.Random) -> date:
    return date(2010, 1, 1) + timedelta(days=chance.randrange(5_900))


def _year(chance: random.Random) -> dict[str, int]:
    some: Callable[[int], int] = chance.randrange
    revenue, staff = 10**8 + some(10**11), 5 + some(600)
    rd = revenue * some(120) // 1000
    return {
        "revenue": revenue,
        "total_income": revenue,
        "high_tech_income": revenue * some(100) // 100,
        "main_business": revenue * some(100) // 100,
        "cost": revenue * 8 // 10,
        "rd_expense": rd,
        "rd_domestic": rd,
        "rd_deduction": rd * 9 // 10,
        "total_assets": 2 * revenue,
        "net_assets": revenue,
        "liabilities": revenue,
        "staff": staff,
        "sci_tech_staff": staff * some(40) // 100,
    }


if __name__ == "__main__":
    raise SystemExit(main())
