"""平台考核 with its rows: a batch is scored as a table, graded with its quota; what stands still is found and decided."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.errors import Refused
from titian.journal.actions import verify
from titian.ledgers import actions
from titian.ledgers.assessments.book import batches, book
from titian.ledgers.assessments.platforms import candidates, next_assessment
from titian.ledgers.computing import computing
from titian.ledgers.models import Ledger, LedgerRow
from titian.ledgers.packages import packaged
from titian.ledgers.tests import make
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db
YEAR, SCHEME, DAY = "2025年度", "创新平台考核办法（2025）", date(2026, 3, 20)


def ledger() -> Ledger:
    return make.ledger("assessments")


def scheme(by: User, **items: Any) -> None:
    for title, weight in (items or {"投入": 40, "成果": 60}).items():
        values = {"batch": SCHEME, "title": title, "weight": weight, "day": date(2025, 1, 1)}
        actions.add_row(make.ledger("scheme_items"), values | ({"proof": "技术合同"} if title == "成果" else {}), by=by)


def platform(by: User, title: str = "轴承工程技术研究中心", **values: Any) -> LedgerRow:
    known = {"kind": "etrc", "level": "county", "organisation": registry.organisation(), "day": date(2022, 1, 1)}
    state = values.pop("state", "approved")
    return actions.add_row(make.ledger("platforms"), {"title": title, **known, **values}, by=by, state=state)


def assessment(by: User, of: LedgerRow | None = None, **values: Any) -> LedgerRow:
    of = of or platform(by, f"平台{LedgerRow.objects.count()}")
    known = {"title": f"{of.title}{YEAR}考核", "parent": of, "batch": YEAR, "scheme": SCHEME, "day": DAY}
    return actions.add_row(ledger(), {**known, **values}, by=by)


def score(by: User, scores: dict[tuple[int, str], Any]) -> int:
    given = {key: None if value is None else Decimal(value) for key, value in scores.items()}
    return actions.score_assessments(ledger(), YEAR, SCHEME, given, on=DAY, by=by)


def test_an_assessment_is_called_after_platform_and_year_and_belongs_to_the_platform_s_firm(officer: User) -> None:
    of = platform(officer)
    one = assessment(officer, of, title=None)
    assert one.title == f"轴承工程技术研究中心{YEAR}考核"
    assert (one.organisation, one.region) == (of.organisation, of.region)
    item = make.row(make.ledger("assessment_items"), officer, parent=one, title="投入", weight=40)
    assert item.organisation == of.organisation
    other = registry.organisation()
    assert assessment(officer, of, batch="2024年度", organisation=other).organisation == other, "what is said stands"


def test_a_batch_is_scored_as_a_table_and_its_totals_follow(officer: User) -> None:
    scheme(officer)
    one, other = assessment(officer), assessment(officer)
    assert score(officer, {(one.pk, "投入"): "35.5", (one.pk, "成果"): 50, (other.pk, "投入"): 30}) == 3
    assert score(officer, {(one.pk, "投入"): "35.50", (other.pk, "投入"): 31}) == 1
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.value("score"), one.state) == (Decimal("85.5"), "scored")
    assert (other.value("score"), other.state) == (None, "begun")
    found = book(YEAR, SCHEME, ledger().about)
    assert [entry.total.missing for entry in found.entries] == [(), ("成果",)]
    assert batches() == [(YEAR, SCHEME)]
    assert verify() is None


def test_every_score_beyond_its_full_mark_is_said_at_once_and_nothing_is_written(officer: User) -> None:
    scheme(officer)
    one, other = assessment(officer), assessment(officer)
    with pytest.raises(Refused) as caught:
        score(officer, {(one.pk, "投入"): 41, (other.pk, "成果"): 61, (other.pk, "投入"): 20})
    assert len(caught.value.messages) == 2
    assert not LedgerRow.objects.of("assessment_items").exists()


def test_grades_keep_to_the_quota_and_wait_for_the_last_score(officer: User, chief: User) -> None:
    scheme(officer)
    rows = [assessment(officer) for _ in range(5)]
    for number, row in enumerate(rows[:4]):
        score(officer, {(row.pk, "投入"): 40 - number, (row.pk, "成果"): 55})
    with pytest.raises(Refused, match="还有 1 家没有打完分"):
        actions.grade_assessments(ledger(), YEAR, SCHEME, on=DAY, by=chief)
    score(officer, {(rows[4].pk, "投入"): 20, (rows[4].pk, "成果"): 30})
    with pytest.raises(PermissionDenied):
        actions.grade_assessments(ledger(), YEAR, SCHEME, on=DAY, by=officer)
    actions.grade_assessments(ledger(), YEAR, SCHEME, on=DAY, by=chief)
    for row in rows:
        row.refresh_from_db()
    assert [row.kind for row in rows] == ["excellent", "good", "good", "good", "failed"]
    assert verify() is None


def test_the_office_moves_the_edges_and_the_quota(officer: User, chief: User) -> None:
    scheme(officer)
    rows = [assessment(officer) for _ in range(2)]
    for row in rows:
        score(officer, {(row.pk, "投入"): 35, (row.pk, "成果"): 50})
    actions.set_parameters(ledger(), {"excellent_from": 85, "excellent_percent": 50}, {}, by=chief, reason="考核办法")
    found = book(YEAR, SCHEME, ledger().about)
    assert [one.grade for one in found.graded] == ["good", "good"]
    assert "2 家同为 85 分，只剩 1 个名额" in found.graded[0].why


def test_points_without_evidence_and_a_total_that_differs_are_said_on_the_page(officer: User) -> None:
    scheme(officer)
    row = assessment(officer, score=Decimal(90))
    score(officer, {(row.pk, "投入"): 35, (row.pk, "成果"): 50})
    actions.amend_row(row, {"score": Decimal(90)}, by=officer)
    facts = {fact.label: str(fact.value) for fact in computing("assessments").facts(row, officer, DAY)}
    assert facts["加权总分"] == "85 分，按分数为良好，与登记的总分 90 分不同"
    assert "成果：要求佐证「技术合同」" in facts["请核对"]
    item = LedgerRow.objects.get(title="成果", ledger__code="assessment_items")
    actions.attach_evidence(item, [("技术合同.pdf", b"%PDF-1.4 x")], by=officer)
    again = {fact.label for fact in computing("assessments").facts(LedgerRow.objects.get(pk=row.pk), officer, DAY)}
    assert "请核对" not in again


def test_a_scheme_of_ninety_points_is_said_above_its_list(officer: User) -> None:
    scheme(officer, 投入=40, 成果=50)
    assert list(computing("scheme_items").notes(LedgerRow.objects.of("scheme_items"), officer, DAY)) == [
        "「创新平台考核办法（2025）」各项分值之和是 90 分，应为 100 分。"
    ]


def test_a_platform_that_stands_still_is_found_and_its_decision_recorded(officer: User, chief: User) -> None:
    quiet, busy = platform(officer, day=date(2024, 1, 1)), platform(officer, "在建中心", day=date(2024, 1, 1))
    actions.step(busy, "kept", on=date(2026, 1, 5), by=officer)
    late = {
        "title": "中试基地",
        "kind": "pilot",
        "day": date(2026, 1, 1),
        "plan_start": date(2025, 12, 1),
        "plan_top": date(2026, 3, 1),
    }
    building = actions.add_row(make.ledger("platform_progress"), late, by=officer)
    found = {one.row.pk: list(one.reasons) for one in candidates(DAY)}
    assert found == {
        quiet.pk: ["列入以来 26 个月没有进展和产出（规则：12 个月）"],
        building.pk: ["计划 2025-12-01 开工，已逾期 109 天（规则：90 天）"],
    }
    judged = assessment(officer, quiet)
    meeting = "县科创平台联席会议2026年第1次会议"
    with pytest.raises(Refused, match="整改到哪一天"):
        actions.decide_platform(quiet, "rectify", on=DAY, meeting=meeting, by=chief)
    with pytest.raises(PermissionDenied):
        actions.decide_platform(quiet, "revoke", on=DAY, meeting=meeting, by=officer)
    actions.decide_platform(quiet, "rectify", on=DAY, meeting=meeting, due=date(2026, 9, 30), by=chief, assessment=judged)
    actions.decide_platform(building, "revoke", on=DAY, meeting=meeting, by=chief)
    for row in (quiet, building, judged):
        row.refresh_from_db()
    assert (quiet.state, building.state, judged.state) == ("rectifying", "ended", "decided")
    assert (judged.held("decision"), judged.due) == ("rectify", date(2026, 9, 30))
    assert quiet.due == date(2026, 9, 30), "the next day it is looked at"
    assert candidates(DAY) == []
    assert verify() is None


def test_a_building_says_of_every_milestone_what_was_planned_and_what_was_reached(officer: User) -> None:
    said = {"title": "中试基地", "kind": "pilot", "day": date(2025, 9, 1)}
    planned = {"plan_start": date(2025, 12, 1), "plan_top": date(2026, 3, 1), "due": date(2026, 12, 1)}
    building = actions.add_row(make.ledger("platform_progress"), {**said, **planned}, by=officer)
    actions.step(building, "started", on=date(2025, 12, 10), by=officer)
    facts = {fact.label: str(fact.value) for fact in computing("platform_progress").facts(building, officer, DAY)}
    assert facts["开工节点"] == "计划 2025-12-01，实际 2025-12-10"
    assert facts["封顶节点"] == "计划 2026-03-01，实际 还没有到，已逾期 19 天"
    assert facts["投用节点"] == "计划 2026-12-01，实际 还没有到"
    rows = LedgerRow.objects.of("platform_progress")
    assert list(computing("platform_progress").notes(rows, officer, DAY)) == ["建设节点逾期 1 个：中试基地（封顶逾期 19 天）。"]
    actions.decide_platform(building, "revoke", on=DAY, meeting="联席会议", by=people.user("chief"))
    rule = LedgerRow.objects.get(pk=building.pk).colour_on(DAY)
    assert rule is not None
    assert rule.word == "已了结", "what was given up was not put to use"


@pytest.mark.parametrize(
    ("years", "due", "upcoming"),
    [
        (None, date(2026, 3, 1), date(2029, 3, 20)),  # overdue: three years on
        (None, None, date(2029, 3, 20)),
        (None, date(2027, 1, 1), date(2027, 1, 1)),  # not yet due: what was said stands
        (1, date(2026, 3, 1), date(2027, 3, 20)),
        (0, date(2026, 3, 1), date(2026, 3, 1)),  # the office reckons no cycle
    ],
)
def test_a_platform_that_is_kept_is_next_assessed_after_its_cycle(
    officer: User, chief: User, years: int | None, due: date | None, upcoming: date
) -> None:
    if years is not None:
        actions.set_parameters(make.ledger("platforms"), {"cycle_years": years}, {}, by=chief, reason="考核办法")
    row = platform(officer, due=due)
    actions.decide_platform(row, "keep", on=DAY, meeting="联席会议", by=chief)
    row.refresh_from_db()
    assert row.due == upcoming


def test_an_area_in_the_wrong_unit_is_doubted_and_a_report_belongs_to_who_runs_the_carrier(officer: User) -> None:
    carrier = make.row(make.ledger("carriers"), officer, title="县科创孵化器", area=17)
    assert [(one.key, one.doubtful) for one in computing("carriers").doubts(carrier, {})] == [("area", True)]
    carrier.data["area"] = 171_200
    assert list(computing("carriers").doubts(carrier, {})) == []
    report = make.row(make.ledger("carrier_reports"), officer, parent=carrier, batch="2026年一季度")
    assert (report.organisation, report.region) == (carrier.organisation, carrier.region)


def test_a_cycle_from_a_leap_day_ends_on_the_last_of_february() -> None:
    assert next_assessment(packaged()["platforms"], date(2028, 2, 29)) == date(2031, 2, 28)


def test_an_operators_quarter_is_paid_by_its_points(officer: User) -> None:
    operator = registry.organisation()
    terms = {"title": "县技术转移工作站运营协议", "organisation": operator, "day": date(2026, 1, 1), "amount": Decimal(400_000)}
    agreement = actions.add_row(make.ledger("kpi_agreements"), {**terms, "pass_score": 70}, by=officer)
    for title, weight, goal, value in (("促成技术合同", 60, 8, 6), ("服务企业", 40, 20, 30)):
        said = {"title": title, "weight": weight, "goal": Decimal(goal), "value": Decimal(value)}
        said |= {"parent": agreement, "batch": "2026年一季度", "day": date(2026, 3, 31)}
        actions.add_row(make.ledger("kpi_values"), said, by=officer)
    facts = {fact.label: str(fact.value) for fact in computing("kpi_agreements").facts(agreement, officer, DAY)}
    assert facts == {"2026年一季度应拨付": "8 万元（合计 85 分，80 分以上拨付 80%）"}
    summary = {
        "parent": agreement,
        "batch": "2026年一季度",
        "title": "季度总评",
        "day": date(2026, 3, 31),
        "amount": Decimal(100_000),
    }
    row = actions.add_row(make.ledger("kpi_values"), summary, by=officer)
    told = {fact.label: str(fact.value) for fact in computing("kpi_values").facts(row, officer, DAY)}
    assert "促成技术合同 60 × 6 ÷ 8 = 45" in told["算法"]
    assert "登记拨付 10 万元，与算出的不同" in told["请核对"]
