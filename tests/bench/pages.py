"""What benchmarks of pages share: an installation and a database of their own, Django's admin beside our pages, times and their report."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from tests.bench.machine import Stopwatch, half_and_late

ROUNDS = 20


def run(measure: Callable[[], int]) -> int:
    """Measure in an installation that goes with it; `DATABASE_URL` names another server."""
    with tempfile.TemporaryDirectory(prefix="titian-bench-") as home:
        os.environ.update(TITIAN_HOME=home, DJANGO_SETTINGS_MODULE="config.settings")
        _with_admin()
        with _own_database():
            return measure()


def _with_admin() -> None:
    """Django's admin beside our pages: installed here and nowhere else."""
    import django
    from django.conf import settings

    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "django.contrib.admin"]
    django.setup()


@contextmanager
def _own_database() -> Iterator[None]:
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    if connection.vendor != "sqlite":
        connection.settings_dict["TEST"]["NAME"] = f"titian_bench_{os.getpid()}"
    made = setup_databases(verbosity=0, interactive=False)
    try:
        yield
    finally:
        teardown_databases(made, verbosity=0)


def with_admin_of(model: Any, **options: Any) -> None:
    """From now on addresses are ours and the admin's, which lists this model with these options."""
    from django.conf import settings
    from django.contrib import admin
    from django.urls import path

    from config.urls import urlpatterns

    class Everybody(admin.AdminSite):
        def has_permission(self, request: Any) -> bool:
            return True

    rights = ("view", "add", "change", "delete", "module")
    granted = {f"has_{right}_permission": lambda *_: True for right in rights}
    site = Everybody("bench")
    site.register(model, type("Rows", (admin.ModelAdmin,), {"list_per_page": 50, **granted, **options}))
    module = ModuleType("bench_addresses")
    vars(module)["urlpatterns"] = [*urlpatterns, path("admin/", site.urls)]
    sys.modules[module.__name__] = module
    settings.ROOT_URLCONF = module.__name__


def browser_of(user: Any) -> Any:
    from django.test import Client

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user)
    return client


def got(client: Any, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} 应答 {answer.status_code}")


def timed(watch: Stopwatch, work: Callable[[], object], rounds: Sequence[Callable[[], object]] | int = ROUNDS) -> list[float]:
    """Milliseconds of each round (of `work` so many times, or of each of several), after one that warms up."""
    work()
    times = []
    for act in [work] * rounds if isinstance(rounds, int) else rounds:
        began = watch.now()
        act()
        times.append(1000 * (watch.now() - began))
    return times


def report(name: str, times: list[float], most: int | None, beside: list[float] | None = None) -> int:
    """Print a line; 1 when it takes longer than `most`."""
    half, late = half_and_late(times)
    said = f"{name:<28} {half:6.1f} / {late:6.1f}"
    if beside is not None:
        half_beside, late_beside = half_and_late(beside)
        said += f"   Django admin {half_beside:6.1f} / {late_beside:6.1f}   之比 {half / half_beside:.2f}"
    missed = most is not None and late > most
    print(said + (f"   超过 {most}" if missed else ""), flush=True)
    return int(missed)


def with_statistics() -> None:
    """What a server does by itself overnight: statistics for the planner."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
