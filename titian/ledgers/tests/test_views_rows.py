"""The lists of ledgers, made from their definitions."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import Settings

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.mechanisms import Duty
from titian.ledgers import actions
from titian.ledgers.filters import span_of, spans
from titian.ledgers.listings import behind, columns_of, fields_of
from titian.ledgers.models import Ledger, LedgerRow
from titian.ledgers.models.questions import options_of
from titian.ledgers.packages import packaged
from titian.ledgers.search import search
from titian.ledgers.tests import make
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
TODAY = date(2026, 5, 31)


@pytest.fixture(autouse=True)
def _a_day_that_stands_still(settings: Settings) -> None:
    settings.TITIAN = replace(settings.TITIAN, day=TODAY)


def body(client: Client, address: str, **query: str) -> str:
    response = client.get(address, query)
    assert response.status_code == 200, (response.status_code, address)
    return str(response.content.decode())


def listed(client: Client, ledger: Ledger, **query: str) -> list[LedgerRow]:
    return [shown.obj for shown in client.get(ledger.get_absolute_url(), query).context["listing"].shown]


@pytest.mark.parametrize("code", packaged())
def test_every_packaged_ledger_has_its_pages(code: str, client_of: ClientOf, officer: User) -> None:
    ledger, browser = Ledger.objects.get(code=code), client_of(officer)
    row = make.row(ledger, officer)
    text = body(browser, ledger.get_absolute_url()).replace("<wbr>", "")
    assert row.get_absolute_url() in text
    assert all(one.label in text for one in ledger.about.fields if one.listed)
    assert ledger.label in body(browser, row.get_absolute_url())
    for name in ("add", "quick", "paste"):
        assert ledger.label in body(browser, reverse(f"ledgers:{name}", args=[code]))
    assert ledger.label in body(browser, reverse("ledgers:amend", args=[row.pk]))
    if ledger.about.stages:
        assert "阶段统计" in body(browser, reverse("ledgers:funnel", args=[code]))
    assert browser.get(ledger.get_absolute_url(), {"export": "xlsx"}).status_code == 200


def test_a_list_is_sorted_by_every_field_also_by_one_without_a_column(client_of: ClientOf, officer: User) -> None:
    ledger, browser = make.projects(), client_of(officer)
    small = make.row(ledger, officer, title="甲", area=Decimal("9.5"), fund=Decimal(200), closed_on=None)
    large = make.row(ledger, officer, title="乙", area=Decimal(10), fund=Decimal(1000), closed_on=None)
    nothing = make.row(ledger, officer, title="丙", area=None, fund=None, closed_on=None)
    assert listed(browser, ledger, sort="area") == [small, large, nothing], "as numbers, and what is not known last"
    assert listed(browser, ledger, sort="-fund") == [large, small, nothing]
    assert "closed_on" not in {column.key for column in browser.get(ledger.get_absolute_url()).context["listing"].spec.columns}
    text = body(browser, ledger.get_absolute_url(), sort="-closed_on")
    assert '<option value="-closed_on" selected>办结日期降序</option>' in text
    assert text.count('name="sort"') == 1


def test_a_long_ledger_is_narrowed_before_it_is_sorted_by_what_no_index_holds(
    client_of: ClientOf, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger, browser = make.projects(), client_of(officer)
    rows = [make.row(ledger, officer, title=f"第{number}项", area=Decimal(9 - number), day=TODAY) for number in range(3)]
    monkeypatch.setattr("titian.ledgers.views.rows.SUMMED", 2)
    assert listed(browser, ledger, sort="area") == rows[::-1], "as it would be anyway: the latest first"
    assert "按「面积」排序请先筛选" in body(browser, ledger.get_absolute_url(), sort="area")
    assert listed(browser, ledger, sort="-area", period="2026") == rows
    assert listed(browser, ledger, sort="title") == rows, "what an index holds is sorted"


def test_nobody_outside_sorts_by_what_is_kept_inside(client_of: ClientOf) -> None:
    ledger = make.projects()
    response = client_of(people.user("enterprise", organisation=registry.organisation())).get(ledger.get_absolute_url())
    assert "responsible" not in response.context["listing"].spec.sorts
    assert "title" in response.context["listing"].spec.sorts


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_a_list_asks_the_same_number_of_queries_for_many_rows(client_of: ClientOf, officer: User) -> None:
    ledger, browser = make.projects(), client_of(officer)

    def row(number: int) -> None:
        visit = make.visit(officer)
        some: dict[str, Any] = {"person": registry.person(), "responsible": people.user("officer"), "parent": visit, "note": "说明"}
        make.row(ledger, officer, title=f"项目{number}", organisation=registry.organisation(), batch="一批", count=3, **some)

    row(1)
    addresses = [
        ledger.get_absolute_url(),
        f"{ledger.get_absolute_url()}?q=项目&colour=yellow&missing=_any",
        reverse("ledgers:index"),
    ]
    few = [_queries(browser, address) for address in addresses]
    for number in range(2, 12):
        row(number)
    assert [_queries(browser, address) for address in addresses] == few


def test_the_overview_asks_the_same_number_of_queries_for_many_ledgers(client_of: ClientOf, officer: User) -> None:
    browser = client_of(officer)
    few = _queries(browser, reverse("ledgers:index"))
    make.row(make.projects(), officer)
    make.projects(name="more", label="再一本")
    assert _queries(browser, reverse("ledgers:index")) == few


def test_a_records_page_asks_the_same_number_of_queries_for_many_children(client_of: ClientOf, officer: User) -> None:
    browser, visit = client_of(officer), make.visit(officer)
    make.problem(officer, parent=visit)
    few = _queries(browser, visit.get_absolute_url())
    for _ in range(6):
        make.problem(officer, parent=visit)
    assert _queries(browser, visit.get_absolute_url()) == few


def test_the_overview_counts_what_is_open_and_overdue(client_of: ClientOf, officer: User) -> None:
    make.problem(officer, day=date(2026, 3, 1), due=date(2026, 5, 30))
    make.problem(officer, day=date(2025, 3, 1), due=date(2026, 6, 30))
    done = make.problem(officer, day=date(2026, 3, 1), due=date(2026, 5, 1), feedback="satisfied", measure="已请专家诊断")
    actions.step(done, "solved", on=date(2026, 5, 20), by=officer)
    response = client_of(officer).get(reverse("ledgers:index"))
    line = next(line for _, lines in response.context["groups"] for line in lines if line.ledger.code == "problems")
    assert (line.year, line.total, line.open, line.overdue, line.last) == (2, 3, 2, 1, date(2026, 3, 1))
    browser = client_of(officer)
    assert len(listed(browser, line.ledger, due="late")) == line.overdue
    assert len(listed(browser, line.ledger, state="_open")) == line.open
    assert len(listed(browser, line.ledger, period="2026")) == line.year


def test_who_fills_in_from_outside_sees_the_own_ledgers_and_rows(client_of: ClientOf, town_clerk: User, officer: User) -> None:
    own = make.visit(officer, organisation=registry.organisation(region=town_clerk.town), responsible=officer)
    make.visit(officer, organisation=registry.organisation("示范县别处有限公司", region=None))
    browser = client_of(town_clerk)
    text = body(browser, reverse("ledgers:index"))
    assert "我要填的" in text
    assert "督办任务" not in text
    assert listed(browser, make.ledger()) == [own]
    page = body(browser, own.get_absolute_url())
    assert "登记人" not in page
    assert officer.name not in page
    assert officer.name not in body(browser, make.ledger().get_absolute_url())


def test_what_the_office_has_nothing_to_do_with_is_hidden(client_of: ClientOf, officer: User, settings: Settings) -> None:
    settings.TITIAN = replace(settings.TITIAN, mechanisms={"visits": Duty.NONE})
    browser = client_of(officer)
    assert "入企服务" not in body(browser, reverse("ledgers:index"))
    assert browser.get("/ledgers/visits/").status_code == 404
    settings.TITIAN = replace(settings.TITIAN, mechanisms={"visits": Duty.IMPORT})
    text = body(browser, "/ledgers/visits/")
    assert "登记入企服务</a>" not in text
    assert ">导入</a>" in text
    assert browser.get("/ledgers/visits/add/").status_code == 404


def test_rows_are_found_by_their_texts_by_firm_and_by_person(client_of: ClientOf, officer: User) -> None:
    ledger, browser = make.projects(), client_of(officer)
    firm = registry.organisation("示范县云山装备有限公司")
    by_text = make.row(ledger, officer, title="热处理改造", note="合格率偏低")
    by_firm = make.row(ledger, officer, title="甲", organisation=firm)
    by_person = make.row(ledger, officer, title="乙", person=registry.person("张示范"))
    assert listed(browser, ledger, q="合格率") == [by_text]
    assert listed(browser, ledger, q="云山") == [by_firm]
    assert listed(browser, ledger, q="yszb") == [by_firm]
    assert listed(browser, ledger, q="张示范") == [by_person]
    assert listed(browser, ledger, q="云山 合格率") == []


def test_an_option_of_a_ledgers_own_narrows_its_list_however_the_row_came_to_say_it(client_of: ClientOf, officer: User) -> None:
    ledger, browser = Ledger.objects.get(code="problems"), client_of(officer)
    said: dict[str, Any] = {"programmes": ["visit", "commissioner"], "feedback": "basic"}
    first = make.row(ledger, officer, **said)
    second = make.row(ledger, officer, programmes=["visit"])
    assert set(listed(browser, ledger, f_programmes="visit")) == {first, second}
    assert listed(browser, ledger, f_programmes="commissioner") == [first]
    assert listed(browser, ledger, f_feedback="basic") == [first]
    actions.amend_row(second, {"feedback": "basic", "programmes": ["commissioner"]}, by=officer, reason="核实")
    assert listed(browser, ledger, f_programmes="visit") == [first]
    assert set(listed(browser, ledger, f_feedback="basic")) == {first, second}
    second.refresh_from_db()
    second.data = {"feedback": "unsatisfied"}
    LedgerRow.objects.bulk_update([second], ["data"])
    assert listed(browser, ledger, f_feedback="unsatisfied") == [second]
    assert listed(browser, ledger, f_programmes="commissioner") == [first]


def test_what_a_row_says_of_options_is_told_apart_from_its_texts_and_kept_short() -> None:
    assert options_of({"feedback": "basic", "programmes": ["visit", "rnd"], "note": "一段话", "hours": 3, "flag": True}) == (
        "|feedback=basic|programmes=visit|programmes=rnd|"
    )
    assert options_of({"note": "|feedback=basic|"}) == options_of({}) == ""
    many = options_of({"all": [f"code{number:036}" for number in range(60)]})
    assert len(many) <= 2_002
    assert many.startswith("|all=code")
    assert many.endswith("|")
    assert all(len(part) == 44 for part in many.strip("|").split("|")), "whole or not at all"


@pytest.fixture
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """A word in more than three rows is common, and counted to six."""
    monkeypatch.setattr("titian.ledgers.views.rows.FOUND", 3)
    monkeypatch.setattr("titian.base.pages.paging.COUNTED", 6)
    monkeypatch.setattr("titian.base.pages.listing.COUNTED", 6)
    monkeypatch.setattr("titian.base.pages.paging.LOOKED_THROUGH", (2, None))


def _spread(ledger: Ledger, officer: User) -> list[LedgerRow]:
    """Eight rows, a day each, the last first: all but one say 设备, two of them by their firm's name alone; two say 更新."""
    firm = registry.organisation("示范县设备制造有限公司")
    texts = ["设备更新", "", "设备老化", "", "别的", "设备检修", "设备更新", "设备采购"]
    rows = [
        make.row(
            ledger,
            officer,
            title=f"第{number}项",
            note=text,
            organisation=None if text else firm,
            due=date(2026, 7, 28 - number) if number % 3 else None,
            kind="a" if number < 3 else "",
            day=date(2026, 3, 1 + number),
        )
        for number, text in enumerate(texts)
    ]
    return rows[::-1]


