"""Figures out of the ledgers: 家, 次 and problems are three counters; what is lacking is no 0; places add up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.errors import Refused
from titian.base.periods import Period
from titian.figures.computed import Counted, RowBooks, declared
from titian.ledgers import actions
from titian.ledgers.listings import behind
from titian.ledgers.models import LedgerRow
from titian.ledgers.tests import make
from titian.places.models import Region
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db
H1, DAY = Period("2026H1"), date(2026, 5, 31)


def county() -> Region:
    people.our_town()
    return Region.objects.get(code=people.COUNTY)


def counted(code: str, user: User, period: Period = H1, day: date = DAY) -> Counted:
    found = RowBooks(user=user, day=day).counted(code, region=county(), period=period)
    assert found is not None
    return found


def test_visits_and_visited_firms_are_two_counters(officer: User) -> None:
    firm, other = registry.organisation(), registry.organisation()
    for day in (date(2026, 1, 5), date(2026, 3, 5), date(2025, 12, 31), date(2026, 6, 1)):
        make.visit(officer, day, organisation=firm)
    make.visit(officer, date(2026, 5, 31), organisation=other)
    assert counted("visit.count", officer).value == 3
    assert counted("visit.enterprises", officer).value == 2


def test_nothing_entered_yet_is_no_zero(officer: User) -> None:
    assert counted("visit.count", officer).value is None
    make.visit(officer, date(2026, 1, 5))
    assert counted("visit.count", officer, Period("2025H1"), date(2026, 5, 31)).value is None
    assert counted("visit.count", officer, Period("2026-02")).value == 0


def test_a_problem_of_one_firm_entered_on_two_visits_counts_once_in_a_period(officer: User) -> None:
    firm, said = registry.organisation(), {"title": "用工难", "feedback": "satisfied"}
    for day, solved in (
        (date(2026, 1, 5), date(2026, 2, 1)),
        (date(2026, 3, 5), date(2026, 4, 1)),
        (date(2025, 3, 5), date(2025, 4, 1)),
    ):
        actions.step(make.problem(officer, day, organisation=firm, **said), "solved", on=solved, by=officer)
    actions.step(make.problem(officer, date(2026, 3, 5), **said), "solved", on=date(2026, 4, 1), by=officer)  # another firm's
    found = counted("problem.solved", officer)
    assert found.value == 2
    assert counted("problem.solved", officer, Period("2026Q2")).value == 2, "in its own quarter the second one is the first"
    assert counted("problem.solved", officer, Period("2025H1")).value == 1


def test_a_problem_counts_once_when_it_is_solved(officer: User) -> None:
    row = make.problem(officer, date(2025, 12, 1), programmes=["visit", "commissioner"], feedback="satisfied")
    make.problem(officer, date(2026, 1, 1), title="用工难")
    assert counted("problem.solved", officer).value == 0
    actions.step(row, "solved", on=date(2026, 3, 1), by=officer)
    assert counted("problem.solved", officer).value == 1
    assert counted("problem.solved", officer, Period("2026-02"), DAY).value == 0


def test_a_solved_problem_waits_for_the_firms_word(officer: User) -> None:
    row = make.problem(officer, date(2026, 1, 1))
    actions.step(row, "solved", on=date(2026, 3, 1), by=officer)
    waiting = counted("problem.solved", officer)
    assert waiting.value is None
    assert waiting.pending == 1
    actions.amend_row(row, {"feedback": "basic"}, by=officer)
    assert counted("problem.solved", officer).value == 1


def test_a_draft_counts_nowhere(officer: User) -> None:
    make.visit(officer, date(2026, 1, 5))
    actions.add_row(make.ledger(), {"day": date(2026, 1, 6), "organisation": registry.organisation()}, by=officer, is_draft=True)
    assert counted("visit.count", officer).value == 1


def test_towns_add_up_to_the_county(officer: User) -> None:
    home = county()
    town = Region.objects.create(code="990123102", name="邻水镇", level="town", parent=home)
    firms = [registry.organisation(), registry.organisation(region=town), registry.organisation(region=None)]
    for number, firm in enumerate(firms * 2):
        make.visit(officer, date(2026, 1, 5 + number), organisation=firm)
    books = RowBooks(user=officer, day=DAY)
    for code, whole in (("visit.count", 6), ("visit.enterprises", 3)):
        lines = books.by_town(code, region=home, period=H1)
        assert sum(line.counted.value or 0 for line in lines) == whole


def test_a_person_counts_in_the_own_town_or_in_that_of_the_employer_and_once(officer: User) -> None:
    home, here = county(), registry.organisation()
    town = Region.objects.create(code="990123102", name="邻水镇", level="town", parent=home)
    there = registry.organisation(region=town)
    own, employed = registry.person(organisation=here, region=town), registry.person(organisation=there)
    nowhere, ledger = registry.person(), make.ledger("talents")
    for number, who in enumerate((own, employed, nowhere, employed)):
        said = {"person": who, "organisation": here, "day": date(2026, 1, 5 + number), "kind": "young", "title": f"第{number}项"}
        LedgerRow.objects.create(ledger=ledger, **said)
    books = RowBooks(user=officer, day=DAY)
    lines = {line.label: line.counted.value for line in books.by_town("talent.introduced", region=home, period=H1)}
    assert {name: value for name, value in lines.items() if value} == {"邻水镇": 2, "未定": 1}
    assert counted("talent.introduced", officer).value == 3


def test_a_ledger_the_office_defines_counts_at_once_and_after_it_is_archived(chief: User) -> None:
    ledger = actions.define_ledger(make.LIST, by=chief)
    firm = registry.organisation()
    row = actions.add_row(ledger, {"day": date(2026, 1, 5), "organisation": firm, "gap": Decimal("1.5")}, by=chief)
    actions.step(row, "cleared", on=date(2026, 4, 1), by=chief)
    assert counted("local.clearing.listed", chief).value == 1
    actions.archive_ledger(ledger, by=chief, reason="专项结束")
    assert counted("local.clearing.cleared", chief).value == 1


SUMMED: dict[str, Any] = {
    "name": "payments",
    "label": "拨付台账",
    "fields": [
        {"key": "day", "label": "拨付日期", "required": True},
        {"key": "paid", "label": "拨付金额", "kind": "money"},
        {"key": "area", "label": "面积", "kind": "decimal"},
        {"key": "kind", "label": "类别", "choices": {"a": "甲", "b": "乙"}},
        {"key": "topics", "label": "专题", "kind": "choices", "choices": {"x": "一", "xy": "二"}},
    ],
    "figures": [
        {
            "code": f"local.payments.{name}",
            "take": "sum",
            "sum": field,
            "name": f"合计{name}",
            "unit": unit,
            "definition": "合计",
            **more,
        }
        for name, field, unit, more in (
            ("paid", "paid", "元", {}),
            ("area", "area", "亩", {}),
            ("only_x", "paid", "元", {"where": {"topics": ["x"]}}),
            ("of_a", "paid", "元", {"where": {"kind": ["a"]}}),
        )
    ],
}


def test_totals_of_own_numbers_are_exact(chief: User) -> None:
    ledger = actions.define_ledger(SUMMED, by=chief)
    for number in range(1, 8):
        values = {
            "day": date(2026, 1, number),
            "paid": Decimal("48478385.01"),
            "area": Decimal("0.57"),
            "kind": "a" if number < 3 else "b",
            "topics": ["x"] if number == 1 else ["xy"],
        }
        actions.add_row(ledger, values, by=chief)
    assert counted("local.payments.paid", chief).value == 7 * Decimal("48478385.01")
    assert counted("local.payments.area", chief).value == Decimal("3.99")
    assert counted("local.payments.only_x", chief).value == Decimal("48478385.01")
    assert counted("local.payments.of_a", chief).value == 2 * Decimal("48478385.01")


def test_a_row_reaches_a_state_in_one_period_only(officer: User) -> None:
    row = make.problem(officer, date(2025, 10, 1), feedback="satisfied")
    actions.step(row, "solved", on=date(2025, 12, 1), by=officer)
    actions.step(row, "coordinating", on=date(2026, 1, 10), by=officer)
    actions.step(row, "solved", on=date(2026, 2, 1), by=officer)
    assert counted("problem.solved", officer).value == 0
    assert counted("problem.solved", officer, Period("2025"), DAY).value == 1


def test_a_firm_on_a_day_in_one_kind_of_service_is_one_service(officer: User) -> None:
    """Two of a firm at one training are one 个次 and two people; who comes again is still one person."""
    firm = registry.organisation()
    for kind in ("visit", "guidance"):
        make.visit(officer, date(2026, 3, 5), organisation=firm, kind=kind)
    for day in (date(2026, 4, 1), date(2026, 4, 2)):
        training = actions.add_row(make.ledger("trainings"), {"day": day, "title": f"培训{day}", "count": 3}, by=officer)
        for name in ("李示范", "王示范"):
            values = {"parent": training, "day": day, "title": name, "organisation": firm}
            actions.add_row(make.ledger("training_signins"), values, by=officer)
        actions.add_row(make.ledger("training_signins"), values | {"organisation": None, "employer": "示范市税务局"}, by=officer)
    found = counted("visit.enterprise_visits", officer)
    assert found.value == 4
    assert not found.pending, "whom somebody else trained or helped is no visit that lacks its firm"
    assert counted("training.people", officer).value == 3
    assert counted("training.participants", officer).value == 6


def test_growth_is_of_the_months_both_years_know_and_never_stands_for_the_published_value(officer: User) -> None:
    ledger, firm, other = make.ledger("service_monthly"), registry.organisation(), registry.organisation()
    for month, (now, before) in enumerate(((90, 100), (150, 120)), start=1):
        values = {"kind": "above", "amount": Decimal(now), "last_year": Decimal(before), "day": date(2026, month, 28)}
        actions.add_row(ledger, values | {"organisation": firm}, by=officer)
    actions.add_row(ledger, values | {"organisation": other, "last_year": None}, by=officer)
    actions.add_row(ledger, values | {"organisation": other, "kind": "candidate", "day": date(2026, 1, 28)}, by=officer)
    found = counted("service.revenue_growth", officer)
    assert found.value == Decimal("9.0909")
    assert found.pending == 1
    assert found.computed.calibre == "本局月度调度"
    assert counted("service.revenue_growth", officer, Period("2026-01")).value == -10


def test_money_expected_is_not_money_issued(officer: User) -> None:
    ledger = make.ledger("upper_funds")
    values = {"title": "示范项目", "batch": "2026", "level": "province", "kind": "project", "day": date(2026, 1, 5)}
    row = actions.add_row(ledger, values | {"asked": Decimal(500_000), "expected": Decimal(300_000)}, by=officer)
    actions.step(row, "expected", on=date(2026, 2, 1), by=officer)
    assert counted("funds.from_above", officer).value == 0
    actions.amend_row(row, {"amount": Decimal(250_000), "document": "示财教〔2026〕15号"}, by=officer)
    actions.step(row, "issued", on=date(2026, 3, 1), by=officer)
    assert counted("funds.from_above", officer).value == 250_000


def test_a_figure_says_which_section_keeps_the_ledger_it_is_counted_from(office: User, officer: User) -> None:
    section = people.office_department()
    for code in ("visits", "problems", "proposals"):
        actions.set_parameters(make.ledger(code), {}, {}, department=section.name, by=office, reason="科室分工")
    row = make.visit(officer, date(2026, 1, 5))
    assert row.department == (officer.department or section)
    assert counted("visit.count", officer).computed.keeper == section.name
    assert counted("problem.solved", officer).tally(county()).keeper == section.name, "also where it says nothing: then it is asked"
    assert {one.keeper for code, one in declared().items() if code.startswith("proposal.")} <= {section.name}
    with pytest.raises(Refused, match="没有科室"):
        actions.set_parameters(make.ledger(), {}, {}, department="没有的股", by=office, reason="科室分工")


def test_behind_a_figure_an_outsider_sees_what_the_form_shows_outside_or_little(officer: User) -> None:
    problems, funds = make.ledger("problems"), make.ledger("upper_funds")
    assert "responsible" in {column.key for column in behind(problems).columns}
    assert "responsible" not in {column.key for column in behind(problems, inside=False).columns}
    assert {column.key for column in behind(funds, inside=False).columns} <= {
        "title",
        "kind",
        "organisation",
        "day",
        "state",
        "amount",
        "uscc",
    }
