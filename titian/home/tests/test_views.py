"""What each role finds on its first screen, and what the search box finds."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from titian.accounts.models import LoginRecord, User
from titian.accounts.roles import Role
from titian.accounts.tests import make as people
from titian.base import search as search_module
from titian.base import todos as todos_module
from titian.base.mechanisms import Duty
from titian.base.search import Hit
from titian.base.todos import Todo
from titian.figures import actions
from titian.figures.models import Target
from titian.figures.tests import make
from titian.ledgers.actions import add_row
from titian.ledgers.tests import make as ledgers
from titian.registry.tests import make as registry

Browser = Callable[[User], Client]
DAY = date(2026, 5, 31)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TITIAN = replace(django_settings.TITIAN, county="示范县", region="990123", day=DAY)


@pytest.fixture
def books(office: User) -> None:
    """Two targets of the county, one behind with a share of the clerk's town, and a figure with two values."""
    people.county(), people.our_town()
    make.figure(office, "hnte.new", "3", "2026H1", as_of=DAY)
    make.figure(office, "tsme.stored", "140", "2026H1", as_of=DAY)
    make.figure(office, "hnte.valid", "31", "2025", document="甲文")
    make.figure(office, "hnte.valid", "34", "2025", document="乙文")
    behind = make.target(office, "hnte.new", "20")
    make.target(office, "tsme.stored", "150")
    actions.decompose(behind.legs.get(), shares={people.our_town(): Decimal(20)}, basis="测试", by=office)


