"""How values are printed on pages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.template import Context, Template

from titian.base.columns import Column
from titian.base.pages import Link, Mark
from titian.base.periods import Period
from titian.base.quantities import Operator, Quantity
from titian.base.templatetags import titian as tags


@pytest.mark.parametrize(
    ("value", "unit", "printed"),
    [
        (Decimal(10_990_000), "元", "1,099 万元"),
        (Decimal(747_000_000), "元", "7.47 亿元"),
        (Decimal("3.4200"), "%", "3.42 %"),
        (Decimal(87), "人", "87 人"),
        (0, "家", "0 家"),
    ],
)
def test_a_quantity_is_printed_with_its_unit_and_without_trailing_zeros(value: Decimal, unit: str, printed: str) -> None:
    assert tags.quantity(value, unit) == printed


@pytest.mark.parametrize(
    ("operator", "printed"),
    [
        (Operator.OVER, "超 470 家"),
        (Operator.AT_LEAST, "470 家以上"),
        (Operator.AT_MOST, "不超过 470 家"),
        (Operator.ABOUT, "约 470 家"),
    ],
)
def test_an_operator_is_said_in_words(operator: Operator, printed: str) -> None:
    assert tags.quantity(Quantity(Decimal(470), "家", operator)) == printed


def test_a_missing_value_is_said_to_be_missing_and_is_never_zero() -> None:
    assert "缺" in tags.quantity(None, "家")
    assert "缺" in tags.wan(None)
    assert "缺" in tags.share(None)
    assert "缺" in tags.cell(None, Column("n", "家数", "integer"))


def test_money_is_printed_in_wan_yuan() -> None:
    assert tags.wan(Decimal("10990000.00")) == "1,099 万元"
    assert tags.wan_number(Decimal(31264875)) == "3,126.4875"


def test_a_share_is_printed_in_per_cent_rounded_half_up() -> None:
    assert tags.share(Fraction(5, 12)) == "41.7 %"
    assert tags.share(Decimal("0.3425")) == "34.3 %"


def test_days_periods_and_instants_are_printed_the_offices_way() -> None:
    assert tags.day(date(2026, 6, 3)) == "2026-06-03"
    assert tags.day(datetime(2026, 6, 3, 20, 0, tzinfo=UTC)) == "2026-06-04"
    assert tags.instant(datetime(2026, 6, 3, 1, 5, tzinfo=UTC)) == "2026-06-03 09:05"
    assert tags.period_label("2026H1") == tags.period_label(Period("2026H1")) == "2026年上半年"
    assert tags.period_label("2026年1—4月") == "2026年1—4月"


@pytest.mark.parametrize(
    ("value", "column", "printed"),
    [
        (Decimal(12640), Column("n", "家数", "integer"), "12,640"),
        (Decimal(10990000), Column("n", "资金", "money_wan"), "1,099"),
        (Decimal("3.4200"), Column("n", "占比", "percent"), "3.42"),
        (True, Column("n", "启用"), "是"),
        ("2026Q3", Column("n", "期间", "period"), "2026年三季度"),
        (date(2026, 1, 2), Column("n", "日期", "day"), "2026-01-02"),
    ],
)
def test_a_cell_is_printed_by_the_kind_of_its_column(value: object, column: Column, printed: str) -> None:
    assert tags.cell(value, column) == printed


def test_a_cell_escapes_what_people_typed() -> None:
    shown = Template("{% load titian %}{{ value|cell:column }}{{ text|cell:column }}").render(
        Context({"value": Link("<b>甲</b>", "/x/?a=1&b=2"), "text": "<script>", "column": Column("n", "名称")})
    )
    assert shown == '<a href="/x/?a=1&amp;b=2">&lt;b&gt;甲&lt;/b&gt;</a>&lt;script&gt;'


def test_a_mark_carries_its_word_and_an_unknown_colour_is_grey() -> None:
    shown = Template('{% load titian %}{% mark state %}{% mark "purple" "待定" %}').render(
        Context({"state": Mark("red", "未完成")})
    )
    assert shown == '<span class="mark mark-red">未完成</span><span class="mark mark-grey">待定</span>'


def test_a_bar_is_cut_at_full_and_says_its_numbers() -> None:
    shown = Template("{% load titian %}{% progress done gone 'green' %}").render(
        Context({"done": Decimal("1.2"), "gone": Fraction(5, 12)})
    )
    assert "width:100.0%" in shown
    assert "left:41.7%" in shown
    assert 'aria-label="完成 120 %，时间进度 41.7 %"' in shown


@pytest.mark.parametrize(
    ("value", "column", "wraps"),
    [
        (Decimal(1), Column("n", "家数", "integer"), "number"),
        ("半年总结", Column("n", "文种"), "short"),
        (Mark("green", "已入账 2026-05-31 全部"), Column("n", "入账"), "short"),
        ("一二三四五六七八九十一二三四五", Column("n", "标题", width=40), "long"),
        ("一二三四五六七八九十一二三四五", Column("n", "名称"), ""),
    ],
)
def test_short_cells_never_wrap_and_long_columns_keep_a_width(value: object, column: Column, wraps: str) -> None:
    assert tags.cell_class(column, value) == wraps


@pytest.mark.parametrize(
    ("value", "column", "cut"),
    [
        ("一二三四五六七八", Column("n", "科室"), False),
        (date(2026, 5, 31), Column("n", "日期", "day"), False),
        (Mark("yellow", "一百二十天以来没有进展"), Column("n", "预警"), False),
        ("示财教〔2026〕115号", Column("n", "文号"), False),
        (Decimal(123_456_789_012_345), Column("n", "金额", "money_wan"), False),
        ("一二三四五六七八九", Column("n", "名称"), True),
        (Link("示范县云山科技有限公司", "/firm/"), Column("n", "企业", width=30), True),
    ],
)
def test_in_a_list_of_one_line_a_row_only_long_texts_give_way(value: object, column: Column, cut: bool) -> None:
    assert ('class="clip"' in tags.cells([(column, value)], clip=True)) is cut


def test_what_was_cut_opens_where_the_focus_is_and_a_link_says_it_under_the_pointer() -> None:
    column = Column("n", "企业", width=30)
    shown = tags.cells([(column, Link("示范县<云山>科技有限公司", "/firm/")), (column, "一二三四五六七八九")], clip=True)
    assert 'title="示范县&lt;云山&gt;科技有限公司"' in shown
    assert '<span class="clip" tabindex="0">一二三四五六七八九</span>' in shown
    assert shown.count("tabindex") == 1
    assert [one.split('"')[0] for one in shown.split('class="')[1::2]] == ["cut wide name", "cut wide"], "a name has a second line"


@pytest.mark.parametrize(
    ("label", "broken"),
    [
        ("完成进度", "完成进度"),
        ("整改完成日期", "整改完成<wbr>日期"),
        ("上年同月营业收入", "上年同月<wbr>营业收入"),
        ("成文（收到）日期", "成文（收到）<wbr>日期"),
        ("R&D/GDP", "R&amp;D/GDP"),
    ],
)
def test_a_long_head_breaks_between_words(label: str, broken: str) -> None:
    assert tags._breaking(label) == broken
