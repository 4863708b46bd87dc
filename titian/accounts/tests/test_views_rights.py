"""Amending somebody, confirming rights, locks and the log of log-ins, as the three administrators meet them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from titian.accounts.models import LoginRecord, RightsChange, User
from titian.accounts.tests import make

Browser = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def security(db: None) -> User:
    return make.user("security")


@pytest.fixture
def audit(db: None) -> User:
    return make.user("audit")


def _form(client: Client, person: User, **changes: Any) -> dict[str, Any]:
    """What the amend page sends when only these are changed."""
    text = client.get(f"/accounts/users/{person.pk}/amend/").content.decode()
    version = re.search(r'name="version" value="([^"]+)"', text)
    assert version is not None
    values = {"name": person.name, "role": person.role, "department": person.department_id or "", "town": person.town_id or ""}
    return {**values, "version": version[1], **changes}


def test_an_officer_becomes_a_chief_through_two_pairs_of_hands(
    client_of: Browser, administrator: User, security: User, officer: User
) -> None:
    page, system, guard = f"/accounts/users/{officer.pk}/", client_of(administrator), client_of(security)
    text = system.post(f"{page}amend/", _form(system, officer, role="chief", reason="任股长"), follow=True).content.decode()
    assert "待安全保密管理员确认后生效" in text
    assert "角色：经办 → 股室长" in text
    assert "变更待确认" in system.get("/accounts/users/").content.decode()
    assert "确认变更" not in text
    assert "确认变更" in guard.get(page).content.decode()
    assert officer.name in guard.get("/accounts/changes/?state=waiting").content.decode()
    (change,) = RightsChange.objects.all()
    assert "即时生效" in guard.post(f"/accounts/changes/{change.pk}/confirm/", follow=True).content.decode()
    assert User.objects.get(pk=officer.pk).role == "chief"


def test_many_changes_are_confirmed_from_the_list(client_of: Browser, security: User) -> None:
    waiting = [make.change(), make.change()]
    text = (
        client_of(security)
        .post("/accounts/changes/confirm/", {"pick": [change.pk for change in waiting]}, follow=True)
        .content.decode()
    )
    assert text.count("权限变更已确认") == 2
    assert {change.user.role for change in RightsChange.objects.select_related("user")} == {"chief"}


def test_declining_asks_for_a_reason_and_keeps_the_rights(client_of: Browser, security: User) -> None:
    change, client = make.change(), client_of(security)
    address = f"/accounts/changes/{change.pk}/decline/"
    assert "请填写不同意的理由" in client.post(address, {"answer": ""}).content.decode()
    assert "现有权限不变" in client.post(address, {"answer": "没有任命文件"}, follow=True).content.decode()
    assert User.objects.get(pk=change.user_id).role == "officer"


def test_a_later_save_over_another_administrators_change_is_refused(client_of: Browser, administrator: User, officer: User) -> None:
    client = client_of(administrator)
    form = _form(client, officer, role="chief")
    User.objects.filter(pk=officer.pk).update(name="别人改的")
    text = client.post(f"/accounts/users/{officer.pk}/amend/", form).content.decode()
    assert "别人改过这条记录" in text
    assert User.objects.get(pk=officer.pk).role == "officer"


def test_a_locked_name_is_shown_to_the_three_and_unlocked_by_security(
    client: Client, client_of: Browser, administrator: User, security: User, officer: User
) -> None:
    for _ in range(5):
        client.post("/accounts/login/", {"username": officer.username, "password": "wrong"})
    page = f"/accounts/users/{officer.pk}/"
    assert "登录锁定" in client_of(administrator).get(page).content.decode()
    assert "解除锁定" not in client_of(administrator).get(page).content.decode()
    assert "登录锁定" not in client_of(officer).get(page).content.decode()
    assert "已解除" in client_of(security).post(f"{page}unlock/", follow=True).content.decode()
    assert client.post("/accounts/login/", {"username": officer.username, "password": make.PASSWORD}).status_code == 302


def test_the_audit_administrator_reads_log_ins_and_changes_and_presses_nothing(
    client: Client, client_of: Browser, audit: User, officer: User
) -> None:
    make.change()
    client.post("/accounts/login/", {"username": officer.username, "password": "wrong"}, REMOTE_ADDR="192.168.1.9")
    client.post("/accounts/login/", {"username": officer.username, "password": make.PASSWORD})
    reader = client_of(audit)
    text = reader.get("/accounts/logins/").content.decode()
    assert "192.168.1.9" in text
    assert "密码错误" in text
    assert "成功" in text
    assert reader.get("/accounts/logins/?outcome=wrong").content.decode().count("<td") == 6
    text = reader.get("/accounts/changes/").content.decode()
    assert "任股长" in text
    assert "确认所选" not in text


def test_the_security_page_lists_who_keeps_what_and_what_each_role_opens(client_of: Browser, security: User, audit: User) -> None:
    text = client_of(audit).get("/accounts/security/").content.decode()
    assert "缺人" in text
    assert security.name in text
    clerk = text.split("乡镇街道经办</th>")[1].split("</tr>")[0]
    assert "本乡镇的" in clerk
    assert "指标" in clerk
    assert "文稿" not in clerk
    assert "不能" in clerk


@pytest.mark.parametrize("address", ["/accounts/changes/", "/accounts/security/", "/accounts/logins/"])
def test_pages_of_the_three_do_not_exist_for_the_bureau(client_of: Browser, leader: User, address: str) -> None:
    assert client_of(leader).get(address).status_code == 404


def test_the_lists_ask_the_same_number_of_queries_for_many_rows(
    client_of: Browser, security: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(security)
    make.change()
    client.get("/accounts/changes/")
    with django_assert_num_queries(5):
        client.get("/accounts/changes/")
    for _ in range(5):
        LoginRecord.objects.create(user=make.change().user, outcome="succeeded", at="2026-05-31T08:00:00Z")
    with django_assert_num_queries(5):
        client.get("/accounts/changes/")
    with django_assert_num_queries(5):
        client.get("/accounts/logins/")
