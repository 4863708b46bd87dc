"""核数: each question asked where it must be, and not where it must not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from titian.base.quantities import Operator
from titian.figures.catalogue import packaged
from titian.reports.tests.make import AS_OF, fact, facts, goal
from titian.reports.wording.facts import Fact, Facts, Sent
from titian.reports.writer.composing import compose
from titian.reports.writer.outline import Line, Outline, Point, SectionPlan
from titian.reports.writer.proofing import Finding, proof, withheld
from titian.reports.writer.written import Composed


def paper(books: Facts, *texts: str, role: str = "", narrative: str = "") -> Composed:
    lines = tuple(Line(str(number), text) for number, text in enumerate(texts, 1))
    section = SectionPlan("s", "某节", role=role, points=(Point(lines),), narrative=narrative)
    return compose(Outline("half-year", "总结", (section,)), books)


def kinds(composed: Composed) -> list[tuple[str, str]]:
    return [(finding.kind, finding.severity) for finding in proof(composed)]


def only(composed: Composed, kind: str) -> Finding:
    (finding,) = [finding for finding in proof(composed) if finding.kind == kind]
    return finding


COMMISSIONERS = "特派员{commissioner.total}，法人{commissioner.legal}、自然人{commissioner.natural}。"


def commissioners(total: int) -> Facts:
    return facts(fact("commissioner.total", total), fact("commissioner.legal", 58), fact("commissioner.natural", 21))


def test_parts_that_do_not_add_up_are_wrong() -> None:
    finding = only(paper(commissioners(80), COMMISSIONERS), "sum")
    assert finding.message == "法人科技特派员数58人、自然人科技特派员数21人合计79人，与科技特派员总数80人不符"
    assert (finding.section, finding.line, len(finding.figures)) == ("s", "1", 1)


def test_parts_that_add_up_are_not_mentioned() -> None:
    assert kinds(paper(commissioners(79), COMMISSIONERS)) == []


def test_projects_of_all_kinds_cannot_exceed_the_total_but_may_stay_below() -> None:
    text = "申报{project.applied}，其中重点研发{project.keyrd.applied}、县域{project.county.applied}。"
    parts = (fact("project.keyrd.applied", 31), fact("project.county.applied", 31))
    assert kinds(paper(facts(fact("project.applied", 97), *parts), text)) == []
    finding = only(paper(facts(fact("project.applied", 60), *parts), text), "subset")
    assert finding.message.endswith("合计大于申报科技计划项目数60项")


def test_figures_of_different_scope_are_not_added() -> None:
    books = facts(fact("hnte.valid", 5), fact("hnte.new", 8, scope="园区"))
    assert "subset" not in dict(kinds(paper(books, "{hnte.valid}", "园区{hnte.new scope=园区}。")))


def sent(number: Fact, value: int, printed: str) -> dict[str, Sent]:
    return {number.key.text: Sent(Decimal(value), Operator.EXACT, printed, "示范市科技局", date(2026, 5, 10))}


def test_another_value_than_the_one_sent_is_asked_about() -> None:
    number = fact("hnte.new", 8)
    finding = only(paper(facts(number, sent=sent(number, 6, "6家")), "{hnte.new}"), "sent")
    assert finding.message == "新增(认定)高新技术企业数8家，2026年5月10日报示范市科技局为6家，差+2家"


def test_a_cumulative_figure_below_the_one_sent_has_fallen() -> None:
    number = fact("hnte.new", 5)
    assert kinds(paper(facts(number, sent=sent(number, 6, "6家")), "{hnte.new}")) == [("fell", "error")]


def test_a_level_may_fall_below_the_one_sent() -> None:
    number = fact("hnte.valid", 70)
    assert kinds(paper(facts(number, sent=sent(number, 72, "72家")), "{hnte.valid}")) == [("sent", "ask")]


def test_the_same_value_as_sent_is_not_mentioned() -> None:
    number = fact("hnte.new", 8)
    assert kinds(paper(facts(number, sent=sent(number, 8, "8家")), "{hnte.new}")) == []


def test_a_cumulative_figure_below_an_earlier_one_has_fallen() -> None:
    books = facts(fact("training.sessions", 9, period="2026Q1"), fact("training.sessions", 7))
    assert only(paper(books, "{training.sessions}"), "fell").message == "培训期(场)次7次，少于截至2026年5月31日的9次"
    series = facts(fact("training.sessions", 9, as_of=date(2026, 4, 30)), fact("training.sessions", 7))
    assert only(paper(series, "{training.sessions}"), "fell").message.endswith("少于截至2026年4月30日的9次")


def test_what_is_expected_must_be_said_to_be() -> None:
    books = facts(fact("hnte.new", 12, stage="预计"))
    assert kinds(paper(books, "新增高企{hnte.new stage=预计}。")) == [("expected", "error"), ("scope", "ask")][:1]
    assert kinds(paper(books, "预计到{期末}新增高企{hnte.new:expected}。")) == []


def test_a_statistic_without_the_paper_it_was_issued_in_is_asked_about() -> None:
    code = "rnd.expenditure"
    assert kinds(paper(facts(fact(code, 10**8)), f"{{{code}}}")) == [("unpublished", "ask")]
    assert kinds(paper(facts(fact(code, 10**8, has_document=True)), f"{{{code}}}")) == []
    assert kinds(paper(facts(fact(code, 10**8, approved=True)), f"{{{code}}}")) == []


def closed(books: Facts, code: str, disclosure: str) -> Facts:
    return replace(books, known={**packaged(), code: replace(packaged()[code], disclosure=disclosure)})


@pytest.mark.parametrize("disclosure", ["内部", "不得导出"])
def test_what_must_not_leave_keeps_the_clean_edition_back(disclosure: str) -> None:
    composed = paper(closed(facts(fact("loan.granted", 10**8)), "loan.granted", disclosure), "发放{loan.granted}。")
    assert [finding.message for finding in withheld(composed)] == [
        f"科技贷款发放(在贷)金额1亿元的公开属性是「{disclosure}」，清稿不能印"
    ]


def test_open_figures_leave() -> None:
    assert withheld(paper(facts(fact("loan.granted", 10**8)), "发放{loan.granted}。")) == ()


def test_a_statistic_expected_before_its_release_never_leaves() -> None:
    composed = paper(facts(fact("rnd.expenditure", 10**8, stage="预计")), "预计到{期末}{rnd.expenditure:expected}。")
    assert "预计数" in withheld(composed)[0].message


def test_another_document_with_another_target_is_wrong() -> None:
    books = facts(goals=[goal("hnte.new", 12, source="责任书"), goal("hnte.new", 15, source="政府工作报告")])
    finding = only(paper(books, "力争新增{hnte.new:target}。", role="plan"), "goal")
    assert finding.message == "新增(认定)高新技术企业数目标文中为12家以上，政府工作报告为15家以上"


def test_another_calibre_of_the_figure_is_asked_about() -> None:
    books = facts(fact("hnte.new", 8), fact("hnte.new", 11, calibre="含重新认定"))
    assert only(paper(books, "新增{hnte.new}。"), "calibre").message.endswith("文中为8家，账上口径「含重新认定」为11家")


def test_a_part_printed_as_the_whole_is_asked_about() -> None:
    books = facts(fact("visit.count", 225, scope="科技进企"))
    assert only(paper(books, "走访{visit.count}。"), "scope").message.endswith("225次是范围「科技进企」的数，句中没有写明")
    assert kinds(paper(books, "“科技进企”走访{visit.count}。")) == []


def test_a_figure_of_part_of_the_period_is_asked_about() -> None:
    books = facts(fact("training.sessions", 3, period="2026Q1"))
    assert only(paper(books, "{training.sessions}"), "period").message == "培训期(场)次只有2026年一季度的数（3次）"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("根据示科〔20261号文件", "〔"),
        ("印发示科字[2026]12号", "六角括号"),
        ("示科〔2026〕012号", "虚位"),
        ("示科〔2026〕第12号", "第"),
    ],
)
def test_a_document_number_with_wrong_brackets_is_wrong(text: str, fault: str) -> None:
    finding = only(paper(facts(), narrative=f"{text}精神。"), "number")
    assert fault in finding.message


def test_a_right_document_number_and_a_suggestions_number_are_not_mentioned() -> None:
    composed = paper(facts(), narrative="根据《关于印发若干政策的通知》（示科〔2026〕12号），办理第11号建议。")
    assert "number" not in dict(kinds(composed))


def test_numbers_typed_by_hand_are_asked_about_and_figures_are_not() -> None:
    composed = paper(facts(fact("hnte.new", 8)), narrative="2026年在17个镇推行，带动投资1.2亿元，新增{hnte.new}。")
    assert only(composed, "handwritten").message == "手写的数没有连到指标，请核对：17个、1.2亿元"


def test_a_target_behind_time_is_no_highlight() -> None:
    books = facts(fact("eagle.new", 0), goals=[goal("eagle.new", 5)])
    assert only(paper(books, "新增雏鹰{eagle.new}。", role="highlights"), "highlights").severity == "error"
    assert "highlights" not in dict(kinds(paper(books, "新增雏鹰{eagle.new}。")))


def test_work_of_nought_is_asked_about() -> None:
    assert (
        only(paper(facts(fact("gazelle.new", 0)), "新增瞪羚{gazelle.new}。"), "zero").message
        == "新增瞪羚企业数为0家，是否写入由办公室定"
    )


def test_the_problems_name_no_firm_and_stay_short() -> None:
    books = facts(fact("eagle.applied", 1, names=["示范重工"]))
    composed = paper(books, role="problems", narrative="示范重工研发投入下降。")
    assert {finding.message for finding in proof(composed)} == {
        "问题部分不点企业名：示范重工",
        "问题部分11字，占全文100%，超过八分之一",
    }


def test_conflicts_are_wrong_and_missing_figures_are_named_with_whom_to_ask() -> None:
    books = facts(fact("hnte.new", 8), fact("hnte.new", 9), fact("eagle.new", 1, period="2025H1", department="企业股"))
    found = proof(paper(books, "{hnte.new}", "{eagle.new}"))
    assert [(entry.kind, entry.severity) for entry in found] == [("conflict", "error"), ("missing", "ask")]
    assert found[1].message.endswith("，问企业股")


def test_faulty_templates_and_name_lists_are_wrong() -> None:
    books = facts(fact("eagle.applied", 1, names=["甲", "乙"]))
    assert kinds(paper(books, "{nothing}", "{eagle.applied:names}")) == [("template", "error"), ("names", "error")]


def test_what_is_wrong_stands_before_what_is_asked() -> None:
    number = fact("hnte.new", 8, as_of=AS_OF)
    books = facts(number, fact("commissioner.legal", 1), sent=sent(number, 6, "6家"))
    severities = [finding.severity for finding in proof(paper(books, "{hnte.new}", "{broken}"))]
    assert severities == sorted(severities, key=lambda severity: severity != "error")
