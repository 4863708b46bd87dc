"""Names as people write and seek them."""

import pytest

from titian.registry.names import core, folded, initials


@pytest.mark.parametrize(
    "spelling", ["示范县云山科技(集团)有限公司", "示范县云山科技（集团）有限公司", " 示范县 云山科技【集团】有限公司"]
)
def test_two_spellings_of_a_name_are_one(spelling: str) -> None:
    assert folded(spelling) == folded("示范县云山科技（集团）有限公司")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("示范县云山智能装备有限公司", "云山智能装备"),
        ("示范省示范市云山智能装备股份有限公司", "云山智能装备"),
        ("云山智能装备厂", "云山智能装备"),
        ("有限公司", "有限公司"),
    ],
)
def test_the_core_of_a_name_has_neither_place_nor_legal_form(name: str, kept: str) -> None:
    assert core(name) == kept


def test_initials_are_letters_a_person_types() -> None:
    assert initials("云山智能装备") == "yszn" + "zb"
    assert initials("云山ABC-7（西区）") == "ysabc7xq"
