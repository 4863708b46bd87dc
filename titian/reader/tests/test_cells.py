"""A cell's number as the office sees it, and the numbers Word prints by itself."""

from __future__ import annotations

import pytest

from titian.reader.text.cells import is_date, shown
from titian.reader.text.numbering import Level, Lists, chinese


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1234.0, "General", "1234"),
        (0.1 + 0.2, "General", "0.3"),
        (1e-7, "General", "0.0000001"),
        (123456789012.0, "General", "123456789012"),
        (12.0, 'General"家"', "12家"),
        (12.0, "G/通用格式", "12"),
        (0.0372, "0.00%", "3.72%"),
        (1.075, "0%", "108%"),
        (1234567.5, "#,##0.00", "1,234,567.50"),
        (-5.5, "0.0_ ;[Red]-0.0 ", "-5.5"),
        (-5.5, "#,##0.0;(#,##0.0)", "-5.5"),
        (-5.5, "0.0;[红色]0.0", "-5.5"),
        (14.37, '0.00"亿元"', "14.37亿元"),
        (7.47e8, '0.00,,"百万元"', "747.00百万元"),
        (1099, "0\\家", "1099家"),
        (1099, "[$¥-804]#,##0", "¥1,099"),
        (1099.5, "¥#,##0.00", "¥1,099.50"),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        (123456, '0!.0,"万"', "123456"),
        (123456, "0.00E+00", "123456"),
        (0.5, "# ?/?", "0.5"),
        (45292, "yyyy/m/d", "2024-01-01"),
        (45292, 'yyyy"年"m"月"', "2024年1月"),
        (45473, "[$-804]m月d日", "6月30日"),
        (45473.375, "yyyy-mm-dd hh:mm", "2024-06-30 09:00"),
        (0.375, "h:mm", "09:00"),
        (45473, "mmm-yy", "2024年6月"),
        (-3, "yyyy/m/d", "-3"),
        (1e12, "yyyy/m/d", "1000000000000"),
    ],
)
def test_a_number_under_its_format(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


def test_the_old_calendar_of_a_macintosh_begins_in_1904() -> None:
    assert shown(45292 - 1462, "yyyy/m/d", epoch_1904=True) == "2024-01-01"


@pytest.mark.parametrize(
    ("code", "expected"), [("yyyy/m/d", True), ("[Red]0.00", False), ('0"day"', False), ("[h]:mm", True), ("General", False)]
)
def test_a_date_format_is_told_from_words_in_a_format(code: str, expected: bool) -> None:
    assert is_date(code) is expected


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (105, "一百零五"),
        (110, "一百一十"),
        (2024, "二千零二十四"),
        (10_000, "10000"),
    ],
)
def test_chinese_counting(number: int, text: str) -> None:
    assert chinese(number) == text


def test_lists_count_by_level_and_start_again_below() -> None:
    levels = {
        0: Level("chineseCounting", "%1、"),
        1: Level("decimal", "%1.%2"),
        2: Level("decimalEnclosedCircle", "%3", 3),
        3: Level("bullet", "•"),
    }
    lists = Lists({"1": levels, "2": levels}, {"1": "a", "2": "a"})
    asked = [("1", 0), ("1", 1), ("1", 2), ("1", 2), ("1", 1), ("2", 0), ("2", 1), ("1", 3), ("9", 0)]
    # A number of a higher level keeps that level's form.
    assert [lists.label(*entry) for entry in asked] == ["一、", "一.1", "③", "④", "一.2", "二、", "二.1", "", ""]
