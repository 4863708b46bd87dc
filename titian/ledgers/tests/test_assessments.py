"""Scores, grades, standstill and fees, without a database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titian.ledgers.assessments.fees import Tier, Value, payable
from titian.ledgers.assessments.grading import Band, Quota, edges, grades
from titian.ledgers.assessments.scoring import Item, Scored, faults_of_scheme, faults_of_score, total
from titian.ledgers.assessments.standstill import Course, Milestone, Rule, months_between, signs

BANDS = (
    Band("excellent", "优秀", Decimal(90)),
    Band("good", "良好", Decimal(80)),
    Band("passed", "合格", Decimal(60)),
    Band("failed", "不合格", Decimal(0)),
)
FIFTH = Quota("excellent", Decimal(20))
POINTS = st.decimals(min_value=0, max_value=100, places=2)


def item(title: str, weight: int, full: int | None = None, evidence: str = "") -> Item:
    return Item(title, Decimal(weight), None if full is None else Decimal(full), evidence)


def test_a_total_is_exact_and_unknown_while_an_item_is_not_scored() -> None:
    items = [item("投入", 15, 100), item("人才", 35), item("成果", 50, 60)]
    scores = {"投入": Scored(Decimal("81.5")), "人才": Scored(Decimal("30.25")), "成果": Scored(Decimal(50))}
    found = total(items, scores)
    assert found.exact == Fraction("12.225") + Fraction("30.25") + Fraction(125, 3)
    assert found.value == Decimal("84.14")
    part = total(items, {"投入": Scored(Decimal(80)), "人才": Scored(None)})
    assert (part.value, part.so_far, part.missing) == (None, Fraction(12), ("人才", "成果"))


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 100), st.integers(0, 100)), min_size=1, max_size=12))
def test_full_marks_give_the_weights_and_more_never_gives_less(rows: list[tuple[int, int, int]]) -> None:
    items = [item(str(number), weight, full) for number, (weight, full, _) in enumerate(rows)]
    full = total(items, {one.title: Scored(one.full_mark) for one in items})
    assert full.exact == sum(one.weight for one in items)
    scores = {one.title: Scored(min(one.full_mark, Decimal(score))) for one, (_, _, score) in zip(items, rows, strict=True)}
    found = total(items, scores).exact
    assert found is not None
    assert full.exact is not None
    assert 0 <= found <= full.exact


def test_a_scheme_whose_weights_are_no_hundred_is_said() -> None:
    assert list(faults_of_scheme([item("投入", 60), item("成果", 40)])) == []
    said = "，".join(faults_of_scheme([item("投入", 60), item("投入", 30)]))
    assert "90 分，应为 100 分" in said
    assert "「投入」出现了 2 次" in said


def test_points_without_the_evidence_asked_for_are_said() -> None:
    asked = item("成果", 20, evidence="技术合同")
    assert list(faults_of_score(asked, Scored(Decimal(0)))) == []
    assert "没有佐证" in next(iter(faults_of_score(asked, Scored(Decimal(5)))))
    assert list(faults_of_score(asked, Scored(Decimal(5), has_evidence=True))) == []
    assert "0 到 20 分之间" in next(iter(faults_of_score(asked, Scored(Decimal("20.01"), has_evidence=True))))


def test_the_edge_of_a_band_belongs_to_it() -> None:
    found = {one.key: one.grade for one in grades({"甲": Decimal(90), "乙": Decimal("89.99"), "丙": Decimal("59.99")}, BANDS)}
    assert found == {"甲": "excellent", "乙": "good", "丙": "failed"}
    assert (
        edges(BANDS)
        == "优秀 90 分以上（含 90 分），良好 80 分以上不足 90 分（含 80 分），合格 60 分以上不足 80 分（含 60 分），不合格不足 60 分"
    )


def test_beyond_the_quota_the_next_by_rank_are_good() -> None:
    totals = {str(number): Decimal(100 - number) for number in range(10)}
    found = grades(totals, BANDS, FIFTH)
    assert [one.key for one in found if one.grade == "excellent"] == ["0", "1"]
    assert (found[2].by_points, found[2].grade, found[2].rank) == ("excellent", "good", 3)
    assert found[2].why == "优秀名额 2 个（10 家的 20%），按位次列为良好"


def test_equal_totals_that_contest_the_last_place_are_left_to_the_meeting() -> None:
    totals = {"甲": Decimal(96), "乙": Decimal(95), "丙": Decimal(95), **{str(number): Decimal(70) for number in range(7)}}
    found = {one.key: one for one in grades(totals, BANDS, FIFTH)}
    assert (found["甲"].grade, found["乙"].grade, found["丙"].grade) == ("excellent", "good", "good")
    assert "2 家同为 95 分，只剩 1 个名额" in found["乙"].why
    assert (found["乙"].rank, found["丙"].rank, found["0"].rank) == (2, 2, 4)


@given(st.dictionaries(st.integers(), POINTS, max_size=30), st.integers(0, 100))
def test_a_quota_is_never_exceeded_and_nobody_with_more_points_has_a_lower_grade(points: dict[int, Decimal], percent: int) -> None:
    quota = Quota("excellent", Decimal(percent))
    found = grades({str(key): value for key, value in points.items()}, BANDS, quota)
    assert sum(one.grade == "excellent" for one in found) <= quota.places(len(found))
    order = {band.grade: number for number, band in enumerate(BANDS)}
    assert all(order[a.grade] <= order[b.grade] for a in found for b in found if a.total > b.total)
    assert all(a.grade == b.grade for a in found for b in found if a.total == b.total)
    assert all(bool(one.why) == (one.grade != one.by_points) for one in found)


@pytest.mark.parametrize(
    ("day", "months"), [(date(2026, 2, 28), 0), (date(2026, 3, 1), 1), (date(2027, 1, 30), 11), (date(2027, 1, 31), 12)]
)
def test_months_gone_are_whole_ones(day: date, months: int) -> None:
    assert months_between(date(2026, 1, 31), day) == months


def test_a_platform_without_progress_or_output_is_a_candidate_with_its_reason() -> None:
    day = date(2026, 5, 31)
    quiet = Course(date(2023, 1, 1), progress_on=date(2025, 5, 31))
    assert list(signs(quiet, Rule(), day)) == ["2025-05-31 以来 12 个月没有进展和产出（规则：12 个月）"]
    assert list(signs(Course(date(2023, 1, 1), date(2025, 5, 31), output_on=date(2025, 6, 1)), Rule(), day)) == []
    assert list(signs(Course(None), Rule(), day)) == []
    late = Course(date(2026, 1, 1), milestones=[Milestone("开工", date(2026, 2, 1)), Milestone("封顶", date(2026, 3, 2))])
    assert list(signs(late, Rule(), day)) == ["计划 2026-02-01 开工，已逾期 119 天（规则：90 天）"]
    begun = Milestone("开工", date(2026, 2, 1), reached=date(2026, 5, 1))
    assert list(signs(Course(date(2026, 1, 1), milestones=[begun]), Rule(), day)) == []


def test_a_quarters_fee_comes_with_its_formula() -> None:
    values = [
        Value("促成技术合同", Decimal(40), Decimal(8), Decimal(6)),
        Value("服务企业", Decimal(40), Decimal(20), Decimal(25)),
        Value("满意度", Decimal(20), score=Decimal("12.5")),
    ]
    found = payable(Decimal(400_000), values)
    assert (found.points, found.percent, found.amount) == (Decimal("82.50"), Decimal(80), Decimal("80000.00"))
    assert found.formula == (
        "促成技术合同 40 × 6 ÷ 8 = 30",
        "服务企业 40 × 25 ÷ 20 = 40，封顶",
        "满意度 12.5",
        "合计 82.5 分，80 分以上拨付 80%",
        "40 万元 ÷ 4 × 80% = 8 万元",
    )


def test_a_quarter_with_a_missing_value_earns_nothing_yet() -> None:
    found = payable(Decimal(400_000), [Value("服务企业", Decimal(40), Decimal(20))])
    assert (found.points, found.amount, found.formula) == (None, None, ("服务企业：缺完成值",))
    assert payable(None, [Value("满意度", None, score=Decimal(95))]).amount is None
    own = payable(Decimal(1), [Value("满意度", None, score=Decimal(95))], [Tier(Decimal(0), Decimal(50))])
    assert own.amount == Decimal("0.13")
