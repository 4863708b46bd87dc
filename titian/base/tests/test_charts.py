"""Charts: what they say, what they draw, and that a page or a paper can take them."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from lxml import etree

from titian.base import drawing
from titian.base.charts import Chart, Goal, Series, bar, bar_line, grouped, history, line, progress
from titian.base.drawing import png, svg
from titian.base.fonts import ChartFontMissing
from titian.base.gongwen.pictures import png_size

YEARS = ["2023", "2024", "2025"]
AT = {"period": "2023—2025年", "source": "县统计局年度数"}
SVG = "{http://www.w3.org/2000/svg}"


def series(name: str, unit: str, *values: str | None, expected: tuple[int, ...] = ()) -> Series:
    return Series(name, unit, [None if value is None else Decimal(value) for value in values], expected)


def some_chart() -> Chart:
    return bar_line(
        "研发费用与占营收比重",
        YEARS,
        series("研发费用", "亿元", "4.6", "5.8", "6.4"),
        series("占营业收入", "%", "2.5", "2.9", "3.1"),
        **AT,
    )


def every_chart() -> dict[str, Chart]:
    """One chart of every kind."""
    firms, spent = series("高新技术企业", "家", "1038", None, "1099"), series("研发费用", "亿元", "4.6", "5.8", "6.4")
    towns = ["城关镇", "示范经济开发区管委会", "黄土岭镇"]
    goals = [
        Goal("高新技术企业", Decimal(61), Decimal(68), "家", Fraction(61, 68), "green"),
        Goal("研发费用", Decimal("2.31"), "≥6.8亿元 或 增长15%", "亿元", Fraction(34, 100), "red"),
        Goal("雏鹰企业", None, Decimal(3), "家", None, "unknown"),
    ]
    return {
        "bar": bar("高新技术企业数", YEARS, firms, **AT),
        "lying": bar("各乡镇高新技术企业数", towns, firms, **AT),
        "line": line("研发费用", YEARS, [spent], **AT),
        "lines": line("研发费用对比", YEARS, [spent, series("邻县", "亿元", "4.5", "5.7", "6.3")], **AT),
        "bar_line": some_chart(),
        "history": history(
            "入库企业", YEARS, series("入库", "家", "180", "205", "240", expected=(2,)), target=Decimal(260), goal="年度目标", **AT
        ),
        "grouped": grouped("两项对比", YEARS, [firms, series("科技型中小企业", "家", "80", "90", "100")], **AT),
        "panels": grouped("三县对比", YEARS, [firms, spent], **AT),
        "progress": progress("年度目标进度", goals, elapsed=Fraction(151, 365), **AT),
    }


CHARTS = every_chart()
KINDS = list(CHARTS)


@cache
def drawn_once(kind: str) -> str:
    return svg(CHARTS[kind])


def words(drawn: str) -> list[str]:
    return ["".join(map(str, node.itertext())) for node in etree.fromstring(drawn.encode()).iter(f"{SVG}text")]


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_says_its_title_period_and_source(kind: str) -> None:
    chart, said = CHARTS[kind], words(drawn_once(kind))
    assert chart.title in said
    assert any(AT["period"] in text for text in said)
    assert "资料来源：县统计局年度数" in said


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "lines"])
def test_every_number_of_the_table_stands_on_the_chart(kind: str) -> None:
    said = " ".join(words(drawn_once(kind)))
    for row in CHARTS[kind].rows:
        for cell in row:
            assert cell in said, cell


def test_several_lines_carry_their_names_and_last_numbers_apart_from_each_other() -> None:
    chart = CHARTS["lines"]
    drawn = etree.fromstring(svg(chart).encode())
    ends = [node for node in drawn.iter(f"{SVG}text") if node.text in {"研发费用 6.4", "邻县 6.3"}]
    heights = [float(str(node.get("transform")).rpartition(",")[2].rstrip(")")) for node in ends]
    assert len(heights) == 2
    assert abs(heights[0] - heights[1]) >= 14


def test_a_missing_value_is_a_dash_and_never_a_zero() -> None:
    chart = CHARTS["bar"]
    assert [row[1] for row in chart.rows] == ["1,038", "—", "1,099"]
    said = words(svg(chart))
    assert "—" in said
    assert "0" not in said
    assert "2024" in said


def test_an_expected_value_is_named_so_and_drawn_hollow() -> None:
    chart = CHARTS["history"]
    assert chart.rows[2] == ("2025", "预计240")
    drawn = svg(chart)
    assert "预计240" in words(drawn)
    assert 'stroke-dasharray="4,3"' in drawn


def test_the_target_is_named_at_its_line() -> None:
    assert "年度目标 260家" in words(drawn_once("history"))


def test_progress_says_the_state_in_words_and_the_time_gone() -> None:
    chart = CHARTS["progress"]
    assert [row[-1] for row in chart.rows] == ["绿 正常", "红 未完成", "缺数"]
    assert chart.rows[1] == ("研发费用", "≥6.8亿元 或 增长15%", "2.31亿元", "34%", "红 未完成")
    assert any("时间进度 41.4%" in text for text in words(svg(chart)))


def test_a_chart_of_two_scales_names_both_units() -> None:
    assert some_chart().unit == "柱：研发费用（亿元）　线：占营业收入（%）"
    assert some_chart().head == ("", "研发费用（亿元）", "占营业收入（%）")
    assert some_chart().rows[0] == ("2023", "4.6", "2.5%")


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawing_can_stand_inline_in_a_page(kind: str) -> None:
    tree = etree.fromstring(drawn_once(kind).encode())
    assert tree.tag == f"{SVG}svg"
    assert tree.get("role") == "img"
    assert tree.get("aria-label") == CHARTS[kind].title
    for node in tree.iter(etree.Element):
        assert etree.QName(node).localname in {"svg", "title", "g", "path", "rect", "text", "line", "defs", "clipPath", "tspan"}
        assert not [key for key in map(str, node.attrib) if key.startswith("on") or key.endswith(("href", "style"))]


def test_names_are_printed_as_words_whatever_they_look_like() -> None:
    evil = "<script>alert(1)</script>\"'&"
    drawn = svg(bar(evil, [evil], series("数", "家", "1"), period="2025年", source=evil))
    assert "<script" not in drawn
    assert evil in words(drawn)


def test_two_charts_on_a_page_share_no_ids() -> None:
    ids = [
        str(node.get("id"))
        for one in map(drawn_once, KINDS)
        for node in etree.fromstring(one.encode()).iter(etree.Element)
        if node.get("id")
    ]
    assert len(ids) == len(set(ids))


def test_a_chart_asks_for_nothing_outside_itself() -> None:
    for chart in CHARTS.values():
        assert "url" not in json.dumps(chart.vega)
        assert "http" not in json.dumps(chart.vega)


@pytest.mark.usefixtures("lettering")
def test_a_drawing_is_the_same_every_time() -> None:
    assert svg(some_chart()) == svg(some_chart())
    assert png(some_chart(), 1) == png(some_chart(), 1)


@pytest.mark.usefixtures("lettering")
def test_a_picture_for_a_paper_is_as_large_as_asked() -> None:
    single, double = png_size(png(some_chart(), 1)), png_size(png(some_chart(), 2))
    assert single[0] > 500
    assert abs(double[0] - 2 * single[0]) <= 2


@pytest.mark.usefixtures("lettering")
def test_chinese_words_are_drawn_with_a_chinese_font() -> None:
    assert png(bar("甲乙", ["一"], series("数", "家", "1"), period="", source=""), 1) != png(
        bar("丙丁", ["一"], series("数", "家", "1"), period="", source=""), 1
    )


def test_without_a_chinese_font_there_is_no_picture_but_a_message_and_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "chinese_font", lambda: None)
    with pytest.raises(ChartFontMissing, match="没有找到中文字体"):
        png(some_chart())
    assert len(some_chart().rows) == 3
    assert some_chart().title in words(svg(some_chart()))


def test_base_values_are_scaled_to_one_printed_unit() -> None:
    money = Series.of("研发费用", "元", [Decimal(747_000_000), Decimal(90_000_000), None])
    assert (money.unit, [money.text(index) for index in range(3)]) == ("亿元", ["7.47", "0.9", "—"])
    assert Series.of("兑现", "元", [Decimal(10_990_000)]).text(0) == "1,099"
    assert Series.of("兑现", "元", [Decimal(10_990_000)]).unit == "万元"
    people = Series.of("培训", "人次", [Decimal(120_000), Decimal(5_000)])
    assert (people.unit, people.text(0), people.text(1)) == ("万人次", "12", "0.5")
    assert Series.of("占比", "%", [Decimal("3.42")]).text(0) == "3.42%"
    assert Series.of("高企", "家", [Decimal(61)]).unit == "家"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: bar("标题", YEARS, series("数", "家", "1"), **AT),
        lambda: bar("标题", ["甲", "甲"], series("数", "家", "1", "2"), **AT),
        lambda: line("标题", ["甲"], [series("数", "家", "1"), series("比", "%", "1")], **AT),
    ],
)
def test_data_that_would_draw_a_lie_is_refused(wrong: Any) -> None:
    with pytest.raises(ValueError, match=r"values for|must differ|one scale"):
        wrong()


def test_a_chart_without_any_value_still_draws_its_frame() -> None:
    for chart in (
        bar("空", YEARS, series("数", "家", None, None, None), **AT),
        line("空", YEARS, [series("数", "家", None, None, None)] * 1, **AT),
    ):
        assert chart.title in words(svg(chart))
        assert [row[1] for row in chart.rows] == ["—"] * 3


def test_falls_below_zero_are_drawn_downwards_with_their_sign() -> None:
    chart = bar("增速", YEARS, series("增速", "%", "-3.5", "2", "0"), **AT)
    assert "-3.5%" in words(svg(chart))