@pytest.mark.usefixtures("few_are_many")
def test_a_word_that_stands_nearly_everywhere_is_listed_in_order_and_counted_to_a_limit(client_of: ClientOf, officer: User) -> None:
    ledger, browser = make.projects(), client_of(officer)
    rows = [row for row in _spread(ledger, officer) if row.held("note") != "别的"]
    assert listed(browser, ledger, q="设备") == rows[:6]
    text = body(browser, f"/ledgers/{ledger.code}/", q="设备")
    assert "6 项以上" in text
    assert "再加一个词或一个条件" in text
    assert listed(browser, ledger, q="设备 更新") == [row for row in rows if row.held("note") == "设备更新"]
    assert "2 项</span>" in body(browser, f"/ledgers/{ledger.code}/", q="设备 更新")


@pytest.mark.usefixtures("few_are_many")
def test_a_common_word_is_found_in_another_order_too(client_of: ClientOf, officer: User) -> None:
    ledger, browser = make.projects(), client_of(officer)
    rows = [row for row in _spread(ledger, officer) if row.held("note") != "别的"]
    by_due = sorted(rows, key=lambda row: (row.due is None, row.due or date.max, row.pk))
    assert listed(browser, ledger, q="设备", sort="due") == by_due[:6]


@pytest.mark.usefixtures("few_are_many")
def test_a_common_word_among_few_rows_is_counted_exactly(client_of: ClientOf, officer: User) -> None:
    ledger, browser = make.projects(), client_of(officer)
    rows = _spread(ledger, officer)
    assert listed(browser, ledger, q="设备", kind="a") == rows[-3:]
    text = body(browser, f"/ledgers/{ledger.code}/", q="设备", kind="a")
    assert "3 项</span>" in text
    assert "1 家" in text


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"kind": "a"}, "甲"),
        ({"level": "省级"}, "乙"),
        ({"batch": "一批"}, "甲"),
        ({"batch": "none"}, "丙乙"),
        ({"state": "selected"}, "乙"),
        ({"state": "_closed"}, "丙"),
        ({"state": "_open"}, "乙甲"),
        ({"reached": "selected"}, "丙乙"),
        ({"reached": "accepted"}, "丙"),
        ({"colour": "red"}, "甲"),
        ({"colour": "green"}, "丙"),
        ({"due": "week"}, "乙"),
        ({"due_from": "2026-06-01", "due_to": "2026-06-07"}, "乙"),
        ({"period": "2026-05"}, "甲"),
        ({"period": "2026H1"}, "乙甲"),
        ({"period": "2026-01~04"}, "乙"),
        ({"period": "2025Q4"}, "丙"),
        ({"since": "2026-04-01", "until": "2026-05-07"}, "乙"),
        ({"responsible": "none"}, "丙乙甲"),
        ({"missing": "_any"}, ""),
    ],
    ids=str,
)
def test_a_list_is_narrowed(query: dict[str, str], titles: str, client_of: ClientOf, officer: User) -> None:
    ledger = make.projects()
    make.row(ledger, officer, title="甲", kind="a", batch="一批", day=date(2026, 5, 8), due=date(2026, 5, 30))
    second = make.row(ledger, officer, title="乙", level="省级", day=date(2026, 4, 8), due=date(2026, 6, 7))
    third = make.row(ledger, officer, title="丙", day=date(2025, 11, 8))
    actions.step(second, "selected", on=date(2026, 5, 20), by=officer)
    for state, day in (("selected", date(2025, 12, 1)), ("accepted", date(2026, 1, 5))):
        actions.step(third, state, on=day, by=officer)
    found = {row.title for row in listed(client_of(officer), ledger, **query)}
    assert found == set(titles)


