"""The room's pages: what an officer, a leader and a firm do on them, and that a longer list asks no more of the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from titian.accounts.models import User
from titian.exchange.tests import make as sheets
from titian.registry.models import AnnualFigure
from titian.registry.tests import make as registry
from titian.rnd.models import Award, CostLine, EvaluationRun, PolicyVersion, Project, Return, SubsidyRun
from titian.rnd.tests import make

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
WAN, YEAR = make.WAN, make.YEAR


def said(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_return_goes_from_draft_to_the_register(officer: User, client_of: ClientOf) -> None:
    firm, client = registry.organisation("云山科技有限公司"), client_of(officer)
    form = {"organisation": firm.name, "period": "2025年", "source": "return", "accounting": "160.5", "statistical": "90"}
    refused = client.post("/rnd/returns/add/", {**form, "period": "2025年5月"})
    assert refused.status_code == 422
    assert "年度或季度" in refused.content.decode()
    client.post("/rnd/returns/add/", {**form, "handed_by": "王会计", "handed_on": "2026-03-02"})
    found = Return.objects.get()
    page = said(client, found.get_absolute_url())
    assert "160.5 万元" in page
    assert "统计口径预估，以统计部门反馈为准" in page
    client.post(f"/rnd/returns/{found.pk}/submit/")
    client.post("/rnd/returns/accept/", {"pick": [found.pk]})
    assert AnnualFigure.objects.get().rd_expense == 160_500_000


def test_a_firm_files_for_itself_on_the_same_page(client_of: ClientOf) -> None:
    firm = registry.organisation()
    client = client_of(make.enterprise(firm))
    page = said(client, "/rnd/returns/add/")
    assert "对方经办人" not in page
    client.post("/rnd/returns/add/", {"period": "2025", "accounting": "0"})
    client.post("/rnd/projects/add/", {"code": "RD01", "name": "高强度耐磨铸件工艺研发", "activity": "experimental"})
    project = Project.objects.get()
    client.post(f"/rnd/projects/{project.pk}/costs/add/", {"account": "personnel.wages", "amount": "1,000.50", "year": "2025"})
    assert CostLine.objects.get().amount == 100_050
    assert Return.objects.get().organisation == project.organisation == firm
    assert "1,000.5" in said(client, project.get_absolute_url())


def test_somebody_elses_change_is_not_overwritten(officer: User, client_of: ClientOf) -> None:
    project = make.project()
    client = client_of(officer)
    page = client.get(f"/rnd/projects/{project.pk}/amend/")
    opened = {name: value for name, value in page.context["form"].initial.items() if value not in (None, "")}
    Project.objects.update(name="别人改过的研发项目名称")
    answer = client.post(f"/rnd/projects/{project.pk}/amend/", {**opened, "note": "补记"})
    assert answer.status_code == 422
    assert "别人改过" in answer.content.decode()


def test_a_firm_s_year_stands_in_four_calibres_with_every_line(officer: User, client_of: ClientOf) -> None:
    firm = registry.organisation(industry="F5123")
    project = make.project(firm, "RD01", activity="experimental")
    for category, sub, amount in (("personnel", "wages", 90), ("other", "travel", 12), ("depreciation", "building", 8)):
        make.cost(project, amount * WAN, category, sub)
    page = said(client_of(officer), f"/rnd/returns/firms/{firm.pk}/{YEAR}/?tax=reduced")
    for words in (
        "从会计到加计扣除",
        "其他相关费用超限额",
        "房屋建筑物折旧",
        "提示",
        "预估",
        "统计口径只是预估",
        "批发业",
        "15 万元",
    ):
        assert words in page
    assert "当年形成用于研究开发的固定资产" in page
    draft = said(client_of(officer), f"/rnd/returns/add/?organisation={firm.pk}&year={YEAR}")
    assert 'value="110"' in draft
    assert "没有辅助账分录" in said(client_of(officer), f"/rnd/returns/firms/{firm.pk}/2020/")


def test_the_subsidy_run_is_walked_from_list_to_reconciliation(officer: User, leader: User, client_of: ClientOf) -> None:
    make.reporting(spent=200 * WAN)
    work, decide = client_of(officer), client_of(leader)
    version = make.policy()
    work.post("/rnd/subsidies/add/", {"year": YEAR, "policy": version.pk})
    run = SubsidyRun.objects.get()
    work.post(f"/rnd/subsidies/{run.pk}/compute/")
    award = Award.objects.get(type="annual")
    assert "10%（一般企业）" in said(work, run.get_absolute_url())
    assert work.post(f"/rnd/subsidies/{run.pk}/approve/", {"pick": [award.pk]}).status_code == 404
    decide.post(f"/rnd/subsidies/{run.pk}/approve/", {"pick": [award.pk]})
    work.post(f"/rnd/subsidies/{run.pk}/batch/", {"pick": [award.pk]})
    award.refresh_from_db()
    assert award.batch is not None
    work.post(f"/rnd/subsidies/awards/{award.pk}/pay/", {"paid": "200000", "on": "2026-05-20"})
    assert "相差 0 万元" in said(work, award.batch.get_absolute_url())
    assert "相符" in said(work, award.batch.get_absolute_url())


def test_an_evaluation_is_computed_published_and_goes_out_as_a_list(officer: User, leader: User, client_of: ClientOf) -> None:
    firm = make.reporting(spent=1 * WAN, before=90 * WAN, rd_staff=1)
    work, decide = client_of(officer), client_of(leader)
    work.post("/rnd/evaluations/add/", {"year": YEAR, "policy": make.policy("evaluation").pk})
    run = EvaluationRun.objects.get()
    work.post(f"/rnd/evaluations/{run.pk}/compute/")
    decide.post(f"/rnd/evaluations/{run.pk}/publish/")
    content = work.get(f"/rnd/evaluations/blocked/?year={YEAR + 1}&export=xlsx").content
    (row,) = [row for row in sheets.cells(content) if firm.name in row]
    assert "2025年度企业研发投入评价不达标" in " ".join(map(str, row))
    assert "未达到" in said(work, run.results.get().get_absolute_url())


def test_the_reminder_is_there_to_copy(officer: User, client_of: ClientOf) -> None:
    make.above(registry.organisation("未报有限公司"), YEAR)
    page = said(client_of(officer), f"/rnd/watch/?year={YEAR}")
    assert "目前还没有收到以下企业的填报：未报有限公司" in page
    assert "2026年一季度" in said(client_of(officer), "/rnd/watch/?year=2026&quarter=1")
    for path in ("fallen", "strange", "key"):
        said(client_of(officer), f"/rnd/watch/{path}/?year={YEAR}")


def test_a_clearing_list_shows_two_days(officer: User, client_of: ClientOf) -> None:
    firm = make.above(registry.organisation("无研发有限公司"), YEAR)
    registry.annual(firm, YEAR, revenue=6_000 * WAN, rd_expense=0)
    client = client_of(officer)
    client.post(f"/rnd/clearing/zero/{YEAR}/{firm.pk}/exempt/", {"ground": "headquarters", "reason": "总部统一结算"})
    page = said(client, f"/rnd/clearing/?list=zero&year={YEAR}&before=2026-01-01")
    assert "待清零" in page
    assert "总部统一结算" in page
    said(client, "/rnd/clearing/?list=institution&day=不是日期&year=九")


def test_a_version_of_numbers_is_stated_and_mended(officer: User, client_of: ClientOf) -> None:
    client = client_of(officer)
    page = client.get("/rnd/policies/add/watch/")
    values = {name: value for name, value in page.context["form"].initial.items() if value not in (None, "")}
    wrong = client.post("/rnd/policies/add/watch/", {**values, "value.fall": "三成", "since": "2026-01-01"})
    assert "读不懂" in wrong.content.decode()
    client.post("/rnd/policies/add/watch/", {**values, "value.fall": "25%", "since": "2026-01-01", "checked": ["fall"]})
    version = PolicyVersion.objects.get()
    assert (version.policy.parameters["fall"].value, version.since) == ("25%", date(2026, 1, 1))
    assert "25%" in said(client, version.get_absolute_url())
    assert client.get("/rnd/policies/add/nothing/").status_code == 404


def _returns(count: int) -> None:
    for _ in range(count):
        make.handed_in()


def _projects(count: int) -> None:
    for _ in range(count):
        make.cost(make.project())


def _awards(count: int) -> None:
    run = SubsidyRun.objects.first() or make.subsidy()
    for _ in range(count):
        make.award(run=run)


def _results(count: int) -> None:
    run = EvaluationRun.objects.first() or make.evaluation(state="published", published_on=make.DAY)
    for _ in range(count):
        make.result(run=run)


def _watched(count: int) -> None:
    for _ in range(count):
        make.key(make.reporting(spent=WAN, before=9 * WAN, revenue=30_000 * WAN))


@pytest.mark.parametrize(
    ("grow", "path"),
    [
        (_returns, "/rnd/returns/"),
        (_projects, "/rnd/projects/"),
        (_awards, "/rnd/subsidies/{run}/"),
        (_results, "/rnd/evaluations/blocked/?year=2026"),
        (_watched, "/rnd/watch/fallen/?year=2025"),
        (_watched, "/rnd/watch/key/?year=2025"),
        (_watched, "/rnd/clearing/?list=institution&year=2025"),
    ],
)
def test_a_longer_list_asks_no_more(grow: Callable[[int], None], path: str, officer: User, client_of: ClientOf) -> None:
    client = client_of(officer)
    asked = []
    for count in (2, 6):
        grow(count)
        run = SubsidyRun.objects.first()
        address = path.format(run=run.pk if run else 0)
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            said(client, address)
        asked.append(len(queries))
    assert asked[0] == asked[1]
