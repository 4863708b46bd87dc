"""Briefs: three to five figures in 300 characters, more in 800, the officer's words stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from titian.reports.brief import checks, data, template
from titian.reports.tests.make import facts
from titian.reports.tests.test_wording_round_trip import books
from titian.reports.wording.facts import Facts
from titian.reports.writer.particulars import Particulars
from titian.reports.writer.written import Composed

PARTICULARS = Particulars(date(2026, 6, 11), "示范县科学技术局")
FULL = books(1, "2026H1", date(2026, 5, 31))


def brief(limit: int, entries: Facts = FULL, practice: str = "", **fields: Any) -> tuple[Composed, list[str]]:
    particulars = replace(PARTICULARS, limit=limit, **fields)
    plan = data.outline(particulars).with_section("practice", lambda section: replace(section, narrative=practice))
    composed = data.written(plan, entries, particulars)
    return composed, [finding.message for finding in checks.asks(composed, particulars)]


@pytest.mark.parametrize(("limit", "most"), [(300, 5), (800, 14)])
def test_a_brief_keeps_its_length_and_the_weightiest_figures(limit: int, most: int) -> None:
    composed, _ = brief(limit)
    figures = [number.code for number in composed.written if number.is_figure]
    assert composed.characters <= limit
    assert 3 <= len(figures) <= most
    assert figures[0] == "hnte.valid"


def test_the_longer_brief_says_everything_the_shorter_says() -> None:
    short, long = ({number.code for number in brief(limit)[0].written} for limit in (300, 800))
    assert short < long


def test_the_officers_words_never_fall_and_too_many_are_told() -> None:
    composed, asked = brief(300, practice="推行“科技管家”包联机制，" * 30 + "成效初显。")
    assert composed.text.startswith("推行“科技管家”")
    assert any("限300字、5个数以内，请删减" in message for message in asked)


def test_a_title_that_makes_a_point_and_a_practice_are_asked_for() -> None:
    assert len([message for message in brief(300)[1] if "标题" in message or "做法" in message]) == 2
    assert brief(300, practice="推行包联。", title="示范县“科技管家”把政策送到车间")[1] == []


def test_what_fell_for_length_is_not_called_missing() -> None:
    assert not [entry for entry in brief(300)[0].missing if entry.expected]


def test_a_brief_is_a_title_paragraphs_and_who_wrote_it() -> None:
    composed, _ = brief(300)
    lines = template.paper(composed, PARTICULARS, "clean", lambda number: "").text().splitlines()
    assert lines[0] == "2026年上半年全县科技工作主要数据"
    assert lines[-2:] == ["示范县科学技术局", "2026年6月11日"]


def test_a_brief_without_any_figure_is_still_a_paper() -> None:
    assert brief(300, facts())[0].characters == 0
