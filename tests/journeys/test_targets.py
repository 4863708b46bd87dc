"""Targets from a sheet with mistakes to a board that turns; and what a town sees of them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.journeys.desk import cells, choose, downloaded, sheet, shows
from titian.accounts.models import User
from titian.figures import actions
from titian.figures.models import Target
from titian.figures.tests.make import county, figure, target, town

if TYPE_CHECKING:
    from playwright.sync_api import Page

PageOf = Callable[..., "Page"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
HEAD = ("序号", "目标任务", "考核指标", "年度目标（家、项）", "年度")
MISTAKEN = sheet("目标.xlsx", HEAD, (1, "培育高企", "没有的指标", "≥20家", "2026"), (2, "合同", "contract.value", "很多", "2026"))
MENDED = sheet(
    "目标.xlsx", HEAD, (1, "培育高企", "新增(认定)高新技术企业数", "≥20家", "2026"), (2, "合同", "contract.value", "≥4亿元", "2026")
)
SPLIT = {"城关镇": "12", "河口镇": "7"}


def test_a_planner_imports_targets_mends_the_sheet_splits_one_and_sees_the_board_turn(
    page_of: PageOf, office: User, officer: User
) -> None:
    town("城关镇", "990123101")
    town("河口镇", "990123102")
    page = page_of(office)
    page.click(".areas >> text=指标")
    _import(page)
    page.click("tbody >> text=培育高企")
    _split(page)
    _board_of_may(page)
    row = page.locator("section.whole tr", has_text="培育高企").first
    assert "缺数" in row.inner_text()
    figure(officer, value="2")
    page.reload()
    assert "滞后" in row.inner_text()
    said = cells(downloaded(page, "a:has-text('导出 Excel')"))
    for wanted in ("培育高企", "≥20家", "2家", "滞后", "≥4亿元"):
        assert wanted in said
    figure(officer, value="20", period="2026", as_of=None)
    page.reload()
    assert "正常" in row.inner_text()


def _import(page: Page) -> None:
    page.click("text=导入目标表")
    choose(page, "input[type=file]", MISTAKEN)
    page.click("main button.primary")
    said = page.locator("[role=alert]").inner_text()
    assert "第 2 行「指标」：没有的指标" in said
    assert "第 3 行「目标值」：很多" in said
    assert not Target.objects.exists()
    choose(page, "input[type=file]", MENDED)
    page.click("main button.primary")
    shows(page, "已导入 2 项目标", within=".messages")


def _split(page: Page) -> None:
    page.click("a.button >> text=分解到乡镇")
    for name, amount in SPLIT.items():
        page.get_by_label(name).fill(amount)
    page.click("text=保存分解")
    assert "少 1家" in page.locator("[role=alert]").inner_text()
    assert page.get_by_label("城关镇").input_value() == "12"
    page.get_by_label("河口镇").fill("8")
    page.click("text=保存分解")
    shows(page, "已分解到 2 个乡镇", within=".messages")


def _board_of_may(page: Page) -> None:
    page.click(".pages >> text=目标看板")
    page.goto("/figures/board/?year=2026&day=2026-05-31")


def test_a_town_clerk_sees_the_own_town_and_nothing_else(page_of: PageOf, town_clerk: User, office: User, officer: User) -> None:
    county()
    mine, other = town_clerk.town, town("河口镇", "990123102")
    assert mine is not None
    shared, hidden = target(office), target(office, "hnte.valid", "61")
    actions.decompose(shared.legs.get(), shares={mine: Decimal(12), other: Decimal(8)}, basis="", by=office)
    secret = figure(officer, value="12")
    page = page_of(town_clerk)
    assert page.locator(".areas a").all_inner_texts() == ["工作台", "收到的表", "企业", "资金政策", "台账", "指标"]
    page.goto("/figures/board/?year=2026&day=2026-05-31")
    shown = page.locator("main").inner_text()
    assert shared.title in shown
    assert "梯田镇" in shown
    assert "河口镇" not in shown
    assert hidden.title not in shown
    for closed in (
        hidden.get_absolute_url(),
        secret.get_absolute_url(),
        "/reader/",
        "/reports/",
        "/journal/",
        "/figures/targets/import/",
    ):
        answer = page.goto(closed)
        assert answer is not None
        assert answer.status == 404, closed
        assert "回到工作台" in page.locator("main").inner_text()
