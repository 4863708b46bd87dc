"""How fast a ledger's pages answer at 200,000 rows, 100,000 of them in the one that is listed, beside Django's own admin on the same rows.

python -m tests.bench.ledgers            (DATABASE_URL names another server; the rows lie in a database of their own and go with it)
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

from tests.bench.machine import Stopwatch, pace
from tests.bench.pages import ROUNDS, browser_of, got, report, run, timed, with_admin_of, with_statistics

FIRMS, ROWS = 5_000, 200_000
# Of every ten rows: visits, problems, the rest evenly over the other ledgers.
SHARES = {"problems": 5, "visits": 3}
LIST_MS, PAGE_MS = 100, 60
DAY = date(2026, 5, 31)
BRANDS = "云山河海天地金木水火土智信恒泰鑫盛宏达瑞丰华安康乐"
WORDS = "热处理工序合格率偏低设备老化需要更新改造缺少检测手段人才引进困难融资成本高用地指标不足市场开拓乏力原材料价格上涨订单不稳定"
# Beside each filter of ours what the admin is asked for on the same rows, where it can be asked.
LISTS = {
    "不筛选": ("", ""),
    "本年": ("period=2026", "day__year=2026"),
    "2025年1—10月": ("period=2025-01~10", ""),
    "日期起止": ("since=2025-03-01&until=2025-09-30", ""),
    "状态": ("state=solved", "state=solved"),
    "未办结": ("state=_open", ""),
    "红": ("colour=red", ""),
    "黄": ("colour=yellow", ""),
    "类别": ("kind=finance", "kind=finance"),
    "级别": ("level=county", "level=county"),
    "乡镇": ("town={town}", "region__id__exact={town}"),
    "责任人": ("responsible={officer}", "responsible__id__exact={officer}"),
    "科室": ("department={department}", "department__id__exact={department}"),
    "已逾期": ("due=late", ""),
    "满意度": ("f_feedback=satisfied", ""),
    "所属项目": ("f_programmes=commissioner", ""),
    "待补": ("missing=_any", ""),
    "类别、乡镇、本年": ("kind=finance&town={town}&period=2026", "kind=finance&region__id__exact={town}&day__year=2026"),
    "按期限排序": ("sort=due", "o=6"),
    "按企业排序": ("sort=organisation", "o=2"),
    "第 200 页": ("page=200", "p=200"),
    "查企业": ("q=云山", "q=云山"),
    "查文字": ("q=热处理工", "q=热处理工"),
    # Words that stand in two rows of five, in one of fifteen, in nearly every firm's name.
    "查常见词": ("q=企业反映", "q=企业反映"),
    "查较常见词": ("q=年度计划", "q=年度计划"),
    "查常见字号": ("q=科技", "q=科技"),
    "查常见词、红": ("q=企业反映&colour=red", ""),
    "查常见词、按期限排序": ("q=企业反映&sort=due", "q=企业反映&o=6"),
}
ADMIN: dict[str, Any] = {
    "list_display": ("title", "organisation", "day", "kind", "responsible", "due", "closed_on", "state", "region"),
    "list_filter": ("ledger", "region", "kind", "state", "level", "responsible", "department"),
    "search_fields": ("said__words", "organisation__name"),
    "list_select_related": ("organisation", "responsible", "region"),
    "date_hierarchy": None,
}


def main() -> int:
    """1 when something takes longer than is asked of it."""
    return run(_measure)


def _measure() -> int:
    from dataclasses import replace

    from django.conf import settings
    from django.db import connection

    from titian.base.memory import settle
    from titian.ledgers.models import Ledger, LedgerRow

    settings.TITIAN = replace(settings.TITIAN, day=DAY)
    officer, town = _fill()
    with_admin_of(LedgerRow, **ADMIN)
    client, ledger = browser_of(officer), Ledger.objects.get(code="problems")
    said = {"town": town, "officer": officer.pk, "department": officer.department_id}
    listed = LedgerRow.objects.filter(ledger=ledger).count()
    settle()
    watch = Stopwatch.of_database()
    print(f"{connection.vendor}：{LedgerRow.objects.count()} 行台账，「{ledger}」{listed} 行")
    print(f"毫秒：中位 / p95（{watch.said}）。{pace()}", flush=True)
    missed = 0
    for name, (ours, theirs) in LISTS.items():
        mine = timed(watch, partial(got, client, f"/ledgers/problems/?{ours.format(**said)}"))
        of_ledger = f"ledger__id__exact={ledger.pk}&{theirs.format(**said)}"
        beside = timed(watch, partial(got, client, f"/admin/ledgers/ledgerrow/?{of_ledger}"), 5) if theirs or not ours else None
        missed |= report(f"企业问题 {name}", mine, LIST_MS, beside)
    missed |= report("全部台账", timed(watch, partial(got, client, "/ledgers/")), LIST_MS)
    rows = LedgerRow.objects.filter(ledger=ledger, pk__in=random.Random(1).sample(range(1, ROWS), 60))[:ROUNDS]
    pages = [partial(got, client, row.get_absolute_url()) for row in rows]
    missed |= report("一条记录", timed(watch, pages[0], rounds=pages), PAGE_MS)
    missed |= report("登记表单", timed(watch, partial(got, client, "/ledgers/problems/add/")), PAGE_MS)
    print(pace())
    return missed


def _fill() -> tuple[Any, int]:
    """The rows, deterministic; returns an officer and a town."""
    from titian.accounts.models import Department, User
    from titian.accounts.tests import make as people
    from titian.places.models import Region
    from titian.registry.models import Organisation, OrganisationName
    from titian.registry.tests.make import uscc

    chance = random.Random(2026)
    codes = ((f"990123{100 + number}", f"示范{number}镇") for number in range(2, 18))
    towns = [Region.objects.create(code=code, name=name, level="town", parent=people.county()) for code, name in codes]
    sections = [Department.objects.create(name=f"第{number}股", order=number) for number in range(5)]
    officers = [
        User.objects.create(username=f"bench{number}", name=f"经办{number}", role="officer", department=sections[number % 5])
        for number in range(12)
    ]
    firms = Organisation.objects.bulk_create(
        (
            Organisation(
                name=f"示范县{''.join(chance.sample(BRANDS, 3))}科技有限公司", uscc=uscc(number), region=chance.choice(towns)
            )
            for number in range(FIRMS)
        ),
        batch_size=2000,
    )
    OrganisationName.objects.bulk_create((OrganisationName.of(firm, firm.name) for firm in firms), batch_size=2000)
    _fill_rows(chance, firms, officers)
    with_statistics()
    found: User = officers[0]
    return found, towns[3].pk


def _fill_rows(chance: random.Random, firms: list[Any], officers: list[Any]) -> None:
    from django.utils import timezone

    from titian.base.database import insert_rows
    from titian.ledgers.models import Ledger, LedgerRow, LedgerStep, RowText

    ledgers = {ledger.code: ledger for ledger in Ledger.objects.all()}
    others = [ledger for code, ledger in ledgers.items() if code not in SHARES]
    wheel = [ledgers[code] for code, share in SHARES.items() for _ in range(share)]
    now = timezone.now()
    plain = {"version": 1, "entered_for": "", "created_at": now, "updated_at": now}
    made = (
        {
            **_row(chance, wheel[number % 10] if number % 10 < len(wheel) else chance.choice(others), firms, officers, number),
            **plain,
        }
        for number in range(ROWS)
    )
    first = next(made)
    names = tuple(first)
    insert_rows(LedgerRow, names, _values(first, made, names))
    said = LedgerRow.objects.values_list("pk", "ledger_id", "title", "data__measure").iterator()
    insert_rows(RowText, ("row_id", "ledger_id", "words"), [(pk, ledger, f"{title}{text}") for pk, ledger, title, text in said])
    steps = LedgerRow.objects.exclude(state="").values_list("pk", "state", "day").iterator()
    insert_rows(
        LedgerStep, ("row_id", "state", "day", "note", "said", "at"), [(pk, state, day, "", {}, now) for pk, state, day in steps]
    )


def _values(first: dict[str, Any], rest: Iterator[dict[str, Any]], names: tuple[str, ...]) -> Iterator[list[Any]]:
    yield [first[name] for name in names]
    yield from ([row[name] for name in names] for row in rest)


def _row(chance: random.Random, ledger: Any, firms: list[Any], officers: list[Any], number: int) -> dict[str, Any]:
    """One in twenty is still open, one in a thousand was sent from outside and not yet taken over."""
    from titian.ledgers.models.questions import options_of

    firm, officer, about = chance.choice(firms), chance.choice(officers), ledger.about
    day = date(2021, 1, 1) + timedelta(days=chance.randrange((DAY - date(2021, 1, 1)).days))
    closed = None if number % 20 == 7 else day + timedelta(days=chance.randrange(1, 90))
    kind, level = about.field("kind"), about.field("level")
    title, text = _text(chance, 14), _text(chance, 60) + "企业反映" * (number % 2) + "年度计划" * (number % 12 == 1)
    states = [state.code for state in about.states if state.closes is (closed is not None)]
    return {
        "ledger_id": ledger.pk,
        "title": title if about.field("title") else "",
        "kind": chance.choice([*kind.choices, ""]) if kind else "",
        "level": chance.choice([*level.choices, ""]) if level else "",
        "batch": f"{day.year}年" if about.field("batch") else "",
        "state": chance.choice(states) if states else "",
        "organisation_id": firm.pk,
        "region_id": firm.region_id,
        "day": day,
        "due": day + timedelta(days=chance.choice((10, 30, 60, 90))) if about.field("due") else None,
        "closed_on": closed if about.states else None,
        "touched_on": closed or day,
        "amount": chance.randrange(10**9) if number % 3 == 0 else None,
        "count": number % 9 or None,
        "responsible_id": officer.pk,
        "department_id": officer.department_id,
        "created_by_id": officer.pk,
        "data": (data := _data(text, number)),
        "options": options_of(data),
        "is_draft": number % 1000 == 0,
    }


def _data(text: str, number: int) -> dict[str, Any]:
    """One in three was satisfied, one in forty came by a commissioner too."""
    programmes = ["visit", "commissioner"] if number % 40 == 0 else ["visit"]
    return {"measure": text, "programmes": programmes, "feedback": ("satisfied", "basic", "unsatisfied")[number % 3]}


def _text(chance: random.Random, length: int) -> str:
    return "".join(chance.choice(WORDS) for _ in range(length))


if __name__ == "__main__":
    raise SystemExit(main())
