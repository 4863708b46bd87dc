"""What each outside role finds on its first screen: its own, and nothing of anybody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries, Settings

from titian.accounts.models import User
from titian.accounts.roles import Role
from titian.accounts.tests import make as people
from titian.registry.models import Organisation
from titian.registry.tests import make

Browser = Callable[[User], Client]
DAY = date(2026, 5, 31)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TITIAN = replace(django_settings.TITIAN, county="示范县", region="990123", day=DAY)


def _home(client: Client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode().split("<main")[1]


def of(role: Role, organisation: Organisation) -> User:
    return people.user(role, organisation=organisation)


def test_an_enterprise_reads_its_record_what_is_missing_and_when_its_titles_end(client_of: Browser, officer: User) -> None:
    firm = make.organisation("甲公司", industry="C3512", phone="13800001234", officer=officer)
    other = make.organisation("乙公司")
    make.title(firm, "hnte", date(2023, 11, 1), until=date(2026, 11, 1), certificate="GR202399000001")
    make.title(firm, "tsme", date(2025, 6, 1), until=date(2026, 1, 1))
    make.title(other, "hnte", certificate="GR202399000002")
    text = _home(client_of(of(Role.ENTERPRISE, firm)))
    assert "C3512 专用设备制造业" in text
    assert "13800001234" in text
    assert "还缺：地址、成立日期、法定代表人、联系人、2025年度数据。" in text
    assert "2026-10-31" in text
    assert "还有 153 天到期" in text
    assert "已到期" in text
    assert f"{officer.name}（企业服务股）" in text
    assert "乙公司" not in text
    assert "GR202399000002" not in text


def test_a_complete_record_says_so(client_of: Browser) -> None:
    firm = make.organisation(
        industry="C3512", address="甲路1号", founded_on=DAY, legal_person="某甲", contact="某乙", phone="2200345"
    )
    make.annual(firm, 2025)
    text = _home(client_of(of(Role.ENTERPRISE, firm)))
    assert "还缺" not in text
    assert "档案各项齐全" in text
    assert "还没有指定联系本单位的人" in text


def test_a_carrier_sees_itself_and_its_tenants(client_of: Browser) -> None:
    carrier = make.organisation("甲孵化器", kind="carrier")
    tenant = make.organisation("在孵公司", carrier=carrier)
    make.title(tenant, "tsme", date(2026, 3, 1), until=date(2027, 1, 1))
    make.organisation("别家公司")
    text = _home(client_of(of(Role.CARRIER, carrier)))
    assert "在孵企业 <span>1 家</span>" in text
    assert "在孵公司" in text
    assert "科技型中小企业" in text
    assert "别家公司" not in text


def test_a_bank_sees_its_own_organisation_and_whom_to_ask_and_no_firm(client_of: Browser, officer: User) -> None:
    bank = make.organisation("示范银行", kind="bank", officer=officer)
    make.organisation("甲公司")
    text = _home(client_of(of(Role.BANK, bank)))
    assert "示范银行" in text
    assert officer.name in text
    assert "甲公司" not in text


def test_an_expert_sees_the_own_record_and_no_other_expert(client_of: Browser) -> None:
    expert = make.person("某专家", employer="甲大学", phone="13800001234")
    make.person("别的专家")
    text = _home(client_of(people.user(Role.EXPERT, person=expert)))
    assert "甲大学" in text
    assert "还缺：职务、职称、专业领域、邮箱。" in text
    assert "别的专家" not in text


def test_a_town_clerk_sees_the_firms_of_the_own_town_and_none_of_the_next(client_of: Browser, town_clerk: User) -> None:
    make.organisation("本镇公司")
    make.organisation("别镇公司", region=people.county())
    make.organisation("注销公司", state="closed")
    text = _home(client_of(town_clerk))
    assert "本乡镇的企业 <span>1 家</span>" in text
    assert "别镇公司" not in text
    assert "注销公司" not in text


@pytest.mark.parametrize("role", [Role.ENTERPRISE, Role.CARRIER, Role.BANK, Role.EXPERT])
def test_an_account_without_its_own_is_told_whom_to_ask_and_sees_nobodys(client_of: Browser, role: Role) -> None:
    make.organisation("甲公司")
    make.person("某专家")
    text = _home(client_of(people.user(role)))
    assert "请联系" in text
    assert "甲公司" not in text
    assert "某专家" not in text


def test_a_town_clerk_reads_first_whose_title_ends_first_and_last_who_holds_none(client_of: Browser, town_clerk: User) -> None:
    make.organisation("甲无资质公司")
    make.title(make.organisation("乙长期公司"), "hnte", date(2025, 11, 1), until=date(2028, 11, 1))
    ending = make.organisation("丙将到期公司")
    make.title(ending, "hnte", date(2023, 8, 1), until=date(2026, 8, 1))
    make.title(ending, "tsme", date(2020, 8, 1), until=date(2021, 1, 1))  # ended: says nothing today
    text = _home(client_of(town_clerk))
    assert text.index("丙将到期公司") < text.index("乙长期公司") < text.index("甲无资质公司")
    assert '2026-07-31 <span class="mark mark-yellow">将到期</span>' in text
    assert "2021-" not in text


def test_many_firms_cost_no_more_queries(
    client_of: Browser, town_clerk: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(town_clerk)
    make.title(make.organisation())
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for _ in range(15):
        make.title(make.organisation())
    with django_assert_max_num_queries(len(few)):
        assert "按资质到期先后列出前 12 家" in _home(client)
