"""The whole reading: tables, ledgers, letters, speeches; where figures stand and why they were read so."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from titian.reader.pipeline import read_text
from titian.reader.values import Reading

# The reader's work grows with the length of a text, whatever is written in it: counted in calls, not in seconds.
_SHORT, _TIMES = 150, 3
_LINEAR = 1.3  # threefold text: at most 3.9 times the work; quadratic work would be ninefold


def lines(reading: Reading) -> list[str]:
    """`number code status period` of each figure, in order."""
    return [f"{figure.number_text} {figure.code} {figure.status} {figure.period}" for figure in reading.figures]


def test_a_table_is_read_by_its_titles_and_scaled_by_its_units() -> None:
    reading = read_text(
        "示范区科技局2024年主要指标完成情况\n"
        "序号 | 指标 | 2023年实际 | 2024年目标 | 2024年完成 | 完成率 | 位次\n"
        "1 | 技术合同成交额（亿元） | 8.1 | 10 | 11.2 | 112% | 全市第3\n"
        "2 | 规上工业企业研发费用增速（%） | 9.6 | 8 | -1.3 | — | 全市第9\n"
    )
    assert lines(reading) == [
        "8.1 contract.value achieved 2023",
        "10 contract.value target 2024",
        "11.2 contract.value achieved 2024",
        "9.6 rnd.above_scale_growth achieved 2023",
        "8 rnd.above_scale_growth target 2024",
        "-1.3 rnd.above_scale_growth achieved 2024",
    ]
    assert [figure.value for figure in reading.figures][2:4] == [Decimal(1_120_000_000), Decimal("9.6")]
    assert reading.figures[-1].value == Decimal("-1.3")


def test_a_growth_column_gives_a_growth_indicator() -> None:
    text = "示范区2024年指标\n指标\t全年\t同比增长（%）\n规上工业企业研发费用（亿元）\t6.1\t12.4\n高新技术企业（家）\t120\t9.1\n"
    assert lines(read_text(text)) == ["12.4 rnd.above_scale_growth achieved 2024", "120 hnte.valid achieved 2024"]


def test_the_towns_of_a_table_are_parts_and_its_total_is_the_figure() -> None:
    text = "示范县2024年科技指标\n镇街\t高企总数（家）\t新增科小（家）\n东湖镇\t12\t30\n西岭街道\t28\t51\n合计\t40\t81\n"
    assert lines(read_text(text)) == ["40 hnte.valid achieved 2024", "81 tsme.stored achieved 2024"]


def test_a_ledger_takes_its_topic_from_the_task_and_its_status_from_the_column() -> None:
    reading = read_text(
        "示范县科技局2024年重点任务台账\n（截至6月30日）\n\n序号\n重点任务\n年度目标\n上半年进展\n\n"
        "1\n科技型中小企业评价入库\n210家\n已公告148家，去年同期131家\n\n"
        "2\n技术市场\n合同成交7亿元，登记成果60项\n分别完成3.4亿元、37项\n"
    )
    assert lines(reading) == [
        "210家 tsme.stored target 2024",
        "148家 tsme.stored achieved 2024H1",
        "131家 tsme.stored achieved 2023H1",
        "7亿元 contract.value target 2024",
        "60项 achievement.registered target 2024",
        "3.4亿元 contract.value achieved 2024H1",
        "37项 achievement.registered achieved 2024H1",
    ]


def test_a_spoken_text_is_followed_from_sentence_to_sentence() -> None:
    reading = read_text(
        "在全县科技大会上的讲话\n（2023年12月20日）\n"
        "高企这块，五年前才41家，眼下是128家。光今年就报了66家，认定39家。\n"
        "明年怎么干？高企要冲到150家，资金池扩大到2个亿。\n"
    )
    assert lines(reading) == [
        "41家 hnte.valid achieved 2023",
        "128家 hnte.valid achieved 2023",
        "66家 hnte.applied submitted 2023",
        "39家 hnte.new achieved 2023",
        "150家 hnte.valid target 2024",
        "2个亿 pool.size target 2024",
    ]


def test_a_row_referred_to_by_its_number_names_the_topic() -> None:
    text = (
        "示范镇2024年自评\n序号\t指标\t目标值\t完成值\n1\t高企认定数（家）\t6\t5\n2\t技术合同（亿元）\t1\t2\n第1项半年时只有3家。\n"
    )
    assert lines(read_text(text))[-1] == "3家 hnte.new achieved 2024H1"


def test_a_corrected_figure_has_both_values() -> None:
    text = "示范县2024年数据更正说明\n高新技术企业数由年初填报的318家更正为311家，7家属迁出未销户。\n"
    assert [figure.number_text for figure in read_text(text).figures] == ["318家", "311家"]


def test_quotes_and_offsets_are_slices_of_the_text() -> None:
    text = "示范县科技局2024年总结\r\n全年新增高企32家；培训1,200余人次。\r\n"
    reading = read_text(text)
    assert len(reading.figures) == 2
    for figure in reading.figures:
        assert text[figure.offset : figure.end] == figure.number_text
        assert figure.quote in text
        assert figure.number_text in figure.quote


def test_every_number_says_why_in_chinese() -> None:
    text = "示范县科技局2024年总结\n新增高企32家，新增专利56件，户均增收3000元。\n"
    reading = read_text(text)
    assert set(reading.why) == {quantity.offset for quantity in reading.quantities}
    hnte, patents, income = (reading.why[quantity.offset] for quantity in reading.quantities)
    assert "高新技术企业" in hnte[0]
    assert "新增" in hnte[0]
    assert any("不是目录里的指标" in reason for reason in patents)
    assert income


def test_checks_are_part_of_the_reading() -> None:
    reading = read_text("示范县科技局2024年总结\n申报项目30项，其中重点研发18项、成果转化11项。\n")
    assert any(check.kind == "sum" and check.holds is False for check in reading.checks)


def test_a_reading_is_json() -> None:
    shown = read_text("示范县科技局2024年总结\n新增高企32家。\n").to_json()
    assert json.loads(json.dumps(shown, ensure_ascii=False)) == shown
    assert set(shown) == {"document", "quantities", "figures", "checks"}


def test_a_text_without_a_year_is_still_read() -> None:
    (figure,) = read_text("新增高企32家。").figures
    assert (figure.code, figure.period) == ("hnte.new", "2000")


_PIECES = st.sampled_from(
    [
        "新增高企",
        "32家",
        "(",
        ")",
        "，",
        "。",
        "、",
        "其中",
        "2024年",
        "上年",
        "1—2家",
        "\n",
        "|",
        "\t",
        "一、",
        "目标",
        "占",
        "3.5%",
        "分别",
        "的",
        "12亿元",
        "1",
        "第2项",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=40).map("".join))
def test_no_arrangement_of_words_breaks_the_reading(text: str) -> None:
    reading = read_text(text)
    for figure in reading.figures:
        assert text[figure.offset : figure.end] == figure.number_text
    assert len({figure.offset for figure in reading.figures}) == len(reading.figures)


def test_a_line_over_a_tables_head_that_is_not_as_wide_is_no_head() -> None:
    text = (
        "绿洲旗科技局2024年考核指标进展情况表\n\n填报单位：绿洲旗科技局 | 统计截止：2024年10月31日 | 填表人：甲\n\n"
        "序号 | 考核指标（单位） | 2023年完成值 | 2024年目标值 | 1—10月完成值 | 目标完成率（%） | 去年同期\n"
        "1 | 技术合同成交额（万元） | 6820 | 8000 | 7344 | 91.8 | 5105\n"
        "2 | 国家高新技术企业存量（户） | 29 | 35 | 33 | 94.3 | 27\n"
    )
    found = [(figure.code, int(figure.value), figure.status, figure.period) for figure in read_text(text).figures]
    assert found[:3] == [
        ("contract.value", 68_200_000, "achieved", "2023"),
        ("contract.value", 80_000_000, "target", "2024"),
        ("contract.value", 73_440_000, "achieved", "2024"),
    ]
    assert found[-1] == ("hnte.valid", 27, "achieved", "2023")


@pytest.mark.parametrize(
    "piece",
    [
        "认定高企12家,",
        "认定高企12家、",
        "12家",
        "高企12家\n",
        "认定高企12家。",
        "认定高企12家。\n认定高企13家。\n",
        "已办结12家、未办结12家、",
        "其中12家,",
        "较上年增长12%,",
        "完成目标12家的100%,",
        "新增高新技术企业12家(其中重新认定12家)",
        "共12家、甲企业、乙企业,",
    ],
)
def test_a_piece_repeated_without_end_takes_work_in_proportion(piece: str) -> None:
    read_text(piece * 3)  # vocabularies are compiled once
    short, long = (_calls(piece * count) for count in (_SHORT, _SHORT * _TIMES))
    assert long <= short * _TIMES * _LINEAR, f"{piece!r}: {short} calls, then {long}"


def test_what_is_restated_line_by_line_is_still_held_against_its_neighbours() -> None:
    checks = read_text("认定高企12家。\n" * 120 + "认定高企13家。\n").checks
    assert any(check.kind == "repeat" and check.holds for check in checks)
    assert any(check.kind == "conflict" for check in checks)


def _calls(text: str) -> int:
    """Calls of functions, ours and the language's, that reading a text takes."""
    counted = 0

    def count(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        read_text(text)
    finally:
        sys.setprofile(None)
    return counted
