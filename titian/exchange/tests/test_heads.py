"""Where the head of a sheet is and which column is which: as offices lay their tables out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titian.base.columns import Column
from titian.exchange.heads import Heads, Line, body, head_of, heads
from titian.exchange.tables import Table

COLUMNS = (
    Column("name", "企业名称", aliases=("单位名称", "名称"), required=True),
    Column("uscc", "统一社会信用代码", aliases=("信用代码",), required=True),
    Column("founded", "成立日期", "day", aliases=("注册日期", "注册时间")),
    Column("revenue", "营业收入", "money_wan", aliases=("收入",)),
    Column("rnd", "研发费用", "money_wan"),
    Column("rnd_all", "研发费用（全口径）", "money_wan"),
    Column("staff", "职工人数", "integer", unit="人"),
)


def found(rows: Sequence[Sequence[str]], **options: Any) -> Heads:
    result = heads(rows, COLUMNS, **options)
    assert result is not None
    return result


def test_columns_are_found_by_label_or_alias_in_any_order_below_title_and_note() -> None:
    head = found(
        [
            ["某县企业情况表", "", ""],
            ["填报单位：科技局", "", "单位：万元"],
            [],
            ["序号", "信用代码", "收入", "单位名称", "邮编"],
            ["1"],
        ]
    )
    assert (head.row, head.first_row) == (4, 5)
    assert head.places == {"uscc": 1, "revenue": 2, "name": 3}
    assert head.units == {"revenue": "万元"}
    assert head.unknown_texts == ["序号", "邮编"]
    assert head.missing == []


@pytest.mark.parametrize(
    "cell",
    [
        *("营业收入（万元）", "营业\n收入(万元)", "*营业收入（单位：万元）", "（一）营业收入（万元）", "1、营业收入（万元）", "营业收入/万元"),
        *("营业收入：万元", "营业收入（万元）*", "营业收入（必填）（万元）", "　营 业 收 入（万元）",
         "2.营业收入(万元)", "收入（万元）", "2025年营业收入（万元）"),
    ],
)  # fmt: skip
def test_a_head_is_known_with_unit_numbering_asterisk_year_and_line_breaks(cell: str) -> None:
    head = found([["企业名称", cell, "统一社会信用代码"]])
    assert head.places["revenue"] == 1
    assert head.units == {"revenue": "万元"}


def test_a_note_in_brackets_is_no_unit_and_a_bracket_that_belongs_to_the_label_is_kept() -> None:
    head = found([["企业名称（全称）", "研发费用（全口径）", "研发费用（万元）", "统一社会信用代码（18位）"]])
    assert head.places == {"name": 0, "rnd_all": 1, "rnd": 2, "uscc": 3}
    assert head.units == {"rnd": "万元"}


TWO_ROWS = [
    ["企业情况表", "", "", "", "", ""],
    ["序号", "企业名称", "2025年（万元）", "", "", "信用代码"],
    ["", "", "营业收入", "研发费用", "职工人数", ""],
    ["1", "甲厂", "5", "1", "3", "91"],
]


def test_a_head_of_two_rows_knows_both_its_parts() -> None:
    head = found(TWO_ROWS)
    assert (head.row, head.first_row) == (3, 4)
    assert head.places == {"name": 1, "revenue": 2, "rnd": 3, "staff": 4, "uscc": 5}
    assert head.texts[2] == "2025年（万元） 营业收入"
    assert head.years == {"revenue": 2025, "rnd": 2025, "staff": 2025}


def test_merged_areas_tell_how_deep_a_head_is_even_when_nothing_below_is_known() -> None:
    rows = [["企业名称", "信用代码", "其他", ""], ["", "", "甲项", "乙项"], ["甲厂", "91", "x", "y"]]
    areas = [((0, 0), (1, 0)), ((0, 1), (1, 1)), ((0, 2), (0, 3))]
    assert found(rows, merged=areas).first_row == found(rows).first_row == 3
    assert found(rows).unknown_texts == ["其他 甲项", "其他 乙项"]


@pytest.mark.parametrize(
    "ordinals", [["1", "2", "3"], ["甲", "乙", "1"], ["(1)", "(2)", "(3)"], ["栏次", "1", "2=1+3"], ["A", "B", "C"]]
)
def test_a_row_that_numbers_the_columns_is_no_record(ordinals: list[str]) -> None:
    assert found([["企业名称", "信用代码", "收入"], ordinals, ["甲厂", "91", "5"]]).first_row == 3


def test_a_record_below_the_head_is_not_taken_for_a_numbering() -> None:
    assert found([["企业名称", "信用代码", "收入"], ["1", "甲厂", "5"]]).first_row == 2


def test_two_heads_that_fit_one_column_are_reported_and_neither_is_taken() -> None:
    head = found([["企业名称", "2024年营业收入", "2025年营业收入", "信用代码"]])
    assert "revenue" not in head.places
    assert [clash.message for clash in head.clashes] == [
        "表头「2024年营业收入」、「2025年营业收入」都可以是「营业收入」，请指明用哪一列"
    ]
    assert head.unknown == []


def test_one_head_that_fits_two_columns_is_reported() -> None:
    twins = (Column("a", "甲", aliases=("数量",)), Column("b", "乙", aliases=("数量",)), *COLUMNS)
    head = heads([["企业名称", "信用代码", "数量"]], twins)
    assert head is not None
    assert [clash.message for clash in head.clashes] == ["表头「数量」可以是「甲」、「乙」，请指明是哪一项"]


def test_the_label_itself_wins_over_an_alias_and_the_other_head_is_told_as_unknown() -> None:
    head = found([["名称", "企业名称", "信用代码"]])
    assert head.places["name"] == 1
    assert head.unknown_texts == ["名称"]


def test_a_head_chosen_by_hand_wins_and_one_that_is_not_there_is_told() -> None:
    rows = [["客户", "企业名称", "2024年营业收入", "2025年营业收入（万元）", "信用代码", "邮编"]]
    head = found(rows, forced={"客户": "name", "2025年营业收入": "revenue", "2024年营业收入": "", "手机": "staff"})
    assert (head.places["name"], head.places["revenue"]) == (0, 3)
    assert head.unfound == ["手机"]
    assert head.clashes == []
    assert head.unknown_texts == ["企业名称", "邮编"]


def test_what_is_required_and_not_there_is_named() -> None:
    assert [column.label for column in found([["企业名称", "注册时间"]]).missing] == ["统一社会信用代码"]


def test_a_sheet_without_a_head_has_none() -> None:
    assert heads([["甲厂", "91", "5"], ["乙厂", "92", "6"]], COLUMNS) is None
    assert heads([["企业名称一览，供参考", "", "", ""], ["甲", "乙", "丙", "企业名称"]], COLUMNS) is None
    assert heads([], COLUMNS) is None


def test_records_are_told_from_totals_signatures_notes_repeated_heads_and_bare_numbers() -> None:
    rows = [
        ["序号", "企业名称", "信用代码", "收入"],
        ["1", "甲厂", "91", "5"],
        ["", "小计", "", "5"],
        ["序号", "企业名称", "信用代码", "收入"],
        ["2", "合计科技有限公司", "92", "6"],
        ["3", "", "", ""],
        [],
        ["合 计", "", "", "11"],
        ["填表人：某某", "", "审核人：", ""],
        ["注：收入按万元填报。", "", "", ""],
    ]
    lines = list(body(Table("企业", rows), found(rows)))
    assert [line.row for line in lines if not line.skipped] == [2, 5]
    assert {line.row: line.skipped for line in lines if line.skipped} == {
        3: "合计行", 4: "重复的表头", 6: "只有序号", 8: "合计行", 9: "落款或说明", 10: "落款或说明",
    }  # fmt: skip


def test_a_merged_cell_counts_for_each_of_its_rows_and_a_total_is_not_spread() -> None:
    rows = [["企业名称", "信用代码", "职工人数"], ["甲厂", "91", "5"], ["乙厂", "", "6"], ["合计", "", ""]]
    table = Table("企业", rows, merged=[((1, 1), (2, 1)), ((3, 0), (3, 2))])
    assert list(body(table, found(rows))) == [
        Line(2, ["甲厂", "91", "5"]), Line(3, ["乙厂", "91", "6"]), Line(4, ["合计", "", ""], "合计行"),
    ]  # fmt: skip


def test_a_head_is_taken_apart() -> None:
    head = head_of("* 3、2025年度 营业\n收入（单位：亿元）：")
    assert (head.text, head.bare, head.unit, head.year) == ("2025年度营业收入(单位:亿元)", "2025年度营业收入", "亿元", 2025)
    assert head.words[-1] == "营业收入"
    assert head_of("2025年").bare == "2025年"
    assert head_of("3.5吨以上车辆").bare == "3.5吨以上车辆"


@given(st.lists(st.lists(st.text("企业名称信用代码合计注：12.()（）/年万元 ", max_size=8), max_size=6), max_size=8))
def test_no_sheet_whatever_brings_the_search_down(rows: list[list[str]]) -> None:
    head = heads(rows, COLUMNS)
    if head:
        assert all(line.row >= head.first_row for line in body(Table("表", rows), head))
