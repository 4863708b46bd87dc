"""A whole paper in words: sections, missing sentences, spares, targets behind and reached."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from titian.base.gongwen.blocks import Heading, Points, Run, words
from titian.reports.tests.make import fact, facts, goal
from titian.reports.wording.facts import Facts
from titian.reports.writer.composing import compose
from titian.reports.writer.layout import body
from titian.reports.writer.outline import Line, Outline, Point, SectionPlan, load
from titian.reports.writer.written import Broken, Composed

HALF_YEAR = load("titian.reports.half_year")


def paper(books: Facts, *sections: SectionPlan) -> Composed:
    return compose(Outline("half-year", "{本局}{期间}工作总结", sections), books)


def section(key: str, *texts: str, **fields: Any) -> SectionPlan:
    lines = tuple(Line(f"{key}.{number}", text) for number, text in enumerate(texts, 1))
    return SectionPlan(key, title=key, points=(Point(lines),), **fields)


def test_title_and_headings_say_the_period_and_the_bureau() -> None:
    composed = compose(HALF_YEAR, facts(fact("hnte.new", 8)))
    assert composed.title == "示范县科学技术局2026年上半年工作总结及下半年工作打算"
    assert [entry.title for entry in composed.sections if entry.plan.level == 1] == ["上半年主要工作完成情况"]


def test_the_word_for_the_place_is_the_one_the_office_chose() -> None:
    books = facts(fact("hnte.valid", 61))
    books = replace(books, frame=replace(books.frame, region_name="示范新城", bureau="示范新城科学技术局", kind="区"))
    composed = paper(books, section("firms", "{本局}服务{全县}有效高新技术企业{hnte.valid}。"))
    assert composed.title == "区科技局2026年上半年工作总结"
    assert composed.sections[0].text == "区科技局服务全区有效高新技术企业61家。"


def test_the_lead_says_to_which_day_the_figures_are() -> None:
    lead = compose(HALF_YEAR, facts(fact("hnte.new", 8))).sections[0]
    assert lead.text.endswith("文中数据除注明外，截至2026年5月31日。")


def test_a_section_without_a_figure_falls_and_a_heading_without_sections_too() -> None:
    composed = compose(HALF_YEAR, facts())
    assert [entry.key for entry in composed.sections] == ["lead"]


def test_a_section_switched_off_says_nothing_and_misses_nothing() -> None:
    composed = compose(
        HALF_YEAR.switched("cultivation", on=False), facts(fact("hnte.new", 8), fact("hnte.pool", 5, period="2025H1"))
    )
    assert not [
        entry
        for entry in (*composed.sections, *composed.missing)
        if "cultivation" in {getattr(entry, "key", ""), getattr(entry, "section", "")}
    ]


def test_what_the_bureau_had_before_is_missed_and_what_it_never_had_is_not() -> None:
    composed = compose(HALF_YEAR, facts(fact("hnte.new", 8), fact("hnte.pool", 40, period="2025H1", department="企业股")))
    missed = {entry.key: entry for entry in composed.missing if entry.expected}
    assert list(missed) == ["hnte.pool"]
    assert (missed["hnte.pool"].section_title, missed["hnte.pool"].whom) == ("科技型企业梯次培育", "企业股")
    assert any(entry.key == "gazelle.new" and not entry.expected for entry in composed.missing)


def test_the_section_says_whom_to_ask_when_the_books_know_nobody() -> None:
    composed = compose(HALF_YEAR, facts(fact("hnte.pool", 40, period="2025H1"))).asking({"cultivation": "企业股"})
    assert next(entry for entry in composed.missing if entry.key == "hnte.pool").whom == "企业股"


def test_a_spare_sentence_stands_in_only_for_what_is_not_printed() -> None:
    spare = SectionPlan(
        "s",
        "s",
        points=(
            Point(
                (
                    Line("a", "发放贷款{loan.granted}[[，惠及企业{loan.enterprises}]]。"),
                    Line("b", "惠及企业{loan.enterprises}。", spare=True),
                )
            ),
        ),
    )
    both = paper(facts(fact("loan.granted", 10**8), fact("loan.enterprises", 20)), spare)
    assert both.text == "发放贷款1亿元，惠及企业20家。"
    assert paper(facts(fact("loan.enterprises", 20)), spare).text == "惠及企业20家。"
    missing = paper(facts(fact("loan.granted", 10**8, period="2025H1")), spare).missing
    assert [entry.key for entry in missing if entry.expected] == ["a"]


def test_after_a_sentence_of_another_time_the_next_says_its_own_again() -> None:
    books = facts(
        fact("rnd.expenditure", 608_000_000, period="2024", as_of=None), fact("rnd.fiscal_growth", "8.3"), fact("hnte.valid", 72)
    )
    texts = ("投入{rnd.expenditure period=最近}。", "增速{rnd.fiscal_growth}。", "[[截至{hnte.valid:as_of}，]]高企{hnte.valid}。")
    assert paper(books, section("s", *texts)).text == "2024年，投入6.08亿元。上半年，增速8.3%。截至5月底，高企72家。"
    assert paper(books, section("s", texts[0], texts[2])).text == "2024年，投入6.08亿元。截至2026年5月底，高企72家。"


def test_the_officers_text_may_hold_figures_and_is_left_out_by_the_sentence() -> None:
    own = SectionPlan("s", "s", narrative="抓实培育。新增高企{hnte.new}。新增瞪羚{gazelle.new}。\n另起一段。")
    composed = paper(facts(fact("hnte.new", 8)), own)
    assert composed.text == "抓实培育。新增高企8家。另起一段。"
    assert len(composed.section("s").narrative) == 2  # type: ignore[union-attr]  # the section is there
    assert composed.missing[0].template == "新增瞪羚{gazelle.new}。"
    assert composed.missing[0].expected


def test_a_faulty_template_is_left_out_and_kept_with_its_faults() -> None:
    composed = paper(facts(fact("hnte.new", 8)), section("s", "新增{hnte.nwe}。", "新增{hnte.new}。"))
    assert composed.text == "新增8家。"
    assert isinstance(composed.sections[0].lines[0].outcome, Broken)


def test_targets_behind_time_are_named_with_their_figures_the_furthest_first() -> None:
    books = facts(
        fact("hnte.new", 8),
        fact("eagle.new", 0),
        fact("tsme.stored", 20),
        goals=[goal("hnte.new", 12), goal("eagle.new", 5), goal("tsme.stored", 150)],
    )
    problems = compose(HALF_YEAR, books).section("problems")
    assert problems
    assert [point.sentences[0].text for point in problems.points] == [
        "新增雏鹰企业0家，完成年度目标0%，慢于时间进度41.4个百分点。",
        "科技型中小企业评价入库20家，完成年度目标13.3%，慢于时间进度28个百分点。",
    ]


def test_a_share_below_its_target_is_named_as_such() -> None:
    books = facts(fact("rnd.above_scale_growth", "9.7"), goals=[goal("rnd.above_scale_growth", 12)])
    problems = compose(HALF_YEAR, books).section("problems")
    assert problems
    assert problems.text == "规上工业企业研发费用增速9.7%，低于年度目标2.3个百分点。"


def test_reached_targets_are_named_among_the_highlights() -> None:
    books = facts(fact("station.doctor.new", 3), goals=[goal("station.doctor.new", 3)])
    highlights = compose(HALF_YEAR, books).section("highlights")
    assert highlights
    assert highlights.text == "新建博士创新站3家，完成年度目标100%。"


def test_a_plan_lists_the_years_targets_under_one_lead() -> None:
    books = facts(goals=[goal("hnte.new", 12), goal("tsme.stored", 150)])
    plan = compose(HALF_YEAR, books).section("plan")
    assert plan
    blocks = body(compose(HALF_YEAR, books))
    assert words(blocks[-1].text) == "企业培育方面，力争全年新增高新技术企业12家以上，科技型中小企业评价入库150家以上。"  # type: ignore[union-attr]  # the last block is a paragraph


def test_a_lone_point_is_a_plain_paragraph_and_several_are_counted() -> None:
    one = body(compose(HALF_YEAR, facts(fact("hnte.new", 8))))
    assert [type(block).__name__ for block in one] == ["Paragraph", "Heading", "Heading", "Paragraph"]
    two = body(compose(HALF_YEAR, facts(fact("hnte.new", 8), fact("tsme.stored", 61))))
    assert isinstance(two[-1], Points)
    assert len(two[-1].points) == 2


def test_headings_carry_their_level_and_numbers_their_link() -> None:
    blocks = body(compose(HALF_YEAR, facts(fact("hnte.new", 8))), lambda number: f"https://titian.example/{number.code}")
    assert [(block.level, block.text) for block in blocks if isinstance(block, Heading)] == [
        (1, "上半年主要工作完成情况"),
        (2, "科技型企业梯次培育"),
    ]
    links = [run.href for run in blocks[-1].text if isinstance(run, Run) and run.href]  # type: ignore[union-attr]  # a paragraph
    assert links == ["https://titian.example/hnte.new"]


def test_the_paper_is_written_as_of_its_day() -> None:
    early = facts(
        fact("hnte.new", 8, as_of=date(2026, 5, 31)), fact("hnte.new", 3, as_of=date(2026, 3, 31)), as_of=date(2026, 4, 30)
    )
    section_ = compose(HALF_YEAR, early).section("cultivation")
    assert section_
    assert section_.text == "高新技术企业方面，截至3月底，新增高新技术企业3家。"
