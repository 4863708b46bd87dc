"""Pages of the books."""

import io
import re
from collections.abc import Callable
from decimal import Decimal

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from titian.accounts.models import User
from titian.accounts.tests import make
from titian.figures import actions
from titian.figures.models import Figure, PeriodApproval, Target
from titian.figures.tests.make import county, figure, target, town

ClientOf = Callable[[User], Client]


def body(client: Client, name: str, *args: int, **query: str) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


def test_the_list_shows_a_value_with_its_unit_and_a_conflict_in_words(officer: User, client_of: ClientOf) -> None:
    figure(officer, "contract.value", "391000000")
    figure(officer, value="31")
    figure(officer, value="34")
    text = body(client_of(officer), "figures:list")
    assert "3.91 亿元" in text
    assert "不一致，待认定" in text
    assert "391000000" not in text


def test_a_figure_page_shows_its_places_and_leads_to_the_conflict(officer: User, client_of: ClientOf) -> None:
    row = figure(officer, value="31", document="上半年总结", quote="新增31家")
    figure(officer, value="34", document="报市局材料")
    text = body(client_of(officer), "figures:figure", row.pk)
    assert "上半年总结" in text
    assert "报市局材料" in text
    assert reverse("figures:conflicts") in text


def test_history_is_drawn_from_the_second_period_on(officer: User, client_of: ClientOf) -> None:
    row = figure(officer, value="12")
    assert "画不成图" in body(client_of(officer), "figures:figure", row.pk)
    figure(officer, value="9", period="2025H1")
    assert "<svg" in body(client_of(officer), "figures:figure", row.pk)


def test_a_figure_is_entered_corrected_and_withdrawn_on_pages(officer: User, client_of: ClientOf) -> None:
    client = client_of(officer)
    county()
    typed = {"region": "示范县", "indicator": "hnte.new", "period": "2026H1", "status": "achieved", "value": "12家", "note": "台账"}
    assert client.post(reverse("figures:enter"), typed).status_code == 302
    row = Figure.objects.get()
    client.post(reverse("figures:correct", args=[row.pk]), {"value": "13", "reason": "漏计"})
    new = Figure.objects.get(corrects=row)
    assert new.value == 13
    client.post(reverse("figures:withdraw", args=[new.pk]), {"reason": "录错"})
    new.refresh_from_db()
    assert new.state == "withdrawn"


def test_a_wrong_entry_says_what_to_do_beside_the_field(officer: User, client_of: ClientOf) -> None:
    county()
    typed = {"region": "示范县", "indicator": "高新", "period": "去年", "status": "achieved", "value": "很多", "note": ""}
    response = client_of(officer).post(reverse("figures:enter"), typed)
    text = response.content.decode()
    assert response.status_code == 422
    for wanted in ("请写全名", "不是有效的期间", "请写成如", "请填写依据"):
        assert wanted in text
    assert not Figure.objects.exists()


def test_a_conflict_is_decided_on_its_page(officer: User, client_of: ClientOf) -> None:
    one, other = figure(officer, value="31"), figure(officer, value="34")
    response = client_of(officer).post(reverse("figures:conflicts"), {"keep": other.pk, "reason": "以文件为准"})
    assert response.status_code == 302
    one.refresh_from_db()
    assert one.state == "set_aside"


def test_a_period_is_approved_and_the_page_says_by_whom(officer: User, chief: User, client_of: ClientOf) -> None:
    figure(officer)
    client = client_of(chief)
    client.post(reverse("figures:approve"), {"region": "990123", "period": "2026H1"})
    assert PeriodApproval.objects.count() == 1
    assert str(chief) in body(client, "figures:list", period="2026H1")


