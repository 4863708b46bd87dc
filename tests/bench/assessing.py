"""How fast everybody is assessed: a county's 2,000 firms against every programme, and a province's 500,000 where the server is PostgreSQL.

python -m tests.bench.assessing           (DATABASE_URL names another server; the rows lie in a database of their own and go with it)
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from time import perf_counter
from typing import Any

from tests.bench.machine import pace
from tests.bench.pages import run, with_statistics

COUNTY, PROVINCE = 2_000, 500_000
COUNTY_S, PROVINCE_S = 2.0, 60.0
DAY = date(2026, 6, 30)
YEARS = (2023, 2024, 2025)
MONEY = ("revenue", "total_income", "high_tech_income", "cost", "rd_expense", "rd_domestic", "rd_deduction")
REST = ("net_assets", "total_assets", "liabilities", "main_business")


def main() -> int:
    """1 when something takes longer than is asked of it."""
    return run(_measure)


def _measure() -> int:
    from django.db import connection

    print(f"{connection.vendor}。{pace()}")
    missed = _timed("县：全部项目", COUNTY, COUNTY_S, ())
    if connection.vendor == "postgresql":
        missed |= _timed("省：高企", PROVINCE, PROVINCE_S, ("hnte",))
    else:
        print("省的 50 万家只在 PostgreSQL 上量（DATABASE_URL）")
    print(pace())
    return missed


def _timed(name: str, firms: int, most: float | None, codes: tuple[str, ...]) -> int:
    from titian.policies.models import Assessment
    from titian.policies.population.running import reassess
    from titian.registry.models import Organisation

    there = Organisation.objects.count()
    _fill(there, firms)
    with_statistics()
    if firms <= COUNTY:
        reassess(DAY - timedelta(days=1), by=None, codes=codes)  # rules read, code warm
    began = perf_counter()
    made = reassess(DAY, by=None, codes=codes)
    took = perf_counter() - began
    rows = Assessment.objects.filter(run=made).count()
    late = most is not None and took > most
    print(
        f"{name:<10}{made.done:>8} 家 × {len(made.clauses)} 个项目 → {rows} 条结论：{took:6.2f} 秒，每秒 {rows / took:,.0f} 条"
        + (f"   超过 {most:g} 秒" if late else ""),
        flush=True,
    )
    return int(late)


def _fill(there: int, firms: int) -> None:
    """Firms with three years, a title for every third, two rights for every other, three stated facts."""
    from django.db import connection

    from titian.base.database import load_rows
    from titian.registry.models import AnnualFigure, IntellectualProperty, Organisation, Title

    chance = random.Random(there)
    new = range(there + 1, firms + 1)
    if not new:
        return
    began = perf_counter()
    load_rows(Organisation, *_firms(new, chance))
    keys = list(Organisation.objects.order_by("pk").values_list("pk", flat=True)[there:])
    load_rows(AnnualFigure, *_annual(keys, chance))
    load_rows(Title, *_titles(keys))
    load_rows(IntellectualProperty, *_rights(keys))
    connection.close()
    print(f"  （写入 {len(keys)} 家：{perf_counter() - began:.0f} 秒）", file=sys.stderr, flush=True)


def _filled(model: Any, given: dict[str, Any]) -> dict[str, Any]:
    """What a row needs beside what is given: the model's own defaults."""
    from django.utils import timezone

    found: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.primary_key or field.attname in given:
            continue
        found[field.attname] = timezone.now() if field.get_internal_type() == "DateTimeField" else field.get_default()
    return found


def _rows(model: Any, rows: Iterator[dict[str, Any]]) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
    first = next(rows)
    rest = _filled(model, first)
    names = [*first, *rest]
    tail = tuple(rest.values())

    def all_of() -> Iterator[tuple[Any, ...]]:
        yield (*first.values(), *tail)
        for row in rows:
            yield (*row.values(), *tail)

    return names, all_of()


def _firms(numbers: range, chance: random.Random) -> Any:
    from titian.registry.models import Organisation

    return _rows(
        Organisation,
        (
            {
                "name": f"示范第{number}企业",
                "uscc": None,
                "founded_on": date(2000, 1, 1) + timedelta(days=chance.randrange(9_500)),
                "industry": "C3512",
            }
            for number in numbers
        ),
    )


def _annual(keys: list[int], chance: random.Random) -> Any:
    from titian.registry.models import AnnualFigure

    def row(key: int, year: int) -> dict[str, Any]:
        revenue = chance.randrange(100_000_000, 50_000_000_000)
        rd = revenue * chance.randrange(1, 9) // 100
        staff = chance.randrange(5, 800)
        money = (revenue, revenue, revenue * 2 // 3, revenue * 4 // 5, rd, rd, rd)
        rest = (revenue // 2, revenue, revenue // 3, revenue)
        people = {"staff": staff, "sci_tech_staff": staff // chance.randrange(4, 15)}
        return {
            "organisation_id": key,
            "year": year,
            "source": "return",
            **dict(zip(MONEY, money, strict=True)),
            **dict(zip(REST, rest, strict=True)),
            **people,
        }

    return _rows(AnnualFigure, (row(key, year) for key in keys for year in YEARS))


def _titles(keys: list[int]) -> Any:
    from titian.registry.models import Title

    return _rows(
        Title,
        (
            {
                "organisation_id": key,
                "kind": "hnte" if key % 2 else "tsme",
                "since": date(2025, 1, 1),
                "until": date(2028, 1, 1),
            }
            for key in keys[::3]
        ),
    )


def _rights(keys: list[int]) -> Any:
    from titian.registry.models import IntellectualProperty

    return _rows(
        IntellectualProperty,
        (
            {
                "organisation_id": key,
                "kind": kind,
                "number": f"{kind}{key}",
                "name": "一种装置",
                "obtained": "own",
                "granted_on": date(2024, 3, 5),
            }
            for key in keys[::2]
            for kind in ("invention", "utility")
        ),
    )


if __name__ == "__main__":
    raise SystemExit(main())
