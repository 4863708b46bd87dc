"""Log-in, own password, user list."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from titian.accounts.models import User

Browser = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def test_an_anonymous_visitor_is_sent_to_log_in(client: Client) -> None:
    response = client.get("/accounts/users/")
    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/accounts/users/"
