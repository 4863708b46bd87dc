"""A week out of the ledgers: what was done, what is due next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django import Settings

from titian.accounts.models import Department, User
from titian.accounts.roles import Role
from titian.accounts.tests import make as people
from titian.ledgers import actions
from titian.ledgers.tests import make as ledgers
from titian.registry.tests import make as registry
from titian.reports.weekly.data import gather
from titian.reports.weekly.template import paper

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 5, 29)


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TITIAN = replace(django_settings.TITIAN, day=FRIDAY)


def test_a_week_says_what_was_done_what_ended_and_what_is_due_next(officer: User) -> None:
    firm = registry.organisation("示范县云山科技有限公司")
    for day in (date(2026, 5, 25), date(2026, 5, 29), date(2026, 5, 24), date(2026, 5, 30)):
        ledgers.visit(officer, day, organisation=firm, responsible=officer)
    old = ledgers.problem(officer, date(2026, 4, 1), title="用工难", organisation=firm, responsible=officer)
    actions.step(old, "solved", on=date(2026, 5, 27), by=officer)
    ledgers.problem(officer, date(2026, 4, 1), title="用电难", organisation=firm, responsible=officer, due=date(2026, 6, 3))
    week = gather(officer, FRIDAY, "me")
    said = [item.text for item in week.done]
    assert said == ["入企服务 2 次（示范县云山科技有限公司）", "企业问题「用工难」已解决"]
    assert "企业问题：用电难" in [line.text for line in week.planned]
    text = paper(week, officer).text()
    assert "一、本周工作\n1. 入企服务 2 次（示范县云山科技有限公司）。" in text
    assert "6月3日前：企业问题：用电难" in text


def test_the_page_offers_the_text_and_the_file(officer: User, client_of: Callable[[User], Client]) -> None:
    ledgers.visit(officer, FRIDAY, responsible=officer)
    client = client_of(officer)
    assert "入企服务 1 次" in client.get("/reports/weekly/?whose=bureau").content.decode()
    assert client.get("/reports/weekly/?whose=bureau&as=docx").content.startswith(b"PK")


def test_what_is_planned_is_of_whom_the_week_is(officer: User) -> None:
    other = people.user(Role.OFFICER, department=Department.objects.create(name="研发与项目股"))
    firm = registry.organisation("示范县云山科技有限公司")
    due = date(2026, 6, 3)
    ledgers.problem(officer, date(2026, 4, 1), title="用电难", organisation=firm, responsible=officer, due=due)
    ledgers.problem(other, date(2026, 4, 1), title="用地难", organisation=firm, responsible=other, due=due)
    registry.title(firm, "hnte", date(2023, 6, 5), until=date(2026, 6, 5))

    def planned(whose: str) -> list[str]:
        return [line.text for line in gather(officer, FRIDAY, whose).planned]

    assert planned("me") == ["企业问题：用电难"]
    assert planned("section") == ["企业问题：用电难", "高新技术企业到期 1 家"]
    assert "企业问题 2 个到期" in planned("bureau")