def test_the_note_adds_up_what_is_shown(client_of: ClientOf, officer: User) -> None:
    ledger, firm = make.projects(), registry.organisation()
    for amount, count in ((10_000, 3), (25_500, 4), (None, None)):
        make.row(ledger, officer, organisation=firm, amount=None if amount is None else Decimal(amount), count=count, kind="a")
    make.row(ledger, officer, organisation=registry.organisation(), amount=Decimal(10_000), kind="b")
    browser = client_of(officer)
    page = body(browser, ledger.get_absolute_url())
    assert "2 家 · 金额 4.55 万元" in page
    assert "人数 7 人" not in page, "people of two rows may be the same"
    assert "1 家 · 金额 3.55 万元" in body(browser, ledger.get_absolute_url(), kind="a")


def test_every_amount_a_list_shows_is_added_up_in_its_own_unit(client_of: ClientOf, officer: User) -> None:
    """Not only the one amount all ledgers share; a plan that every month repeats, and what is cumulative already, add up to nothing."""
    firm, day = registry.organisation(), date(2026, 5, 8)
    instrument = actions.add_row(make.ledger("instruments"), {"title": "扫描电镜", "organisation": firm, "day": day}, by=officer)
    said = {"parent": instrument, "organisation": firm, "kind": "outside", "starts": "09:00", "ends": "13:00", "day": day}
    bookings = make.ledger("bookings")
    for fee, amount in (("480", "100"), ("320.5", None)):
        given = {"fee": Decimal(fee), "amount": None if amount is None else Decimal(amount)}
        actions.add_row(bookings, said | given, by=officer)
        said |= {"starts": "14:00", "ends": "17:00"}
    assert "1 家 · 收费 800.5 元 · 共享补助 100 元" in body(client_of(officer), bookings.get_absolute_url())
    investments = make.ledger("investments")
    for month, done in ((4, 300_000), (5, 900_000)):
        given = {"plan": Decimal(5_000_000), "amount": Decimal(600_000), "cumulative": Decimal(done)}
        actions.add_row(investments, {"title": "中试基地", "day": date(2026, month, 30)} | given, by=officer)
    assert "本月完成投资 120 万元" in body(client_of(officer), investments.get_absolute_url())
    divided = body(client_of(officer), reverse("ledgers:breakdown", args=["investments"]), across="sums")
    assert "本月完成投资" in divided
    assert not any(label in divided for label in ("总投资", "年度计划投资", "本年累计完成"))


