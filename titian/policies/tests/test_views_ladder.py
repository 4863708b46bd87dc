"""The ladder's pages, as each role finds them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.jobs.models import Job
from titian.policies import actions
from titian.policies.models import AssessmentRun, Declaration, PoolEntry, StatedFact
from titian.policies.population.running import reassess
from titian.policies.standing import turns
from titian.policies.tests import make
from titian.registry.models import Organisation, Title
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
DAY = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def _a_day(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    settings.TITIAN = replace(settings.TITIAN, day=DAY)


@pytest.fixture
def firm(officer: User) -> Organisation:
    """Meets 高企 but for its technical staff: 3 of 40."""
    found: Organisation = make.registered_firm(officer)
    found.annual_figures.filter(year=2025).update(sci_tech_staff=3)
    return found


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_board_counts_who_holds_who_meets_and_who_is_near(officer: User, firm: Organisation, client_of: ClientOf) -> None:
    registry.title(firm, "tsme", date(2026, 3, 1), until=date(2027, 1, 1))
    assert "还没有评估过" in read(client_of(officer), "/policies/ladder/")
    reassess(DAY, by=officer)
    page = read(client_of(officer), "/policies/ladder/")
    assert "2026-06-30 的评估：1 家企业" in page
    assert "高企" in page


def test_one_step_away_says_which_clause_and_the_easiest_way(
    officer: User, town_clerk: User, firm: Organisation, client_of: ClientOf
) -> None:
    reassess(DAY, by=officer)
    page = read(client_of(officer), "/policies/ladder/near/?programme=hnte")
    assert firm.name in page
    assert "科技人员占比" in page
    assert "还差 1 名科技人员" in page
    of_the_town = read(client_of(town_clerk), "/policies/ladder/near/?programme=hnte")
    assert firm.name in of_the_town
    assert "还差 1 名" not in of_the_town


def test_the_gap_sheet_says_value_threshold_gap_proof_and_reference(officer: User, firm: Organisation, client_of: ClientOf) -> None:
    page = read(client_of(officer), f"/policies/ladder/firms/{firm.pk}/hnte/")
    for said in ("7.5%", "10%", "还差 1 名科技人员", "科技人员名册", "国科发火〔2016〕32号 第十一条（四）", "不符合"):
        assert said in page
    assert "print" in read(client_of(officer), f"/policies/ladder/firms/{firm.pk}/hnte/?print=1")


def test_a_town_reads_verdicts_in_words_and_no_figures(town_clerk: User, firm: Organisation, client_of: ClientOf) -> None:
    page = read(client_of(town_clerk), f"/policies/ladder/firms/{firm.pk}/hnte/")
    assert "不符合" in page
    for figure in ("7.5%", "还差 1 名", "71 分"):
        assert figure not in page
    assert client_of(town_clerk).get(f"/policies/ladder/firms/{firm.pk}/whatif/").status_code == 404
    elsewhere = registry.organisation(region=None)
    assert client_of(town_clerk).get(f"/policies/ladder/firms/{elsewhere.pk}/hnte/").status_code == 404


def test_an_enterprise_finds_itself_and_nobody_else(firm: Organisation, client_of: ClientOf) -> None:
    person = people.user("enterprise", organisation=firm)
    client = client_of(person)
    assert client.get("/policies/ladder/").headers["Location"] == f"/policies/ladder/firms/{firm.pk}/"
    assert "7.5%" in read(client, f"/policies/ladder/firms/{firm.pk}/hnte/")
    assert "试算" in read(client, f"/policies/ladder/firms/{firm.pk}/whatif/")
    other = registry.organisation()
    assert client.get(f"/policies/ladder/firms/{other.pk}/").status_code == 404
    assert client.get("/policies/ladder/pool/").status_code == 404


def test_what_if_shows_what_would_come_of_it_and_stores_nothing(officer: User, firm: Organisation, client_of: ClientOf) -> None:
    client, address = client_of(officer), f"/policies/ladder/firms/{firm.pk}/whatif/"
    before = read(client, address)
    assert "变了" not in before
    assert 'value="1000"' in before
    changed = read(
        client, f"{address}?sci_tech_staff=4&staff=40&revenue=1000&rd=60&rd_domestic=60&high_tech_income=700&total_income=1000"
    )
    assert "变了" in changed
    assert firm.annual_figures.get(year=2025).sci_tech_staff == 3
    wrong = client.get(f"{address}?sci_tech_staff=50&staff=40")
    assert wrong.status_code == 422
    assert "大于「2025年职工总数（人）」" in wrong.content.decode()


def test_a_firm_is_brought_up_declared_and_certified_on_the_pages(officer: User, firm: Organisation, client_of: ClientOf) -> None:
    client = client_of(officer)
    entered = {"organisation": firm.name, "programme": "hnte", "on": "2026-01-15", "reason": "摸底"}
    client.post("/policies/ladder/pool/enter/", entered)
    entry = PoolEntry.objects.get()
    client.post(f"/policies/ladder/pool/{entry.pk}/stage/", {"stage": "ready", "on": "2026-03-01"})
    assert "可以申报" in read(client, "/policies/ladder/pool/")
    client.post("/policies/ladder/batches/open/", {"programme": "hnte", "name": "2026年第一批", "upper_deadline": "2026-06-30"})
    batch = client.get("/policies/ladder/batches/").content.decode().split("/policies/ladder/batches/")
    number = next(part.split("/")[0] for part in batch[1:] if part.split("/")[0].isdigit())
    client.post(f"/policies/ladder/batches/{number}/plan/", {"organisation": firm.name, "on": "2026-03-02"})
    made = Declaration.objects.get()
    for step, day in (("declared", "2026-04-01"), ("accepted", "2026-04-10"), ("passed", "2026-05-20")):
        client.post(f"/policies/ladder/declarations/{made.pk}/step/", {"step": step, "on": day})
    client.post(f"/policies/ladder/declarations/{made.pk}/certify/", {"since": "2026-06-01", "certificate": "GR202699000077"})
    title = Title.objects.get(organisation=firm, kind="hnte")
    assert (title.applied_on, title.since, title.until) == (date(2026, 4, 1), date(2026, 6, 1), date(2029, 6, 1))
    assert "100%" in read(client, "/policies/ladder/batches/")
    assert "已出库（取得资质）" in read(client, "/policies/ladder/pool/?state=left")
    moved = read(client, "/policies/ladder/movement/?since=2026-01-01&until=2026-06-30")
    assert "上升 1 家" in moved
    assert "100 %" in read(client, "/policies/ladder/forecast/")


def test_movement_between_two_assessments_counts_who_came_to_meet_a_programme(
    officer: User, firm: Organisation, client_of: ClientOf
) -> None:
    reassess(date(2026, 6, 1), by=officer)
    firm.annual_figures.filter(year=2025).update(sci_tech_staff=4)
    reassess(DAY, by=officer)
    turn = next(one for one in turns(officer, date(2026, 6, 1), DAY) if one.label == "高企")
    assert (turn.before, turn.after, turn.gained, turn.lost) == (0, 1, 1, 0)
    assert "新达到" in read(client_of(officer), "/policies/ladder/movement/?since=2026-06-01&until=2026-06-30")


def test_a_batch_with_somebody_waiting_has_no_pass_rate(officer: User, client_of: ClientOf) -> None:
    made = make.passed(officer)
    waiting = actions.plan_declaration(registry.organisation(), batch=made.batch, on=date(2026, 5, 1), by=officer)
    actions.step_declaration(waiting, step="declared", on=date(2026, 5, 11), by=officer)
    page = read(client_of(officer), f"/policies/ladder/batches/{made.batch.pk}/")
    assert "未出齐" in page
    assert "未出结果 1 家" in page


def test_a_fact_is_stated_on_the_page_in_the_office_s_words(officer: User, firm: Organisation, client_of: ClientOf) -> None:
    client, address = client_of(officer), f"/policies/ladder/firms/{firm.pk}/facts/add/"
    wrong = client.post(address, {"key": "market_share", "text": "很高", "since": "2026-06-01", "source": "企业说明"})
    assert wrong.status_code == 422
    client.post(address, {"key": "market_share", "text": "12.5%", "since": "2026-06-01", "source": "企业说明"})
    fact = StatedFact.objects.get(key="market_share")
    assert fact.value == 2_500
    assert "12.5%" in read(client, fact.get_absolute_url())
    amend = read(client, f"{fact.get_absolute_url()}amend/")
    assert "12.5%" in amend


def test_the_checklist_shows_what_is_left_and_what_it_bears_on(officer: User, firm: Organisation, client_of: ClientOf) -> None:
    client = client_of(officer)
    client.post(f"/policies/ladder/firms/{firm.pk}/checklist/tick/", {"item": "management", "on": "2026-01-10", "proof": "办法"})
    page = read(client, f"/policies/ladder/firms/{firm.pk}/checklist/")
    assert "已完成 10%" in page
    sheet = read(client, f"/policies/ladder/firms/{firm.pk}/hnte/")
    assert "建科技人员队伍" in sheet


def test_everybody_is_assessed_anew_in_the_background(officer: User, firm: Organisation, client_of: ClientOf) -> None:
    client_of(officer).post("/policies/ladder/reassess/")
    assert Job.objects.get(by=officer).status == "done"
    assert AssessmentRun.objects.get().day == DAY


def test_what_ends_is_listed_for_re_certification(auditor: User, firm: Organisation, client_of: ClientOf) -> None:
    registry.title(firm, "hnte", date(2023, 8, 1), until=date(2026, 8, 1))
    page = read(client_of(auditor), "/policies/ladder/expiring/?within=90")
    assert firm.name in page
    assert "2026-07-31" in page


@pytest.mark.parametrize("page", ["", "pool/", "near/", "batches/", "forecast/", "movement/", "facts/"])
def test_lists_ask_no_more_of_more_firms(
    page: str, officer: User, client_of: ClientOf, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(5):
        made = make.registered_firm(officer)
        make.pool_entry(officer, made)
        make.declaration(officer, made)
    reassess(DAY, by=officer)
    client = client_of(officer)
    with django_assert_max_num_queries(26):
        read(client, f"/policies/ladder/{page}")
