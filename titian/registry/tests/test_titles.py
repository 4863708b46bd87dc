"""How long titles hold."""

from datetime import date

from titian.figures.catalogue import packaged
from titian.registry.titles import KINDS, SPOKEN


def test_a_high_tech_certificate_holds_three_years_from_its_day() -> None:
    assert KINDS["hnte"].ends(date(2023, 11, 6)) == date(2026, 11, 6)
    assert KINDS["hnte"].ends(date(2024, 2, 29)) == date(2027, 3, 1)


def test_a_small_technology_enterprise_holds_to_the_end_of_its_year() -> None:
    assert KINDS["tsme"].ends(date(2026, 5, 20)) == date(2027, 1, 1)


def test_a_rule_that_was_replaced_ends_no_title_given_after_it() -> None:
    """The term under the measures in force from April 2026 is not confirmed."""
    assert KINDS["srdi"].ends(date(2026, 3, 31)) == date(2029, 3, 31)
    assert KINDS["srdi"].ends(date(2026, 4, 1)) is None


def test_where_no_rule_is_known_no_end_is_made_up() -> None:
    assert KINDS["gazelle"].ends(date(2026, 5, 20)) is None


def test_every_title_has_words_of_its_own_and_figures_of_the_catalogue() -> None:
    assert SPOKEN["高企"] == "hnte"
    words = [word for kind in KINDS.values() for word in {kind.label, kind.short, *kind.aliases}]
    assert len(set(words)) == len(words)
    codes = {code for kind in KINDS.values() for code in (kind.valid, kind.new, kind.applied) if code}
    assert codes <= set(packaged())