def test_a_fee_stands_in_yuan_wherever_it_is_read_and_typed(client_of: ClientOf, officer: User) -> None:
    """480 元, and never 0.048 万元: list, sums, record, form, breakdown, and what comes back from the form."""
    firm, day = registry.organisation(), date(2026, 5, 8)
    instrument = actions.add_row(make.ledger("instruments"), {"title": "扫描电镜", "organisation": firm, "day": day}, by=officer)
    said = {"parent": instrument, "organisation": firm, "kind": "outside", "starts": "09:00", "ends": "13:00"}
    ledger = make.ledger("bookings")
    row = actions.add_row(ledger, {**said, "day": day, "fee": Decimal(480), "amount": Decimal("1234.5")}, by=officer)
    browser = client_of(officer)
    listing = body(browser, ledger.get_absolute_url())
    assert re.search('收费(</a>)?<br><span class="unit">元</span>', listing)
    assert "共享补助 1,234.5 元" in listing
    assert '<td class="number">480</td>' in listing
    assert "480 元" in body(browser, row.get_absolute_url())
    amended = reverse("ledgers:amend", args=[row.pk])
    form = body(browser, amended)
    assert re.search(r'name="fee"[^>]*value="480"', form)
    assert "收费（元）" in form
    divided = body(browser, reverse("ledgers:breakdown", args=["bookings"]))
    assert re.search('共享补助(</a>)?<br><span class="unit">元</span>', divided)
    assert "1,234.5" in divided
    assert all("万元" not in page for page in (listing, form, divided))


