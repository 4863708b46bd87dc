"""From two papers on a desk to figures in the books, and a draft held against them; with and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.journeys.desk import choose, drop, follow, paper, shows
from titian.accounts.models import User
from titian.figures.models import Figure
from titian.figures.tests.make import county, figure
from titian.reader.models import KeptReading

if TYPE_CHECKING:
    from playwright.sync_api import Page

PageOf = Callable[..., "Page"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

REPORT = (
    "示范县科技局2026年上半年工作总结",
    "一、主要工作",
    "新增高新技术企业12家。技术合同成交额1.92亿元。全县科技特派员98人，其中法人科技特派员60人、自然人科技特派员37人。",
    "深入企业走访服务225次，解决问题62个。",
    "召开座谈会，上半年走访服务企业40次。",
    "二、下半年打算",
    "全年力争新增高新技术企业28家。",
)
WITH_AND_WITHOUT = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])


@WITH_AND_WITHOUT
def test_an_officer_brings_a_report_into_the_books_and_decides_where_they_disagree(
    page_of: PageOf, officer: User, office: User, javascript: bool
) -> None:
    county()
    figure(office, "contract.value", "186000000", document="报市局材料", quote="技术合同成交额1.86亿元")
    page = page_of(officer, javascript=javascript)
    page.click(".areas >> text=文稿")
    page.click(".pages >> text=读文稿")
    _hand_in(page, javascript)
    messages = page.locator(".messages").inner_text()
    assert "已读入 1 份文稿" in messages
    assert "坏文件.docx" in messages
    kept = KeptReading.objects.get()
    if page.url.endswith("/reader/"):
        page.click("tbody a >> nth=0")
    _correct_one_number(page)
    _accept_with_scopes(page)
    assert set(Figure.objects.filter(indicator="visit.count").values_list("scope", flat=True)) == {"企业科技服务队", "科技特派员"}
    page.click(".areas >> text=指标")
    page.click(".pages >> text=不一致的数")
    card = page.locator("section.card", has_text="技术合同成交(交易)额")
    card.get_by_label("采用 1.92亿元").check()
    card.get_by_label("理由").fill("以台账为准")
    card.get_by_role("button", name="采用所选的数").click()
    shows(page, "已认定", within=".messages")
    assert "账上没有互相矛盾的数" in page.locator("main").inner_text()
    assert Figure.objects.get(indicator="contract.value", state="set_aside").state_reason == "以台账为准"
    assert kept.corrections.count() == 1


def _hand_in(page: Page, javascript: bool) -> None:
    files = [paper("上半年总结.docx", *REPORT), ("坏文件.docx", b"PK\x03\x04 cut off")]
    if javascript:
        drop(page, "[data-dropzone]", files)
        assert page.locator("[data-dropped] li").count() == 2
    else:
        choose(page, "input[type=file]", *files)
    page.click("button >> text=读入文稿")


def _correct_one_number(page: Page) -> None:
    """What the reader took for a new company count is what is in force; said why, corrected, shown as corrected."""
    page.click("a.num >> text=12家")
    panel = page.locator("#panel")
    panel.locator("text=为什么这样认").wait_for()
    assert "新增(认定)高新技术企业数" in panel.inner_text()
    panel.locator("summary", has_text="更正").click()
    panel.get_by_label("指标").fill("有效高新技术企业数")
    panel.get_by_role("button", name="保存更正").click()
    page.wait_for_url("**/reader/*/**")
    shows(page, "已更正「12家」", within=".messages")
    assert "人工更正" in page.locator("main").inner_text()


def _accept_with_scopes(page: Page) -> None:
    follow(page, page.get_by_role("link", name="核对并入账"))
    doubled = page.locator("tr.attention")
    assert doubled.count() == 2
    for row, scope in zip(doubled.all(), ("企业科技服务队", "科技特派员"), strict=True):
        row.get_by_label("范围").fill(scope)
        row.get_by_label("不入账").uncheck()
    page.locator("main form button.primary").click()
    shows(page, "已入账", within=".messages")


@WITH_AND_WITHOUT
def test_the_office_pastes_a_draft_and_sees_the_difference_where_it_stands(
    page_of: PageOf, office: User, officer: User, javascript: bool
) -> None:
    county()
    figure(officer, value="12")
    figure(officer, "contract.value", "186000000")
    page = page_of(office, javascript=javascript)
    page.click("main >> text=核稿")
    page.get_by_label("文稿正文").fill("\n".join(REPORT))
    page.get_by_role("button", name="核对这份稿子").click()
    page.locator("text=核对结果").wait_for()
    wrong = page.locator(".reading .num-wrong", has_text="1.92亿元")
    assert wrong.count() == 1
    assert wrong.locator("xpath=following-sibling::*[1]").inner_text() == "账上 1.86 亿元"
    assert page.locator(".reading .num-wrong", has_text="12家").count() == 0
    assert "98" in page.locator(".checks").inner_text()
    assert not KeptReading.objects.exists()
