"""Research spending from the vouchers to the money: a firm's ledger read in, a subsidy run decided, what the treasury paid held against it."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import openpyxl
import pytest
from django.urls import reverse

from tests.journeys.desk import File, choose, downloaded, shows
from titian.accounts.models import User
from titian.base.clock import today
from titian.exchange.tests.make import sheet
from titian.registry.models import Organisation
from titian.rnd.models import Award, CostLine, PaymentBatch, SubsidyRun
from titian.rnd.tests import make

if TYPE_CHECKING:
    from playwright.sync_api import Page

PageOf = Callable[..., "Page"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WAN = make.WAN
COSTS = ("企业名称", "项目编号", "凭证日期", "凭证号", "费用类别", "明细科目", "金额（元）")


def year() -> int:
    return today().year - 1


def brought(page: Page, register: str, file: File) -> None:
    """A sheet uploaded and looked through; the page then shows what it would do."""
    page.goto(reverse("exchange:import", args=[register]))
    choose(page, "input[name=sheet]", file)
    page.click("button:has-text('上传并核对')")


def vouchers(firm: Organisation) -> File:
    rows = [
        (firm.name, "RD01", f"{year()}-03-31", "记-1", "人员人工费用", "工资薪金", "600000"),
        (firm.name, "RD01", f"{year()}-06-30", "记-2", "折旧费用与长期待摊费用", "房屋建筑物折旧", "100000"),
        (firm.name, "RD01", f"{year()}-09-30", "记-3", "委托外部研究开发费用", "委托境内高等学校", "300000"),
    ]
    return "研发辅助账.xlsx", sheet(*rows, head=COSTS)


def test_a_firm_s_vouchers_become_four_calibres_each_line_with_its_reason(page_of: PageOf, officer: User) -> None:
    firm = make.reporting(spent=100 * WAN, year=year())
    make.project(firm, "RD01", activity="experimental")
    page = page_of(officer)
    brought(page, "rnd-costs", vouchers(firm))
    shows(page, "没有")
    page.click("button:has-text('导入这 3 行')")
    shows(page, "已导入 3 行", within=".messages")
    assert CostLine.objects.count() == 3
    page.goto(reverse("rnd:firm_year", args=[firm.pk, year()]))
    shows(page, "四个口径")
    totals = page.locator("table.compared").first.locator("tfoot td")
    assert [totals.nth(place).inner_text().split()[0] for place in range(3)] == ["100", "94", "84"]
    for words in ("从会计到高企", "从会计到加计扣除", "从会计到统计", "房屋建筑物折旧不得加计", "按实际发生额的 80% 计入"):
        shows(page, words)


def test_a_subsidy_is_computed_decided_paid_by_sheet_and_stands_on_the_firm_s_course(
    page_of: PageOf, officer: User, leader: User
) -> None:
    firm, failed = (make.reporting(spent=100 * WAN, year=year()) for _ in range(2))
    policy = make.policy()
    evaluated = make.evaluation(
        year=year(), blocked_year=today().year, state="published", published_on=today() - timedelta(days=30)
    )
    make.result(failed, run=evaluated)
    page = page_of(officer)
    page.goto(reverse("rnd:begin_subsidy"))
    page.select_option("select[name=policy]", str(policy.pk))
    page.click("main button.primary:has-text('开始测算')")
    page.click("button:has-text('测算后补助')")
    shows(page, "已测算", within=".messages")
    blocked = page.locator("tbody tr", has=page.locator(f"a:has-text('{failed.name}')")).first
    assert "不予补助" in blocked.inner_text()
    assert "企业研发投入评价不达标" in blocked.inner_text()
    assert not page.locator("button:has-text('按测算金额审定所选')").count(), "an officer approves nothing"
    _approved(page_of(leader), firm)
    page.reload()
    award = Award.objects.get(organisation=firm, state="approved")
    page.check(f"input[name=pick][value='{award.pk}']")
    page.click("button:has-text('所选编入拨付批次')")
    shows(page, "已编制拨付批次", within=".messages")
    _reconciled(page, award)
    page.goto(firm.get_absolute_url())
    shows(page, "收到年度研发费用后补助 10 万元")


def _approved(page: Page, firm: Organisation) -> None:
    """The leader ticks the firm's line and grants what was computed."""
    waiting = Award.objects.get(organisation=firm, state="eligible")
    page.goto(SubsidyRun.objects.get().get_absolute_url())
    page.check(f"input[name=pick][value='{waiting.pk}']")
    page.click("button:has-text('按测算金额审定所选')")
    shows(page, "已审定 1 项", within=".messages")


def _reconciled(page: Page, award: Award) -> None:
    """The sheet of the batch goes to who pays, comes back wrong, is mended, and the batch agrees."""
    batch = PaymentBatch.objects.get()
    blank = downloaded(page, "text=下载对账表")
    brought(page, "rnd-payments", ("财政拨付.xlsx", _filled(blank, 120_000)))
    shows(page, "比审定的 100,000 元 多 20,000 元")
    assert Award.objects.get(pk=award.pk).paid is None
    brought(page, "rnd-payments", ("财政拨付.xlsx", _filled(blank, 100_000)))
    page.click("button:has-text('导入这 1 行')")
    shows(page, "已导入 1 行", within=".messages")
    page.goto(batch.get_absolute_url())
    shows(page, "相符")
    shows(page, "直支-101")
    shows(page, "未到账 0 项")


def _filled(blank: bytes, paid: int) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(blank))
    lines = book.worksheets[0]
    heads = {str(cell.value): cell.column for cell in lines[1]}
    for head, value in (("实拨金额（元）", paid), ("拨付日期", today().isoformat()), ("支付凭证号", "直支-101")):
        lines.cell(2, heads[head]).value = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
