"""How fast the register answers at 20,000 organisations and 100,000 annual rows, beside Django's own admin on the same rows.

python -m tests.bench.registry            (DATABASE_URL names another server; the rows lie in a database of their own and go with it)
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import partial
from typing import Any

from tests.bench.machine import Stopwatch, pace
from tests.bench.pages import ROUNDS, browser_of, got, report, run, timed, with_admin_of, with_statistics

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
ADMIN: dict[str, Any] = {
    "list_display": ("name", "uscc", "region", "industry", "officer", "founded_on", "state", "kind"),
    "list_filter": ("region", "kind", "state"),
    "search_fields": ("name", "uscc"),
    "list_select_related": ("region", "officer"),
}


def main() -> int:
    """1 when something takes longer than is asked of it."""
    return run(_measure)


def _measure() -> int:
    from django.db import connection

    from titian.base.memory import settle
    from titian.registry.models import Organisation

    officer, town = _fill()
    with_admin_of(Organisation, **ADMIN)
    client = browser_of(officer)
    settle()
    watch = Stopwatch.of_database()
    print(f"{connection.vendor}：{Organisation.objects.count()} 家企业，{ORGANISATIONS * len(YEARS)} 行年度数据")
    print(f"毫秒：中位 / p95（{watch.said}）。{pace()}")
    missed = 0
    for name, (ours, theirs) in LISTS.items():
        mine = timed(watch, partial(got, client, f"/registry/?{ours.format(town=town, officer=officer.pk)}"))
        peer = partial(got, client, f"/admin/registry/organisation/?{theirs.format(town=town)}")
        missed |= report(f"企业名录 {name}", mine, LIST_MS, timed(watch, peer) if theirs or not ours else None)
    pages = [organisation.get_absolute_url() for organisation in Organisation.objects.order_by("?")[:ROUNDS]]
    pages_opened = [partial(got, client, page) for page in pages]
    missed |= report("企业一页", timed(watch, pages_opened[0], rounds=pages_opened), PAGE_MS)
    for words in ("云山", "智能装备", "ysk", "0012345", "示范县云"):
        search = timed(watch, partial(_sought, words))
        missed |= report(f"查名 {words}（不含页面）", search, SEARCH_MS)
    for address in (
        "/registry/titles/",
        "/registry/annual/",
        "/registry/annual/?state=undecided",
        "/registry/property/",
        "/registry/people/",
    ):
        missed |= report(address, timed(watch, partial(got, client, address)), LIST_MS)
    report("疑似重复", timed(watch, lambda: got(client, "/registry/duplicates/"), rounds=3), None)
    print(pace())
    return missed


def _sought(words: str) -> None:
    from titian.registry.models import Organisation

    list(Organisation.objects.current().named(words)[:20])


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
    with_statistics()
    found: User = officers[0]
    return found, towns[3].pk


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
