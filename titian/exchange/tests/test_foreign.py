"""Somebody else's blank table: read, remembered, filled, keeping its look."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Border, Font, Side

from titian.base.columns import Column
from titian.base.errors import Refused
from titian.base.office import convert
from titian.base.periods import Period
from titian.exchange.foreign import (
    LEFT,
    Candidate,
    Choice,
    Form,
    Found,
    Lines,
    Spot,
    Take,
    UnitMismatch,
    answer,
    fill,
    fits,
    in_unit,
    lined,
    matched,
    read_form,
    said_period,
    suggested,
    suggested_take,
)

LINE = Side(style="thin")
FRAME = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)

Rows = Sequence[Sequence[str]]
# 表头两层，左侧一列合并，单位一列，一格已填，一格写着「____家」，表下有签名和注。
ROWS: Rows = [
    ["2026年上半年科技创新主要指标完成情况表", "", "", "", "", ""],
    ["类别", "指标", "单位", "2026年上半年", "", "备注"],
    ["", "", "", "完成数", "同比增长（%）", ""],
    ["创新主体", "1.高新技术企业数", "家", "", "", ""],
    ["", "2.科技型中小企业数", "家", "____家", "", ""],
    ["成果转化", "3.技术合同成交额", "亿元", "", "", ""],
    ["填表人：", "", "", "审核人：", "", ""],
    ["注：成交额按登记口径。", "", "", "", "", ""],
]
MERGED = ["A1:F1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:F3", "A4:A5", "A8:F8"]


def workbook(rows: Rows = ROWS, merged: Sequence[str] = MERGED, *, framed: range = range(2, 7)) -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "表1"
    for row in rows:
        page.append([None if cell == "" else cell for cell in row])
    for area in merged:
        page.merge_cells(area)
    for row_number in framed:
        for column in range(1, len(rows[1]) + 1):
            page.cell(row_number, column).border = FRAME
    page["D4"].number_format, page["D4"].font = "#,##0", Font(name="仿宋", bold=True)
    page.column_dimensions["B"].width = 31
    return saved(book.save)


def document(rows: Rows = ROWS, merged: Sequence[str] = MERGED) -> bytes:
    made = Document()
    made.add_paragraph("附件1")
    table = made.add_table(len(rows), len(rows[1]))
    for row, line in enumerate(rows):
        for column, text in enumerate(line):
            if text:
                table.cell(row, column).text = text
    for area in merged:
        first, last = ((int(place[1:]) - 1, ord(place[0]) - 65) for place in area.split(":"))
        table.cell(*first).merge(table.cell(*last))
    return saved(made.save)


def saved(save: Callable[[Any], object]) -> bytes:
    target = io.BytesIO()
    save(target)
    return target.getvalue()


FORMS: list[tuple[str, Callable[[], bytes]]] = [("表样.xlsx", workbook), ("表样.docx", document)]
H1 = Period("2026H1")


class Books:
    """A source of three figures."""

    KNOWN: Mapping[str, tuple[str, str, str]] = {
        "hnte": ("高新技术企业数", "470", "家"),
        "tsme": ("科技型中小企业数", "1290", "家"),
        "contract": ("技术合同成交额", "1099123456.78", "元"),
    }

    def suggest(self, spot: Spot) -> list[Candidate]:
        return [Candidate(key, name, 0.9) for key, (name, _, unit) in self.KNOWN.items() if name in spot.label and fits(unit, "")]

    def value(self, key: str, take: Take, period: Period) -> Found:
        if take == "growth":
            return Found(None, "%", ask="企业股", note="没有上年同期数")
        return Found(Decimal(self.KNOWN[key][1]), self.KNOWN[key][2])


def mapping(form: Form) -> dict[str, Choice]:
    return {spot.name: choice for spot in form.spots if (choice := suggested(spot, Books()))}


@pytest.mark.parametrize(("name", "make"), FORMS)
def test_every_blank_between_labels_is_found_with_both_its_labels_and_its_unit(name: str, make: Callable[[], bytes]) -> None:
    form = read_form(name, make())
    spots = {spot.label: spot.unit for spot in form.spots}
    assert spots["创新主体 · 1.高新技术企业数 · 2026年上半年 · 完成数"] == "家"
    assert spots["创新主体 · 1.高新技术企业数 · 2026年上半年 · 同比增长（%）"] == "%"
    assert spots["成果转化 · 3.技术合同成交额 · 2026年上半年 · 完成数"] == "亿元"
    assert spots["填表人："] == ""
    assert not any("注：" in label for label in spots)
    assert len(spots) == 3 * 3 + 2
    assert form.title == "2026年上半年科技创新主要指标完成情况表"
    assert form.period == H1


@pytest.mark.parametrize(("name", "make"), FORMS)
def test_the_same_form_of_another_period_is_recognised_with_its_mapping(name: str, make: Callable[[Rows], bytes]) -> None:
    later = [[cell.replace("2026年上半年", "2027年一季度") for cell in row] for row in ROWS]
    other = [[cell.replace("技术合同成交额", "专利授权数") for cell in row] for row in ROWS]
    form, next_form = read_form(name, make(ROWS)), read_form(name, make(later))
    assert form.fingerprint == next_form.fingerprint != read_form(name, make(other)).fingerprint
    assert [spot.name for spot in form.spots] == [spot.name for spot in next_form.spots]
    assert next_form.period == Period("2027Q1")


@pytest.mark.parametrize(("name", "make"), FORMS)
def test_a_form_is_filled_in_its_units_and_what_stays_empty_says_who_to_ask(name: str, make: Callable[[], bytes]) -> None:
    data = make()
    form = read_form(name, data)
    answers = answer(form, mapping(form), Books(), H1)
    texts = cells_of(name, fill(form, data, answers))
    assert texts[3][3:5] == ["470", ""]
    assert texts[4][3] == "1290家"
    assert texts[5][3] == "10.991235"
    assert texts[1][3] == "2026年上半年"
    assert texts[7][0] == "注：成交额按登记口径。"
    missing = [(found.spot.row[-1], found.ask) for found in answers if found.is_missing]
    assert missing == [("1.高新技术企业数", "企业股"), ("2.科技型中小企业数", "企业股"), ("3.技术合同成交额", "企业股")]
    assert [found.choice.key for found in answers if found.choice and found.value is None and not found.is_missing] == [LEFT] * 5


def cells_of(name: str, data: bytes) -> list[list[str]]:
    if name.endswith(".docx"):
        return [[cell.text for cell in row.cells] for row in Document(io.BytesIO(data)).tables[0].rows]
    page = load_workbook(io.BytesIO(data)).active
    assert page is not None
    return [["" if cell.value is None else str(cell.value) for cell in row] for row in page.iter_rows()]


def test_a_filled_workbook_keeps_its_look() -> None:
    data = workbook()
    form = read_form("表样.xlsx", data)
    page = load_workbook(io.BytesIO(fill(form, data, answer(form, mapping(form), Books(), H1)))).active
    assert page is not None
    assert sorted(str(area) for area in page.merged_cells.ranges) == sorted(MERGED)
    assert (page["D4"].number_format, page["D4"].font.name, page["D4"].font.bold) == ("#,##0", "仿宋", True)
    assert page["D4"].border.left.style == "thin"
    assert page.column_dimensions["B"].width == 31
    assert page["D4"].value == 470


def test_a_blank_in_a_document_is_filled_in_the_letter_of_its_paragraph() -> None:
    made = Document()
    table = made.add_table(1, 2)
    table.cell(0, 0).text = "高新技术企业数"
    run = table.cell(0, 1).paragraphs[0].add_run("____家")
    run.font.name, run.bold = "仿宋", True
    data = saved(made.save)
    form = read_form("表样.docx", data)
    filled = Document(io.BytesIO(fill(form, data, answer(form, mapping(form), Books(), H1)))).tables[0].cell(0, 1)
    assert [(run.text, run.font.name, run.bold) for run in filled.paragraphs[0].runs] == [("470家", "仿宋", True)]


def test_words_from_the_books_are_never_a_formula() -> None:
    data = workbook()
    form = read_form("表样.xlsx", data)

    class Words(Books):
        def value(self, key: str, take: Take, period: Period) -> Found:
            return Found("=1+1")

    page = load_workbook(io.BytesIO(fill(form, data, answer(form, mapping(form), Words(), H1)))).active
    assert page is not None
    assert (page["D4"].value, page["D4"].data_type) == ("=1+1", "s")


def test_pairs_of_label_and_blank_are_read_each_for_itself() -> None:
    rows = [["单位名称", "", "信用代码", ""], ["研发费用（万元）", "", "职工人数", ""], ["简介", "", "", ""]]
    form = read_form("表.xlsx", workbook(rows, ["B3:D3"], framed=range(1, 4)))
    assert [(spot.label, spot.unit) for spot in form.spots] == [
        ("单位名称", ""), ("信用代码", ""), ("研发费用（万元）", "万元"), ("职工人数", ""), ("简介", ""),
    ]  # fmt: skip


def test_the_unit_over_a_table_counts_for_amounts_and_not_for_firms() -> None:
    rows = [
        ["情况表", "", ""],
        ["单位：万元", "", ""],
        ["指标", "本期", "上年同期"],
        ["高新技术企业数", "", ""],
        ["技术合同成交额", "", ""],
    ]
    form = read_form("表.xlsx", workbook(rows, ["A1:C1"], framed=range(3, 6)))
    found = {answered.spot.label: answered.text for answered in answer(form, mapping(form), Books(), H1)}
    assert found["高新技术企业数 · 本期"] == "470"
    assert found["技术合同成交额 · 本期"] == "109912.345678"


def test_formulas_and_numbers_that_stand_there_are_left_alone() -> None:
    rows = [["指标", "目标", "完成", "比"], ["高新技术企业数", "20", "", "=C2/B2"], ["合计", "=B2", "", ""]]
    data = workbook(rows, [], framed=range(1, 4))
    form = read_form("表.xlsx", data)
    assert [spot.label for spot in form.spots][:1] == ["高新技术企业数 · 完成"]
    page = load_workbook(io.BytesIO(fill(form, data, answer(form, mapping(form), Books(), H1)))).active
    assert page is not None
    assert [page[place].value for place in ("B2", "C2", "D2")] == ["20", 470, "=C2/B2"]


def test_a_list_is_told_by_its_heads_and_the_blank_rows_below() -> None:
    rows = [
        ["企业名单", "", "", ""],
        ["序号", "企业名称", "2025年", ""],
        ["", "", "营业收入", "研发费用"],
        ["1", "", "", ""],
        ["2", "", "", ""],
    ]
    rows += [["注：按营收排序", "", "", ""]]
    form = read_form("名单.xlsx", workbook(rows, ["A1:D1", "A2:A3", "B2:B3", "C2:D2"], framed=range(2, 6)))
    (area,) = form.lists
    assert dict(area.heads) == {1: "企业名称", 2: "2025年营业收入", 3: "2025年研发费用"}
    assert (area.first_row, area.last_row) == (3, 4)
    assert form.spots == []


LIST = [
    ["企业名单", "", "", ""],
    ["序号", "企业名称", "2025年", ""],
    ["", "", "营业收入（亿元）", "是否规上"],
    ["1", "", "", ""],
    ["2", "", "", ""],
    ["注：按营收排序", "", "", ""],
]
LIST_MERGED = ["A1:D1", "A2:A3", "B2:B3", "C2:D2", "A6:D6"]
COLUMNS = (Column("name", "企业名称"), Column("revenue", "营业收入", "money_wan"), Column("scale", "是否规上", "flag"))


def lines_of(form: Form, number: int) -> list[Lines]:
    (area,) = form.lists
    places = matched(area, COLUMNS)
    columns = {column.key: column for column in COLUMNS}
    firm = {"revenue": Decimal(250_000_000), "scale": True}
    firms = [{**firm, "name": f"=企业{line}"} for line in range(1, number + 1)]
    rows = [{place: lined(each[key], columns[key], area.heads[place]) for place, key in places.items()} for each in firms]
    return [Lines(area, rows)]


@pytest.mark.parametrize(
    ("name", "make"),
    [("名单.xlsx", lambda: workbook(LIST, LIST_MERGED, framed=range(2, 6))), ("名单.docx", lambda: document(LIST, LIST_MERGED))],
)
@pytest.mark.parametrize("number", [1, 2, 5])
def test_a_list_takes_as_many_lines_as_there_are_and_its_note_moves_down(name: str, make: Callable[[], bytes], number: int) -> None:
    data = make()
    form = read_form(name, data)
    texts = cells_of(name, fill(form, data, [], lines_of(form, number)))
    assert texts[3][:4] == ["1", "=企业1", "2.5", "是"]
    assert texts[2 + number][:2] == [str(number), f"=企业{number}"]
    assert texts[max(5, 3 + number)][0] == "注：按营收排序"
    assert len(texts) == max(6, 4 + number)


def test_added_lines_look_like_the_one_above_and_the_notes_below_stay_merged() -> None:
    data = workbook(LIST, LIST_MERGED, framed=range(2, 6))
    form = read_form("名单.xlsx", data)
    page = load_workbook(io.BytesIO(fill(form, data, [], lines_of(form, 4)))).active
    assert page is not None
    assert page["B7"].border.left.style == "thin"
    assert "A8:D8" in {str(area) for area in page.merged_cells.ranges}
    assert page["B7"].data_type == "s"


def test_values_of_a_register_stand_under_a_head_as_an_office_writes_them() -> None:
    until, year = Column("until", "有效期至", "until"), Column("year", "年度", "year")
    kind = Column("kind", "类型", "choice", choices={"large": "大型"})
    assert lined(date(2027, 11, 6), until, "有效期至") == "2027-11-05"
    assert lined(2025, year, "年度") == "2025"
    assert lined("large", kind, "类型") == "大型"
    assert lined(Decimal(25_000), COLUMNS[1], "营业收入") == Decimal("2.5")
    assert lined(Period("2026H1"), Column("period", "期间", "period"), "期间") == "2026年上半年"
    assert lined(None, kind, "类型") is None
    assert lined(False, COLUMNS[2], "是否规上") == "否"


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("表.pdf", b"%PDF", "不是 .xlsx 或 .docx"),
        ("表.xlsx", b"no zip", "打不开"),
        ("表.xlsx", document(), "打不开"),
        ("表.docx", workbook(), "打不开"),
        ("表.xlsx", workbook([["指标", "数"], ["甲", "乙"]], [], framed=range(1, 3)), "没有找到要填的空格"),
    ],
)
def test_what_is_no_form_is_refused_in_words(name: str, data: bytes, message: str) -> None:
    with pytest.raises(Refused, match=message):
        read_form(name, data)


@pytest.mark.parametrize(
    ("label", "take"),
    [
        *(("完成数", "asked"), ("本期", "asked"), ("2025年 · 营业收入", "label"), ("上年同期", "previous"), ("上年", "last_year")),
        *(("同比增长（%）", "growth"), ("2026年上半年 · 同比±%", "growth"), ("年度目标", "goal"), ("完成率", "rate"), ("同比增减", "change")),
        *(("本年", "year"), ("高新技术企业数", "asked")),
    ],
)  # fmt: skip
def test_a_label_says_which_value_is_meant(label: str, take: str) -> None:
    assert suggested_take(label) == take


@pytest.mark.parametrize(
    ("text", "period"),
    [
        *(("2026年1-6月情况表", "2026H1"), ("截至2026年一季度", "2026Q1"), ("2025年度表", "2025"), ("2026年5月", "2026-05")),
        *(("2026年1-5月", None), ("第12期", None)),
    ],
)  # fmt: skip
def test_a_title_says_its_period(text: str, period: str | None) -> None:
    assert said_period(text) == (Period(period) if period else None)


def test_values_come_in_the_forms_unit_exactly() -> None:
    assert in_unit(Decimal(31264875), "元", "万元") == in_unit(Decimal(31264875), "元", "") == Decimal("3126.4875")
    assert in_unit(Decimal(31264875), "元", "元") == Decimal(31264875)
    assert in_unit(Decimal(12000), "人次", "万人次") == Decimal("1.2")
    assert in_unit(Decimal(12), "家", "户") == Decimal(12)
    assert in_unit(Decimal(20000), "平方米", "万平方米") == Decimal(2)
    for base, wanted in (("元", "家"), ("家", "万元"), ("家", "%"), ("元", "万美元"), ("人", "平方米")):
        assert not fits(base, wanted)
        with pytest.raises(UnitMismatch, match="单位"):
            in_unit(Decimal(1), base, wanted)


@pytest.mark.slow
@pytest.mark.usefixtures("libreoffice")
@pytest.mark.parametrize(("name", "make"), FORMS)
def test_a_filled_form_opens_in_an_office_program(tmp_path: Path, name: str, make: Callable[[], bytes]) -> None:
    data = make()
    form = read_form(name, data)
    path = tmp_path / name
    path.write_bytes(fill(form, data, answer(form, mapping(form), Books(), H1)))
    again = convert(path, path.suffix[1:], into=tmp_path / "..")
    assert cells_of(name, again.read_bytes())[4][3] == "1290家"
    assert convert(path, "pdf").stat().st_size > 1000
