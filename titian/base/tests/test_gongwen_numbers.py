"""文号, 成文日期 and Chinese numerals."""

from __future__ import annotations

from datetime import date

import pytest

from titian.base.gongwen.numbers import DocumentNumberError, chinese_day, chinese_number, document_number, document_number_faults


@pytest.mark.parametrize("text", ["示科〔2026〕12号", " 示科函〔2026〕1号 ", "示政办发〔2026〕105号", "示科〔1999〕3号"])
def test_a_proper_number_passes_without_the_spaces_around_it(text: str) -> None:
    assert document_number(text) == text.strip()


@pytest.mark.parametrize(
    ("text", "fault", "suggestion"),
    [
        ("示科[2026]12号", "六角括号", "示科〔2026〕12号"),
        ("示科（2026）12号", "六角括号", "示科〔2026〕12号"),
        ("示科【2026】12号", "六角括号", "示科〔2026〕12号"),
        ("示科〔2026〕012号", "虚位", "示科〔2026〕12号"),
        ("示科〔2026〕第12号", "不加“第”", "示科〔2026〕12号"),
        ("示科〔26〕12号", "四位", "示科〔2026〕12号"),
        ("示科〔2026年〕12号", "不加“年”", "示科〔2026〕12号"),
        ("示科〔2026〕12", "以“号”结尾", "示科〔2026〕12号"),
        ("示科〔2026〕 12号", "空格", "示科〔2026〕12号"),
        ("示科〔2026〕１２号", "半角", "示科〔2026〕12号"),
        ("〔2026〕12号", "机关代字", "示科〔2026〕12号"),
        ("", "为空", "示科〔2026〕12号"),
    ],
)
def test_a_wrong_number_is_refused_with_the_fault_and_the_right_form(text: str, fault: str, suggestion: str) -> None:
    with pytest.raises(DocumentNumberError) as refused:
        document_number(text)
    assert fault in str(refused.value)
    assert f"「{suggestion}」" in str(refused.value)


def test_several_faults_are_named_at_once() -> None:
    assert document_number_faults("示科[2026]第012号") == ["年份应加六角括号〔〕", "序号不加“第”", "序号不编虚位(前面不加 0)"]


def test_the_suggested_form_is_itself_a_proper_number() -> None:
    for wrong in ("示科[2026]第012号", "县科(2025)8", "示科〔2026年〕第１号"):
        with pytest.raises(DocumentNumberError) as refused:
            document_number(wrong)
        suggested = str(refused.value).rpartition("「")[2].rstrip("」")
        assert document_number(suggested) == suggested


def test_a_day_is_written_in_arabic_figures_without_zeros_in_front() -> None:
    assert chinese_day(date(2026, 6, 3)) == "2026年6月3日"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (21, "二十一"),
        (100, "一百"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1003, "一千零三"),
        (2030, "二千零三十"),
    ],
)
def test_numbers_are_written_in_chinese_numerals(number: int, text: str) -> None:
    assert chinese_number(number) == text


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_numerals_beyond_their_range_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="1 至 9999"):
        chinese_number(number)
