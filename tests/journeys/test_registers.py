"""Registers as they are used: a faulty workbook mended, a sentence followed to its rows, and the outside roles with what is theirs."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import openpyxl
import pypdfium2
import pytest
from django.urls import reverse

from tests.journeys.desk import File, cells, choose, downloaded, follow, shows
from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.periods import Period
from titian.exchange.models import Batch
from titian.exchange.tests.make import sheet
from titian.figures import actions as figures
from titian.figures.models import FilledSheet
from titian.figures.tests import make as books
from titian.places.models import Region
from titian.registry.models import Organisation
from titian.registry.tests import make
from titian.registry.tests.make import long_firm, ordinary_firm
from titian.reports.actions import start_paper

if TYPE_CHECKING:
    from playwright.sync_api import Page

PageOf = Callable[..., "Page"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TITLE = [("示范县规模以上工业企业名录",)]
GOOD, CODES = "示范县云山装备有限公司", [make.uscc(number) for number in range(8001, 8008)]
FAULTY = (
    ("示范县长岭食品有限公司", CODES[1][:17], "2019年4月", "梯田镇", "500"),
    ("示范县青石建材有限公司", CODES[2], "2024-13-05", "梯田镇", "1,099"),
    ("示范县白河纺织有限公司", CODES[3], "2020-02-30", "不存在镇", "300"),
    ("", CODES[4], "2018.6.12", "梯田镇", ""),
    (GOOD, CODES[0], "2017/3/5", "梯田镇", "2000"),
    ("示范县云山电机有限公司", CODES[0], "2017/3/5", "梯田镇", "2000"),
)
MENDED = {
    CODES[1][:17]: CODES[1],
    "2024-13-05": "2024-12-05",
    "2020-02-30": "2020-02-28",
    "不存在镇": "河口镇",
}


def _neighbour() -> Region:
    return books.town("河口镇", "990123102")


def _file(*rows: tuple[str, ...]) -> File:
    return "规上企业.xlsx", sheet(*rows, above=TITLE)


def _upload(page: Page, file: File) -> None:
    """Hand a workbook in where the register's list says so."""
    page.click(".areas >> text=企业")
    page.locator("main").get_by_role("link", name="导入", exact=True).click()
    choose(page, "input[type=file]", file)
    page.get_by_role("button", name="上传并核对").click()


def _mended(marked: bytes) -> bytes:
    """The marked sheet as it is sent back: wrong cells typed anew, the nameless row named, the doubled code replaced; the messages stay."""
    book = openpyxl.load_workbook(io.BytesIO(marked))
    page = book.worksheets[0]
    for row in page.iter_rows(min_row=3):
        for cell in row:
            if str(cell.value or "") in MENDED:
                cell.value = MENDED[str(cell.value)]
        if not row[0].value:
            row[0].value = "示范县双桥印务有限公司"
        if row[0].value == "示范县云山电机有限公司":
            row[1].value = CODES[5]
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_an_officer_imports_a_faulty_workbook_mends_the_marked_sheet_imports_it_and_takes_all_of_it_back(
    page_of: PageOf, officer: User
) -> None:
    people.our_town()
    _neighbour()
    old = make.organisation("示范县老厂有限公司")
    page = page_of(officer)
    _upload(page, _file((old.name, old.uscc or "", "", "河口镇", "80"), *FAULTY))
    _every_error_is_shown(page)
    marked = downloaded(page, "a:has-text('下载错误表格')")
    assert "错误说明" in cells(marked)
    page.click("main >> text=再导入一份")
    choose(page, "input[type=file]", ("规上企业（改好）.xlsx", _mended(marked)))
    page.get_by_role("button", name="上传并核对").click()
    shows(page, "确认导入")
    assert Organisation.objects.count() == 1
    page.get_by_role("button", name="导入这 7 行").click()
    shows(page, "已导入 7 行：新增 6，更新 1，无变化 0", within=".messages")
    _the_rows_are_there(page, old)
    _undo(page)
    assert [(row.name, row.region and row.region.name) for row in Organisation.objects.all()] == [(old.name, "梯田镇")]
    old.refresh_from_db()
    assert old.capital is None


