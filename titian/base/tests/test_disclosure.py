from __future__ import annotations

import pytest

from titian.base.disclosure import Disclosure, Outlet, strictest


@pytest.mark.parametrize(
    ("outlet", "allowed"),
    [
        (Outlet.EXPORT, {Disclosure.OPEN, Disclosure.INTERNAL}),
        (Outlet.CLEAN_PAPER, {Disclosure.OPEN}),
        (Outlet.PUBLIC_PAGE, {Disclosure.OPEN}),
    ],
)
def test_a_clean_paper_and_a_public_page_refuse_the_last_two_classes_and_an_export_the_last(
    outlet: Outlet, allowed: set[Disclosure]
) -> None:
    assert {one for one in Disclosure if one.may_leave(outlet)} == allowed


def test_a_refusal_names_the_datum_its_class_and_the_way_out() -> None:
    assert Disclosure.INTERNAL.may_leave(Outlet.CLEAN_PAPER, "贷款余额").reason == "「贷款余额」的公开属性是「内部」，不能写入清稿"


def test_classes_are_ordered_by_protection_and_not_by_their_letters() -> None:
    assert [one.rank for one in Disclosure] == [0, 1, 2]
    assert strictest([Disclosure.OPEN, Disclosure.RESTRICTED, Disclosure.INTERNAL]) is Disclosure.RESTRICTED
    assert strictest([]) is Disclosure.OPEN


@pytest.mark.parametrize("word", ["内部", "internal", " 内部 "])
def test_a_class_is_found_by_code_or_by_the_offices_word(word: str) -> None:
    assert Disclosure.named(word) is Disclosure.INTERNAL


@pytest.mark.parametrize("word", ["", "秘密", "Open"])
def test_an_unknown_class_never_passes_for_an_open_one(word: str) -> None:
    with pytest.raises(ValueError, match="公开、内部、不得导出"):
        Disclosure.named(word)
