"""Log-in, one's own password, the user list."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings
from python_calamine import CalamineWorkbook

from titian.accounts.models import User
from titian.accounts.tests import make
from titian.base.installation import DEMO_PASSWORD

Browser = Callable[[User], Client]
pytestmark = pytest.mark.django_db
NEW = "梯田-2026-新"


def _log_in(client: Client, username: str, password: str) -> str:
    return client.post("/accounts/login/", {"username": username, "password": password}).content.decode()


@pytest.mark.parametrize("address", ["/", "/search/?q=a", "/accounts/users/", "/accounts/password/", "/journal/"])
def test_an_anonymous_visitor_is_sent_to_log_in(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/?next=/")


def test_a_person_logs_in_and_lands_where_they_wanted_to_go(client: Client, officer: User) -> None:
    response = client.post(
        "/accounts/login/", {"username": officer.username, "password": make.PASSWORD, "next": "/accounts/password/"}
    )
    assert response.status_code == 302
    assert response["Location"] == "/accounts/password/"


def test_a_foreign_address_is_not_followed_after_log_in(client: Client, officer: User) -> None:
    response = client.post(
        "/accounts/login/", {"username": officer.username, "password": make.PASSWORD, "next": "//elsewhere.example/"}
    )
    assert response["Location"] == "/"


def test_a_wrong_password_and_an_unknown_name_read_the_same(client: Client, officer: User) -> None:
    wrong, unknown = _log_in(client, officer.username, "wrong"), _log_in(client, "nobody", "wrong")
    for text in (wrong, unknown):
        assert "登录名或密码不对" in text
        assert "系统管理员重置" in text


def test_after_five_wrong_passwords_the_name_waits_even_with_the_right_one(client: Client, officer: User, office: User) -> None:
    for _ in range(5):
        _log_in(client, officer.username, "wrong")
    assert "10 分钟后再试" in _log_in(client, officer.username, make.PASSWORD)
    assert client.post("/accounts/login/", {"username": office.username, "password": make.PASSWORD}).status_code == 302


def test_a_disabled_account_cannot_log_in(client: Client) -> None:
    gone = make.user("officer", is_active=False)
    assert "登录名或密码不对" in _log_in(client, gone.username, make.PASSWORD)


def test_an_empty_log_in_says_what_is_missing(client: Client) -> None:
    response = client.post("/accounts/login/", {})
    assert response.status_code == 422
    assert "请填写登录名" in response.content.decode()


def test_a_demonstration_offers_one_log_in_a_role_and_another_installation_none(
    client: Client, settings: Settings, officer: User, leader: User
) -> None:
    second = make.user("officer")
    assert DEMO_PASSWORD not in client.get("/accounts/login/").content.decode()
    settings.TITIAN = replace(django_settings.TITIAN, demo=True)
    text = client.get("/accounts/login/").content.decode()
    assert f'value="{officer.username}"' in text
    assert f'value="{leader.username}"' in text
    assert f'value="{second.username}"' not in text
    assert DEMO_PASSWORD in text
    assert "演示数据" in text


def test_logging_out_leads_back_to_log_in(client_of: Browser, officer: User) -> None:
    client = client_of(officer)
    assert client.post("/accounts/logout/")["Location"] == "/accounts/login/"
    assert client.get("/").status_code == 302


def test_a_person_changes_their_password_and_stays_logged_in(client_of: Browser, officer: User) -> None:
    client = client_of(officer)
    response = client.post("/accounts/password/", {"old": make.PASSWORD, "new": NEW, "again": NEW}, follow=True)
    assert "密码已修改。" in response.content.decode()
    officer.refresh_from_db()
    assert officer.check_password(NEW)


def test_wrong_passwords_are_told_all_at_once_and_counted(client_of: Browser, officer: User) -> None:
    client = client_of(officer)
    text = client.post("/accounts/password/", {"old": "wrong", "new": "123", "again": "123"}).content.decode()
    assert "原密码不对" in text
    assert "有 3 处需要改正" in text or "有 4 处需要改正" in text
    text = client.post("/accounts/password/", {"old": make.PASSWORD, "new": NEW, "again": "other"}).content.decode()
    assert "两次输入的新密码不一样" in text


def test_an_administrator_adds_a_user_who_can_log_in(client_of: Browser, administrator: User, client: Client) -> None:
    town = make.our_town()
    form = {"username": "newtown", "name": "经办丁", "role": "town", "town": str(town.pk)}
    text = client_of(administrator).post("/accounts/users/add/", form).content.decode()
    assert "已添加用户「经办丁」。" in text
    added = User.objects.get(username="newtown")
    assert (added.town_id, added.role) == (town.pk, "town")
    assert client.post("/accounts/login/", {"username": "newtown", "password": _printed(text)}).status_code == 302
    assert client.get("/")["Location"] == "/accounts/password/"


def _printed(page: str) -> str:
    """The one-time password on a slip."""
    (password,) = re.findall(r"<strong>([a-z0-9]{4}(?:-[a-z0-9]{4}){2})</strong>", page)
    return str(password)


def test_what_is_wrong_with_a_new_user_is_told_beside_the_form(client_of: Browser, administrator: User) -> None:
    form = {"username": administrator.username, "name": "甲", "role": "town"}
    response = client_of(administrator).post("/accounts/users/add/", form)
    text = response.content.decode()
    assert response.status_code == 422
    assert "已有人使用" in text
    assert "须选定所属乡镇" in text
    assert not User.objects.filter(name="甲").exists()


def test_an_account_is_disabled_with_a_reason_and_enabled_again(client_of: Browser, administrator: User, officer: User) -> None:
    client, page = client_of(administrator), f"/accounts/users/{officer.pk}/"
    assert "请填写停用原因" in client.post(f"{page}disable/", {"reason": ""}).content.decode()
    text = client.post(f"{page}disable/", {"reason": "调离"}, follow=True).content.decode()
    assert "账号已停用" in text
    assert "调离" in text
    assert not User.objects.get(pk=officer.pk).is_active
    assert "已办理启用" in client.post(f"{page}enable/", follow=True).content.decode()
    assert User.objects.get(pk=officer.pk).is_active


def test_an_administrator_cannot_disable_themselves(client_of: Browser, administrator: User) -> None:
    response = client_of(administrator).post(f"/accounts/users/{administrator.pk}/disable/", {"reason": "试"})
    assert "不能停用自己的账号" in response.content.decode()


def test_a_forgotten_password_is_reset_by_the_administrator(client_of: Browser, administrator: User, officer: User) -> None:
    client = client_of(administrator)
    assert "只在下一页显示这一次" in client.get(f"/accounts/users/{officer.pk}/password/").content.decode()
    given = _printed(client.post(f"/accounts/users/{officer.pk}/password/").content.decode())
    officer.refresh_from_db()
    assert officer.check_password(given)


def test_passwords_are_given_out_to_many_at_once_but_not_to_who_watches(client_of: Browser, administrator: User) -> None:
    people = [make.user("officer"), make.user("town"), make.user("audit")]
    client = client_of(administrator)
    text = client.post("/accounts/users/passwords/", {"pick": [person.pk for person in people]}).content.decode()
    assert len(re.findall(r"一次性密码</dt>", text)) == 2
    assert f"titian password {people[2].username}" in text
    assert "没有选中" in client.post("/accounts/users/passwords/", {"pick": "x"}, follow=True).content.decode()


@pytest.mark.parametrize("address", ["add/", "{pk}/password/", "{pk}/disable/"])
def test_pages_of_the_administrator_do_not_exist_for_others(client_of: Browser, leader: User, address: str) -> None:
    assert client_of(leader).get("/accounts/users/" + address.format(pk=leader.pk)).status_code == 404


def test_a_town_clerk_sees_neither_the_user_list_nor_other_people(client_of: Browser, town_clerk: User, officer: User) -> None:
    client = client_of(town_clerk)
    assert client.get("/accounts/users/").status_code == 404
    assert client.get(f"/accounts/users/{officer.pk}/").status_code == 404
    assert client.get(f"/accounts/users/{town_clerk.pk}/").status_code == 200


def test_the_user_list_filters_by_role_and_finds_by_name(client_of: Browser, officer: User, leader: User, auditor: User) -> None:
    client = client_of(auditor)
    text = client.get("/accounts/users/?role=leader").content.decode()
    assert leader.username in text
    assert officer.username not in text
    assert "添加用户" not in text
    assert officer.username in client.get(f"/accounts/users/?q={officer.name}").content.decode()
    assert "角色：全部" in text


def test_the_user_list_asks_the_same_number_of_queries_for_many_people(
    client_of: Browser, officer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(officer)
    with django_assert_num_queries(5):
        client.get("/accounts/users/")
    for _ in range(20):
        make.user("town")
    with django_assert_num_queries(5):
        client.get("/accounts/users/")


def test_the_user_list_is_exported_as_it_is_shown(client_of: Browser, officer: User, leader: User) -> None:
    response = client_of(leader).get("/accounts/users/?export=xlsx&role=officer")
    assert "attachment" in response["Content-Disposition"]
    (sheet,) = CalamineWorkbook.from_object(BytesIO(response.content)).sheet_names
    rows = CalamineWorkbook.from_object(BytesIO(response.content)).get_sheet_by_name(sheet).to_python()
    assert [row[:3] for row in rows if officer.username in row] == [[officer.username, officer.name, "经办"]]
    assert not any(leader.username in row for row in rows)
