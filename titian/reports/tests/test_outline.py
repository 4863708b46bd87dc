"""Outlines: read, kept as JSON, moved, switched, 党建 first or last."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titian.reports.writer.outline import OutlineError, dump_outline, load, parse_outline, with_party

HALF_YEAR = load("titian.reports.half_year")
KEYS = [section.key for section in HALF_YEAR.sections]


def keys_of(outline: object) -> list[str]:
    return [section.key for section in outline.sections]  # type: ignore[attr-defined]  # outlines are typed loosely here


def test_the_packaged_outline_has_the_sections_of_a_half_year_report() -> None:
    assert {"lead", "indicators", "party", "cultivation", "rnd", "platforms", "projects", "transfer", "finance", "talent"} <= set(
        KEYS
    )
    assert {"services", "highlights", "problems", "plan"} <= set(KEYS)


def test_an_outline_survives_being_kept_as_json() -> None:
    assert parse_outline(dump_outline(HALF_YEAR)) == HALF_YEAR


def test_a_section_moves_before_another() -> None:
    assert keys_of(HALF_YEAR.moved("transfer", before="cultivation"))[3:6] == ["party", "transfer", "cultivation"]


def test_a_heading_takes_the_sections_under_it_along() -> None:
    moved = keys_of(HALF_YEAR.moved("work", before=None))
    assert moved[:5] == ["lead", "indicators", "highlights", "problems", "plan"]
    assert moved[5:8] == ["work", "party", "cultivation"]


def test_the_party_work_stands_first_or_last() -> None:
    assert keys_of(with_party(HALF_YEAR, last=True)).index("party") == KEYS.index("services")
    assert with_party(with_party(HALF_YEAR, last=True), last=False) == HALF_YEAR


def test_switching_off_keeps_the_section_for_later() -> None:
    off = HALF_YEAR.switched("highlights", on=False)
    assert not off.section("highlights").on
    assert off.switched("highlights", on=True) == HALF_YEAR


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"genre": "half-year", "title": "x"}, "提纲的格式不对"),
        ({"genre": "half-year", "title": "x", "sections": [{"key": "a", "points": [["no.such"]]}]}, "没有「no.such」这个句子"),
        ({"genre": "half-year", "title": "x", "sections": [{"key": "a"}, {"key": "a"}]}, "出现了两次"),
        ({"genre": "half-year", "title": "x", "sections": [{"key": "a", "style": "verse"}]}, "样式、用途或层级不对"),
    ],
)
def test_a_faulty_outline_is_refused_in_words(content: dict[str, object], said: str) -> None:
    with pytest.raises(OutlineError, match=said):
        parse_outline(content)


def test_a_section_that_is_not_there_cannot_be_moved() -> None:
    with pytest.raises(OutlineError, match="没有「nowhere」这一节"):
        HALF_YEAR.moved("nowhere", before=None)


@given(st.sampled_from(KEYS), st.one_of(st.none(), st.sampled_from(KEYS)))
def test_moving_never_loses_or_repeats_a_section(key: str, before: str | None) -> None:
    assert sorted(keys_of(HALF_YEAR.moved(key, before=before))) == sorted(KEYS)
