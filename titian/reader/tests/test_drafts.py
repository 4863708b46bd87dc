"""核稿: what a draft is held against, in the drafts bureaus write: half-year, annual, monthly, point by point."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from titian.accounts.models import User
from titian.base.periods import Period
from titian.figures.tests.make import county, figure, target
from titian.reader.drafts import Finding, check_draft
from titian.reader.intake import read_document
from titian.registry.tests import make as registry

HALF = "示范县科学技术局2026年上半年工作总结\n\n"


def checked(text: str, by: User, period: str = "") -> list[Finding]:
    read = read_document(text, period=Period(period) if period else None)
    return check_draft(read, region=county(), user=by)


def said(findings: Sequence[Finding]) -> list[tuple[str, str, str]]:
    return [(found.figure.code, found.word, found.key.period.text) for found in findings]


@pytest.fixture
def books(officer: User) -> User:
    figure(officer, "visit.count", "197")
    figure(officer, "training.sessions", "7")
    figure(officer, "training.participants", "530")
    return officer


@pytest.mark.parametrize(
    "text",
    [
        "2026年，我局常态化服务企业。开展入企服务197次。举办培训7期，培训530人次。",
        "2026年以来，开展入企服务197次，举办培训7期，培训530人次。",
        "2026年开展入企服务197次。2026年举办培训7期，培训530人次。",
        "今年，共开展入企服务197次；举办培训7期，培训530人次。",
        "全年目标450次，上半年已开展入企服务197次，举办培训7期，培训530人次。",
    ],
)
def test_every_sentence_of_a_half_years_paragraph_is_held_against_the_half(books: User, text: str) -> None:
    done = [found for found in checked(HALF + text, books) if found.figure.status == "achieved"]
    assert said(done) == [
        ("visit.count", "与账一致", "2026H1"),
        ("training.sessions", "与账一致", "2026H1"),
        ("training.participants", "与账一致", "2026H1"),
    ]


def test_a_half_written_as_the_year_says_so_beside_the_result(books: User) -> None:
    (found,) = checked(HALF + "2026年开展入企服务196次。", books)
    assert (found.word, found.said_otherwise, found.should) == ("与账不符", True, "账上 197 次")


def test_an_annual_draft_is_not_held_against_the_half(books: User) -> None:
    text = "示范县科学技术局2026年工作总结\n\n开展入企服务197次。"
    assert said(checked(text, books)) == [("visit.count", "账上没有", "2026")]


def test_the_years_figure_up_to_a_day_of_the_half_answers_the_half(officer: User) -> None:
    figure(officer, "contract.count", "62", period="2026", as_of=date(2026, 5, 31))
    assert [found.word for found in checked(HALF + "认定登记技术合同62项。", officer)] == ["与账一致"]
    figure(officer, "eagle.new", "5", period="2026", as_of=date(2026, 9, 30))
    assert [found.word for found in checked(HALF + "新增雏鹰企业5家。", officer)] == ["账上没有"]


def test_of_an_annual_draft_what_follows_the_whole_year_is_the_years(officer: User) -> None:
    for code, value in (("hnte.applied", "31"), ("hnte.new", "24"), ("hnte.valid", "71")):
        figure(officer, code, value, period="2025", status="submitted" if code.endswith("applied") else "achieved")
    text = "示范县科学技术局2025年工作总结\n\n上半年组织申报高新技术企业19家，全年组织申报31家，新增高新技术企业24家，有效高新技术企业达到71家。"
    assert said(checked(text, officer))[1:] == [
        ("hnte.applied", "与账一致", "2025"),
        ("hnte.new", "与账一致", "2025"),
        ("hnte.valid", "与账一致", "2025"),
    ]


def test_two_measures_under_a_heading_of_their_own_are_found_in_the_books(books: User, leader: User) -> None:
    target(leader, "training.sessions", "14")
    target(leader, "training.participants", "1200")
    text = HALF + "一、指标完成情况\n4.科技培训。2026年目标14期1200人次，已举办7期、530人次。"
    assert [(found.figure.status, found.word) for found in checked(text, books)] == [
        ("target", "与账一致"),
        ("target", "与账一致"),
        ("achieved", "与账一致"),
        ("achieved", "与账一致"),
    ]


def test_a_range_of_a_target_is_held_against_both_its_ends(officer: User, leader: User) -> None:
    target(leader, "gazelle.new", "1", high=Decimal(2))
    found = checked(HALF + "二、下半年打算\n力争全年新增瞪羚企业1—3家。", officer)
    assert [one.word for one in found] == ["与账一致", "与账不符"]


def test_what_only_rows_know_is_held_against_them(officer: User) -> None:
    registry.title(registry.organisation("示范县甲装备有限公司"))
    (right,) = checked(HALF + "截至5月底，有效高新技术企业1家。", officer)
    (wrong,) = checked(HALF + "截至5月底，有效高新技术企业2家。", officer)
    assert (right.word, wrong.word, wrong.should) == ("与台账一致", "与账不符", "台账 1 家")


def test_a_draft_that_follows_one_of_rows_and_books_says_that_they_differ(officer: User) -> None:
    registry.title(registry.organisation("示范县甲装备有限公司"))
    figure(officer, "hnte.valid", "2")
    for number in (1, 2):
        (found,) = checked(HALF + f"截至5月底，有效高新技术企业{number}家。", officer)
        assert found.word == "账与台账不同"


def test_the_officer_may_say_which_period_a_draft_is_of(books: User) -> None:
    text = "工作汇报\n\n开展入企服务197次。"
    assert [found.word for found in checked(text, books, "2026H1")] == ["与账一致"]
