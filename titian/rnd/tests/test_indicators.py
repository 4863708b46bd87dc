"""The room's figures, to-dos, events, calendar and search."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.deadlines import deadlines_of
from titian.base.periods import Period
from titian.base.search import hits_for
from titian.base.timeline import events_of
from titian.base.todos import todos_of
from titian.figures.catalogue import packaged
from titian.figures.computed import RowBooks
from titian.registry.tests import make as registry
from titian.rnd.indicators import indicators
from titian.rnd.tests import make

pytestmark = pytest.mark.django_db
WAN, DAY, YEAR = make.WAN, make.DAY, make.YEAR


def value(user: User, code: str, period: str) -> Decimal | None:
    found = RowBooks(user=user, day=DAY).counted(code, region=people.county(), period=Period(period))
    return found.value if found else None


def test_every_figure_is_in_the_catalogue() -> None:
    assert {one.code for one in indicators()} <= set(packaged())


def test_subsidies_are_what_arrived_in_the_period_each_firm_once(officer: User) -> None:
    run = make.subsidy()
    firm = registry.organisation()
    for kind, paid, day in (("annual", 5, date(2026, 3, 1)), ("above_scale_increment", 2, date(2026, 4, 1))):
        make.award(firm, "paid", run=run, type=kind, paid=paid * WAN, paid_on=day)
    make.award(state="paid", run=run, paid=3 * WAN, paid_on=date(2025, 12, 31))
    make.award(state="approved", run=run)
    assert value(officer, "rnd.subsidy_enterprises", "2026H1") == 1
    assert value(officer, "rnd.subsidy_amount", "2026H1") == 70_000
    assert value(officer, "rnd.subsidy_amount", "2025") == 30_000


def test_no_payment_at_all_is_no_zero(officer: User, town_clerk: User) -> None:
    make.award()
    assert value(officer, "rnd.subsidy_amount", "2026H1") is None
    assert value(town_clerk, "rnd.subsidy_amount", "2026H1") is None


def test_the_formation_rate_takes_firms_of_which_both_are_known(officer: User) -> None:
    firm = make.reporting(spent=100 * WAN)
    registry.annual(firm, YEAR, "statistics", rd_statistical=60 * WAN)
    make.reporting(spent=900 * WAN)
    alone = make.above(registry.organisation(), YEAR)
    registry.annual(alone, YEAR, "statistics", rd_statistical=70 * WAN)
    assert value(officer, "rnd.formation_rate", str(YEAR)) == 60
    assert value(officer, "deduction.enterprises", str(YEAR)) == 2
    assert value(officer, "rnd.formation_rate", "2026H1") is None


def test_coverage_is_the_share_of_industry_with_an_institution(officer: User) -> None:
    from titian.rnd.tests.test_watching import institution

    firms = [make.reporting() for _ in range(4)]
    institution(firms[0], date(2024, 3, 1))
    assert value(officer, "rnd.institution_coverage", str(YEAR)) == 25


def test_what_waits_is_said_to_who_can_do_it(officer: User, leader: User) -> None:
    firm = registry.organisation()
    make.handed_in(firm, state="submitted")
    make.handed_in(firm, "2026Q1", state="returned")
    make.award(firm)
    waiting = make.award(state="approved", type="first_above_scale")
    make.batch(waiting)
    make.result(firm, appeal="raised")
    texts = {person: " ".join(todo.text for todo in todos_of(person)) for person in (officer, leader, make.enterprise(firm))}
    assert "核对并采用 1 份" in texts[officer]
    assert "的到账" in texts[officer]
    assert "审定" not in texts[officer]
    assert "审定「2025年度研发费用后补助」1 项" in texts[leader]
    assert "申诉" in texts[leader]
    assert "修改退回的2026年一季度" in next(text for person, text in texts.items() if person.is_enterprise)


def test_a_firm_s_course_knows_its_research(officer: User, town_clerk: User) -> None:
    firm = registry.organisation(region=town_clerk.town)
    make.project(firm, since=date(2025, 1, 10), until=date(2026, 1, 1))
    make.handed_in(firm, state="accepted", submitted_on=date(2026, 3, 2))
    make.result(firm)
    make.award(firm, "paid", paid=5 * WAN, paid_on=date(2026, 4, 1))
    make.exemption(firm)
    said = " ".join(event.text for event in events_of(firm, officer))
    for words in ("研发项目启动", "研发项目完成", "报送2025年研发投入", "不达标", "收到年度研发费用后补助 5 万元", "总部统一结算"):
        assert words in said
    assert "研发" not in " ".join(event.text for event in events_of(firm, town_clerk))


def test_the_calendar_and_the_search_box_know_projects(officer: User, town_clerk: User) -> None:
    make.project(name="耐磨铸件工艺研发", until=date(2026, 7, 1))
    lines = [line.text for line in deadlines_of(officer, date(2026, 6, 1), date(2026, 8, 1))]
    assert "研发项目到期 1 项" in lines
    assert any("上半年研发费用" in line for line in lines)
    assert [hit.text for hit in hits_for(officer, "耐磨")["研发项目"]] == ["耐磨铸件工艺研发"]
    assert "研发项目" not in hits_for(town_clerk, "耐磨")