def _home(client: Client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def test_a_leader_sees_the_countys_targets_by_colour_and_what_disagrees(client_of: Browser, leader: User, books: None) -> None:
    text = _home(client_of(leader))
    assert "示范县科技工作" in text
    assert "时间进度 41.4 %" in text
    assert "新增20" in text
    assert "滞后" in text
    assert "数字不一致" in text
    assert "打印一页" in text


def test_a_leader_is_warned_by_lines_that_open_what_is_behind_them(
    client_of: Browser, leader: User, officer: User, books: None
) -> None:
    ledgers.problem(officer, title="用工难", responsible=officer, due=date(2026, 5, 1))
    registry.title(registry.organisation("示范县甲装备有限公司"), until=date(2026, 7, 1))
    text = _home(client_of(leader))
    for address, count in (
        ("/figures/board/?colour=yellow", "1 项"),
        ("/figures/conflicts/", "1 处"),
        ("/titles/?standing=valid&amp;ends_by=2026-08-29&amp;sort=until", "1 项"),
        ("/ledgers/problems/?due=late", "1 个"),
    ):
        line = re.search(rf'<a href="[^"]*{re.escape(address)}">[^<]*</a></td><td class="number">{count}</td>', text)
        assert line, address


def test_an_officer_is_warned_of_the_own_firms_and_rows_alone(client_of: Browser, officer: User, books: None) -> None:
    other = people.user("officer")
    ledgers.problem(officer, title="用工难", responsible=other, due=date(2026, 5, 1))
    assert "企业问题逾期" not in _home(client_of(officer))
    assert f"due=late&amp;responsible={other.pk}" in _home(client_of(other))


def test_a_leader_reads_the_money_of_the_year_with_its_source(client_of: Browser, leader: User, office: User, books: None) -> None:
    make.figure(office, "loan.granted", "54300000", "2026H1")
    text = _home(client_of(leader))
    assert "科技贷款发放" in text
    assert "5,430 万元" in text
    assert "认定 · 上半年" in text


def test_an_overdue_issue_is_told_once_whether_it_has_measures_or_not(client_of: Browser, leader: User, officer: User) -> None:
    known = {"kind": "safety", "batch": "2026年安全生产检查", "day": date(2026, 4, 2), "due": date(2026, 5, 20)}
    add_row(ledgers.ledger("rectification"), {**known, "title": "危化品柜未双锁"}, by=officer)
    issue = add_row(ledgers.ledger("rectification"), {**known, "title": "灭火器过期"}, by=officer)
    measure = {key: value for key, value in known.items() if key != "batch"} | {"title": "更换灭火器", "parent": issue}
    add_row(ledgers.ledger("measures"), measure, by=officer)
    text = _home(client_of(leader))
    for said in ("问题清单：危化品柜未双锁", "问题清单：灭火器过期", "问题清单逾期"):
        assert said in text
    assert "整改措施：更换灭火器" not in text
    assert "整改措施逾期" not in text


def test_what_does_not_fit_one_screen_is_folded_and_not_lost(
    client_of: Browser, leader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = [Todo(f"第{number}件", f"/{number}/", room="台账") for number in range(9)]
    monkeypatch.setattr(todos_module, "sources", lambda: (lambda user: waiting,))
    text = _home(client_of(leader))
    assert f'<a href="{reverse("home:waiting")}">另有 5 件，看全部 9 件</a>' in text
    assert "第8件" not in text
    opened = client_of(leader).get(reverse("home:waiting")).content.decode()
    assert [f"第{number}件" in opened for number in range(9)] == [True] * 9
    assert "共 9 件" in opened


@pytest.mark.parametrize("role", Role)
def test_every_role_opens_all_that_waits(role: Role, client_of: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = [Todo(f"第{number}件", f"/{number}/", due=DAY if number else date(2026, 5, 1)) for number in range(20)]
    monkeypatch.setattr(todos_module, "sources", lambda: (lambda user: waiting,))
    opened = client_of(people.user(role.value)).get(reverse("home:waiting"))
    assert opened.status_code == 200
    assert opened.content.decode().count("<tr><td") == 20
    assert "共 20 件，逾期 1 件" in opened.content.decode()


def test_an_officer_sees_the_own_sections_targets_first(client_of: Browser, officer: User, office: User, books: None) -> None:
    Target.objects.filter(title="新增20").update(department=officer.department)
    text = _home(client_of(officer))
    assert f"{officer.department} · 1 项，共 1 项" in text
    assert "新增150" not in text


def test_an_officer_of_a_section_without_targets_sees_the_countys(client_of: Browser, officer: User, books: None) -> None:
    assert "1 项，共 2 项" in _home(client_of(officer))


def test_a_town_clerk_sees_what_is_asked_of_the_own_town_and_no_county_figures(
    client_of: Browser, town_clerk: User, books: None
) -> None:
    text = _home(client_of(town_clerk))
    assert "梯田镇科技工作" in text
    assert "县里分给本乡镇的任务" in text
    assert '<td class="number">20 家</td>' in text
    assert "数字不一致" not in text
    assert "新增150" not in text


def test_an_auditor_sees_the_journal_and_nothing_to_press(client_of: Browser, auditor: User, books: None) -> None:
    text = _home(client_of(auditor))
    assert "最近的操作" in text
    assert "核验日志链" in text
    assert '<div class="actions">\n    \n  </div>' in text


def test_an_administrator_sees_accounts_and_jobs_and_no_business_rows(client_of: Browser, administrator: User, books: None) -> None:
    text = _home(client_of(administrator))
    assert "在用账号" in text
    assert "新增20" not in text
    assert "31 家" not in text


def test_who_keeps_security_sees_rights_that_wait_and_log_ins_that_failed(client_of: Browser) -> None:
    keeper = people.user("security")
    people.change()
    LoginRecord.objects.create(at=timezone.now(), user=keeper, outcome="wrong", times=3)
    LoginRecord.objects.create(at=timezone.now(), user=keeper, outcome="succeeded")
    text = _home(client_of(keeper))
    assert re.search(r"待确认的权限变更.*?>1<.*?近七天登录失败.*?>3<", text, re.DOTALL)


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_first_screen_even_in_an_empty_installation(client_of: Browser, role: Role, settings: Settings) -> None:
    settings.TITIAN = replace(django_settings.TITIAN, county="", region="", day=DAY)
    assert "星期日" in _home(client_of(people.user(role)))


def test_what_waits_comes_by_day_and_what_is_late_is_counted(
    client_of: Browser, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = [
        Todo("补录走访", "/c/", room="台账"),
        Todo("核对半年总结", "/b/", due=date(2026, 6, 10), state="待核对", colour="yellow", room="文稿"),
        Todo("报送研发数", "/a/", due=date(2026, 5, 30), room="指标"),
    ]
    monkeypatch.setattr(todos_module, "sources", lambda: (lambda user: waiting,))
    text = _home(client_of(officer))
    assert "待办 3 件（逾期 1 件）" in text
    assert text.index("报送研发数") < text.index("核对半年总结") < text.index("补录走访")
    assert '<span class="mark mark-red">已逾期</span>' in text
    assert '<span class="mark mark-yellow">待核对</span>' in text


def test_what_is_due_today_stands_before_what_is_overdue_already(
    client_of: Browser, town_clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = [
        Todo("招商线索", "/a/", due=date(2026, 5, 22), room="台账"),
        Todo("填报研发机构", "/b/", due=DAY, state="今日到期", colour="yellow", room="收到的表"),
        Todo("填报科技活动周", "/c/", due=date(2026, 6, 10), room="收到的表"),
    ]
    monkeypatch.setattr(todos_module, "sources", lambda: (lambda user: waiting,))
    text = _home(client_of(town_clerk))
    assert text.index("填报研发机构") < text.index("招商线索") < text.index("填报科技活动周")


def test_the_first_screen_asks_the_same_number_of_queries_for_many_targets(
    client_of: Browser, leader: User, office: User, books: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(leader)
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for number in range(12):
        make.target(office, "eagle.new", str(30 + number))
        make.figure(office, "eagle.new", str(number), "2026H1", as_of=date(2026, 5, number + 1))
    with django_assert_max_num_queries(len(few)):
        client.get("/")


def test_a_first_screen_has_no_part_of_what_the_office_has_nothing_to_do_with(
    client_of: Browser, leader: User, books: None, settings: Settings
) -> None:
    address = reverse("figures:board")
    assert address in client_of(leader).get("/").content.decode()
    settings.TITIAN = replace(django_settings.TITIAN, mechanisms={"targets": Duty.NONE})
    text = client_of(leader).get("/").content.decode()
    assert address not in text
    assert "目标" not in text
    assert "追赶目标" not in text


def test_a_district_is_called_one_on_every_first_screen(
    client_of: Browser, leader: User, town_clerk: User, settings: Settings
) -> None:
    people.our_town()
    settings.TITIAN = replace(django_settings.TITIAN, bureau="示范区科学技术局", kind="区")
    assert "邻区对比" in client_of(leader).get(reverse("figures:list")).content.decode()
    text = client_of(town_clerk).get("/").content.decode()
    assert "区里分给本乡镇的任务" in text
    assert "示范区科学技术局还没有把目标分解到本乡镇" in text
    assert "县里" not in text


def test_search_groups_what_the_rooms_find_and_keeps_the_words(
    client_of: Browser, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [Hit("指标", "有效高企", "/figures/1/", "2026年上半年"), Hit("文稿", "<半年总结>", "/reader/2/")]
    monkeypatch.setattr(search_module, "sources", lambda: (lambda user, words: found if words == "高企" else [],))
    client = client_of(officer)
    text = client.get("/search/?q= 高企 ").content.decode()
    assert "「高企」共 2 条" in text
    assert '<a href="/figures/1/">有效高企</a>' in text
    assert "&lt;半年总结&gt;" in text
    assert 'value="高企"' in text
    assert "没有找到「别的」" in client.get("/search/?q=别的").content.decode()
    assert "输入要找的" in client.get("/search/").content.decode()


def test_search_finds_people_for_inside_people(client_of: Browser, leader: User, officer: User) -> None:
    assert f"/accounts/users/{officer.pk}/" in client_of(leader).get(f"/search/?q={officer.username}").content.decode()


def test_search_says_when_it_lists_only_the_first(client_of: Browser, officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [Hit("企业", f"第{number}厂", "/") for number in range(search_module.LIMIT)]
    monkeypatch.setattr(search_module, "sources", lambda: (lambda user, words: found,))
    text = client_of(officer).get("/search/?q=厂").content.decode()
    assert f"只列前 {search_module.LIMIT} 条" in text
    assert "共 20 条" not in text
