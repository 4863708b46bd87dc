"""The half-year paper from its outline to the city, and an auditor's way back from a sentence to the document it comes from."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.journeys.desk import downloaded, drop, follow, paper, shows
from titian.accounts.models import User
from titian.base.periods import Period
from titian.figures.models import Figure, SentFigure
from titian.figures.tests.make import MAY_31, county, target
from titian.reader.intake import read_document
from titian.reader.text import extract_bytes
from titian.reports.actions import hand_in, review, start_paper
from titian.reports.models import Paper

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

PageOf = Callable[..., "Page"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
REPORT = (
    "示范县科技局2026年上半年工作总结",
    "一、主要工作",
    "新增高新技术企业12家。技术合同成交额1.92亿元。科技成果登记19项。",
    "发放科技贷款5430万元。举办科技培训7场次。",
)


def _books(page: Page) -> None:
    """What the officer's report says stands in the books."""
    page.goto("/reader/")
    drop(page, "[data-dropzone]", [paper("上半年总结.docx", *REPORT)])
    page.click("button >> text=读入文稿")
    page.get_by_role("link", name="核对并入账").click()
    page.locator("main form button.primary").click()
    shows(page, "已入账", within=".messages")


def _start(page: Page) -> None:
    page.click(".areas >> text=文稿")
    page.click("main >> text=起草文稿")
    page.get_by_label("期间").fill("2026年上半年")
    page.get_by_label("数据截至").fill("2026-05-31")
    page.locator("main form button.primary").click()
    shows(page, "已按提纲起草", within=".messages")


def _section(page: Page, title: str) -> Locator:
    return page.locator("#sections li", has=page.get_by_role("link", name=title, exact=True))


def _order(page: Page) -> list[str]:
    return [title for title in page.locator("article.sheet h3").all_inner_texts() if title]


def _rearrange(page: Page) -> None:
    """A section less, and lending before transfer."""
    assert "举办培训7期" in page.locator("article.sheet").inner_text()
    _section(page, "入企服务与培训").get_by_role("button", name="不写").click()
    _section(page, "入企服务与培训").get_by_text("不写入", exact=True).wait_for()
    assert "举办培训7期" not in page.locator("article.sheet").inner_text()
    assert [title[3:] for title in _order(page)][1:] == ["科技成果转化", "科技金融"]
    _section(page, "科技金融").get_by_role("button", name="上移").click()
    page.locator("article.sheet h3", has_text="（二）科技金融").wait_for()
    assert [title[3:] for title in _order(page)][1:] == ["科技金融", "科技成果转化"]


def _reword(page: Page) -> None:
    """A placeholder nobody knows is refused where it stands; the mended sentence prints."""
    _section(page, "科技成果转化").get_by_role("link", name="科技成果转化").click()
    said = page.locator("textarea", has_text="技术合同成交(交易)额").first
    before = said.input_value()
    said.fill("全县成交额{没有的指标}。")
    field = said.locator("xpath=ancestor::div[@hx-post]")
    field.locator(".preview .error").wait_for()
    assert "没有的指标" in field.locator(".preview").inner_text()
    page.get_by_role("button", name="保存本节").click()
    assert "没有的指标" in page.locator("[role=alert]").inner_text()
    broken = page.locator("textarea", has_text="没有的指标").first
    broken.fill(before.replace("技术合同成交额", "全县技术合同成交额"))
    page.get_by_role("button", name="保存本节").click()
    shows(page, "本节已保存", within=".messages")


def _hand_in_and_review(office: Page, leader: Page, *, by: User, reviewer: User) -> None:
    """One section by hand on both sides; the others go the same way without a browser."""
    office.get_by_role("button", name="交稿").click()
    shows(office, "已交", within="main .head")
    leader.goto(office.url)
    leader.get_by_role("button", name="审核通过").click()
    shows(leader, "已审", within="main .head")
    for section in Paper.objects.get().sections.filter(state="open"):
        if section.is_on and section.is_written:
            hand_in(section, by=by)
            review(section, by=reviewer)