def test_the_board_counts_by_colour_and_exports_what_it_shows(office: User, officer: User, client_of: ClientOf) -> None:
    target(office)
    figure(officer, value="12", period="2026H1")
    client = client_of(office)
    assert "12 家" in body(client, "figures:board", day="2026-05-31")
    response = client.get(reverse("figures:board"), {"day": "2026-05-31", "export": "xlsx"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
    flat = [str(cell) for row in rows for cell in row]
    assert "≥20家" in flat
    assert "12家" in flat


def test_a_clerk_sees_the_share_of_the_own_town_only(office: User, town_clerk: User, client_of: ClientOf) -> None:
    row = target(office)
    other = target(office, "hnte.valid", "61")
    mine = town_clerk.town
    assert mine is not None
    actions.decompose(row.legs.get(), shares={mine: Decimal(20)}, basis="", by=office)
    text = body(client_of(town_clerk), "figures:board", day="2026-05-31")
    assert row.title in text
    assert other.title not in text
    assert client_of(town_clerk).get(other.get_absolute_url()).status_code == 404


def test_a_leg_is_split_on_its_page_or_the_gap_is_told(office: User, client_of: ClientOf) -> None:
    leg = target(office).legs.get()
    east, west = town("城关镇", "990123101"), town("河口镇", "990123102")
    address = reverse("figures:decompose", args=[leg.pk])
    response = client_of(office).post(address, {f"town-{east.pk}": "12", f"town-{west.pk}": "7"})
    assert "少 1家" in response.content.decode()
    client_of(office).post(address, {f"town-{east.pk}": "12", f"town-{west.pk}": "8"})
    assert leg.shared == 20


def test_a_target_of_the_statistics_bureau_offers_no_split_and_says_why(office: User, client_of: ClientOf) -> None:
    row = target(office, "rnd.expenditure", "600000000")
    text = body(client_of(office), "figures:target", row.pk, day="2026-05-31")
    assert "统计法" in text
    assert "分解到乡镇</a>" not in text
    for name in ("figures:decompose", "figures:reallocate"):
        assert client_of(office).get(reverse(name, args=[row.legs.get().pk])).status_code == 404


def test_an_uploaded_targets_sheet_is_imported_or_every_error_is_told(office: User, client_of: ClientOf) -> None:
    county()
    address, client = reverse("figures:import_targets"), client_of(office)
    bad = client.post(address, {"file": _sheet("没有的指标"), "region": "示范县"})
    assert "第 2 行「指标」" in bad.content.decode()
    assert client.post(address, {"file": _sheet("hnte.new"), "region": "示范县"}).status_code == 302
    assert Target.objects.get().goal == "≥20家"


def _sheet(indicator: str) -> SimpleUploadedFile:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet()
    page.write_row(0, 0, ["指标", "目标值", "期间"])
    page.write_row(1, 0, [indicator, "≥20家", "2026"])
    book.close()
    return SimpleUploadedFile("目标.xlsx", out.getvalue())


def test_the_blank_targets_sheet_is_understood_by_the_import(office: User, client_of: ClientOf) -> None:
    county()
    template = client_of(office).get(reverse("figures:target_template"))
    file = SimpleUploadedFile("目标表.xlsx", template.content)
    assert client_of(office).post(reverse("figures:import_targets"), {"file": file, "region": "示范县"}).status_code == 302


def test_neighbours_stand_side_by_side_only_under_one_key(officer: User, client_of: ClientOf) -> None:
    hills = county("邻山县", "990124")
    figure(officer, value="12")
    figure(officer, value="9", region=hills)
    figure(officer, "visit.count", "225", scope="小分队")
    figure(officer, "visit.count", "40", region=hills)
    text = body(client_of(officer), "figures:neighbours", period="2026H1")
    assert "新增(认定)高新技术企业数" in text
    assert "入企" not in text


def test_the_list_asks_the_same_number_of_queries_for_many_figures(
    officer: User, client_of: ClientOf, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(officer)
    figure(officer)
    body(client, "figures:list")
    with django_assert_num_queries(QUERIES_OF_LIST):
        body(client, "figures:list")
    for code in ("hnte.valid", "hnte.applied", "tsme.stored", "contract.value"):
        figure(officer, code, "7")
    with django_assert_num_queries(QUERIES_OF_LIST):
        body(client, "figures:list")


def test_the_board_asks_the_same_number_of_queries_for_many_targets(
    office: User, client_of: ClientOf, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(office)
    target(office)
    body(client, "figures:board", day="2026-05-31")
    for code in ("hnte.valid", "hnte.applied", "tsme.stored", "contract.value"):
        figure(office, code, "7")
        target(office, code, "9")
    with django_assert_num_queries(QUERIES_OF_BOARD):
        body(client, "figures:board", day="2026-05-31")


QUERIES_OF_LIST = 9
QUERIES_OF_BOARD = (
    13  # three ask what registers and ledgers know; every code they know is then counted once for the year and twice for the last
)


@pytest.mark.parametrize("name", ["figures:list", "figures:board", "figures:conflicts", "figures:neighbours", "figures:catalogue"])
def test_an_administrator_of_the_system_sees_no_business_figures(name: str, administrator: User, client_of: ClientOf) -> None:
    assert client_of(administrator).get(reverse(name)).status_code == 404


def drawn(officer: User) -> Figure:
    figure(officer, value="9", period="2025H1")
    return figure(officer, value="12")


def test_a_charts_numbers_are_downloaded_as_a_workbook(officer: User, client_of: ClientOf) -> None:
    book = client_of(officer).get(drawn(officer).get_absolute_url(), {"as": "xlsx"})
    assert "12" in str(CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0).to_python())


@pytest.mark.slow
def test_a_chart_is_downloaded_as_a_picture(officer: User, client_of: ClientOf) -> None:
    picture = client_of(officer).get(drawn(officer).get_absolute_url(), {"as": "png"})
    assert picture.content.startswith(b"\x89PNG")


def test_a_page_without_a_chart_says_so_when_asked_for_its_picture(officer: User, client_of: ClientOf) -> None:
    row = figure(officer, value="12")
    response = client_of(officer).get(row.get_absolute_url(), {"as": "png"})
    assert response.status_code == 404
    assert "没有图可以下载" in response.content.decode()


def typed(**changed: str) -> dict[str, str]:
    """A figure as it is typed into the entry form."""
    said = {"region": "示范县", "indicator": "hnte.new", "period": "2026H1", "status": "achieved", "value": "12家", "note": "台账"}
    return said | changed


def test_a_number_no_county_could_have_is_refused_in_words(officer: User, client_of: ClientOf) -> None:
    county()
    row, client = figure(officer), client_of(officer)
    for address, said in (
        (reverse("figures:enter"), typed(value="9" * 60)),
        (reverse("figures:enter"), typed(value="9" * 14 + "亿")),
        (reverse("figures:correct", args=[row.pk]), {"value": "9" * 60, "reason": "笔误"}),
    ):
        response = client.post(address, said)
        assert response.status_code == 422
        assert "大得不合情理" in response.content.decode()
    assert Figure.objects.count() == 1


def test_digits_that_are_no_numbers_leave_the_board_at_this_year(officer: User, client_of: ClientOf) -> None:
    county()
    for year in ("²²²²", "٢٠٢٦", "0000", "99999"):
        body(client_of(officer), "figures:board", year=year)


def test_choosing_a_figure_that_is_gone_is_refused_in_words(officer: User, client_of: ClientOf) -> None:
    county()
    for keep in ("999999", "9" * 30):
        response = client_of(officer).post(reverse("figures:conflicts"), {"keep": keep, "reason": "以台账为准"})
        assert response.status_code == 422


def test_a_code_that_is_no_code_is_refused_beside_the_form(office: User, client_of: ClientOf) -> None:
    said = {"code": "<b>", "name": "夜校", "unit": "家", "kind": "flow", "definition": "数夜校"}
    said |= {"area": "local", "disclosure": "内部"}
    response = client_of(office).post(reverse("figures:add_indicator"), said)
    assert response.status_code == 422
    assert "小写英文字母开头" in response.content.decode()


def test_a_town_in_a_bank_clerks_row_opens_no_books(officer: User, client_of: ClientOf) -> None:
    """Rights follow the role: whoever mends a row by hand does not open the county's figures with it."""
    row = figure(officer, region=town("城关镇", "990123101"))
    stranger = make.user("bank", town=row.region)
    for address in (reverse("figures:list"), row.get_absolute_url(), reverse("figures:board")):
        assert client_of(stranger).get(address).status_code == 404


def test_a_town_clerk_sees_the_own_share_and_no_other_towns(chief: User, client_of: ClientOf) -> None:
    row, near, far = target(chief), town("城关镇", "990123101"), town("河口镇", "990123102")
    actions.decompose(row.legs.get(), shares={near: Decimal(8), far: Decimal(12)}, basis="按企业数", by=chief)
    client = client_of(make.user("town", town=near))
    for text in (body(client, "figures:target", row.pk), body(client, "figures:board", year="2026")):
        assert "城关镇" in text
        assert "河口镇" not in text


def test_a_leg_opens_only_to_who_sees_its_target(chief: User, administrator: User, client_of: ClientOf) -> None:
    leg = target(chief).legs.get()
    for name in ("figures:decompose", "figures:reallocate"):
        assert client_of(administrator).get(reverse(name, args=[leg.pk])).status_code == 404
        assert client_of(chief).get(reverse(name, args=[leg.pk])).status_code == 200
    actions.drop_target(leg.target, reason="上级取消", by=chief)
    assert client_of(chief).get(reverse("figures:decompose", args=[leg.pk])).status_code == 404


def test_a_forecast_of_money_promises_no_exactness_it_cannot_have(office: User, officer: User, client_of: ClientOf) -> None:
    row = target(office, "project.funding", "16000000")
    figure(officer, "project.funding", "900000", period="2026H1")
    text = body(client_of(office), "figures:target", row.pk, day="2026-05-31")
    assert re.search(r"期末预计 [\d,]+(\.\d{1,2})? 万元", text)


def test_the_names_of_indicators_are_offered_where_one_is_typed(officer: User, client_of: ClientOf) -> None:
    county()
    assert '<option value="新增(认定)高新技术企业数">' in body(client_of(officer), "figures:enter")
