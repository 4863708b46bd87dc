"""The tables: seven columns, one row a figure, nothing shown that is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from titian.base.gongwen.blocks import Cell, Table, words
from titian.figures.progress import Measure
from titian.reader.pipeline import read_text
from titian.reader.text.extraction import extract_bytes
from titian.reports.table import data, template
from titian.reports.tests.make import fact, facts, goal
from titian.reports.wording.facts import Facts
from titian.reports.writer.particulars import Particulars

PARTICULARS = Particulars(date(2026, 6, 11), "示范县科学技术局")


def books() -> Facts:
    return facts(
        fact("hnte.new", 8, department="企业股"),
        fact("hnte.new", 10, period="2025H1", as_of=date(2025, 5, 31)),
        fact("rnd.expenditure", 595_000_000, period="2024", as_of=None),
        fact("rnd.active_above_scale_ratio", "52.4"),
        fact("rnd.active_above_scale_ratio", "47.9", period="2025H1", as_of=date(2025, 5, 31)),
        fact("loan.npl_ratio", "0.8"),
        goals=[goal("hnte.new", 12, department="高新科"), goal("contract.value", 5)],
    )


def rows(layout: str, entries: Facts | None = None) -> list[list[str]]:
    particulars = replace(PARTICULARS, layout=layout)
    composed = data.written(data.outline(particulars), entries or books(), particulars)
    paper = template.paper(composed, particulars, "clean", lambda number: "")
    (table,) = [block for block in paper.blocks if isinstance(block, Table)]
    return [[words(cell.text if isinstance(cell, Cell) else cell) for cell in row] for row in (*table.head, *table.rows)]


def test_the_indicator_table_has_seven_columns_and_a_row_a_known_figure() -> None:
    assert rows("indicators") == [
        ["指标", "完成情况", "年度目标", "完成率", "上年同期", "同比", "责任科室"],
        ["全社会R&D经费投入", "5.95亿元（2024年）", "", "", "", "", ""],
        ["规上工业企业有研发活动占比", "52.4%", "", "", "47.9%", "4.5个百分点", ""],
        ["新增高新技术企业", "8家", "12家以上", "66.7%", "10家", "下降20%", "高新科"],
    ]


def test_the_table_of_tasks_has_seven_columns_too() -> None:
    table = rows("tasks")
    assert table[0] == ["序号", "重点任务", "进展情况", "年度目标", "完成率", "责任科室", "备注"]
    assert table[3] == ["3", "新增高新技术企业", "8家", "12家以上", "66.7%", "高新科", ""]


def test_a_target_that_one_of_two_measures_meets_stands_in_its_own_words() -> None:
    title = "有研发活动的规上工业企业新增1家或占比达50%以上"
    pair = ("rnd.active_above_scale", "rnd.active_above_scale_ratio")
    goals = [
        goal(pair[0], 1, measure=Measure.INCREASE, title=title, join="or", others=pair[1:], target=7),
        goal(pair[1], 50, title=title, join="or", others=pair[:1], target=7),
    ]
    table = rows("indicators", facts(fact(pair[0], 11), fact(pair[1], "52.4"), goals=goals))
    assert [row[1:4] for row in table[1:]] == [["11家", title, ""], ["52.4%", title, ""]]


def test_what_is_missing_has_no_row_and_is_named() -> None:
    composed = data.written(data.outline(PARTICULARS), books(), PARTICULARS)
    assert [entry.key for entry in composed.missing if entry.expected] == ["contract.value"]


def test_what_must_not_leave_has_no_row() -> None:
    assert not any("不良率" in row[0] for row in rows("indicators"))


def test_the_reader_takes_the_year_written_behind_a_number() -> None:
    composed = data.written(data.outline(PARTICULARS), books(), PARTICULARS)
    content = template.paper(composed, PARTICULARS, "clean", lambda number: "").save()
    found = [(figure.code, figure.period) for figure in read_text(extract_bytes(content, "表.docx").text).figures]
    assert ("rnd.expenditure", "2024") in found


def test_a_table_without_figures_is_still_signed() -> None:
    composed = data.written(data.outline(PARTICULARS), facts(), PARTICULARS)
    assert template.paper(composed, PARTICULARS, "clean", lambda number: "").text().splitlines()[-1] == "2026年6月11日"