def _freeze(page: Page) -> None:
    page.goto(Paper.objects.get().get_absolute_url())
    page.get_by_role("link", name="定稿").click()
    page.get_by_label("仍有须改事项而定稿的理由").fill("已与责任股室核对")
    page.locator("main form button.primary").click()
    shows(page, "已定稿", within=".messages")


def _printed(content: bytes) -> set[str]:
    """What `titian read` finds in a paper: codes with their values."""
    read = read_document(extract_bytes(content, "半年总结.docx").text)
    return {f"{found.code} {found.value.normalize():f}" for found in read.figures}


def _send(page: Page) -> None:
    page.get_by_role("link", name="登记报送").click()
    page.get_by_label("报送给谁").fill("示范市科技局")
    page.locator("main form button.primary").click()
    shows(page, "已登记报送", within=".messages")


def _correct(page: Page) -> None:
    page.goto(Figure.objects.get(indicator="contract.value").get_absolute_url())
    page.click("text=更正此数")
    page.get_by_label("更正为").fill("1.95亿元")
    page.get_by_label("理由").fill("补登一份合同")
    follow(page, page.locator("main form button.primary"))
    sent = page.locator("section.card", has=page.get_by_role("heading", name="报送留底"))
    row = sent.locator("tbody tr").first.inner_text()
    assert "示范市科技局" in row
    assert "1.92亿元" in row
    assert "300" in row


def test_the_office_brings_the_half_year_paper_from_its_outline_to_the_city(
    page_of: PageOf, office: User, officer: User, leader: User
) -> None:
    county()
    target(office, "hnte.new", "28")
    _books(page_of(officer))
    page = page_of(office)
    _start(page)
    _rearrange(page)
    _reword(page)
    _hand_in_and_review(page, page_of(leader), by=office, reviewer=leader)
    _freeze(page)
    assert "全县技术合同成交额1.92亿元" in page.locator("article.sheet").inner_text()
    content = downloaded(page, "p:has-text('清稿') >> a:has-text('.docx')")
    assert {"hnte.new 12", "contract.value 192000000", "loan.granted 54300000"} <= _printed(content)
    _send(page)
    assert SentFigure.objects.filter(receiver="示范市科技局", indicator="contract.value").exists()
    _correct(page_of(officer))
    page.goto(Paper.objects.get().get_absolute_url() + "?tab=versions")
    changed = page.locator("section.card", has_text="清稿相比").inner_text()
    assert "技术合同成交(交易)额" in changed
    assert "1.95亿元" in changed


def test_an_auditor_follows_a_sentence_to_the_document_and_changes_nothing(
    page_of: PageOf, office: User, officer: User, auditor: User
) -> None:
    county()
    _books(page_of(officer))
    start_paper(genre="half-year", period=Period("2026H1"), as_of=MAY_31, region=county(), by=office)
    page = page_of(auditor)
    page.click(".areas >> text=文稿")
    follow(page, "tbody a >> nth=0")
    follow(page, "article.sheet >> a:has-text('1.92亿元')")
    figure = page.url
    assert "技术合同成交(交易)额" in page.locator("h1").inner_text()
    assert page.locator("main .actions a, main form button").count() == 0
    follow(page, page.locator("section.card", has_text="全部出处").get_by_role("link", name="示范县科技局2026年上半年工作总结"))
    span = page.locator(page.url[page.url.index("#") :])
    assert span.inner_text() == "1.92亿元"
    assert span.evaluate("mark => matchMedia('all').matches && mark.matches(':target')")
    page.locator("details.menu summary").click()
    page.click(".menu-body >> text=操作日志")
    shows(page, "日志链完整")
    shows(page, "文稿入账", within="main tbody")
    for closed in (f"{figure}correct/", f"{figure}withdraw/", "/figures/enter/", "/reports/start/", "/figures/targets/import/"):
        answer = page.goto(closed)
        assert answer is not None
        assert answer.status == 404, closed
