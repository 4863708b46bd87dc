"""争取上级资金 and 重大项目投资调度 with their rows and pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from titian.accounts.models import User
from titian.base.money import WAN
from titian.exchange.tests import make as sheets
from titian.ledgers import actions
from titian.ledgers.computing import computing
from titian.ledgers.definition import ValuesError
from titian.ledgers.filling import doubts
from titian.ledgers.models import LedgerRow
from titian.ledgers.months import month_to_report
from titian.ledgers.tests import make

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
DAY = date(2026, 5, 31)


def fund(by: User, *, state: str = "asked", **values: Any) -> LedgerRow:
    said = {"title": "县域科技成果转化", "batch": "2026", "level": "province", "kind": "project", "day": date(2026, 1, 5)}
    return actions.add_row(make.ledger("upper_funds"), {**said, **values}, by=by, state=state)


def month(by: User, number: int, now: int, cumulative: int | None, *, state: str = "", **values: Any) -> LedgerRow:
    said = {"title": "示范生产线", "day": date(2026, number, 15), "amount": now * WAN, "plan": 1000 * WAN}
    said |= {"cumulative": None if cumulative is None else cumulative * WAN}
    return actions.add_row(make.ledger("investments"), {**said, **values}, by=by, state=state)


def test_what_is_left_follows_from_what_arrived_and_what_was_paid_out(officer: User) -> None:
    issued = {"amount": 60 * WAN, "document": "示财教〔2026〕15号"}
    row = fund(officer, state="arrived", **issued, arrived=60 * WAN)
    assert row.value("left") is None
    actions.amend_row(row, {"paid": Decimal("484785.5")}, by=officer)
    assert row.value("left") == Decimal("115214.5")
    (fact,) = computing("upper_funds").facts(row, officer, DAY)
    assert fact.value == "到账未拨付 11.52145 万元（2026-01-05 以来 146 天没有进展）"
    actions.amend_row(row, {"paid": 70 * WAN}, by=officer)
    assert [one.message for one in doubts(row)] == ["拨付 70 万元，比到账的 60 万元多，请核对"]
    actions.amend_row(row, {"paid": None}, by=officer)
    assert row.value("left") is None, "nothing is known to be left of what was not said to be paid out"


def test_an_amount_issued_of_what_is_only_expected_is_doubted(officer: User) -> None:
    row = fund(officer, state="expected", amount=60 * WAN)
    assert [(one.key, one.doubtful) for one in doubts(row)] == [("amount", True)]


def test_money_from_above_is_summed_by_year_and_level_and_what_is_expected_stays_apart(client_of: ClientOf, officer: User) -> None:
    issued = {"document": "示财教〔2026〕15号"}
    fund(officer, state="arrived", amount=60 * WAN, asked=80 * WAN, arrived=60 * WAN, **issued)
    fund(officer, state="expected", asked=50 * WAN, expected=45 * WAN, title="重点研发计划")
    fund(officer, state="issued", asked=30 * WAN, amount=30 * WAN, level="nation", title="中央引导", **issued)
    browser = client_of(officer)
    assert "年度级别汇总" in browser.get("/ledgers/upper_funds/").content.decode()
    address = reverse("ledgers:fund_flows")
    text = browser.get(address).content.decode()
    assert "/ledgers/upper_funds/?batch=2026&amp;level=nation" in text
    book = load_workbook(BytesIO(browser.get(address, {"export": "xlsx"}).content))
    cells = [[cell.value for cell in row] for row in book.active.iter_rows()]
    found = {row[1]: row[2:9] for row in cells if row[0] == "2026"}
    assert found["中央"] == [1, 30, 0, 30, 0, 0, 0]
    assert found["省级"] == [2, 130, 45, 60, 60, 0, 60]
    assert found["合计"] == [3, 160, 45, 90, 60, 0, 60]


def test_a_month_of_a_project_is_kept_as_its_last_day_and_once(officer: User) -> None:
    row = month(officer, 4, 10, 10)
    assert row.day == date(2026, 4, 30)
    with pytest.raises(ValuesError, match="2026年4月已经登记，一个项目一个月一行"):
        month(officer, 4, 10, 10)
    data = sheets.sheet(["示范生产线", "2026年4月", "12"], head=["项目名称", "月份", "本月完成投资（万元）"])
    batch = sheets.taken_in(officer, data, register="investments")
    assert (batch.created, batch.updated, batch.findings["error_count"]) == (0, 1, 0), "the same row, however the month is written"


def test_a_cumulative_sum_that_does_not_follow_from_the_month_before_is_doubted(officer: User) -> None:
    month(officer, 3, 100, 300)
    assert [one.key for one in doubts(month(officer, 4, 50, 340))] == ["cumulative"]
    assert list(doubts(month(officer, 4, 50, 350, title="另一条线"))) == [], "nothing is known of the month before"
    assert "应为 50 万元" in next(iter(doubts(month(officer, 1, 50, 350, title="一月的线")))).message


def test_the_year_plan_is_told_beside_the_time_gone_and_who_has_not_reported_is_named(officer: User) -> None:
    month(officer, 4, 50, 250, title="没报的线")
    row = month(officer, 5, 125, 375)
    (fact,) = computing("investments").facts(row, officer, DAY)
    assert fact.value == "37.5%，时间进度 41.7%"
    rows = LedgerRow.objects.of("investments")
    said = "2026年5月已报 1 个项目，本月完成 125 万元，本年累计 375 万元，完成年度计划 37.5%；没报的 1 个：没报的线。"
    assert list(computing("investments").notes(rows, officer, DAY)) == [said]


def test_the_next_month_begins_with_what_the_last_one_said(client_of: ClientOf, officer: User) -> None:
    row, browser = month(officer, 4, 50, 250, look="主体施工", state="slow"), client_of(officer)
    text = browser.get(row.get_absolute_url()).content.decode()
    address = f"{reverse('ledgers:add', args=['investments'])}?after={row.pk}"
    assert "登记5月进度" in text
    assert address in text
    form = browser.get(address).context["form"]
    assert (form["day"].value(), form["title"].value(), form["plan"].value()) == (date(2026, 5, 31), "示范生产线", "1000")
    assert (form["look"].value(), form["state"].value()) == ("主体施工", "slow")
    assert form["amount"].value() is None
    month(officer, 5, 50, 300)
    assert "登记5月进度" not in browser.get(row.get_absolute_url()).content.decode()


def test_the_month_to_report_is_the_one_that_is_over_or_nearly() -> None:
    found = [month_to_report(day) for day in (date(2026, 5, 24), date(2026, 5, 25), date(2026, 6, 1), date(2026, 1, 3))]
    assert found == [date(2026, 4, 30), date(2026, 5, 31), date(2026, 5, 31), date(2025, 12, 31)]
