"""Sheets: what is written is what a spreadsheet reads."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from titian.base.columns import Column
from titian.base.periods import Period
from titian.exchange.workbook import Sheet, WorkbookError, write

COLUMNS = (
    Column("name", "企业名称"),
    Column("uscc", "统一社会信用代码", width=24),
    Column("firms", "家数", "integer", unit="家"),
    Column("area", "面积", "decimal", unit="平方米"),
    Column("paid", "兑现资金", "money_wan", help="已拨付到账的金额"),
    Column("share", "占比", "percent"),
    Column("day", "成立日期", "day"),
    Column("period", "所属期", "period"),
)
ROW: dict[str, object] = {
    "name": "示范县恒远精密机械有限公司",
    "uscc": "91510000MA0000000X",
    "firms": 1099,
    "area": Decimal("12.5"),
    "paid": Decimal(31264875),
    "share": Decimal("3.42"),
    "day": date(2024, 12, 5),
    "period": Period("2026H1"),
}


def sheet(*rows: dict[str, object], name: str = "企业", note: str = "截至2026年5月31日") -> Sheet:
    return Sheet(name, "企业名单", note, COLUMNS, rows)


def read(content: bytes, name: str = "企业") -> list[list[object]]:
    page = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(name)
    return [list(row) for row in page.to_python(skip_empty_area=False)]


def looks(content: bytes) -> list[list[str]]:
    """How numbers, days and texts are shown."""
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return [[cell.number_format for cell in row if cell.value is not None] for row in page.iter_rows()]


def part(content: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode()


def test_a_sheet_is_read_back_as_it_was_written() -> None:
    title, note, head, row = read(write([sheet(ROW)]))
    assert title[0] == "企业名单"
    assert note[0] == "截至2026年5月31日"
    assert head == [
        "企业名称",
        "统一社会信用代码",
        "家数（家）",
        "面积（平方米）",
        "兑现资金（万元）",
        "占比（%）",
        "成立日期",
        "所属期",
    ]
    assert row == [ROW["name"], ROW["uscc"], 1099, 12.5, 3126.4875, 3.42, date(2024, 12, 5), "2026年上半年"]


@pytest.mark.parametrize(
    "words", ["=1+1", "+86 0800", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "http://example.com", "0012"]
)
def test_text_that_looks_like_a_formula_stays_text(words: str) -> None:
    content = write([sheet({"name": words})])
    assert read(content)[3][0] == words
    assert "<f>" not in part(content, "xl/worksheets/sheet1.xml")
    assert "hyperlink" not in part(content, "xl/worksheets/sheet1.xml")


def test_a_missing_value_leaves_the_cell_empty_and_is_no_zero() -> None:
    assert read(write([sheet({"name": "甲"})]))[3][1:] == [""] * 7


def test_the_same_sheets_give_the_same_bytes() -> None:
    assert write([sheet(ROW)], created=date(2026, 5, 31)) == write([sheet(ROW)], created=date(2026, 5, 31))
    assert "2026-05-31T00:00:00Z" in part(write([sheet(ROW)], created=date(2026, 5, 31)), "docProps/core.xml")


def test_a_big_sheet_is_written_whole() -> None:
    rows = [{"name": f"企业{number}", "firms": number} for number in range(6000)]
    content = write([Sheet("大表", "大表", "", COLUMNS, rows)])
    read_rows = read(content, "大表")
    assert len(read_rows) == 6002
    assert read_rows[-1][:3] == ["企业5999", "", 5999]
    assert content == write([Sheet("大表", "大表", "", COLUMNS, rows)])


AWKWARD = (
    *("=1+1", "<b>甲&乙</b>", "<r>甲</r>", " 前后有空 ", "一行\n两行", "响铃\x07", "_x0041_", "\ufffe", "😀" * 20, "0012"),
    *("2024-12-05", "#REF!", "甲\n", "]]>", '"引号"', "制表\t符", "回车\r"),
)


def test_a_big_sheet_says_what_a_small_one_says() -> None:
    values: list[dict[str, object]] = [{"name": words, "uscc": words} for words in AWKWARD if words != "<r>甲</r>"]
    values += [ROW, {"firms": 10**17 + 1}, {"area": Decimal("0.1000")}, {"area": Decimal("1E+3")}, {"paid": Decimal("-0.01")}]
    values += [{"day": date(1900, 2, 28)}, {"day": date(1900, 3, 1)}, {"day": date(2100, 12, 31)}, {"share": Decimal(5)}, {}, ROW]
    small, big = write([sheet(*values)]), write([sheet(*values * 300)])
    assert read(big)[3 : 3 + len(values)] == read(small)[3:]
    assert looks(big)[3 : 3 + len(values)] == looks(small)[3:]


def test_no_words_are_taken_for_the_marks_of_a_sheet() -> None:
    rows: list[dict[str, object]] = [{"name": words} for _ in range(400) for words in AWKWARD]
    found = [row[0] for row in read(write([sheet(*rows)]))[3:]]
    assert found[: len(AWKWARD)] == [words.replace("\ufffe", "_xFFFE_") for words in AWKWARD]


def test_a_wrong_value_in_a_big_sheet_is_named_too() -> None:
    rows: list[dict[str, object]] = [{"firms": 1}] * 6000
    with pytest.raises(WorkbookError, match="工作表「企业」第 6001 行「家数」"):
        write([sheet(*rows, {"firms": True})])


def test_the_head_stays_in_view_filters_and_is_repeated_on_every_printed_page() -> None:
    content = write([sheet(ROW)])
    page, book = part(content, "xl/worksheets/sheet1.xml"), part(content, "xl/workbook.xml")
    assert '<pane ySplit="3"' in page
    assert '<autoFilter ref="A3:H4"/>' in page
    assert 'orientation="landscape"' in page
    assert 'fitToHeight="0"' in page
    assert "企业!$3:$3" in book


def test_numbers_are_right_aligned_and_shown_without_idle_zeros() -> None:
    styles = part(write([sheet(ROW)]), "xl/styles.xml")
    assert "#,##0.0000" in styles
    assert 'horizontal="right"' in styles


def test_a_number_too_long_for_a_spreadsheet_keeps_every_figure() -> None:
    long = 123_456_789_012_345_678
    assert read(write([sheet({"firms": long})]))[3][2] == str(long)


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("paid", 100, "「兑现资金」"),
        ("paid", 1.5, "「兑现资金」"),
        ("share", 3.42, "「占比」"),
        ("firms", Decimal("1.5"), "不是整数"),
        ("firms", True, "「家数」"),
        ("area", Decimal("NaN"), "「面积」"),
        ("day", "2024-12-05", "不是日期"),
        ("day", datetime(2024, 12, 5, 8, tzinfo=UTC), "不是日期"),
        ("name", 12, "不是文字"),
    ],
)
def test_a_value_that_does_not_fit_its_column_is_named_with_sheet_row_and_column(key: str, value: object, words: str) -> None:
    with pytest.raises(WorkbookError) as refused:
        write([sheet(ROW, {key: value})])
    assert "工作表「企业」第 2 行" in str(refused.value)
    assert words in str(refused.value)


def test_sheets_of_one_name_get_names_of_their_own() -> None:
    content = write([sheet(name="企业/2026"), sheet(name="企业 2026"), sheet(name="")])
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names == ["企业 2026", "企业 2026(2)", "表3"]


def test_no_sheet_at_all_is_refused() -> None:
    with pytest.raises(WorkbookError, match="没有可写的工作表"):
        write([])


def test_an_empty_register_still_has_its_head() -> None:
    assert read(write([sheet(note="")]))[1][0] == "企业名称"


def test_long_words_widen_their_column_and_then_wrap_into_a_higher_row() -> None:
    page = part(write([sheet({"name": "企业" * 40})]), "xl/worksheets/sheet1.xml")
    assert 'width="50.7109375"' in page
    assert '<row r="4" spans="1:8" ht="72" customHeight="1">' in page
