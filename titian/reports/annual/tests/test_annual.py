"""The annual report: figures first, late R&D with its year, next year's targets."""

from __future__ import annotations

from datetime import date

from titian.reports.annual import chart, data, template
from titian.reports.tests.make import fact, facts, goal
from titian.reports.wording.facts import Facts
from titian.reports.writer.particulars import Particulars

PARTICULARS = Particulars(date(2027, 1, 10), "示范县科学技术局")
END = date(2026, 12, 31)


def books() -> Facts:
    return facts(
        fact("rnd.expenditure", 595_000_000, period="2025", as_of=None),
        fact("hnte.new", 28, period="2026", as_of=END),
        fact("hnte.valid", 82, period="2026", as_of=END),
        fact("hnte.valid", 71, period="2025", as_of=None),
        goals=[goal("hnte.new", 28), goal("hnte.new", 30, period="2027")],
        period="2026",
        as_of=END,
    )


def test_the_year_is_told_with_late_figures_marked_and_next_years_targets() -> None:
    composed = data.written(data.outline(PARTICULARS), books(), PARTICULARS)
    assert composed.title == "示范县科学技术局2026年工作总结及2027年工作计划"
    assert "2025年，全县全社会R&D经费投入5.95亿元。" in composed.text
    assert "新增高新技术企业28家，完成年度目标100%。" in composed.text
    assert "力争2027年新增高新技术企业30家以上" in composed.text


def test_figures_stand_first_and_the_plan_last() -> None:
    composed = data.written(data.outline(PARTICULARS), books(), PARTICULARS)
    assert [section.key for section in composed.sections if section.plan.level == 1] == ["indicators", "work", "highlights", "plan"]


def test_it_is_signed_on_its_day_and_has_its_charts() -> None:
    composed = data.written(data.outline(PARTICULARS), books(), PARTICULARS)
    assert template.paper(composed, PARTICULARS, "clean", lambda number: "").text().endswith("示范县科学技术局\n2027年1月10日")
    assert [entry.title for entry in chart.charts(composed)] == ["年度目标完成率", "有效高新技术企业数"]