def _heads(client: Client, ledger: Ledger) -> set[str]:
    """The heads of the sheet of what is shown, without their units."""
    page = load_workbook(BytesIO(client.get(ledger.get_absolute_url(), {"export": "xlsx"}).content)).worksheets[0]
    return {str(value).partition("（")[0] for row in page.iter_rows(values_only=True) for value in row if value}


def test_what_a_list_has_no_room_for_is_on_the_rows_page_and_in_the_sheet(
    client_of: ClientOf, officer: User, town_clerk: User
) -> None:
    ledger, browser = make.ledger("problems"), client_of(officer)
    row = make.problem(officer, organisation=registry.organisation(region=town_clerk.town), programmes=["visit"], level="county")
    left = {one.label for one in ledger.about.fields if not one.listed}
    assert {"涉及专项", "协调层级"} <= left
    assert not left - {"所属乡镇"} & {
        column.label for column in browser.get(ledger.get_absolute_url()).context["listing"].spec.columns
    }
    assert all(label in body(browser, row.get_absolute_url()) for label in left)
    assert {one.label for one in ledger.about.fields} | {"状态", "预警"} <= _heads(browser, ledger)
    assert not {"涉及专项", "协调层级", "责任人"} & _heads(client_of(town_clerk), ledger)


@pytest.mark.parametrize(("state", "lacking"), [("asked", 0), ("arrived", 1), ("paid", 2)])
def test_a_number_is_lacking_only_where_the_row_should_say_it_by_now(
    state: str, lacking: int, client_of: ClientOf, officer: User
) -> None:
    ledger = make.ledger("upper_funds")
    said: dict[str, Any] = {key: Decimal(10_000) if key == state else None for key in ("asked", "amount", "arrived", "paid")}
    make.row(ledger, officer, state=state, **said | {"asked": None})
    assert body(client_of(officer), ledger.get_absolute_url()).count(">缺<") == lacking


