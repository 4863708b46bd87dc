"""The calendar of the office: certificates, ledgers, papers and what comes every year, by day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django import Settings

from titian.accounts.models import User
from titian.base.deadlines import deadlines_of
from titian.base.mechanisms import Duty
from titian.ledgers import actions
from titian.ledgers.tests import make as ledgers
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db
SINCE, UNTIL = date(2026, 5, 1), date(2026, 7, 1)


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TITIAN = replace(django_settings.TITIAN, day=date(2026, 5, 20))


def test_what_ends_or_is_due_together_is_one_line(officer: User) -> None:
    for _ in range(3):
        registry.title(registry.organisation(), until=date(2026, 6, 16))
    firm = registry.organisation()
    for number in range(2):
        ledgers.problem(officer, title=f"问题{number}", organisation=firm, due=date(2026, 6, 10))
    lines = {line.text: line for line in deadlines_of(officer, SINCE, UNTIL)}
    assert lines["高新技术企业到期 3 家"].day == date(2026, 6, 15)
    assert lines["企业问题 2 个到期"].day == date(2026, 6, 10)


def test_a_deadline_that_was_met_is_done(officer: User) -> None:
    row = ledgers.problem(officer, title="用工难", due=date(2026, 5, 10))
    assert [line.word(date(2026, 5, 20)) for line in deadlines_of(officer, SINCE, UNTIL) if line.room == "台账"] == ["已过 10 天"]
    actions.step(row, "solved", on=date(2026, 5, 9), by=officer)
    assert [line.done for line in deadlines_of(officer, SINCE, UNTIL) if line.room == "台账"] == [True]


def test_what_comes_every_year_says_its_rule_and_hides_with_its_mechanism(officer: User, settings: Settings) -> None:
    reports = [line for line in deadlines_of(officer, SINCE, UNTIL) if "发展情况报表" in line.text]
    assert [(line.day, "第十三条" in line.source) for line in reports] == [(date(2026, 5, 31), True)]
    settings.TITIAN = replace(django_settings.TITIAN, mechanisms={"high_tech": Duty.NONE})
    assert not [line for line in deadlines_of(officer, SINCE, UNTIL) if "发展情况报表" in line.text]


def test_a_month_is_a_page(officer: User, client_of: Callable[[User], Client]) -> None:
    page = client_of(officer).get("/calendar/?month=2026-05").content.decode()
    assert "办公年历：2026年5月" in page
    assert "年度发展情况报表" in page
    assert "2026-09" not in page
