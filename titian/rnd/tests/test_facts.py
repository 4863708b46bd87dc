"""What a firm's ledger tells the rules: spending in the high-tech calibre, with its source named; never anything of the statistics bureau."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from titian.policies.facts import record_of, records, values
from titian.policies.facts.annual import BOOKS
from titian.registry.models import Organisation
from titian.registry.tests import make as registry
from titian.rnd.facts import facts
from titian.rnd.models import Project
from titian.rnd.tests import make

pytestmark = pytest.mark.django_db
WAN, YEAR, DAY = make.WAN, 2025, date(2026, 6, 30)


def firm_with(spent: int | None = 100 * WAN, year: int = YEAR, **fields: object) -> Organisation:
    """A firm whose books say what it spent (None: they say nothing)."""
    firm = registry.organisation(founded_on=date(2018, 1, 1))
    if spent is not None:
        registry.annual(firm, year, "return", rd_expense=spent, revenue=2_000 * WAN, **fields)
    return firm


def ledger(firm: Organisation, year: int = YEAR, wages: int = 70 * WAN) -> Project:
    """工资 70, 委托境内 20 (counts 80 %), 委托境外 10 (counts 80 %, not at home)."""
    project = make.project(firm)
    make.cost(project, wages, year=year)
    make.cost(project, 20 * WAN, "outsourced", "institute", year=year)
    make.cost(project, 10 * WAN, "outsourced", "overseas", year=year)
    return project


def notes(firm: Organisation) -> str:
    return " ".join(text for _, text in record_of(firm, DAY).notes)


def test_a_whole_ledger_tells_the_high_tech_calibre_and_the_note_names_it() -> None:
    firm = firm_with(rd_domestic=100 * WAN)
    ledger(firm)
    said = record_of(firm, DAY).values
    assert (said["y1.rd.hnte"], said["y1.rd_domestic"]) == (94 * WAN, 86 * WAN)
    assert said["y1.rd.own"] == 100 * WAN, "programmes without a calibre of their own stay with the books"
    assert "2025年研发费用按高企口径取自2025年研发辅助账 3 条分录（会计 100 万元，高企口径 94 万元）" in notes(firm)
    assert "1 项调整的规定未核到原文" in notes(firm)
    assert BOOKS not in notes(firm)
    assert values(Organisation.objects.filter(pk=firm.pk), DAY)[firm.pk]["y1.rd.hnte"] == 94 * WAN


def test_a_ledger_that_holds_less_than_the_books_changes_nothing_and_says_so() -> None:
    firm = firm_with(spent=160 * WAN)
    ledger(firm)
    assert record_of(firm, DAY).values["y1.rd.hnte"] == 160 * WAN
    assert "合计 100 万元，少于账面归集的 160 万元，没有记全，仍按账面数" in notes(firm)
    assert BOOKS in notes(firm)


def test_a_ledger_stands_alone_where_the_books_say_nothing() -> None:
    firm = firm_with(spent=None)
    ledger(firm)
    assert record_of(firm, DAY).values["y1.rd.hnte"] == 94 * WAN


def test_years_without_a_ledger_stay_with_the_books_and_are_named() -> None:
    firm = firm_with()
    registry.annual(firm, 2024, "return", rd_expense=50 * WAN, revenue=1_000 * WAN)
    ledger(firm)
    ledger(firm, year=2026)
    said = record_of(firm, DAY).values
    assert (said["y1.rd.hnte"], said["y2.rd.hnte"]) == (94 * WAN, 50 * WAN)
    assert f"2024年{BOOKS}" in notes(firm)
    assert "2026年研发" not in notes(firm), "a year that runs is no whole year"


def test_what_was_filed_to_the_statistics_bureau_is_told_nowhere() -> None:
    """Neither a row of the bureau nor a return filed to it becomes a fact, and a ledger is not held against one."""
    firm = firm_with(spent=None)
    registry.annual(firm, YEAR, "statistics", rd_expense=900 * WAN, rd_statistical=800 * WAN, is_chosen=True)
    make.handed_in(firm, source="statistics", state="accepted", hnte=700 * WAN, statistical=600 * WAN)
    assert list(facts(Organisation.objects.filter(pk=firm.pk), DAY)) == []
    assert record_of(firm, DAY).values["y1.rd.hnte"] is None
    ledger(firm)
    assert record_of(firm, DAY).values["y1.rd.hnte"] == 94 * WAN
    assert {one.key for one in facts(Organisation.objects.filter(pk=firm.pk), DAY)} == {"rd_expense_yuan.hnte", "rd_domestic_yuan"}


def test_a_ledger_of_red_entries_tells_nothing() -> None:
    firm = firm_with(spent=None)
    make.cost(make.project(firm), -WAN)
    assert list(facts(Organisation.objects.filter(pk=firm.pk), DAY)) == []


def test_questions_asked_do_not_grow_with_the_firms() -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            records(Organisation.objects.all(), DAY)
        return len(found)

    ledger(firm_with())
    one = asked()
    for _ in range(4):
        ledger(firm_with())
    assert asked() == one
