"""`titian password`: the way back in."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from titian.accounts import actions
from titian.accounts.models import User
from titian.accounts.tests.make import user

pytestmark = pytest.mark.django_db


def test_a_lone_administrator_who_forgot_the_password_gets_a_new_one_and_is_unlocked(administrator: User) -> None:
    user("security")
    for _ in range(5):
        actions.attempt_log_in(administrator.username, check=lambda: None)
    out = StringIO()
    call_command("password", administrator.username, stdout=out)
    match = re.search(r"一次性密码：(\S+)（", out.getvalue())
    assert match is not None
    password = match[1]
    found = actions.attempt_log_in(
        administrator.username,
        check=lambda: authenticate(username=administrator.username, password=password),
    )
    assert found.user == administrator
    assert found.user.must_change_password


def test_an_unknown_name_is_said(administrator: User) -> None:
    with pytest.raises(CommandError, match="没有登录名为「nobody」的用户"):
        call_command("password", "nobody")
