"""Projects, entries, returns: written by verbs, refused in words, journalled."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.journal.models import Entry
from titian.registry.models import AnnualFigure
from titian.registry.tests import make as registry
from titian.rnd import actions
from titian.rnd.models import CostLine, Return
from titian.rnd.tests import make

pytestmark = pytest.mark.django_db
DAY, WAN = make.DAY, make.WAN


def codes(row: Any) -> list[str]:
    return [entry.code for entry in Entry.objects.about(row).order_by("sequence")]


def test_a_project_and_its_ledger_are_kept_and_journalled(officer: User) -> None:
    project = actions.add_project(registry.organisation(), code="RD01", name="高强度耐磨铸件工艺研发", by=officer)
    line = actions.add_cost(project, year=2025, category="direct", sub="materials", amount=-5000, voucher="记-8", by=officer)
    actions.amend_cost(line, changes={"amount": 6000}, by=officer)
    assert codes(line) == ["rnd.cost.added", "rnd.cost.amended"]
    assert Entry.objects.about(line).latest("sequence").after == {"amount": "60 元"}
    with pytest.raises(Refused, match="已有辅助账"):
        actions.remove_project(project, reason="录入错误", by=officer)
    actions.remove_cost(line, reason="录入错误", by=officer)
    actions.remove_project(project, reason="录入错误", by=officer)
    assert not CostLine.objects.exists()


def test_one_voucher_line_is_not_entered_twice(officer: User) -> None:
    line = make.cost(make.project(), voucher="记-8")
    said: dict[str, Any] = {"year": 2025, "category": "personnel", "sub": "wages", "amount": 7, "voucher": "记-8"}
    with pytest.raises(Refused, match="分录号"):
        actions.add_cost(line.project, **said, by=officer)
    actions.add_cost(line.project, **said, entry="2", by=officer)
    with pytest.raises(Refused, match="金额为零"):
        actions.add_cost(line.project, **{**said, "amount": 0}, by=officer)


def test_a_firm_keeps_its_own_ledger_and_nobody_elses() -> None:
    project, other = make.project(), make.project()
    firm = make.enterprise(project.organisation)
    actions.add_cost(project, year=2025, category="direct", sub="materials", amount=100, by=firm)
    for act in (
        lambda: actions.add_cost(other, year=2025, category="direct", sub="materials", amount=100, by=firm),
        lambda: actions.amend_project(other, changes={"name": "别人的"}, by=firm),
        lambda: actions.begin_return(other.organisation, period="2025", by=firm, accounting=1),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_an_accepted_annual_return_writes_the_register(officer: User) -> None:
    firm = registry.organisation()
    found = actions.begin_return(
        firm, period="2025年", accounting=160 * WAN, deduction=140 * WAN, statistical=90 * WAN, staff=80,
        handed_by="王会计", handed_on=date(2026, 3, 2), by=officer,
    )  # fmt: skip
    actions.submit(found, on=date(2026, 3, 3), by=officer)
    row = actions.accept(found, on=DAY, by=officer)
    assert row is not None
    assert (row.source, row.rd_expense, row.rd_deduction, row.staff) == ("return", 160 * WAN, 140 * WAN, 80)
    assert row.rd_statistical is None
    assert row.document == "2025年研发投入填报"
    assert codes(found) == ["rnd.return.begun", "rnd.return.submitted", "rnd.return.accepted"]
    assert codes(row) == ["registry.annual_figure.added"]


def test_accepting_again_mends_the_row_of_that_source_alone(officer: User) -> None:
    firm = registry.organisation()
    registry.annual(firm, 2025, "audit", rd_expense=7)
    found = make.handed_in(firm, state="submitted", submitted_on=DAY)
    actions.accept(found, on=DAY, by=officer)
    actions.return_for_correction(found, reason="委托研发漏列", by=officer)
    actions.amend_return(found, changes={"accounting": 120 * WAN}, by=officer)
    actions.submit(found, on=DAY, by=officer)
    actions.accept(found, on=DAY, by=officer)
    assert dict(AnnualFigure.objects.values_list("source", "rd_expense")) == {"audit": 7, "return": 120 * WAN}


def test_a_quarter_writes_nothing_into_the_register(officer: User) -> None:
    found = make.handed_in(period="2026Q1", state="submitted")
    assert actions.accept(found, on=DAY, by=officer) is None
    assert not AnnualFigure.objects.exists()


def test_a_firm_files_for_itself_and_the_register_says_who(officer: User) -> None:
    firm = registry.organisation()
    user = make.enterprise(firm)
    found = actions.begin_return(firm, period="2025", accounting=0, by=user)
    actions.submit(found, on=date(2026, 3, 9), by=user)
    with pytest.raises(PermissionDenied):
        actions.accept(found, on=DAY, by=user)
    row = actions.accept(found, on=DAY, by=officer)
    assert row is not None
    assert (row.rd_expense, row.handed_by, row.handed_on) == (0, user.name, date(2026, 3, 9))
    with pytest.raises(Refused, match="只能填报本企业"):
        actions.begin_return(firm, period="2024", source="audit", by=user)


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"accounting": None}, "填 0"), ({"handed_by": ""}, "对方经办人")],
)
def test_what_is_not_whole_is_not_handed_in(fields: dict[str, Any], words: str, officer: User) -> None:
    with pytest.raises(Refused, match=words):
        actions.submit(make.handed_in(**fields), on=DAY, by=officer)


def test_what_is_handed_in_cannot_be_changed_until_it_is_sent_back(officer: User) -> None:
    found = make.handed_in(state="submitted")
    with pytest.raises(Refused, match="请先退回"):
        actions.amend_return(found, changes={"accounting": 1}, by=officer)
    with pytest.raises(Refused, match="请先退回"):
        actions.remove_return(found, reason="录入错误", by=officer)
    with pytest.raises(Refused, match="请先退回"):
        actions.submit(found, on=DAY, by=officer)
    with pytest.raises(Refused, match="退回的原因"):
        actions.return_for_correction(found, reason=" ", by=officer)
    actions.return_for_correction(found, reason="委托研发漏列", by=officer)
    assert Return.objects.get().returned_reason == "委托研发漏列"


def test_a_period_twice_and_a_negative_amount_are_refused(officer: User) -> None:
    found = make.handed_in()
    with pytest.raises(Refused, match="已有一份填报"):
        actions.begin_return(found.organisation, period="2025", accounting=1, by=officer)
    with pytest.raises(Refused, match="不能是负数"):
        actions.begin_return(found.organisation, period="2024", accounting=-1, by=officer)
    with pytest.raises(Refused, match="有效的期间"):
        actions.begin_return(found.organisation, period="上一年", accounting=1, by=officer)


def test_an_auditor_changes_nothing(auditor: User) -> None:
    found = make.handed_in(state="submitted")
    with pytest.raises(PermissionDenied):
        actions.accept(found, on=DAY, by=auditor)
    with pytest.raises(PermissionDenied):
        actions.add_project(found.organisation, code="RD01", name="高强度耐磨铸件工艺研发", by=auditor)


def test_evidence_stays_with_the_return(officer: User) -> None:
    scan = ("填报表.pdf", b"%PDF-1.4\n%%EOF\n")
    found = actions.begin_return(registry.organisation(), period="2025", accounting=1, evidence=[scan], by=officer)
    assert [file.name for file in found.evidence.all()] == ["填报表.pdf"]
    assert "rnd.return.evidenced" in codes(found)
