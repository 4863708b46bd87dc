"""A chronicle is what ledgers, titles and papers sent say of a period, day by day."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.periods import Period
from titian.ledgers import actions
from titian.ledgers.tests import make as ledgers
from titian.registry.tests import make as registry
from titian.reports.chronicle.data import gather
from titian.reports.chronicle.template import paper

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 31)
NAMES = (("资金管理", "funds"), ("公车使用", "office"))


def test_notable_events_and_titles_stand_by_day_and_routine_on_demand(officer: User) -> None:
    firms = [registry.organisation(f"示范县{name}有限公司") for name in "甲乙丙丁"]
    for firm in firms:
        registry.title(firm, since=date(2026, 3, 5))
    about = ledgers.ledger("regulations")
    rule, own = (ledgers.row(about, officer, title=f"{name}办法", kind=kind, day=date(2026, 1, 9)) for name, kind in NAMES)
    for row in (rule, own):
        actions.step(row, "drafting", on=date(2026, 1, 20), by=officer)
        actions.step(row, "issued", on=date(2026, 2, 1), by=officer)
    ledgers.visit(officer, date(2026, 2, 3), organisation=firms[0])
    lines = gather(officer, Period("2026H1"), DAY)
    assert [line.day for line in lines] == [date(2026, 2, 1), date(2026, 3, 5)]
    assert lines[0].text == "制度文件：「资金管理办法」已印发"
    assert lines[1].text.endswith("等 4 家企业取得高新技术企业")
    assert "一、2026年2月\n2月1日，" in paper(lines, Period("2026H1"), DAY).text()
    assert gather(officer, Period("2026H1"), date(2026, 2, 28))[-1].day == date(2026, 2, 1)


def test_a_training_is_told_of_where_many_came_and_every_one_on_demand(officer: User) -> None:
    for month, came in ((2, 30), (3, 120), (4, None)):
        ledgers.row(ledgers.ledger("trainings"), officer, title=f"{month}月培训", day=date(2026, month, 2), count=came)
    period = Period("2026H1")
    assert [line.text for line in gather(officer, period, DAY)] == ["培训：3月培训，120 人次"]
    assert [line.day.month for line in gather(officer, period, DAY, every=True)] == [2, 3, 4]


def test_what_counts_as_an_event_is_the_office_s_own_setting(officer: User) -> None:
    office, period = people.user("office"), Period("2026H1")
    own = ledgers.projects(
        notable={"where": {"kind": ["a"]}},
        states=[{**state, "notable": state["code"] == "accepted"} for state in ledgers.PROJECTS["states"]],
    )
    big, small = (ledgers.row(own, officer, title=name, kind=kind) for name, kind in (("重点项目", "a"), ("一般项目", "b")))
    for row, day in ((big, 12), (small, 14)):
        actions.step(row, "selected", on=date(2026, 5, day), by=officer)
        actions.step(row, "accepted", on=date(2026, 5, 20), by=officer)
    assert [line.text for line in gather(officer, period, DAY)] == ["示范项目：重点项目", "示范项目：「重点项目」已验收"]
    assert len(gather(officer, period, DAY, every=True)) == 5
    actions.amend_ledger(own, {**ledgers.PROJECTS, "notable": None}, by=office)
    assert gather(officer, period, DAY) == []


def test_the_page_tells_the_events_and_all_by_its_switch(officer: User, client: Client) -> None:
    ledgers.row(ledgers.ledger("trainings"), officer, title="小型培训", day=date(2026, 2, 2), count=12)
    client.force_login(officer)
    address = reverse("reports:chronicle")
    page = client.get(address, {"period": "2026H1"}).content.decode()
    assert "小型培训" not in page
    assert "?period=2026H1&amp;all=1" in page
    assert "小型培训" in client.get(address, {"period": "2026H1", "all": "1"}).content.decode()
