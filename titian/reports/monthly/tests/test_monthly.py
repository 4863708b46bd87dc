"""The month's table: the month, the year so far, the target, and how far along it should be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from titian.base.gongwen.blocks import Cell, Landscape, Table, words
from titian.figures.outgoing import Prefer
from titian.reports.monthly import data, template
from titian.reports.tests.make import Rows, fact, facts, goal
from titian.reports.wording.facts import Facts
from titian.reports.writer.particulars import Particulars

PARTICULARS = Particulars(date(2026, 6, 3), "示范县科学技术局")
MONTH, END = "2026-05", date(2026, 5, 31)


def books(*entries: Any, rows: Rows | None = None, prefer: Prefer = Prefer.ROWS, as_of: date = END) -> Facts:
    goals = [goal("hnte.new", 12, department="高新科"), goal("rnd.active_above_scale_ratio", 50)]
    return facts(*entries, goals=goals, period=MONTH, as_of=as_of, rows=rows, prefer=prefer)


def table(entries: Facts) -> Iterator[list[str]]:
    composed = data.written(data.outline(PARTICULARS), entries, PARTICULARS)
    paper = template.paper(composed, PARTICULARS, "clean", lambda number: "")
    for block in paper.blocks:
        for inner in block.blocks if isinstance(block, Landscape) else ():
            if isinstance(inner, Table):
                yield from (
                    [words(cell.text if isinstance(cell, Cell) else cell) for cell in row] for row in (*inner.head, *inner.rows)
                )


def test_a_month_stands_beside_the_year_so_far_its_target_and_the_time_gone() -> None:
    counted = Rows({("hnte.new", MONTH): 2, ("hnte.new", "2026"): 5, ("hnte.new", "2025"): 4})
    assert list(table(books(rows=counted))) == [
        ["指标", "年度目标", "5月完成", "1—5月累计", "同比", "完成率", "时序进度", "较时序进度", "责任科室"],
        ["新增高新技术企业", "12家以上", "2家", "5家", "25%", "41.7%", "41.4%", "快0.3个百分点", "高新科"],
    ]


def test_a_month_in_which_nothing_was_done_says_so() -> None:
    (_, row) = table(books(rows=Rows({("hnte.new", MONTH): 0, ("hnte.new", "2026"): 3})))
    assert (row[2], row[3], row[5], row[7]) == ("0家", "3家", "25%", "慢16.4个百分点")


def test_without_rows_the_year_so_far_is_what_was_stated_last_of_the_year_or_of_a_part_from_its_start() -> None:
    quarter = fact("hnte.new", 3, period="2026Q1", as_of=None)
    half = fact("hnte.new", 4, period="2026H1", as_of=END)
    (_, row) = table(books(quarter, half))
    assert (row[2], row[3]) == ("", "4家")


def test_what_was_stated_earlier_says_up_to_when() -> None:
    (_, row) = table(books(fact("hnte.new", 3, period="2026Q1", as_of=None)))
    assert row[3] == "3家（1—3月）"


def test_a_half_stated_without_a_day_says_that_it_is_the_half() -> None:
    (_, row) = table(books(fact("hnte.new", 4, period="2026H1", as_of=None)))
    assert (row[3], row[5]) == ("4家（上半年）", "33.3%")


def test_what_was_done_after_the_month_does_not_count() -> None:
    later = fact("hnte.new", 9, period="2026", as_of=date(2026, 6, 20))
    assert list(table(books(later, as_of=date(2026, 6, 20)))) == []


def test_a_level_has_no_amount_of_a_month_and_is_held_against_its_target() -> None:
    (_, row) = table(books(fact("rnd.active_above_scale_ratio", "47.5", period="2026", as_of=END)))
    assert row[1:4] == ["50%以上", "—", "47.5%"]
    assert row[5:8] == ["", "", "低2.5个百分点"]


def test_a_stock_is_not_measured_against_time_and_no_difference_is_said() -> None:
    """72 of 82 were there in January too: they are not 46 points ahead. 62 of 150 stored this year is as it should be, and no empty cell."""
    counted = Rows({("hnte.valid", "2026"): 72, ("hnte.valid", "2025"): 72, ("tsme.stored", "2026"): 62})
    goals = [goal("hnte.valid", 82), goal("tsme.stored", 150)]
    stock, stored = list(table(facts(goals=goals, period=MONTH, as_of=END, rows=counted)))[1:]
    assert stock[4:8] == ["持平", "87.8%", "—", "—"]
    assert stored[5:8] == ["41.3%", "41.4%", "持平"]


def test_rows_come_before_what_was_stated_unless_the_paper_says_otherwise() -> None:
    stated, counted = fact("hnte.new", 6, period="2026", as_of=END), Rows({("hnte.new", "2026"): 5})
    assert [row[3] for row in table(books(stated, rows=counted))][1] == "5家"
    assert [row[3] for row in table(books(stated, rows=counted, prefer=Prefer.BOOKS))][1] == "6家"
