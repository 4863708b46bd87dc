"""What every request must be and every answer carries."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from titian.accounts.models import User
from titian.base.middleware import LARGEST_OF_A_STRANGER, LARGEST_REQUEST

Browser = Callable[[User], Client]
LOG_IN = "/accounts/login/"


def announced(client: Client, size: int) -> int:
    """The answer to a request that says it is so large."""
    return client.generic("POST", LOG_IN, b"", CONTENT_LENGTH=str(size)).status_code


def test_a_request_too_large_is_turned_away_unread(client: Client) -> None:
    response = client.generic("POST", LOG_IN, b"", CONTENT_LENGTH=str(LARGEST_REQUEST + 1))
    assert response.status_code == 413
    assert "300 MB" in response.content.decode()


def test_a_stranger_cannot_fill_the_disk(client: Client) -> None:
    assert announced(client, LARGEST_OF_A_STRANGER + 1) == 413


def test_a_colleague_may_send_as_much_as_a_batch_of_papers(officer: User, client_of: Browser) -> None:
    client = client_of(officer)
    assert announced(client, LARGEST_OF_A_STRANGER + 1) != 413
    assert announced(client, LARGEST_REQUEST + 1) == 413


@pytest.mark.parametrize("address", ["/accounts/users/?q=%00", "/figures/?region=%00", "/journal/?q=a%00b"])
def test_a_nul_in_an_address_is_refused_before_any_database_sees_it(leader: User, client_of: Browser, address: str) -> None:
    assert client_of(leader).get(address).status_code == 400


@pytest.mark.django_db
def test_a_foreign_name_is_told_how_to_open_the_system(client: Client) -> None:
    response = client.get(LOG_IN, headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "IP 地址" in response.content.decode()
    for host in ("192.168.1.20:8000", "kjj-server", "[fe80::1]:8000"):
        assert client.get(LOG_IN, headers={"Host": host}).status_code == 200


@pytest.mark.django_db
def test_an_office_that_names_its_hosts_is_served_under_these(client: Client, settings: Settings) -> None:
    settings.OFFICE_NETWORK, settings.ALLOWED_HOSTS = False, ["kjj.example"]
    assert client.get(LOG_IN, headers={"Host": "kjj.example"}).status_code == 200
    assert client.get(LOG_IN, headers={"Host": "evil.example"}).status_code == 400


def test_a_page_forbids_foreign_code_frames_and_keeping(officer: User, client_of: Browser) -> None:
    response = client_of(officer).get("/figures/catalogue/")
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
