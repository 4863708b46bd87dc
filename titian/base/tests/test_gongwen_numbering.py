"""Heading levels and 一是/二是/三是."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from titian.base.gongwen.blocks import Annex, Block, CheckOnly, Heading, Landscape, Paragraph, Picture, Points, Run, Table, words
from titian.base.gongwen.numbering import HeadingCounter, enumerate_points, enumerate_texts
from titian.base.gongwen.outline import settled


def headings(*blocks: Heading | Annex) -> list[str]:
    return [words(block.text) for block in settled(blocks, check=True) if isinstance(block, Heading)]


def test_headings_are_numbered_by_level_and_start_again_below_a_new_one() -> None:
    levels = [1, 2, 3, 4, 4, 3, 2, 3, 1, 2]
    counter = HeadingCounter()
    assert [counter.label(level) for level in levels] == [
        "一、",
        "（一）",
        "1.",
        "（1）",
        "（2）",
        "2.",
        "（二）",
        "1.",
        "二、",
        "（一）",
    ]


def test_dropping_a_section_renumbers_the_others() -> None:
    whole = [Heading(1, "企业"), Heading(1, "项目"), Heading(1, "平台")]
    assert headings(*whole) == ["一、企业", "二、项目", "三、平台"]
    assert headings(whole[0], whole[2]) == ["一、企业", "二、平台"]


def test_an_annex_counts_from_one() -> None:
    assert headings(Heading(1, "甲"), Annex("附件"), Heading(1, "乙")) == ["一、甲", "一、乙"]


def test_a_heading_without_a_number_is_not_counted() -> None:
    assert headings(Heading(1, "导语", numbered=False), Heading(1, "甲")) == ["导语", "一、甲"]


def test_text_behind_a_heading_is_parted_from_it_by_a_full_stop() -> None:
    assert headings(Heading(2, "强化培育", run_in="新增12家。")) == ["（一）强化培育。"]
    assert headings(Heading(2, "强化培育。", run_in="新增12家。")) == ["（一）强化培育。"]
    assert headings(Heading(2, "强化培育")) == ["（一）强化培育"]


def test_levels_beyond_the_standard_are_refused() -> None:
    with pytest.raises(ValueError, match="1 至 4"):
        Heading(5, "太深")


def test_points_are_numbered_and_closed() -> None:
    assert enumerate_points(["建平台", "办活动；", "用资金"]) == ["一是建平台；", "二是办活动；", "三是用资金。"]


def test_dropping_a_point_renumbers_the_rest() -> None:
    assert enumerate_points(["一是建平台。", "三是用资金。"]) == ["一是建平台。", "二是用资金。"]


def test_one_point_alone_has_no_number() -> None:
    assert enumerate_points(["一是建平台；"]) == ["建平台。"]
    assert enumerate_points([" ", "二是，建平台", "。"]) == ["建平台。"]
    assert enumerate_points([]) == []


def test_a_point_keeps_its_links_when_it_is_numbered_and_closed() -> None:
    first, second = enumerate_texts(
        [["一是新增", Run("12家", href="https://titian.example/1")], ["完成", Run("61家", href="https://titian.example/2")]]
    )
    assert [run.text for run in first] == ["一是", "新增", "12家", "；"]
    assert [run.text for run in second] == ["二是", "完成", "61家", "。"]
    assert first[2].href == "https://titian.example/1"


@settings(deadline=None)
@given(st.lists(st.text("建平台办活动用资金12。；，", max_size=8), max_size=25))
def test_numbers_follow_without_a_gap_and_never_stand_alone(points: list[str]) -> None:
    made = enumerate_points(points)
    assert len([point for point in made if point.startswith("一是")]) == (1 if len(made) > 1 else 0)
    assert enumerate_points(made) == made
    assert not made or made[-1].endswith("。")


def test_points_stand_in_one_paragraph_after_their_lead_or_each_in_its_own() -> None:
    inline, apart = Points(["甲。", "乙。"], "主要做法："), Points(["甲。", "乙。"], "主要做法：", inline=False)
    assert [words(block.text) for block in settled([inline], check=False) if isinstance(block, Paragraph)] == [
        "主要做法：一是甲。二是乙。"
    ]
    assert [words(block.text) for block in settled([apart], check=False) if isinstance(block, Paragraph)] == [
        "主要做法：",
        "一是甲。",
        "二是乙。",
    ]


def test_points_that_all_fell_out_leave_no_lead_behind() -> None:
    assert settled([Points(["", " "], "主要做法："), Points([], "主要做法：", inline=False)], check=True) == []


def test_captions_are_numbered_only_where_there_are_several() -> None:
    one, two = Table([], [["甲"]], caption="指标"), Table([], [["乙"]], caption="资金")
    assert [
        block.caption for block in settled([one, Picture(b"", caption="走势")], check=True) if isinstance(block, (Table, Picture))
    ] == ["指标", "走势"]
    made = settled([one, Landscape([two])], check=True)
    assert isinstance(made[0], Table)
    assert isinstance(made[1], Landscape)
    inner = made[1].blocks[0]
    assert isinstance(inner, Table)
    assert [made[0].caption, inner.caption] == ["表1　指标", "表2　资金"]


def test_the_clean_edition_drops_what_is_for_checking_before_anything_is_counted() -> None:
    blocks: list[Block] = [Heading(1, "甲"), CheckOnly([Heading(1, "内部"), Landscape([Table([], [["源"]])])]), Heading(1, "乙")]
    assert [words(block.text) for block in settled(blocks, check=False) if isinstance(block, Heading)] == ["一、甲", "二、乙"]
    assert [words(block.text) for block in settled(blocks, check=True) if isinstance(block, Heading)] == [
        "一、甲",
        "二、内部",
        "三、乙",
    ]
    assert settled([Landscape([CheckOnly([Heading(1, "内部")])])], check=False) == []
