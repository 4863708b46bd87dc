"""From a clause to the money: written and read back, firms told, one asks, a leader approves, the coverage follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from tests.journeys.desk import shows
from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.clock import today
from titian.policies.models import Claim, PolicyClause
from titian.policies.tests.make import in_force, policy
from titian.registry.tests import make as registry

if TYPE_CHECKING:
    from playwright.sync_api import Page

PageOf = Callable[..., "Page"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_clause_is_read_back_while_it_is_written(page_of: PageOf, chief: User) -> None:
    page = page_of(chief)
    page.goto(reverse("policies:add_clause", args=[policy(chief).pk]))
    page.fill("input[name=label]", "首次认定高新技术企业奖励")
    page.fill("input[name=code]", "hnte_first")
    page.select_option("select[name=title]", "hnte")
    page.select_option("select[name=title_is]", "first")
    page.fill("input[name=fixed]", "20万元")
    page.select_option("select[name=times]", "once")
    shows(page, f"对象：{today().year - 1}年首次认定高新技术企业", within="#check")
    page.click("button:has-text('登记条款')")
    shows(page, "已登记条款", within=".messages")
    assert PolicyClause.objects.get().code == "hnte_first"


def test_a_firm_is_told_asks_and_is_counted(page_of: PageOf, chief: User, leader: User) -> None:
    clause, firm = in_force(chief), registry.organisation()
    registry.title(firm, since=date(today().year - 1, 11, 1), until=None, is_first=True)
    page = page_of(chief)
    page.goto(reverse("policies:claimable", args=[clause.pk]))
    page.check(f"input[name=pick][value='{firm.pk}']")
    page.click("button:has-text('推送给所选企业')")
    shows(page, "可能享受「首次认定高新技术企业奖励」")
    asking = page_of(people.user("enterprise", organisation=firm))
    asking.goto("/")
    shows(asking, "现在能领 1 项，共 20 万元")
    asking.click("text=逐条对照、申请、已领")
    asking.click("text=申请这一项")
    asking.click("button:has-text('提交申请')")
    shows(asking, "已登记申请", within=".messages")
    deciding = page_of(leader)
    deciding.goto(reverse("policies:claim", args=[Claim.objects.get().pk]))
    deciding.click("text=审定金额")
    deciding.click("main button.primary:has-text('审定金额')")
    shows(deciding, "已审定", within="body")
    page.goto(reverse("policies:coverage"))
    shows(page, "100%")
