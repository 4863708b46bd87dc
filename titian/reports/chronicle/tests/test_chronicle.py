"""A chronicle is what ledgers, titles and papers sent say of a period, day by day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.periods import Period
from titian.ledgers import actions
from titian.ledgers.definition import dump
from titian.ledgers.forms.definitions import HeadForm
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


def test_an_assessment_and_a_prize_are_told_with_their_result(officer: User) -> None:
    """«优秀» and «位次 2» are what is remembered of it; platforms that merely passed are routine."""
    ranked: dict[str, Any] = {
        "title": "全市科技创新工作考核",
        "kind": "assessment",
        "issuer": "示范市科技局",
        "batch": "2025年度",
        "scope": "city",
    }
    ledgers.row(ledgers.ledger("rankings"), officer, day=date(2026, 2, 26), grade="优秀", rank=2, **ranked)
    platforms, assessments = ledgers.ledger("platforms"), ledgers.ledger("assessments")
    for name, kind in (("轴承", "excellent"), ("玻纤", "good")):
        platform = ledgers.row(platforms, officer, title=f"{name}中心", kind="etrc", day=date(2025, 3, 1))
        said: dict[str, Any] = {"parent": platform, "batch": "2025年度", "scheme": "办法", "kind": kind, "day": date(2026, 3, 2)}
        row = ledgers.row(assessments, officer, title=f"{name}中心2025年度考核", **said)
        actions.step(row, "decided", on=date(2026, 3, 6), by=officer)
    contest = ledgers.row(
        ledgers.ledger("contests"), officer, batch="创业大赛", title="磁材项目", day=date(2026, 3, 8), award="一等奖"
    )
    actions.step(contest, "won", on=date(2026, 3, 9), by=officer)
    assert [line.text for line in gather(officer, Period("2026H1"), DAY)] == [
        "考核排名与通报：全市科技创新工作考核，优秀，位次 2",
        "平台考核：「轴承中心2025年度考核」已定等次，优秀",
        "双创大赛参赛：「磁材项目」获奖，一等奖",
    ]
    head = HeadForm(data={}, initial=dump(assessments.about))
    assert head.chosen["result"] == ["kind"], "an office that changes the ledger's name keeps what the 大事记 says of it"
