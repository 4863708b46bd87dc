"""填上级表样： from the upload to the copy that is kept."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from titian.accounts.models import User
from titian.accounts.tests import make
from titian.base.errors import Refused
from titian.base.periods import Period
from titian.base.quantities import Operator
from titian.exchange.foreign import Answer, Choice, answer, suggested
from titian.figures import actions
from titian.figures.actions.sheets import form_of
from titian.figures.models import Figure, FilledSheet, SentFigure
from titian.figures.outgoing import Prefer
from titian.figures.sheet_source import BooksSource, key_text
from titian.figures.tests.make import county, figure, form, sheet, target, town
from titian.journal.models import Entry
from titian.registry.tests import make as registry

ClientOf = Callable[[User], Client]
DAY = date(2026, 7, 5)


def source(by: User, day: date = DAY) -> BooksSource:
    return BooksSource(by, county(), day)


def mapped(row: FilledSheet, by: User, **changed: Choice) -> FilledSheet:
    """Mapped as it is suggested."""
    books = source(by)
    spots = form_of(row, by=by).spots
    found = {spot.name: choice for spot in spots if (choice := suggested(spot, books))}
    actions.map_sheet(row, mapping={**found, **changed}, source=books, by=by)
    return row


def answers(row: FilledSheet, by: User) -> dict[str, Answer]:
    found = answer(form_of(row, by=by), row.layout.choices, source(by), Period(row.period))
    return {one.spot.label: one for one in found}


def books(by: User) -> None:
    figure(by, "hnte.valid", "470")
    figure(by, "hnte.valid", "400", period="2025H1")
    figure(by, "contract.value", "1099123456.78")


def test_a_form_is_filled_from_the_books_and_says_who_to_ask_for_the_rest(officer: User, office: User) -> None:
    books(officer)
    found = answers(mapped(sheet(officer), officer), officer)
    assert found["1.高新技术企业数 · 完成数"].text == "470"
    assert found["1.高新技术企业数 · 同比增长（%）"].text == "17.5"
    assert found["2.技术合同成交额 · 完成数"].text == "10.991235"
    lacking = found["2.技术合同成交额 · 同比增长（%）"]
    assert (lacking.value, lacking.ask, lacking.note) == (None, "登记机构", "账上没有2025年上半年的数")
    assert found["3.专利授权数 · 完成数"].note == "还没有对应到指标"
    assert found["填表人："].text == officer.name


def test_who_is_in_charge_of_the_target_is_asked_before_who_publishes(officer: User, office: User) -> None:
    leg = target(office, "contract.value", "1000000000").legs.get()
    leg.target.owner = office
    leg.target.save(update_fields=["owner"])
    found = answers(mapped(sheet(officer), officer), officer)["2.技术合同成交额 · 完成数"]
    assert (found.ask, found.note) == (office.name, "账上没有2026年上半年的数")


def test_the_same_form_of_the_next_period_is_recognised_and_filled_with_its_own_figures(officer: User) -> None:
    books(officer)
    mapped(sheet(officer), officer)
    figure(officer, "hnte.valid", "520", period="2027Q1")
    later = sheet(officer, "2027年一季度")
    assert later.layout.is_mapped
    assert answers(later, officer)["1.高新技术企业数 · 完成数"].text == "520"


def test_a_target_and_its_completion_are_filled_from_the_targets(officer: User, office: User) -> None:
    target(office, "hnte.valid", "500")
    books(officer)
    row = sheet(officer)
    done, growth = (spot.name for spot in form_of(row, by=officer).spots[:2])
    mapped(row, officer, **{done: Choice("hnte.valid", "goal"), growth: Choice("hnte.valid", "rate")})
    found = answers(row, officer)
    assert found["1.高新技术企业数 · 完成数"].text == "500"
    assert found["1.高新技术企业数 · 同比增长（%）"].text == "94"


def test_a_contradicted_figure_fills_nothing_and_one_of_several_calibres_asks_which(officer: User) -> None:
    figure(officer, "hnte.valid", "470")
    figure(officer, "hnte.valid", "480")
    figure(officer, "contract.value", "100000000", calibre="登记")
    figure(officer, "contract.value", "200000000", calibre="核定")
    row = mapped(sheet(officer), officer)
    assert "不一致的数" in answers(row, officer)["1.高新技术企业数 · 完成数"].note
    assert "几种口径" in answers(row, officer)["2.技术合同成交额 · 完成数"].note
    spot = next(spot for spot in form_of(row, by=officer).spots if spot.label == "2.技术合同成交额 · 完成数")
    mapped(row, officer, **{spot.name: Choice(key_text("contract.value", calibre="登记"))})
    assert answers(row, officer)[spot.label].text == "1"


def test_a_part_of_the_period_is_not_passed_off_as_the_whole(officer: User) -> None:
    figure(officer, "hnte.new", "9", period="2026Q1")
    row = sheet(officer)
    spot = form_of(row, by=officer).spots[0]
    mapped(row, officer, **{spot.name: Choice("hnte.new")})
    assert answers(row, officer)[spot.label].note.startswith("账上没有2026年上半年的数，只有2026年一季度的 9家；台账没有数：")


def test_what_was_sent_stays_as_it_was_sent_and_is_found_beside_every_figure(officer: User, client_of: ClientOf) -> None:
    books(officer)
    row = mapped(sheet(officer), officer)
    sent = actions.keep_sheet_as_sent(row, receiver="市科技局", day=DAY, by=officer)
    figure(officer, "hnte.valid", "475", note="补认定")
    assert [(one.printed, one.receiver, one.sent_on) for one in SentFigure.objects.order_by("pk")] == [
        ("470家", "市科技局", DAY),
        ("10.991235亿元", "市科技局", DAY),
    ]
    assert sent.copy is not None
    data = client_of(officer).get(reverse("figures:download_sheet", args=[sent.pk])).content
    page = load_workbook(io.BytesIO(data)).active
    assert page is not None
    assert (page["C3"].value, page["A1"].value) == (470, "2026年上半年科技创新主要指标完成情况表")
    shown = client_of(officer).get(sent.get_absolute_url()).content.decode()
    assert "470" in shown
    assert Entry.objects.about(sent).filter(code="figures.sheet.sent").exists()
    with pytest.raises(Refused, match="已于 2026-07-05 报送市科技局"):
        actions.keep_sheet_as_sent(sent, receiver="省科技厅", day=DAY, by=officer)
    with pytest.raises(Refused, match="留底"):
        actions.discard_sheet(sent, by=officer)


def test_the_next_form_shows_what_differs_from_what_was_sent_last(officer: User, client_of: ClientOf) -> None:
    books(officer)
    actions.keep_sheet_as_sent(mapped(sheet(officer), officer), receiver="市科技局", day=DAY, by=officer)
    actions.correct(Figure.objects.get(indicator="hnte.valid", period="2026H1"), value=Decimal(475), reason="补认定5家", by=officer)
    shown = client_of(officer).get(sheet(officer).get_absolute_url()).content.decode()
    assert "470家（市科技局，2026-07-05）" in shown
    assert "+5家" in shown
    assert "本表上次报送" in shown


def test_an_officer_takes_a_form_from_upload_to_sent(officer: User, client_of: ClientOf) -> None:
    books(officer)
    client = client_of(officer)
    upload = SimpleUploadedFile("2026年上半年指标表.xlsx", form())
    response = client.post(reverse("figures:upload_sheet"), {"file": upload, "region": county().name, "period": ""}, follow=True)
    row = FilledSheet.objects.get()
    assert response.redirect_chain[-1][0] == reverse("figures:map_sheet", args=[row.pk])
    text = response.content.decode()
    assert 'value="有效高新技术企业数"' in text
    boxes = {f"key-{number}": "" for number in range(10)} | {
        "key-0": "有效高新技术企业数",
        "take-0": "asked",
        "key-9": "填表人姓名",
    }
    assert client.post(reverse("figures:map_sheet", args=[row.pk]), boxes).url == row.get_absolute_url()  # type: ignore[attr-defined]  # a redirect has one
    assert "缺 8 格" in client.get(row.get_absolute_url()).content.decode()
    client.post(reverse("figures:send_sheet", args=[row.pk]), {"receiver": "市科技局", "day": "2026-07-05"})
    row.refresh_from_db()
    assert (row.receiver, row.sent_on, row.is_sent) == ("市科技局", DAY, True)
    assert "已报送" in client.get(reverse("figures:sheets")).content.decode()


def test_every_box_that_does_not_fit_is_told_at_once_and_nothing_is_remembered(officer: User, client_of: ClientOf) -> None:
    row = sheet(officer)
    boxes = {"key-0": "没有这个指标", "key-3": "高新技术", "take-0": "asked"}
    response = client_of(officer).post(reverse("figures:map_sheet", args=[row.pk]), boxes)
    assert response.status_code == 422
    assert "请改正 2 处" in response.content.decode()
    response = client_of(officer).post(
        reverse("figures:map_sheet", args=[row.pk]), {"key-0": "技术合同成交(交易)额", "take-0": "asked"}
    )
    assert "的单位是「家」，「技术合同成交(交易)额」的单位是「元」" in response.content.decode()
    row.layout.refresh_from_db()
    assert (row.layout.mapping, row.layout.is_mapped) == ({}, False)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("表.pdf", b"%PDF-1.4", "不是 .xlsx 或 .docx"),
        ("表.xlsx", b"nonsense", "打不开"),
        ("指标表.xlsx", form(""), "请填写期间"),
    ],
)
def test_what_is_no_form_is_refused_beside_the_field(
    officer: User, client_of: ClientOf, name: str, data: bytes, message: str
) -> None:
    upload = SimpleUploadedFile(name, data)
    response = client_of(officer).post(reverse("figures:upload_sheet"), {"file": upload, "region": county().name})
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not FilledSheet.objects.exists()


def test_a_draft_goes_with_its_file_and_the_mapping_stays(officer: User, client_of: ClientOf) -> None:
    row = mapped(sheet(officer), officer)
    client_of(officer).post(reverse("figures:discard_sheet", args=[row.pk]))
    assert not FilledSheet.objects.exists()
    assert sheet(officer).layout.is_mapped


def test_outsiders_see_no_forms_and_who_only_reads_fills_none(auditor: User, officer: User, client_of: ClientOf) -> None:
    row = sheet(officer)
    assert client_of(make.user("bank")).get(row.get_absolute_url()).status_code == 404
    assert client_of(auditor).get(row.get_absolute_url()).status_code == 200
    assert client_of(auditor).get(reverse("figures:map_sheet", args=[row.pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.map_sheet(row, mapping={}, source=source(auditor), by=auditor)


def test_a_figure_that_must_not_leave_is_not_written_into_a_form(officer: User, office: User) -> None:
    figure(officer, "hnte.valid", "470")
    row = mapped(sheet(officer), officer)
    books = source(officer)
    guarded = {**books.entries, "hnte.valid": replace(books.entries["hnte.valid"], disclosure="不得导出")}
    books.__dict__["entries"] = guarded
    (found, *_) = answer(form_of(row, by=officer), row.layout.choices, books, Period(row.period))
    assert found.value is None
    assert "不得导出" in found.note


def test_a_number_the_books_hold_roughly_says_so(officer: User) -> None:
    figure(officer, "hnte.valid", "470", operator=Operator.OVER)
    row = mapped(sheet(officer), officer)
    found = answers(row, officer)["1.高新技术企业数 · 完成数"]
    assert (found.text, found.note) == ("470", "账上写作470余家")


TOWN_ROWS = (
    ("{period}各乡镇指标", "", ""),
    ("乡镇", "高新技术企业数", "新增高新技术企业数"),
    ("全县", "", ""),
    ("城关镇", "", ""),
    ("不在册镇", "", ""),
    ("注：按属地", "", ""),
)


def test_a_row_of_a_town_gets_the_towns_figures_and_never_the_countys(officer: User, office: User) -> None:
    near = town("城关镇", "990123101")
    figure(officer, "hnte.valid", "470")
    figure(officer, "hnte.valid", "31", region=near)
    row = actions.take_in_sheet("乡镇.xlsx", form(rows=TOWN_ROWS), region=county(), period=None, by=officer)
    found = answers(mapped(row, officer), officer)
    assert found["全县 · 高新技术企业数"].text == "470"
    assert found["城关镇 · 高新技术企业数"].text == "31"
    assert found["不在册镇 · 高新技术企业数"].choice is None
    assert source(officer).named("城关镇 · 有效高新技术企业数") == found["城关镇 · 高新技术企业数"].choice.key  # type: ignore[union-attr]  # the source knows this name


LIST_ROWS = (
    ("{period}规上科技企业名单", "", "", ""),
    ("序号", "企业名称", "统一社会信用代码", "所属乡镇"),
    ("1", "", "", ""),
    ("注：按乡镇排列", "", "", ""),
)


def firms() -> None:
    near, far = town("城关镇", "990123101"), town("河口镇", "990123102")
    for number, place in enumerate((near, near, far)):
        registry.organisation(f"示范企业{number}", region=place)


def test_a_list_is_filled_from_the_register_its_heads_are_of(officer: User, client_of: ClientOf) -> None:
    firms()
    row = actions.take_in_sheet("名单.xlsx", form(rows=LIST_ROWS), region=county(), period=None, by=officer)
    page = client_of(officer).get(reverse("figures:map_sheet", args=[row.pk])).content.decode()
    assert '<option value="organisations" selected>' in page
    boxes = {
        "register-0": "organisations",
        "column-1-0": "企业名称",
        "column-3-0": "所属乡镇",
        "where-0": "所属乡镇",
        "only-0": "城关镇",
    }
    client_of(officer).post(reverse("figures:map_sheet", args=[row.pk]), boxes)
    shown = client_of(officer).get(row.get_absolute_url()).content.decode()
    assert ("示范企业0" in shown, "示范企业1" in shown, "示范企业2" in shown) == (True, True, False)
    sent = actions.keep_sheet_as_sent(row, receiver="市科技局", day=DAY, by=officer)
    data = client_of(officer).get(reverse("figures:download_sheet", args=[sent.pk])).content
    book = load_workbook(io.BytesIO(data)).active
    assert book is not None
    assert [[cell.value for cell in line] for line in book.iter_rows(min_row=3)] == [
        [1, "示范企业0", None, "城关镇"],
        [2, "示范企业1", None, "城关镇"],
        ["注：按乡镇排列", None, None, None],
    ]
    assert sent.lines == 2


def test_a_column_that_is_none_of_the_register_is_told_and_nothing_is_remembered(officer: User, client_of: ClientOf) -> None:
    row = actions.take_in_sheet("名单.xlsx", form(rows=LIST_ROWS), region=county(), period=None, by=officer)
    for boxes, message in (
        ({"register-0": "organisations", "column-1-0": "没有这列"}, "不是企业名录可以导出的列"),
        ({"register-0": "nothing", "column-1-0": "企业名称"}, "台账无效"),
        ({"register-0": "organisations"}, "一列也没有对应"),
    ):
        response = client_of(officer).post(reverse("figures:map_sheet", args=[row.pk]), boxes)
        assert response.status_code == 422
        assert message in response.content.decode()
    row.layout.refresh_from_db()
    assert not row.layout.is_mapped


def rowed(by: User) -> FilledSheet:
    """A form whose first blank the books answer with 470 and the register with 2."""
    books(by)
    for _ in range(2):
        registry.title(registry.organisation(), since=date(2026, 3, 2))
    return mapped(sheet(by), by)


def filled_with(row: FilledSheet, by: User, prefer: Prefer) -> dict[str, Answer]:
    books = BooksSource(by, county(), DAY, prefer)
    return {one.spot.label: one for one in answer(form_of(row, by=by), row.layout.choices, books, Period(row.period))}


@pytest.mark.parametrize(("prefer", "text", "origin"), [(Prefer.ROWS, "2", "台账 2行"), (Prefer.BOOKS, "470", "认定")])
def test_a_blank_both_sources_know_is_filled_as_the_form_says_and_tells_the_difference(
    officer: User, prefer: Prefer, text: str, origin: str
) -> None:
    found = filled_with(rowed(officer), officer, prefer)
    done = found["1.高新技术企业数 · 完成数"]
    assert (done.text, done.origin, done.note) == (text, origin, "台账计2家，账面认定470家，相差468家")
    assert found["2.技术合同成交额 · 完成数"].origin == "认定"


def test_growth_says_which_sources_its_two_ends_come_from(officer: User) -> None:
    row = rowed(officer)
    growth = "1.高新技术企业数 · 同比增长（%）"
    assert filled_with(row, officer, Prefer.BOOKS)[growth].note == "由 认定 470家 和 2025年上半年认定 400家 算出"
    mixed = filled_with(row, officer, Prefer.ROWS)[growth]
    assert (mixed.origin, mixed.note) == ("算出", "由 两个来源的数（台账 2家 和 2025年上半年认定 400家） 算出")
    registry.title(registry.organisation(), since=date(2025, 3, 2))
    assert filled_with(row, officer, Prefer.ROWS)[growth].note == "由 台账 3家 和 2025年上半年台账 1家 算出"


def test_half_of_this_year_is_not_held_against_the_whole_of_last_years_half(officer: User) -> None:
    row = rowed(officer)
    books = BooksSource(officer, county(), date(2026, 5, 31), Prefer.ROWS)
    found = {one.spot.label: one for one in answer(form_of(row, by=officer), row.layout.choices, books, Period(row.period))}
    assert found["1.高新技术企业数 · 同比增长（%）"].value is None


def test_while_the_period_runs_last_years_is_counted_to_the_same_day(officer: User) -> None:
    for since in (date(2025, 3, 2), date(2025, 6, 20)):
        registry.title(registry.organisation(), since=since)
    row = sheet(officer)
    spot = form_of(row, by=officer).spots[0]
    mapped(row, officer, **{spot.name: Choice("hnte.new", "previous")})
    for day, text in ((date(2026, 5, 31), "1"), (DAY, "2")):
        found = answer(form_of(row, by=officer), row.layout.choices, BooksSource(officer, county(), day), Period(row.period))
        assert found[0].text == text


def test_rows_fill_what_nobody_stated_even_where_the_books_come_first(officer: User) -> None:
    registry.title(registry.organisation(), since=date(2026, 3, 2))
    done = filled_with(mapped(sheet(officer), officer), officer, Prefer.BOOKS)["1.高新技术企业数 · 完成数"]
    assert (done.text, done.origin) == ("1", "台账 1行")


def test_each_filled_blank_shows_its_source_and_opens_to_it_and_the_sent_copy_keeps_it(officer: User, client_of: ClientOf) -> None:
    row = rowed(officer)
    client = client_of(officer)
    text = client.get(row.get_absolute_url()).content.decode().replace("&amp;", "&")
    assert "/figures/counted/hnte.valid/?region=990123&period=2026H1&day=" in text
    assert 'aria-label="来源：台账 2行">台</a>' in text
    assert f'<a href="{Figure.objects.get(indicator="contract.value").get_absolute_url()}" title="认定"' in text
    actions.keep_sheet_as_sent(row, receiver="市科技局", day=DAY, by=officer)
    sent = SentFigure.objects.get(indicator="hnte.valid")
    assert (int(sent.value), sent.figure_id, sent.printed) == (2, None, "2家")
    assert 'title="台账 2行"' in client.get(row.get_absolute_url()).content.decode()


def test_which_source_comes_first_is_changed_until_the_form_is_sent(officer: User, client_of: ClientOf) -> None:
    row = rowed(officer)
    client = client_of(officer)
    assert client.post(reverse("figures:prefer_sheet", args=[row.pk])).status_code == 302
    assert "账面认定优先" in client.get(row.get_absolute_url()).content.decode()
    assert next(entry.code for entry in Entry.objects.about(row)) == "figures.sheet.preferred"
    row.refresh_from_db()
    actions.keep_sheet_as_sent(row, receiver="市科技局", day=DAY, by=officer)
    row.refresh_from_db()
    with pytest.raises(Refused, match="留底"):
        actions.prefer_sheet(row, prefer=Prefer.ROWS, by=officer)


def test_an_application_is_found_though_a_form_does_not_say_so(officer: User) -> None:
    figure(officer, "hnte.applied", "21", status="submitted")
    row = sheet(officer)
    spot = form_of(row, by=officer).spots[0]
    mapped(row, officer, **{spot.name: Choice("hnte.applied")})
    assert answers(row, officer)[spot.label].text == "21"
