"""How fast the books answer: list of figures and targets board as pages, and the conflicts of a county, at ten years of figures.

python -m tests.bench.books
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from statistics import quantiles
from typing import Any

ROUNDS = 20
YEARS = range(2017, 2027)


def main() -> int:
    """Print the middle and the 95th percentile of each in milliseconds; nothing is asked of these speeds yet, so 0."""
    with tempfile.TemporaryDirectory(prefix="titian-bench-") as home:
        os.environ.update(TITIAN_HOME=home, DJANGO_SETTINGS_MODULE="config.settings")
        import django

        django.setup()
        _measure()
    return 0


def _measure() -> None:
    from django.core.management import call_command
    from django.test import Client

    from titian.accounts.models import User
    from titian.figures.board import conflict_list, target_rows
    from titian.figures.tests.make import MAY_31, county

    call_command("migrate", verbosity=0)
    user = User.objects.create(username="bench", name="测速", role="office")
    count = _fill(user)
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user)
    print(f"账上 {count} 个数、{len(YEARS)} 年")
    _report("指标数页(全部期间)", lambda: client.get("/figures/"))
    _report("目标看板页", lambda: client.get("/figures/board/?day=2026-05-31"))
    _report("目标与进度(不含页面)", lambda: target_rows(user=user, region=county(), year=2026, day=MAY_31))
    _report("全部冲突(不含页面)", lambda: conflict_list(user=user, regions=[county()]))


def _fill(user: Any) -> int:
    """Every code of the catalogue for every year and half-year, and a target for each of 2026."""
    from titian.figures.actions import NewFigure, NewLeg, NewTarget, set_targets, state_figures
    from titian.figures.catalogue import packaged
    from titian.figures.tests.make import county

    periods = [text for year in YEARS for text in (f"{year}H1", f"{year}")]
    new = [
        NewFigure(code, period, Decimal(number + place))
        for number, code in enumerate(packaged())
        for place, period in enumerate(periods)
    ]
    state_figures(new, region=county(), by=user)
    targets = [NewTarget(entry.name, "2026", [NewLeg(entry.code, Decimal(99))]) for entry in packaged().values()]
    set_targets(targets, region=county(), by=user)
    return len(new)


def _report(name: str, work: Callable[[], object]) -> None:
    work()
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - began))
    cuts = quantiles(times, n=20)
    print(f"{name}  中位 {cuts[9]:.0f} ms,p95 {cuts[18]:.0f} ms")


if __name__ == "__main__":
    raise SystemExit(main())