def test_a_list_has_no_column_that_no_row_can_fill(client_of: ClientOf, officer: User) -> None:
    def keys(code: str) -> list[str]:
        about = make.ledger(code).about
        return [column.key for column in columns_of(about, fields_of(about, inside=True), inside=True)]

    supervision = keys("supervision")
    assert "region" not in supervision
    assert "responsible" in supervision
    assert "responsible" not in keys("tenants")


def test_what_decides_whether_a_row_counts_stands_behind_its_figures(officer: User) -> None:
    problems = {column.key for column in behind(make.ledger("problems")).columns}
    assert {"day", "closed_on", "feedback", "state"} <= problems
    assert {"day", "amount", "document"} <= {column.key for column in behind(make.ledger("upper_funds")).columns}


def test_what_nobody_has_taken_over_yet_is_listed_only_where_asked_for(
    client_of: ClientOf, officer: User, town_clerk: User
) -> None:
    firm = registry.organisation(region=town_clerk.town)
    values: dict[str, Any] = {"day": make.DAY, "organisation": firm, "kind": "visit"}
    sent = actions.add_row(make.ledger(), values, by=town_clerk, is_draft=True)
    browser = client_of(officer)
    assert listed(browser, make.ledger()) == []
    assert listed(browser, make.ledger(), draft="yes") == [sent]
    assert "待接收" in body(client_of(town_clerk), make.ledger().get_absolute_url())


def test_a_page_of_the_list_is_in_the_order_asked_for(client_of: ClientOf, officer: User) -> None:
    ledger = make.projects()
    rows = [
        make.row(ledger, officer, title=str(number), count=number % 7, day=date(2026, 1, 1 + number % 28)) for number in range(9)
    ]
    found = [row.count or 0 for row in listed(client_of(officer), ledger, sort="-count")]
    assert found == sorted(found, reverse=True)
    newest = sorted(rows, key=lambda row: (row.day or TODAY, row.pk), reverse=True)
    assert listed(client_of(officer), ledger) == newest


def test_periods_are_offered_as_the_office_says_them() -> None:
    labels = {span.label for _, some in spans(TODAY) for span in some}
    assert {"2026年", "2026年上半年", "2026年二季度", "2026年1—5月", "2025年1—10月", "2026年5月"} <= labels
    assert not labels & {"2026年下半年", "2026年6月", "2026年1—10月"}
    span = span_of("2025-01~10")
    assert span is not None
    assert (span.since, span.until) == (date(2025, 1, 1), date(2025, 11, 1))
    assert span_of("去年") is None


def test_evidence_and_who_handed_it_in_stand_on_the_record(client_of: ClientOf, officer: User) -> None:
    browser = client_of(officer)
    firm = registry.organisation()
    sent = {"day": "2026-05-08", "organisation": firm.name, "kind": "visit", "_entered_for": "王示范", "_entered_on": "2026-05-10"}
    photo = SimpleUploadedFile("签到.txt", "签到".encode())
    answer = browser.post("/ledgers/visits/add/", {**sent, "evidence": photo})
    text = body(browser, answer["Location"])
    assert "代录：王示范 2026-05-10 交来" in text
    assert "签到.txt" in text


def test_a_search_from_outside_tells_nothing_that_the_page_does_not(client_of: ClientOf, officer: User, town_clerk: User) -> None:
    ledger = make.ledger("leads")
    told = {"title": "甲线索", "phone": "13800001234", "investor": "示范集团", "region": people.our_town(), "day": date(2026, 3, 1)}
    lead = actions.add_row(ledger, told, by=officer)
    inside, outside = client_of(officer), client_of(town_clerk)
    assert listed(inside, ledger, q="13800001234") == [lead]
    assert listed(outside, ledger, q="1380000") == []
    for words in ("甲线索", "示范集团", "示范 线索"):
        assert listed(outside, ledger, q=words) == [lead], words
    found = {"inside": list(search(officer, "13800001234")), "outside": list(search(town_clerk, "1380000"))}
    assert (len(found["inside"]), found["outside"]) == (1, [])
    assert [hit.text for hit in search(town_clerk, "甲线索")] == ["甲线索"]