def _every_error_is_shown(page: Page) -> None:
    shows(page, "一行也没有写入")
    assert Organisation.objects.count() == 1
    said = page.locator("section.card", has=page.get_by_role("heading", name="错误")).locator("tbody tr").all_inner_texts()
    lines = ["\t".join(part.strip() for part in line.split("\t")) for line in said]
    for row, column, value in (
        (4, "信用代码", CODES[1][:17]),
        (5, "注册时间", "2024-13-05"),
        (6, "注册时间", "2020-02-30"),
        (6, "所属乡镇", "不存在镇"),
        (7, "单位名称", "（空）"),
        (9, "信用代码", CODES[0]),
    ):
        assert any(line.startswith(f"{row}\t{column}\t{value}\t") for line in lines), (row, column, lines)
    assert page.get_by_role("button", name="导入这").count() == 0


def test_on_a_phone_every_error_of_a_sheet_is_read_without_scrolling_sideways(page_of: PageOf, officer: User) -> None:
    _neighbour()
    page = page_of(officer, phone=True)
    _upload(page, _file(*FAULTY))
    for message in page.locator(".stacked .own-line").all():
        place = message.bounding_box()
        assert place is not None
        assert place["x"] >= 0
        assert place["x"] + place["width"] <= 390
    assert page.locator(".stacked .own-line").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert (
        page.evaluate("Math.max(...[...document.querySelectorAll('.table-box')].map(box => box.scrollWidth - box.clientWidth))")
        <= 0
    )


def test_a_firm_is_printed_on_one_sheet_and_a_very_long_one_on_two(page_of: PageOf, officer: User) -> None:
    page = page_of(officer)
    for firm, most in ((ordinary_firm(), 1), (long_firm(), 2)):
        page.goto(reverse("registry:sheet", args=[firm.pk]))
        document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
        assert len(document) <= most
        document.close()


def _the_rows_are_there(page: Page, old: Organisation) -> None:
    follow(page, "main >> text=查看导入的行")
    rows = page.locator("main tbody tr")
    assert rows.count() == 7
    assert "更新" in rows.filter(has_text=old.name).inner_text()
    follow(page, rows.get_by_role("link", name=GOOD))
    shows(page, CODES[0])
    assert "2017-03-05" in page.locator("main").inner_text()
    assert "2,000 万元" in page.locator("main").inner_text()


def _undo(page: Page) -> None:
    page.goto(Batch.objects.get(state="applied").get_absolute_url())
    page.click("main >> text=撤销整批")
    page.get_by_label("撤销原因").fill("导错了年份的表")
    page.get_by_role("button", name="撤销整批导入").click()
    shows(page, "已撤销：删去新增的 6 行，恢复更新的 1 行", within=".messages")
    assert "已撤销" in page.locator("main .head").inner_text()


