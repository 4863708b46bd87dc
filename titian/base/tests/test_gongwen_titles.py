"""Titles break by meaning."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from titian.base.gongwen.layout import text_width
from titian.base.gongwen.titles import LINE_WIDTH, title_lines


def test_a_short_title_stays_in_one_line() -> None:
    assert title_lines("2026年上半年工作总结") == ["2026年上半年工作总结"]


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (
            "示范县科学技术局关于县十八届人大六次会议第12号建议的答复",
            ["示范县科学技术局关于", "县十八届人大六次会议第12号建议的答复"],
        ),
        (
            "关于印发《示范县2026年科技工作要点》和《示范县科技创新专项资金管理办法》的通知",
            ["关于印发《示范县2026年科技工作要点》和", "《示范县科技创新专项资金管理办法》的通知"],
        ),
        ("示范县科学技术局2026年上半年工作总结及下半年工作计划", ["示范县科学技术局", "2026年上半年工作总结及下半年工作计划"]),
    ],
)
def test_a_long_title_breaks_at_a_joint_of_the_sentence(title: str, lines: list[str]) -> None:
    assert title_lines(title) == lines


def test_line_ends_set_by_hand_are_kept() -> None:
    assert title_lines("示范县\n工作总结") == ["示范县", "工作总结"]


@settings(deadline=None)
@given(st.text("示范县科技局关于的《》2026年第12号、和工作", min_size=1, max_size=70))
def test_no_character_is_lost_and_no_number_is_broken(title: str) -> None:
    lines = title_lines(title)
    assert "".join(lines) == title
    for line, following in pairwise(lines):
        assert not (line[-1].isdigit() and following[0].isdigit())
        assert following[0] not in "的、》号年"
    assert len(lines) == 1 or all(text_width(line) <= LINE_WIDTH for line in lines)
