from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from pytest_django import Settings

from titian.accounts import passwords
from titian.accounts.models import User
from titian.accounts.tests.make import user


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("a1", "8 至 128 位"),
        ("a1" * 80, "8 至 128 位"),
        ("75310246897", "只用了一类字符"),
        ("梯田梯田梯田梯田", "只用了一类字符"),
        ("x-zhoumin-9", "登录名、姓名"),
        ("x-ZhouJingBan-9", "登录名、姓名"),
        ("周经办-2026-07", "登录名、姓名"),
        ("Admin@123", "太常见"),
        ("password1", "太常见"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason_in_chinese(password: str, said: str) -> None:
    reasons = passwords.problems(password, username="zhoumin", name="周经办")
    assert [said in reason for reason in reasons] == [True]


def test_every_reason_is_said_at_once() -> None:
    assert len(passwords.problems("123", username="zhoumin", name="周经办")) == 3


@pytest.mark.parametrize("password", ["terraces-2026", "梯田2026梯田", "Kx7-terrace-fields"])
def test_two_classes_and_nothing_of_ones_own_will_do(password: str) -> None:
    assert passwords.problems(password, username="zhoumin", name="周经办") == []


def test_short_names_do_not_stand_in_the_way() -> None:
    assert passwords.problems("li-terrace-2026", username="li", name="李") == []


def test_one_time_passwords_obey_the_rule_and_never_repeat() -> None:
    made = {passwords.one_time_password() for _ in range(200)}
    assert len(made) == 200
    assert all(passwords.problems(one) == [] and not set(one) & set("01iol") for one in made)


def test_djangos_own_commands_obey_the_same_rule() -> None:
    with pytest.raises(ValidationError, match="只用了一类字符"):
        validate_password("12345678901", User(username="x", name="某"))


@pytest.mark.django_db
def test_a_password_is_due_when_given_out_or_too_old_and_not_in_a_demonstration(settings: Settings) -> None:
    person, now = user("officer"), timezone.now()
    assert passwords.is_due(person, now + timedelta(days=9999)) == ""
    settings.TITIAN = replace(django_settings.TITIAN, password_days=90)
    assert passwords.is_due(person, now + timedelta(days=89)) == ""
    assert "90 天" in passwords.is_due(person, now + timedelta(days=91))
    settings.TITIAN = replace(django_settings.TITIAN, demo=True)
    assert passwords.is_due(person, now + timedelta(days=91)) == ""
    person.must_change_password = True
    assert "一次性密码" in passwords.is_due(person, now)
