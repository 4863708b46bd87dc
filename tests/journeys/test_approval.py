"""A chief approves a period; from then on a figure changes only by a correction with its reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.journeys.desk import follow, shows
from titian.accounts.models import User
from titian.figures.models import Figure
from titian.figures.tests.make import figure

if TYPE_CHECKING:
    from playwright.sync_api import Page

PageOf = Callable[..., "Page"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_an_approved_figure_changes_only_by_a_correction_with_a_reason(page_of: PageOf, chief: User, officer: User) -> None:
    figure(officer, value="12")
    _approve(page_of(chief))
    page = page_of(officer)
    _enter_another(page)
    assert "2026年上半年的数已审定锁定" in page.locator("[role=alert]").inner_text()
    page.click("text=‹ 指标数")
    page.click("tbody >> text=新增(认定)高新技术企业数")
    _correct(page)
    assert page.locator("main h1").inner_text().count("新增(认定)高新技术企业数") == 1
    follow(page, "text=‹ 指标数")
    assert "审定后有更正" in page.locator("tbody tr").first.inner_text()
    assert "13 家" in page.locator("tbody tr").first.inner_text()
    assert Figure.objects.get(corrects__isnull=False).note == "漏计一家"


def _approve(page: Page) -> None:
    page.click(".areas >> text=指标")
    page.click(".pages >> text=指标数")
    page.select_option("select[name=period]", "2026H1")
    page.locator("summary", has_text="审定并锁定本期").click()
    assert "period=2026H1" in str(page.get_by_role("link", name="导出 Excel").get_attribute("href"))
    page.click(".confirm-body button")
    shows(page, "已审定并锁定", within=".messages")
    assert "已审定" in page.locator("main .lead").inner_text()


def _enter_another(page: Page) -> None:
    page.click(".areas >> text=指标")
    page.click(".pages >> text=指标数")
    page.click("text=录入指标")
    page.get_by_role("combobox", name="指标").fill("hnte.new")
    page.get_by_label("期间").fill("2026年上半年")
    page.get_by_label("数值").fill("14家")
    page.get_by_label("依据").fill("台账")
    page.locator("main button.primary").click()


def _correct(page: Page) -> None:
    page.click("text=更正此数")
    page.get_by_label("更正为").fill("13")
    page.locator("main button.primary").click()
    assert "请填写理由" in page.locator("[role=alert]").inner_text()
    page.get_by_label("理由").fill("漏计一家")
    page.locator("main button.primary").click()
    shows(page, "已更正为 13", within=".messages")