def test_an_auditor_follows_a_sentence_of_the_report_to_its_figure_and_its_firms_and_changes_nothing(
    page_of: PageOf, office: User, officer: User, auditor: User
) -> None:
    county = books.county()
    firms = [make.organisation(f"示范县{name}有限公司") for name in ("甲装备", "乙材料", "丙电子")]
    for firm in firms:
        make.title(firm, certificate=f"GR{firm.pk:012d}")
    make.title(make.organisation("示范县过期有限公司"), until=books.MAY_31.replace(year=2025))
    half = Period("2026H1")
    stated = figures.state_from_rows("hnte.valid", region=county, period=half, day=books.MAY_31, by=officer)
    counted = reverse("figures:counted", args=["hnte.valid"])
    start_paper(genre="half-year", period=half, as_of=books.MAY_31, region=county, by=office)
    page = page_of(auditor)
    page.click(".areas >> text=文稿")
    page.click("tbody a >> nth=0")
    follow(page, "article.sheet >> a:has-text('3家')")
    assert urlsplit(page.url).path == counted
    _offers_nothing_to_change(page)
    follow(page, page.locator("main").get_by_role("link", name="3 行").first)
    rows = page.locator("main tbody tr")
    assert sorted(row.locator("td").first.inner_text() for row in rows.all()) == sorted(firm.name for firm in firms)
    _offers_nothing_to_change(page)
    exported = cells(downloaded(page, "a:has-text('导出 Excel')"))
    assert {firm.name for firm in firms} <= set(exported)
    assert "示范县过期有限公司" not in exported
    follow(page, f"tbody >> text={firms[0].name}")
    assert firms[0].name in page.locator("h1").inner_text()
    _offers_nothing_to_change(page)
    address = firms[0].get_absolute_url()
    _are_closed(
        page,
        *(f"{stated.get_absolute_url()}correct/", "/registry/add/", "/registry/people/add/", "/exchange/organisations/"),
        *(f"{address}{verb}/" for verb in ("amend", "contacts", "rename", "merge", "close", "titles/add", "annual/add")),
    )


def _offers_nothing_to_change(page: Page) -> None:
    """No form that is sent, and no button towards one."""
    assert page.locator("main form[method=post]").count() == 0
    links = page.locator("main a").evaluate_all("links => links.map(link => link.pathname)")
    assert [
        link for link in links if link.rstrip("/").endswith(("/add", "/amend", "/correct", "/withdraw", "/merge", "/import"))
    ] == []


def _are_closed(page: Page, *addresses: str) -> None:
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 404, address


def test_an_enterprise_sees_itself_and_nobody_else(page_of: PageOf, officer: User) -> None:
    own, other = (
        make.organisation("示范县甲装备有限公司", phone="13800001111"),
        make.organisation("示范县乙材料有限公司", phone="13900002222"),
    )
    for firm, contact in ((own, "本厂张工"), (other, "别厂李工")):
        Organisation.objects.filter(pk=firm.pk).update(contact=contact)
        make.title(firm)
        make.annual(firm, revenue=1_099_0000_00)
        make.right(firm)
        make.person(f"{contact}的专家", "contact", organisation=firm, phone="13700003333")
    page = page_of(people.user("enterprise", organisation=own))
    follow(page, ".areas >> text=企业")
    shown = page.locator("main tbody tr")
    assert shown.count() == 1
    follow(page, f"tbody >> text={own.name}")
    assert "本厂张工" in page.locator("main").inner_text()
    assert page.locator("main").get_by_role("link", name="修改信息").count() == 0
    _shows_one_firm_only(page, own, other)
    theirs = (*other.titles.all(), *other.annual_figures.all(), *other.properties.all())
    _are_closed(page, other.get_absolute_url(), *(row.get_absolute_url() for row in theirs))
    _are_closed(
        page,
        *(f"{other.get_absolute_url()}{verb}/" for verb in ("sheet", "contacts", "reveal", "annual/add", "amend")),
        *("/registry/people/", "/registry/match/", "/registry/duplicates/", "/exchange/organisations/export/"),
    )


def _shows_one_firm_only(page: Page, own: Organisation, other: Organisation) -> None:
    """Every page the navigation and the own record lead to, and a search for the other firm by name."""
    starts = page.locator(".areas a, .pages a, .menu-body a, main a").evaluate_all("links => links.map(link => link.href)")
    wanted = [str(link) for link in starts if "logout" not in str(link)]
    for address in (*dict.fromkeys(wanted), f"/search/?q={other.name[3:]}"):
        page.goto(address)
        said = page.locator("main").inner_text()
        assert "别厂李工" not in said, address
        assert "13900002222" not in said, address
        if "search" not in address:  # the search page repeats what was asked
            assert other.name not in said, address
        assert page.locator(f"main a[href='{other.get_absolute_url()}']").count() == 0, address


