"""A town clerk sees on a phone what is due today and what is late, opens it, hands it in, and it is gone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.journeys.desk import shows
from titian.accounts.models import User
from titian.accounts.tests.make import PASSWORD, our_town
from titian.base.clock import today
from titian.ledgers import actions
from titian.ledgers.models import Answer, CollectionRequest
from titian.ledgers.tests import make
from titian.registry.tests import make as registry

if TYPE_CHECKING:
    from playwright.sync_api import Page

PageOf = Callable[..., "Page"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LEDGER, FORM = "企业问题", "技术需求摸底"


def test_a_town_clerk_sees_what_is_due_today_and_hands_it_in(page_of: PageOf, officer: User, town_clerk: User) -> None:
    firm = registry.organisation(region=our_town())
    request = make.sent(due=today())
    late = make.problem(officer, day=today() - timedelta(days=30), organisation=firm, due=today() - timedelta(days=2))
    actions.amend_row(late, {"responsible": officer}, by=officer)
    due = make.problem(officer, day=today() - timedelta(days=9), organisation=firm, due=today(), title="缺技术工人")
    page = _logged_in(page_of(phone=True), town_clerk)
    todos = page.locator("main section.card").first
    assert todos.locator("tbody tr").count() == 3, "what is due stands before everything else"
    lines = [line.inner_text() for line in todos.locator("tbody tr").all()]
    assert [("逾期" in line, "今日到期" in line) for line in lines] == [(False, True), (False, True), (True, False)]
    assert f"责任人 {officer.name}" in lines[2]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    _hand_in(page, firm.name)
    assert CollectionRequest.objects.get(pk=request.pk).state == Answer.SUBMITTED
    for row in (late, due):
        actions.step(row, "solved", on=today(), by=officer)
    page.goto("/")
    shows(page, "没有待办")


def _logged_in(page: Page, clerk: User) -> Page:
    page.fill("input[name=username]", clerk.username)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    shows(page, FORM)
    return page


def _hand_in(page: Page, firm: str) -> None:
    page.click(f"main >> text=填报「{FORM}」")
    page.click("main a:has-text('填报')")
    page.locator("#id_rows-0-organisation").fill(firm[:4])
    page.locator(f"#firms option[value='{firm}']").wait_for(state="attached")
    page.locator("#id_rows-0-organisation").fill(firm)
    page.locator("#id_rows-0-title").fill("求购烘干设备")
    page.click("button:has-text('报送')")
    shows(page, "已报送", within=".messages")
    page.goto("/")
    assert f"填报「{FORM}」" not in page.locator("main").inner_text()
