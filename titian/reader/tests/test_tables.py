"""Rows of cells as lines: merged cells, headers of several storeys."""

from __future__ import annotations

from titian.reader.text.tables import Grid, row_line

Cell = str | tuple[str, int, int]


def lines(*rows: list[Cell]) -> list[str]:
    """The lines of a table; a cell that spans is (text, columns, rows)."""
    grid = Grid()
    for row in rows:
        grid.start_row()
        for cell in row:
            grid.add(*(cell if isinstance(cell, tuple) else (cell,)))
    return [line for line in grid.lines() if line]


def test_empty_cells_at_the_end_go_and_those_between_stay() -> None:
    assert row_line(["甲", "", "乙", "", ""]) == "甲 |  | 乙"
    assert row_line(["", "", "单位"]) == "单位"
    assert row_line(["", ""]) == ""


def test_a_spanning_cell_is_printed_once() -> None:
    assert lines([("甲", 1, 2), "12"], ["13"], [("合计", 2, 1), "14"], ["乙", "15", "16"]) == [
        "甲 | 12",
        "13",
        "合计 |  | 14",
        "乙 | 15 | 16",
    ]


def test_a_cell_over_two_rows_and_columns_keeps_the_others_in_place() -> None:
    assert lines([("甲", 2, 2), "1", "2"], ["3", "4"], ["乙", "丙", "5", "6"]) == [
        "甲 |  | 1 | 2",
        " |  | 3 | 4",
        "乙 | 丙 | 5 | 6",
    ]


def test_a_header_of_two_storeys_becomes_one() -> None:
    head: list[list[Cell]] = [
        [("指标", 1, 2), ("2023年", 2, 1), ("2024年", 2, 1), ("位次", 1, 2)],
        ["目标", "完成", "目标", "完成"],
    ]
    expected = "指标 | 2023年目标 | 2023年完成 | 2024年目标 | 2024年完成 | 位次"
    assert lines(*head, ["高企", "1", "2", "3", "4", "5"]) == [expected, "高企 | 1 | 2 | 3 | 4 | 5"]


def test_a_header_of_three_storeys_becomes_one() -> None:
    head: list[list[Cell]] = [[("指标", 1, 3), ("2024年", 3, 1)], [("上半年", 2, 1), ("全年", 1, 2)], ["目标", "完成"]]
    assert lines(*head, ["高企", "1", "2", "3"]) == ["指标 | 2024年上半年目标 | 2024年上半年完成 | 2024年全年", "高企 | 1 | 2 | 3"]


def test_a_label_that_already_names_its_head_is_not_doubled() -> None:
    assert lines([("指标", 1, 2), ("2024年", 2, 1)], ["2024年目标", "完成"]) == ["指标 | 2024年目标 | 2024年完成"]


def test_a_title_is_no_storey_of_the_header() -> None:
    assert lines([("2024年目标表", 3, 1)], ["指标", "目标", "完成"]) == ["2024年目标表", "指标 | 目标 | 完成"]
    assert lines([("2024年目标表", 2, 1), ""], ["指标", "目标", "完成"]) == ["2024年目标表", "指标 | 目标 | 完成"]


def test_rows_with_numbers_are_never_joined() -> None:
    body: list[list[Cell]] = [["指标", "目标", "完成"], ["高企", ("未下达", 2, 1)], ["小微", "650", "663"]]
    assert lines(*body) == ["指标 | 目标 | 完成", "高企 | 未下达", "小微 | 650 | 663"]
    body = [["指标", ("12家", 2, 1)], ["高企", "完成", "未完成"]]
    assert lines(*body) == ["指标 | 12家", "高企 | 完成 | 未完成"]


def test_a_year_a_month_and_a_quarter_are_labels() -> None:
    assert lines([("指标", 1, 2), ("2024", 2, 1)], ["6月", "1季度"]) == ["指标 | 2024年6月 | 2024年1季度"]
