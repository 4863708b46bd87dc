"""The list of towns an office hands over."""

from __future__ import annotations

import pytest

from titian.base.errors import Refused
from titian.places.lists import Listed, read_towns


def test_a_list_keeps_its_order_and_takes_codes_where_there_are_any() -> None:
    text = "# 十七个镇街\r\n\r\n梯田镇 990123101\n西街街道,990123001\n　东山乡　\n990123102\t北河乡\n开发区服务中心\n"
    assert read_towns(text.encode(), county_code="990123") == [
        Listed(3, "梯田镇", "990123101"),
        Listed(4, "西街街道", "990123001"),
        Listed(5, "东山乡"),
        Listed(6, "北河乡", "990123102"),
        Listed(7, "开发区服务中心"),
    ]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_list_is_read_whatever_program_saved_it(coding: str) -> None:
    assert [town.name for town in read_towns("梯田镇\n䶮塘乡\n".encode(coding))] == ["梯田镇", "䶮塘乡"]


def test_the_twelve_digits_of_the_statistics_office_are_a_towns_nine() -> None:
    assert read_towns("梯田镇 990123101000".encode()) == [Listed(1, "梯田镇", "990123101")]


def test_everything_wrong_with_a_list_is_said_at_once() -> None:
    lines = [
        "甲镇 990123101",
        "甲镇",
        "乙镇 990123101",
        "丙镇 99012",
        "丁镇 990124103",
        "990123104",
        "戊镇 己镇",
        "庚镇990123105",
        "辛镇 990123000",
    ]
    with pytest.raises(Refused) as refusal:
        read_towns("\n".join(lines).encode(), county_code="990123")
    told = "\n".join(refusal.value.messages)
    for part in (
        "第 2 行的名称「甲镇」与第 1 行重复",
        "第 3 行的代码「990123101」与第 1 行重复",
        "第 4 行「丙镇」的代码应为 9 位数字，不是「99012」",
        "第 5 行「丁镇」的代码 990124103 不属于本县区（990123）",
        "第 6 行「990123104」没有乡镇名称",
        "第 7 行「戊镇 己镇」看不出",
        "第 8 行「庚镇990123105」",
        "第 9 行「辛镇」的代码 990123000 末三位是 000",
    ):
        assert part in told
    assert len(refusal.value.messages) == 8


@pytest.mark.parametrize("data", [b"", b"# \xe5\x8f\xaa\xe6\x9c\x89\n\n", b"\x00\x01\x02\x03", b"PK\x03\x04\x00\x00\xff\xff"])
def test_what_is_no_list_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        read_towns(data)
