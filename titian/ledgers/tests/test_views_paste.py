"""Pasted cells, and how far batches came."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from titian.accounts.models import User
from titian.base.clock import today
from titian.exchange.models import Batch
from titian.ledgers import actions
from titian.ledgers.models import Ledger, LedgerRow
from titian.ledgers.tests import make
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
ADDRESS = "/ledgers/visits/paste/"


def test_pasted_cells_are_checked_and_written_like_a_sheet(client_of: ClientOf, officer: User) -> None:
    firm, browser = registry.organisation("示范县云山装备有限公司"), client_of(officer)
    cells = f'单位名称\t走访时间\t服务类别\t服务内容\n{firm.name}\t2026.5.8\t走访\t"第一行\n第二行"\n{firm.name}\t2026年5月9日\t辅导\t\n'
    answer = browser.post(ADDRESS, {"cells": cells})
    batch = Batch.objects.get()
    assert answer["Location"] == batch.get_absolute_url()
    assert batch.findings["errors"] == []
    assert (batch.rows, batch.created, batch.state) == (2, 2, "checked")
    browser.post(reverse("exchange:apply", args=[batch.pk]))
    assert sorted(LedgerRow.objects.values_list("day", "kind")) == [(date(2026, 5, 8), "visit"), (date(2026, 5, 9), "guidance")]
    assert "第一行" in LedgerRow.objects.get(kind="visit").data["topics"]


def test_cells_without_heads_are_taken_in_the_ledgers_own_order(client_of: ClientOf, officer: User) -> None:
    firm = registry.organisation("示范县云山装备有限公司")
    client_of(officer).post(ADDRESS, {"cells": f"2026-05-08\t{firm.name}\t\t走访调研\n"})
    batch = Batch.objects.get()
    assert (batch.created, batch.findings["error_count"]) == (1, 0)


def test_what_is_wrong_with_pasted_cells_is_said(client_of: ClientOf, officer: User) -> None:
    browser = client_of(officer)
    wide = browser.post(ADDRESS, {"cells": "\t".join(str(number) for number in range(40))})
    assert "请连表头一起复制" in wide.context["form"].errors["cells"][0]
    assert browser.post(ADDRESS, {"cells": " \t \n"}).status_code == 422
    browser.post(ADDRESS, {"cells": "走访日期\t企业名称\n2026-05-08\t没有的公司"})
    assert Batch.objects.get().findings["error_count"] == 1


def _came(ledger: Ledger, by: User, batch: str, state: str) -> None:
    row = make.row(ledger, by, batch=batch, title=f"{batch}{state}", person=registry.person())
    for code, day in (("selected", date(2026, 5, 20)), ("accepted", date(2026, 5, 25))):
        if state in {code, "accepted"}:
            actions.step(row, code, on=day, by=by)
    if state == "refused":
        actions.step(row, "refused", on=date(2026, 5, 20), by=by)


def test_a_rate_is_said_only_of_a_batch_that_is_through(client_of: ClientOf, officer: User) -> None:
    ledger, browser = make.projects(), client_of(officer)
    for batch, states in {"一批": ("accepted", "refused", "refused", "accepted"), "二批": ("declared", "selected")}.items():
        for state in states:
            _came(ledger, officer, batch, state)
    lines = {line.label: line for line in browser.get(reverse("ledgers:funnel", args=[ledger.code])).context["lines"]}
    first, second = lines["一批"], lines["二批"]
    assert [(cell.stage.rows, cell.people) for cell in first.cells] == [(4, 4), (2, 2), (2, 2)]
    assert [cell.stage.rate for cell in first.cells] == [None, pytest.approx(0.5), 1]
    assert [cell.stage.rate for cell in second.cells] == [None, None, None]
    assert second.funnel.waiting == 2
    for line in (first, second):
        for cell in line.cells:
            found = browser.get(cell.address).context["listing"].total
            assert found == cell.stage.rows, (line.label, cell.stage.state.code)


def test_a_ledger_without_stages_has_no_statistics_of_them(client_of: ClientOf, officer: User) -> None:
    assert client_of(officer).get(reverse("ledgers:funnel", args=["visits"])).status_code == 404


@pytest.mark.parametrize(
    ("code", "cells", "called"),
    [
        (
            "proposals",
            "类别\t届次\t编号\t案由\t办理方式\t领衔代表\t收到日期\n人大\t六次会议\t第1号\t关于甲的建议\t主办\t李示范\t2026-05-12",
            "关于甲的建议",
        ),
        ("commissioners", "身份\t姓名\t选派日期\n自然人\t李示范（农科所）\t2026-05-12", "李示范"),
        ("investments", "项目名称\t月份\t本月完成投资（万元）\n示范线\t2026年4月\t50\n示范线\t2026年5月\t60", "示范线"),
        ("upper_funds", "项目名称\t年度\t级别\t类别\t申报日期\t下达额（万元）\n甲专项\t2026\t省\t项目\t2026-01-10\t80.5", "甲专项"),
        (
            "supervision",
            "序号\t重点任务\t任务来源\t年度\t牵头科室\t下达日期\n1\t甲任务\t县政府\t2026\t企业科\t2026-01-10",
            "甲任务",
        ),
    ],
)
def test_rows_of_a_ledger_are_pasted_as_offices_write_them_and_called_by_their_names(
    code: str, cells: str, called: str, client_of: ClientOf, officer: User
) -> None:
    assert officer.department is not None
    client_of(officer).post(f"/ledgers/{code}/paste/", {"cells": cells.replace("企业科", officer.department.name)})
    batch = Batch.objects.get()
    assert (batch.findings["error_count"], batch.created) == (0, cells.count("\n"))
    assert batch.findings["sample"][0]["object"] == called


def test_pasted_days_without_a_year_are_of_this_one_and_that_is_said(client_of: ClientOf, officer: User) -> None:
    registry.organisation("示范县云山科技有限公司")
    day = today()
    cells = f"单位名称\t走访时间\t服务类别\n示范县云山科技有限公司\t{day.month}月{day.day}日\t走访"
    browser = client_of(officer)
    page = browser.post(ADDRESS, {"cells": cells}, follow=True).content.decode()
    assert f"「走访时间」有的没有写年份，按 {day.year} 年读入" in page
    browser.post(reverse("exchange:apply", args=[Batch.objects.get().pk]))
    assert LedgerRow.objects.get().day == day
