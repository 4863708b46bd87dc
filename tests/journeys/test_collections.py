"""An officer defines a campaign list, sends it to two towns, gives one back; then its figure and its sentence stand in the half-year report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.journeys.desk import follow, shows
from titian.accounts.models import User
from titian.accounts.tests import make
from titian.ledgers.models import Ledger, LedgerRow
from titian.ledgers.tests import make as ledgers
from titian.registry.tests import make as registry
from titian.reports.tests.make import paper
from titian.reports.writer.assembling import Assembled

if TYPE_CHECKING:
    from playwright.sync_api import Page

PageOf = Callable[..., "Page"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
HEADS = "序号\t登记日期\t企业名称\t存在问题\t完成时限\t责任人"


def test_a_campaign_list_goes_to_two_towns_and_its_sentence_into_the_report(
    page_of: PageOf, officer: User, office: User, leader: User
) -> None:
    towns = [make.our_town(), ledgers.other_town()]
    firms = [registry.organisation(region=town) for town in towns]
    desk = page_of(officer)
    assert _define(desk) <= 9
    _send(desk)
    _let_out(page_of(leader))
    clerks = [page_of(make.user("town", town=town)) for town in towns]
    for clerk, firm in zip(clerks, firms, strict=True):
        _answer(clerk, firm.name)
    _give_back(desk, towns[0].name)
    _mend(clerks[0])
    desk.goto(desk.url)
    desk.click("button:has-text('全部接收')")
    shows(desk, f"已接收「{towns[1].name}」", within=".messages")
    assert LedgerRow.objects.kept().filter(ledger__label="七张清单").count() == 2
    assert LedgerRow.objects.get(organisation=firms[0]).title == "缺技术工人十名"
    text = Assembled.of(paper(office, as_of=date(2026, 6, 30)), user=office).composed.text
    assert "七张清单列入2项" in text


def _define(page: Page) -> int:
    """From the workbench to the finished ledger; how many clicks it takes."""
    clicks = ["text=台账", ".pages >> text=台账定义", "text=新建台账"]
    for target in clicks:
        page.click(f".areas >> {target}" if target == "text=台账" else target)
    page.get_by_label("名称", exact=True).fill("七张清单")
    page.get_by_label("从 Excel 表头开始").fill(HEADS)
    steps = ["下一步：字段", "下一步：状态和颜色", "下一步：指标和段落", "下一步：预览", "建立台账"]
    for step in steps:
        page.click(f"main button.primary:has-text('{step}')")
    shows(page, "已建立「七张清单」", within=".messages")
    assert Ledger.objects.get(label="七张清单").about.paragraphs
    return len(clicks) + len(steps)


def _send(page: Page) -> None:
    page.click("text=发表收数 >> nth=-1")
    page.get_by_label("法律或文件依据").fill("县政府办〔2026〕12号")
    page.get_by_label("截止日期").fill("2030-06-20")
    page.click("main button.primary")
    page.click("button:has-text('送局领导审批')")
    shows(page, "已送局领导审批", within=".messages")


def _let_out(page: Page) -> None:
    page.click("text=审批发给乡镇街道的「七张清单」")
    page.click("summary:has-text('批准发出')")
    page.click("details[open] button:has-text('批准发出')")
    shows(page, "已批准并发出", within=".messages")


def _answer(page: Page, firm: str) -> None:
    """The firm of the register stands there already; what the clerk adds is saved by itself before it is handed in."""
    page.click("text=填报「七张清单」")
    page.click("main a:has-text('填报')")
    assert page.locator("#id_rows-0-organisation").input_value() == firm
    page.locator("#id_rows-0-day").fill("2026-05-08")
    page.locator("#id_rows-0-title").fill("缺技术工人")
    page.locator("#id_rows-0-title").press("Tab")
    shows(page, "已自动保存", within="#saved")
    page.click("button:has-text('报送')")
    shows(page, "已报送", within=".messages")


def _give_back(page: Page, town: str) -> None:
    page.goto(page.url)
    page.click(f"main table >> text={town}")
    page.click("text=退回修改")
    page.get_by_label("退回原因").fill("写明缺几名")
    page.click("main button.primary")
    shows(page, f"已退回「{town}」", within=".messages")


def _mend(page: Page) -> None:
    page.click(".areas >> text=工作台")
    page.click("text=修改后再报「七张清单」")
    follow(page, "main a:has-text('填报')")
    assert "写明缺几名" in page.locator("main").inner_text()
    page.locator("#id_rows-0-title").fill("缺技术工人十名")
    page.click("button:has-text('报送')")
    shows(page, "已报送", within=".messages")