def test_a_town_clerk_sees_and_reports_firms_of_the_own_town_and_is_refused_another_town(page_of: PageOf, town_clerk: User) -> None:
    mine, theirs = make.organisation("示范县本镇有限公司"), make.organisation("示范县外镇有限公司", region=_neighbour())
    page = page_of(town_clerk)
    follow(page, ".areas >> text=企业")
    assert page.locator("tbody tr td:first-child").all_inner_texts() == [mine.name]
    page.get_by_role("link", name="报送企业").click()
    shows(page, "报送企业", within="h1")
    assert page.get_by_label("所属乡镇").locator("option").all_inner_texts()[-1:] == ["梯田镇"]
    assert "河口镇" not in page.get_by_label("所属乡镇").inner_text()
    page.get_by_label("企业名称").fill("示范县新报企业有限公司")
    page.locator("main form button.primary").click()
    shows(page, "已报送企业", within=".messages")
    assert "示范县新报企业有限公司" in page.locator("h1").inner_text()
    _import_of_two_towns_is_refused(page)
    _upload(page, _file((GOOD, CODES[0], "2017-03-05", "梯田镇", "")))
    page.get_by_role("button", name="导入这 1 行").click()
    shows(page, "已导入 1 行：新增 1", within=".messages")
    follow(page, ".areas >> text=企业")
    assert set(page.locator("tbody tr td:first-child").all_inner_texts()) == {mine.name, GOOD, "示范县新报企业有限公司"}
    _are_closed(page, theirs.get_absolute_url(), f"{theirs.get_absolute_url()}contacts/", f"{mine.get_absolute_url()}amend/")
    _are_closed(page, "/registry/annual/", "/registry/people/", "/exchange/organisations/export/")


def _import_of_two_towns_is_refused(page: Page) -> None:
    """One row of another town stops the whole file, and says why."""
    before = Organisation.objects.count()
    _upload(page, _file((GOOD, CODES[0], "2017-03-05", "梯田镇", ""), ("示范县外来有限公司", CODES[1], "", "河口镇", "")))
    shows(page, "一行也没有写入")
    assert "本乡镇" in page.locator("section.card", has=page.get_by_role("heading", name="错误")).inner_text()
    assert Organisation.objects.count() == before


def test_an_officer_maps_somebody_elses_table_once_and_sends_it_filled(page_of: PageOf, officer: User) -> None:
    books.county()
    books.figure(officer, "hnte.valid", "2", as_of=books.MAY_31)
    books.figure(officer, "contract.value", "192000000")
    page = page_of(officer)
    page.click(".areas >> text=指标")
    page.click(".pages >> text=填上级表样")
    _hand_in(page, "2026年上半年")
    shows(page, "核对对应关系", within="h1")
    assert page.get_by_label("2.技术合同成交额 · 完成数：指标").input_value() == "技术合同成交(交易)额"
    page.get_by_role("button", name="记住对应关系").click()
    shows(page, "已记住对应关系", within=".messages")
    filled = page.locator("table.foreign").inner_text()
    assert "1.92" in filled
    assert "专利授权数" in page.locator("#missing").inner_text()
    given = cells(downloaded(page, "a:has-text('下载填好的表')"))
    assert {"2.0", "1.92"} <= set(given)  # numbers, as the form's own formulas need them
    page.click("main >> text=登记为已报送")
    page.get_by_label("报送对象").fill("示范市科技局")
    page.locator("main form button.primary").click()
    shows(page, "留底不再变化", within=".messages")
    page.click(".pages >> text=填上级表样")
    _hand_in(page, "2026年上半年")
    shows(page, "认得这张表", within=".messages")
    assert "示范市科技局" in page.locator("section.card", has_text="与以前报送的对照").inner_text()
    assert FilledSheet.objects.count() == 2


def _hand_in(page: Page, period: str) -> None:
    page.locator("main").get_by_role("link", name="上传表样").first.click()
    choose(page, "input[type=file]", (f"{period}指标表.xlsx", books.form(period)))
    page.locator("main form button.primary").click()
