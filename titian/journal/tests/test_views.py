"""The journal's pages: read by few, changed by nobody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from titian.accounts import actions
from titian.accounts.models import Department, User
from titian.journal.actions import record
from titian.journal.models import Entry
from titian.ledgers.tests import make as ledgers
from titian.reports.tests import make as papers

Browser = Callable[[User], Client]


@pytest.fixture
def department(administrator: User) -> Department:
    return actions.add_department(name="创新服务股", order=3, by=administrator)


def test_an_auditor_reads_who_did_what_in_the_offices_words(
    client_of: Browser, auditor: User, administrator: User, department: Department
) -> None:
    text = client_of(auditor).get("/journal/").content.decode()
    for words in ("添加科室", "创新服务股", administrator.name, "科室"):
        assert words in text
    assert "accounts.department.added" not in text.split("<tbody>")[1]


@pytest.mark.parametrize("role", ["officer", "office", "town_clerk", "administrator"])
def test_the_journal_does_not_exist_for_those_who_may_not_read_it(
    client_of: Browser, role: str, request: pytest.FixtureRequest, department: Department
) -> None:
    client = client_of(request.getfixturevalue(role))
    for address in ("/journal/", "/journal/1/", "/journal/check/"):
        assert client.get(address).status_code == 404


def test_entries_are_filtered_by_actor_object_code_and_day(
    client_of: Browser, auditor: User, administrator: User, officer: User, department: Department
) -> None:
    client, day = client_of(auditor), Entry.objects.get().at.astimezone().strftime("%Y-%m-%d")

    def count(query: str) -> int:
        return int(client.get(f"/journal/?{query}").content.decode().split('id="count">')[1].split()[0])

    assert count(f"actor={administrator.pk}&code=accounts.department.added&q=创新") == 1
    assert count(f"actor={officer.pk}") == 0
    assert count("code=accounts.user.added") == 0
    assert count("since=2000-01-01&until=2000-12-31") == 0
    assert count(f"since={day}") == 1


def test_an_entry_shows_what_changed_with_the_names_of_the_fields(
    client_of: Browser, auditor: User, department: Department
) -> None:
    text = client_of(auditor).get("/journal/1/").content.decode()
    assert '<th scope="row">名称</th><td>—</td><td>创新服务股</td>' in text
    assert '<th scope="row">次序</th><td>—</td><td>3</td>' in text


def test_an_intact_chain_is_said_to_be_intact(client_of: Browser, auditor: User, department: Department) -> None:
    text = client_of(auditor).get("/journal/check/").content.decode()
    assert "日志链完整" in text
    assert "共 1 条" in text


def test_a_changed_row_is_named(client_of: Browser, auditor: User, department: Department) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_entry SET actor_name = '别人'")
    text = client_of(auditor).get("/journal/check/").content.decode()
    assert "日志链断裂" in text
    assert "第 1 条的内容与其校验值不符" in text


def test_the_check_is_a_region_of_the_list_when_htmx_asks(client_of: Browser, auditor: User, department: Department) -> None:
    text = client_of(auditor).get("/journal/check/", headers={"HX-Request": "true"}).content.decode()
    assert "日志链完整" in text
    assert "<html" not in text


def test_the_journal_asks_the_same_number_of_queries_for_many_entries(
    client_of: Browser, auditor: User, administrator: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(auditor)
    actions.add_department(name="甲股", by=administrator)
    with django_assert_num_queries(5):
        client.get("/journal/")
    for number in range(20):
        actions.add_department(name=f"{number}股", by=administrator)
    with django_assert_num_queries(5):
        client.get("/journal/")


def test_an_entry_about_a_row_speaks_as_its_ledger_does(client_of: Browser, auditor: User, officer: User) -> None:
    """Also where a list came in by codes."""
    row = ledgers.problem(officer, kind="testing", programmes=["visit", "rnd"])
    code, coded = (
        "ledgers.row.amended",
        {"state": "coordinating", "on_solved": "2026-05-20", "programmes": ["visit", "rnd"], "kind": "talent"},
    )
    record(code, row, by=officer, before={"state": "raised"}, after=coded)
    text = client_of(auditor).get(f"/journal/{Entry.objects.latest('sequence').sequence}/").content.decode().split("<main")[1]
    for said in ("问题类别", "人才用工", "待办", "协调中", "已解决日期", "涉及专项", "入企服务、研发辅导", "台账记录"):
        assert said in text, said
    for key in ("coordinating", "on_solved", "programmes", "talent", "ledgers.row"):
        assert key not in text, key


def test_an_entry_prints_a_state_as_its_table_does_and_counts_by_their_names(
    client_of: Browser, auditor: User, office: User
) -> None:
    section = papers.paper(office).sections.first()
    assert section is not None
    record("reports.section.reviewed", section, by=office, before={"state": "handed_in"}, after={"state": "reviewed", "figures": 6})
    text = client_of(auditor).get(f"/journal/{Entry.objects.latest('sequence').sequence}/").content.decode()
    for said in ("已交", "已审", "数字个数"):
        assert said in text, said
    assert "handed_in" not in text
