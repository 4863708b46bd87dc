"""Codes of organisations, people and industries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titian.registry.codes import (
    SECTIONS,
    USCC_LETTERS,
    id_number_problem,
    industry_from,
    industry_name,
    industry_problem,
    section_name,
    uscc_check,
    uscc_doubt,
    uscc_problem,
)

codes17 = st.text(USCC_LETTERS, min_size=17, max_size=17)


@pytest.mark.parametrize(("code", "check"), [("91350100M000100Y4", "3"), ("91512081MA62K0260", "E")])
def test_the_published_examples_have_their_check_character(code: str, check: str) -> None:
    assert uscc_check(code) == check


@given(codes17)
def test_a_code_with_its_check_character_is_neither_wrong_nor_doubtful(code: str) -> None:
    whole = code + uscc_check(code)
    assert uscc_problem(whole) == uscc_doubt(whole) == ""


@given(codes17, st.integers(0, 16), st.sampled_from(USCC_LETTERS))
def test_one_mistyped_character_is_always_noticed(code: str, place: int, letter: str) -> None:
    """31 is a prime and no weight is 0 modulo it."""
    whole = code + uscc_check(code)
    mistyped = whole[:place] + letter + whole[place + 1 :]
    assert bool(uscc_doubt(mistyped)) is (mistyped != whole)


def test_what_is_wrong_with_a_code_is_said() -> None:
    assert "18 位，这里是 17 位" in uscc_problem("9" * 17)
    assert "「I」" in uscc_problem("9I350100M000100Y43")
    assert "末位应为 3，这里是 4" in uscc_doubt("91350100M000100Y44")


def test_id_numbers_are_checked_by_their_own_rule() -> None:
    assert id_number_problem("11010519491231002X") == ""
    assert id_number_problem("440524188001010014") == ""
    assert "校验不符" in id_number_problem("440524188001010015")
    assert "18 位" in id_number_problem("4405241880")


@pytest.mark.parametrize(
    ("typed", "code"), [("3512", "C3512"), ("c35", "C35"), (" I6510 ", "I6510"), ("M", "M"), ("制造业", "制造业")]
)
def test_an_industry_is_found_with_or_without_its_section(typed: str, code: str) -> None:
    assert industry_from(typed) == code


def test_an_industry_lies_within_its_section() -> None:
    assert industry_problem("C3512") == industry_problem("C") == ""
    assert "没有 51" in industry_problem("C5112")
    assert industry_problem("U12")
    assert section_name("C3512") == "制造业"


def test_an_industry_is_called_by_its_division() -> None:
    assert industry_name("C3512") == "专用设备制造业"
    assert industry_name("C39") == "计算机、通信和其他电子设备制造业"
    assert industry_name("M73") == "研究和试验发展"
    assert industry_name("T97") == "国际组织"
    assert industry_name("C") == "制造业"
    assert industry_name("") == ""
    assert all(industry_name(f"{letter}{number:02d}") for letter, (first, last, _) in SECTIONS.items() for number in (first, last))
