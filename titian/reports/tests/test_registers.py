"""Papers from rows: which value a sentence prints, what it says beside it, and what is no 0."""

from __future__ import annotations

from datetime import date

import pytest

from titian.figures.outgoing import Prefer
from titian.reports.tests.make import Rows, fact, facts, goal, omitted, sentence, written
from titian.reports.wording.facts import Facts
from titian.reports.wording.gaps import Reason
from titian.reports.writer.annex import source_rows
from titian.reports.writer.composing import compose
from titian.reports.writer.outline import Line, Outline, Point, SectionPlan
from titian.reports.writer.proofing import Finding, proof
from titian.reports.writer.versions import dump_figures, frozen_figures, load_figures, recounted
from titian.reports.writer.written import Composed

VALID = "有效高新技术企业{hnte.valid}。"
BOTH = {("hnte.valid", "2026H1"): 47}


def paper(books: Facts, *texts: str) -> Composed:
    lines = tuple(Line(str(number), text) for number, text in enumerate(texts or (VALID,)))
    return compose(Outline("half-year", "总结", (SectionPlan("s", "节", points=(Point(lines),)),)), books)


def findings(books: Facts, *texts: str) -> list[Finding]:
    return [finding for finding in proof(paper(books, *texts)) if finding.kind in {"rows", "waiting", "sources"}]


@pytest.mark.parametrize(
    ("prefer", "printed", "basis", "other"),
    [(Prefer.ROWS, "47家", "台账 52行", "认定 50家"), (Prefer.BOOKS, "50家", "认定", "台账 47家")],
)
def test_the_setting_of_the_paper_says_which_is_printed_and_the_other_stands_beside_it(
    prefer: Prefer, printed: str, basis: str, other: str
) -> None:
    books = facts(fact("hnte.valid", 50), rows=Rows({("hnte.valid", "2026H1"): {"value": 47, "rows": 52}}), prefer=prefer)
    assert written(VALID, books) == f"有效高新技术企业{printed}。"
    row = source_rows(paper(books))[0]
    assert (row.basis, row.other, row.gap) == (basis, other, "-3家")
    told = findings(books)
    assert [finding.message for finding in told] == [
        f"有效高新技术企业数台账计47家，账面认定50家，相差3家，文中用{basis[:2]}数：核对"
    ]
    assert told[0].rows
    assert (told[0].rows.indicator, told[0].rows.period, told[0].rows.day) == ("hnte.valid", "2026H1", "2026-05-31")


def test_what_both_agree_on_is_not_marked() -> None:
    books = facts(fact("hnte.valid", 47), rows=Rows(BOTH))
    assert findings(books) == []
    assert (source_rows(paper(books))[0].other, source_rows(paper(books))[0].gap) == ("认定 47家", "")


def test_a_number_from_rows_knows_its_rows_and_its_day() -> None:
    number = sentence(VALID, facts(rows=Rows(BOTH))).written[0]
    assert (number.counted, number.rows, number.as_of, number.figure) == (True, 47, date(2026, 5, 31), None)


def test_rows_that_wait_or_are_lacking_are_listed_as_missing_and_never_printed_as_nought() -> None:
    waits = {"pending": 3, "pending_reason": "来源未定", "why": "3 条来源未定", "keeper": "企业股"}
    books = facts(rows=Rows({("hnte.valid", "2026H1"): waits, ("eagle.new", "2026H1"): {"why": "名录里没有雏鹰企业名单"}}))
    missing = paper(books, VALID, "新增雏鹰企业{eagle.new}。").missing
    assert [(entry.expected, entry.whom) for entry in missing] == [(True, "企业股"), (False, "")]
    assert missing[0].gaps[0].message == "缺2026年上半年「有效高新技术企业数」；台账没有数：3 条来源未定"
    assert "名录里没有雏鹰企业名单" in missing[1].gaps[0].message


def test_what_was_stated_is_printed_where_the_register_says_nothing() -> None:
    books = facts(fact("hnte.valid", 50), rows=Rows({("hnte.valid", "2026H1"): {"why": "还没有登记"}}))
    assert written(VALID, books) == "有效高新技术企业50家。"


def test_rows_that_are_not_yet_in_a_printed_count_are_told() -> None:
    waits = {"value": 47, "pending": 3, "pending_reason": "来源未定"}
    assert [finding.message for finding in findings(facts(rows=Rows({("hnte.valid", "2026H1"): waits})))] == [
        "有效高新技术企业数台账另有 3 条来源未定，未计入，台账数为47家"
    ]


