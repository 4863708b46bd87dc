"""How fast the register answers at 20,000 organisations and 100,000 annual rows, beside Django's own admin on the same rows.

python -m tests.bench.registry            (DATABASE_URL names another server; the rows lie in a database of their own and go with it)
"""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from types import ModuleType
from typing import Any

from tests.bench.machine import Stopwatch, half_and_late, pace

ROUNDS = 20
ORGANISATIONS, YEARS = 20_000, range(2021, 2026)
LIST_MS, PAGE_MS, SEARCH_MS = 100, 60, 10
BRANDS = "云山河海天地金木水火土智信恒泰鑫盛宏达瑞丰华安康乐"
TRADES = ("智能装备", "科技", "新材料", "生物医药", "农业科技", "精密机械", "环保工程", "信息技术")
# Beside each filter of ours what the admin is asked for on the same rows, where it can be asked.
LISTS = {
    "不筛选": ("", ""),
    "乡镇": ("town={town}", "region__id__exact={town}"),
    "乡镇未定": ("town=none", "region__isnull=True"),
    "类别": ("kind=institute", "kind=institute"),
    "状态": ("state=closed", "state=closed"),
    "规上": ("scale=2025", ""),
    "行业门类": ("section=I", ""),
    "有高企": ("title=hnte", ""),
    "一项也没有": ("title=none", ""),
    "责任人": ("officer={officer}", ""),
    "缺代码": ("missing=uscc", ""),
    "成立时段": ("founded_since=2015-01-01&founded_until=2018-01-01", ""),
    "按名称排序": ("sort=name", "o=1"),
    "第 200 页": ("page=200", "p=200"),
    "查名称一部分": ("q=云山", "q=云山"),
    "查拼音首字母": ("q=yskj", ""),
    "查代码": ("q=0012345", "q=0012345"),
}


def main() -> int:
    """1 when something takes longer than is asked of it."""
    with tempfile.TemporaryDirectory(prefix="titian-bench-") as home:
        os.environ.update(TITIAN_HOME=home, DJANGO_SETTINGS_MODULE="config.settings")
        _with_admin()
        with _own_database():
            return _measure()


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


def _measure() -> int:
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from titian.base.memory import settle
    from titian.registry.models import Organisation

    officer, town = _fill()
    settings.ROOT_URLCONF = _addresses()
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(officer)
    settle()
    watch = Stopwatch.of_database()
    print(f"{connection.vendor}：{Organisation.objects.count()} 家企业，{ORGANISATIONS * len(YEARS)} 行年度数据")
    print(f"毫秒：中位 / p95（{watch.said}）。{pace()}")
    missed = 0
    for name, (ours, theirs) in LISTS.items():
        mine = _timed(watch, partial(_got, client, f"/registry/?{ours.format(town=town, officer=officer.pk)}"))
        peer = partial(_got, client, f"/admin/registry/organisation/?{theirs.format(town=town)}")
        missed |= _report(f"企业名录 {name}", mine, LIST_MS, _timed(watch, peer) if theirs or not ours else None)
    pages = [organisation.get_absolute_url() for organisation in Organisation.objects.order_by("?")[:ROUNDS]]
    pages_opened = [partial(_got, client, page) for page in pages]
    missed |= _report("企业一页", _timed(watch, pages_opened[0], rounds=pages_opened), PAGE_MS)
    for words in ("云山", "智能装备", "ysk", "0012345", "示范县云"):
        search = _timed(watch, partial(_sought, words))
        missed |= _report(f"查名 {words}（不含页面）", search, SEARCH_MS)
    for address in (
        "/registry/titles/",
        "/registry/annual/",
        "/registry/annual/?state=undecided",
        "/registry/property/",
        "/registry/people/",
    ):
        missed |= _report(address, _timed(watch, partial(_got, client, address)), LIST_MS)
    _report("疑似重复", _timed(watch, lambda: _got(client, "/registry/duplicates/"), rounds=3), None)
    print(pace())
    return missed


