"""A one-time password opens one page: the one where it is changed. A closed portal opens none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django import Settings

from titian.accounts.models import LoginRecord, User
from titian.accounts.roles import OWN, Role
from titian.accounts.tests import make
from titian.accounts.tests.make import PASSWORD

Browser = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(officer: User) -> User:
    officer.must_change_password = True
    officer.save()
    return officer


@pytest.mark.parametrize("address", ["/", "/accounts/users/", "/figures/"])
def test_until_it_is_changed_no_page_opens(client_of: Browser, newcomer: User, address: str) -> None:
    assert client_of(newcomer).get(address)["Location"] == "/accounts/password/"


def test_nothing_is_written_either(client_of: Browser, newcomer: User) -> None:
    assert client_of(newcomer).post("/reader/", {"text": "x"})["Location"] == "/accounts/password/"


def test_a_region_of_a_page_leads_the_whole_page_there(client_of: Browser, newcomer: User) -> None:
    answer = client_of(newcomer).get("/", headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == "/accounts/password/"


def test_the_page_says_why_and_afterwards_everything_opens(client_of: Browser, newcomer: User) -> None:
    client = client_of(newcomer)
    assert "一次性密码" in client.get("/accounts/password/").content.decode()
    form = {"old": PASSWORD, "new": "Kx7-terrace-fields", "again": "Kx7-terrace-fields"}
    assert client.post("/accounts/password/", form)["Location"] == "/"
    assert client.get("/").status_code == 200


def test_logging_out_is_always_possible(client_of: Browser, newcomer: User) -> None:
    assert client_of(newcomer).post("/accounts/logout/")["Location"] == "/accounts/login/"


def test_a_closed_portal_lets_nobody_in_and_says_whom_to_ask(client: Client, settings: Settings) -> None:
    settings.TITIAN = replace(django_settings.TITIAN, portals=frozenset({"town"}))
    for role in Role:
        person = make.user(role)
        answer = client.post("/accounts/login/", {"username": person.username, "password": PASSWORD})
        closed = role in OWN and role != Role.TOWN
        assert answer.status_code == (422 if closed else 302), role
        assert ("请联系局里的经办人代录" in answer.content.decode()) == closed
        client.logout()
    assert LoginRecord.objects.filter(outcome="closed").count() == 4


def test_a_wrong_password_at_a_closed_portal_reads_like_any_other(client: Client, settings: Settings) -> None:
    settings.TITIAN = replace(django_settings.TITIAN, portals=frozenset())
    expert = make.user("expert")
    text = client.post("/accounts/login/", {"username": expert.username, "password": "wrong"}).content.decode()
    assert "登录名或密码不对" in text
    assert "代录" not in text


def test_who_is_inside_when_the_portal_closes_is_led_out(client_of: Browser, settings: Settings) -> None:
    client = client_of(make.user("enterprise"))
    assert client.get("/").status_code == 200
    settings.TITIAN = replace(django_settings.TITIAN, portals=frozenset())
    assert client.get("/")["Location"] == "/accounts/login/"
    assert "请联系局里的经办人代录" in client.get("/accounts/login/").content.decode()