def test_a_count_of_nought_is_printed_only_where_somebody_asked_for_the_figure() -> None:
    rows = Rows({("eagle.new", "2026H1"): 0})
    gap = omitted("新增雏鹰企业{eagle.new}。", facts(rows=rows)).gaps[0]
    assert (gap.reason, gap.message) == (Reason.ZERO, "2026年上半年「新增雏鹰企业数」台账计数为0，账上也没有，未写入")
    assert written("新增雏鹰企业{eagle.new}。", facts(rows=rows, goals=[goal("eagle.new", 5)])) == "新增雏鹰企业0家。"


def test_books_that_contradict_themselves_are_left_to_rows_only_where_rows_come_first() -> None:
    both = (fact("hnte.valid", 50), fact("hnte.valid", 51))
    assert written(VALID, facts(*both, rows=Rows(BOTH))) == "有效高新技术企业47家。"
    assert findings(facts(*both, rows=Rows(BOTH)))[0].message.endswith("账面认定的数不一致（50家、51家）：核对")
    assert omitted(VALID, facts(*both, rows=Rows(BOTH), prefer=Prefer.BOOKS)).gaps[0].reason is Reason.CONFLICT


def test_books_first_prefers_what_was_stated_of_a_part_to_a_count_of_the_whole() -> None:
    books = facts(fact("hnte.valid", 44, period="2026Q1", as_of=None), rows=Rows(BOTH), prefer=Prefer.BOOKS)
    assert written(VALID, books) == "截至3月底，有效高新技术企业44家。"


def test_growth_is_told_of_the_same_day_a_year_before_and_by_the_same_source() -> None:
    rows = Rows({**BOTH, ("hnte.valid", "2025H1"): 40})
    books = facts(fact("hnte.valid", 35, period="2025H1", as_of=date(2025, 5, 31)), rows=rows)
    assert (
        written("有效{hnte.valid}，{hnte.valid:growth}，同期{hnte.valid:previous}。", books)
        == "有效47家，同比增长17.5%，同期40家。"
    )


def test_growth_from_two_sources_is_told_to_the_checker() -> None:
    books = facts(fact("hnte.valid", 40, period="2025H1", as_of=date(2025, 5, 31)), rows=Rows(BOTH))
    assert written("有效{hnte.valid}，{hnte.valid:growth}。", books) == "有效47家，同比增长17.5%。"
    assert [finding.kind for finding in findings(books, "有效{hnte.valid}，{hnte.valid:growth}。")] == ["sources"]


def test_completion_is_told_of_the_counted_value() -> None:
    books = facts(fact("hnte.new", 9), rows=Rows({("hnte.new", "2026H1"): 6}), goals=[goal("hnte.new", 12)])
    assert written("新增{hnte.new}，{hnte.new:percent}。", books) == "新增6家，完成年度目标50%。"


def test_what_is_asked_as_the_latest_is_counted_for_the_year_that_is_over() -> None:
    rows = Rows({("rnd.reporting_enterprises", "2025"): 94})
    assert written("填报企业{rnd.reporting_enterprises period=最近}。", facts(rows=rows)) == "2025年，填报企业94家。"
    assert written("上年同期{hnte.new period=上年同期}。", facts(rows=Rows({("hnte.new", "2025H1"): 3}))) == "上年同期3家。"


def test_firms_are_named_from_the_rows() -> None:
    text = "组织{hnte.applied:names}企业申报。"
    assert (
        written(text, facts(rows=Rows({("hnte.applied", "2026H1"): 21}, ["甲", "乙", "丙", "丁"])))
        == "组织甲、乙、丙等21家企业申报。"
    )
    assert written(text, facts(rows=Rows({("hnte.applied", "2026H1"): 2}, ["甲", "乙"]))) == "组织甲、乙2家企业申报。"


def test_a_count_of_another_calibre_never_stands_for_the_official_value() -> None:
    books = facts(fact("hnte.valid", 50, calibre="省级"), rows=Rows({}))
    assert written(VALID, books) == "有效高新技术企业50家。"
    assert source_rows(paper(books))[0].other == ""


def test_a_kept_version_holds_rows_and_day_and_says_what_changed_since() -> None:
    frozen = frozen_figures(source_rows(paper(facts(fact("hnte.valid", 50), rows=Rows(BOTH)))))
    assert (frozen[0].counted, frozen[0].rows, frozen[0].other) == (True, 47, "认定 50家")
    assert load_figures(dump_figures(frozen)) == frozen
    for now, change in ((47, ""), (49, "+2家"), ({"value": 47, "rows": 48}, "行数 +1"), ({"why": "没有"}, "台账已数不出")):
        later = recounted(frozen, Rows({("hnte.valid", "2026H1"): now}))[0]
        assert later
        assert (later.change if later.changed else "") == change


def test_a_version_kept_before_rows_were_counted_is_still_read() -> None:
    old = dump_figures(frozen_figures(source_rows(paper(facts(fact("hnte.valid", 50))))))
    for entry in old:
        for name in ("counted", "rows", "other"):
            del entry[name]
    assert not load_figures(old)[0].counted
