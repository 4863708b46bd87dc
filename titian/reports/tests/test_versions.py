"""Frozen figures, what changed between versions, and whether a reviewed section still says what was reviewed."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from titian.base.quantities import Operator
from titian.figures.progress import Measure
from titian.reports.tests.make import fact, facts, goal
from titian.reports.wording.facts import Facts, Sent
from titian.reports.writer.annex import source_rows
from titian.reports.writer.composing import compose
from titian.reports.writer.outline import Line, Outline, Point, SectionPlan
from titian.reports.writer.versions import (
    FrozenFigure,
    changed_since,
    differences,
    dump_figures,
    frozen_figures,
    load_figures,
    section_stamp,
)
from titian.reports.writer.written import Composed

TEXTS = (
    "新增高企{hnte.new}，{hnte.new:growth}，{hnte.new:percent}。",
    "成交额{contract.value}。",
    "力争{hnte.new:target}，{gazelle.new:target}。",
)


def paper(*numbers: Any, texts: tuple[str, ...] = TEXTS) -> Composed:
    before = fact("hnte.new", 6, period="2025H1", as_of=date(2025, 5, 31))
    goals = [
        goal("hnte.new", 12, source="示科〔2026〕3号"),
        goal("gazelle.new", 1, high=2),
        goal("tsme.stored", 5, measure=Measure.GROWTH),
    ]
    books: Facts = facts(before, *numbers, goals=goals)
    lines = tuple(Line(str(number), text) for number, text in enumerate(texts))
    return compose(Outline("half-year", "总结", (SectionPlan("s", "节", points=(Point(lines),)),)), books)


def frozen(*numbers: object, texts: tuple[str, ...] = TEXTS) -> list[FrozenFigure]:
    return frozen_figures(source_rows(paper(*numbers, texts=texts)))


BOTH = (fact("hnte.new", 8), fact("contract.value", "747123456.78"))


def test_frozen_figures_survive_being_kept_as_json() -> None:
    figures = frozen(*BOTH)
    assert len(figures) == 4
    assert load_figures(json.loads(json.dumps(dump_figures(figures), ensure_ascii=False))) == figures


def test_a_frozen_figure_keeps_stored_value_and_print_apart() -> None:
    amount = frozen(*BOTH)[1]
    assert (amount.printed, amount.value, amount.said) == ("7.47亿元", Decimal("747123456.78"), Decimal(747_000_000))


def test_versions_differ_in_what_changed_came_and_went() -> None:
    before = frozen(fact("hnte.new", 8), fact("contract.value", 10**8))
    after = frozen(fact("hnte.new", 9), texts=(TEXTS[0], "贷款{loan.granted}。")) + frozen(
        fact("loan.granted", 10**7), texts=("{loan.granted}",)
    )
    told = [(entry.label, entry.name, entry.before, entry.after, entry.change) for entry in differences(before, after)]
    assert told[:2] == [
        ("改变", "新增(认定)高新技术企业数", "8家", "9家", "+1家"),
        ("新增", "科技贷款发放(在贷)金额", "", "1,000万元", ""),
    ]
    assert ("删去", "技术合同成交(交易)额", "1亿元", "", "") in told


def test_equal_versions_do_not_differ_even_when_the_value_is_entered_anew() -> None:
    assert differences(frozen(*BOTH), frozen(fact("hnte.new", 8), fact("contract.value", "747123456.78"))) == []


def test_a_change_below_the_printed_decimals_is_still_a_change() -> None:
    changed = differences(frozen(*BOTH), frozen(BOTH[0], fact("contract.value", "747123999")))
    assert [(entry.before, entry.after) for entry in changed] == [("7.47亿元", "7.47亿元")]


def test_a_reviewed_section_notices_a_changed_figure_and_nothing_else() -> None:
    reviewed = section_stamp(paper(*BOTH).every[0])
    assert changed_since(reviewed, paper(*BOTH).every[0]) == []
    changed = changed_since(reviewed, paper(fact("hnte.new", 9), BOTH[1]).every[0])
    assert {entry.split("|")[0] for entry in changed} == {"hnte.new"}


def test_a_section_that_lost_its_figures_has_changed() -> None:
    assert changed_since(section_stamp(paper(*BOTH).every[0]), None)


def test_the_source_table_gives_full_values_sources_and_what_was_sent() -> None:
    number = fact("contract.value", "747123456.78", source="成果股2026年上半年总结", department="成果股", calibre="登记口径")
    sent = {number.key.text: Sent(Decimal(740_000_000), Operator.EXACT, "7.4亿元", "示范市科技局", date(2026, 5, 10))}
    lines = (Line("1", "成交额{contract.value}。"),)
    composed = compose(Outline("half-year", "总结", (SectionPlan("s", points=(Point(lines),)),)), facts(number, sent=sent))
    (row,) = source_rows(composed)
    assert (row.full, row.time) == ("747,123,456.78元", "2026年上半年，至2026-05-31")
    assert row.calibre == "口径：登记口径"
    assert (row.source, row.department) == ("成果股2026年上半年总结", "成果股")
    assert (row.sent, row.difference) == ("7.4亿元（示范市科技局，2026-05-10）", "+712.3457万元")


def test_the_source_of_a_target_is_the_document_that_sets_it() -> None:
    row = next(row for row in source_rows(paper(*BOTH)) if row.written.status == "target" and row.written.code == "hnte.new")
    assert (row.source, row.sent) == ("示科〔2026〕3号", "未报送过")
    assert (row.kind, row.calibre) == ("目标", "目录口径")


def test_a_range_is_given_with_both_ends() -> None:
    assert next(row for row in source_rows(paper(*BOTH)) if row.written.code == "gazelle.new").full == "1—2家"