def _addresses() -> str:
    """Our addresses and the admin's, as a module of their own."""
    import sys

    from django.contrib import admin
    from django.urls import path

    from config.urls import urlpatterns
    from titian.registry.models import Organisation

    class Everybody(admin.AdminSite):
        def has_permission(self, request: Any) -> bool:
            return True

    class Organisations(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in its types only, not when it runs
        list_display = ("name", "uscc", "region", "industry", "officer", "founded_on", "state", "kind")
        list_filter = ("region", "kind", "state")
        search_fields = ("name", "uscc")
        list_select_related = ("region", "officer")
        list_per_page = 50

        def has_view_permission(self, request: Any, obj: Any = None) -> bool:
            return True

        has_add_permission = has_change_permission = has_delete_permission = has_view_permission

        def has_module_permission(self, request: Any) -> bool:
            return True

    site = Everybody("bench")
    site.register(Organisation, Organisations)
    module = ModuleType("bench_addresses")
    module.urlpatterns = [*urlpatterns, path("admin/", site.urls)]  # type: ignore[attr-defined]  # a module made by hand
    sys.modules[module.__name__] = module
    return module.__name__


def _sought(words: str) -> None:
    from titian.registry.models import Organisation

    list(Organisation.objects.current().named(words)[:20])


def _got(client: Any, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} 应答 {answer.status_code}")


def _timed(watch: Stopwatch, work: Callable[[], object], rounds: Sequence[Callable[[], object]] | int = ROUNDS) -> list[float]:
    """Milliseconds of each round (of `work` so many times, or of each of several), after one that warms up."""
    work()
    times = []
    for act in [work] * rounds if isinstance(rounds, int) else rounds:
        began = watch.now()
        act()
        times.append(1000 * (watch.now() - began))
    return times


def _report(name: str, times: list[float], most: int | None, beside: list[float] | None = None) -> int:
    half, late = half_and_late(times)
    said = f"{name:<28} {half:6.1f} / {late:6.1f}"
    if beside is not None:
        half_beside, late_beside = half_and_late(beside)
        said += f"   Django admin {half_beside:6.1f} / {late_beside:6.1f}   之比 {half / half_beside:.2f}"
    missed = most is not None and late > most
    print(said + (f"   超过 {most}" if missed else ""))
    return int(missed)


def _fill() -> tuple[Any, int]:
    """The rows, deterministic; returns an officer and a town."""
    from titian.accounts.models import User
    from titian.accounts.tests import make as people
    from titian.places.models import Region
    from titian.registry.models import AnnualFigure, IntellectualProperty, Organisation, OrganisationName, Person, ScaleYear, Title

    chance = random.Random(2026)
    codes = ((f"990123{100 + number}", f"示范{number}镇") for number in range(2, 18))
    towns = [Region.objects.create(code=code, name=name, level="town", parent=people.county()) for code, name in codes]
    officers = [User.objects.create(username=f"bench{number}", name=f"经办{number}", role="officer") for number in range(10)]
    Organisation.objects.bulk_create(
        (_organisation(number, chance, towns, officers) for number in range(ORGANISATIONS)), batch_size=2000
    )
    firms = list(Organisation.objects.only("name"))
    names = (OrganisationName.of(firm, firm.name) for firm in firms)
    OrganisationName.objects.bulk_create(names, batch_size=2000)
    AnnualFigure.objects.bulk_create((_annual(firm, year, chance) for firm in firms for year in YEARS), batch_size=2000)
    Title.objects.bulk_create((_title(firm, number) for number, firm in enumerate(firms) if number % 3 == 0), batch_size=2000)
    ScaleYear.objects.bulk_create(ScaleYear(organisation=firm, year=2025, is_above=True) for firm in firms[::20])
    rights = (
        IntellectualProperty(organisation=firm, kind="utility", number=f"ZL{firm.pk}", name="一种装置") for firm in firms[::2]
    )
    IntellectualProperty.objects.bulk_create(rights, batch_size=2000)
    Person.objects.bulk_create(
        (Person(name=f"人员{firm.pk}", folded=f"人员{firm.pk}", organisation=firm) for firm in firms[::4]), batch_size=2000
    )
    _settle()
    found: User = officers[0]
    return found, towns[3].pk


def _settle() -> None:
    """What a server does by itself overnight: statistics for the planner."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def _organisation(number: int, chance: random.Random, towns: list[Any], officers: list[Any]) -> Any:
    from titian.registry.models import Organisation
    from titian.registry.tests.make import uscc

    return Organisation(
        name=f"示范县{''.join(chance.sample(BRANDS, 3))}{chance.choice(TRADES)}有限公司",
        uscc=None if number % 50 == 0 else uscc(number),
        region=None if number % 40 == 0 else chance.choice(towns),
        kind="institute" if number % 25 == 0 else "enterprise",
        state="closed" if number % 15 == 0 else "active",
        industry=chance.choice(("C3512", "I6510", "M7320", "A0141", "")),
        founded_on=date(2000, 1, 1) + timedelta(days=chance.randrange(9000)),
        officer=chance.choice(officers),
        scope="技术服务、技术开发、技术咨询、技术交流、技术转让、技术推广；智能装备制造；货物进出口。" * 4,
    )


def _annual(firm: Any, year: int, chance: random.Random) -> Any:
    from titian.registry.models import AnnualFigure

    revenue = chance.randrange(10_000_000, 100_000_000_000)
    return AnnualFigure(
        organisation=firm,
        year=year if firm.pk % 10 or year != YEARS[0] else YEARS[-1],
        source="return" if firm.pk % 10 or year != YEARS[0] else "audit",
        revenue=revenue,
        rd_expense=revenue // 30,
        staff=chance.randrange(5, 800),
    )


def _title(firm: Any, number: int) -> Any:
    from titian.registry.models import Title

    since = date(2021, 1, 1) + timedelta(days=number % 1800)
    return Title(
        organisation=firm, kind="hnte" if number % 2 else "tsme", since=since, until=since.replace(year=since.year + 3, day=1)
    )


if __name__ == "__main__":
    raise SystemExit(main())
