"""The room's figures, to-dos, events, calendar and search."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.deadlines import deadlines_of
from titian.base.periods import Period
from titian.base.quantities import Operator
from titian.base.search import hits_for
from titian.base.timeline import events_of
from titian.base.todos import todos_of
from titian.figures.catalogue import packaged
from titian.figures.computed import Counted, RowBooks
from titian.figures.tests import make as figures
from titian.registry.tests import make as registry
from titian.rnd.basis import basis
from titian.rnd.indicators import indicators
from titian.rnd.tests import make

pytestmark = pytest.mark.django_db
WAN, DAY, YEAR = make.WAN, make.DAY, make.YEAR


def value(user: User, code: str, period: str) -> Decimal | None:
    found = RowBooks(user=user, day=DAY).counted(code, region=people.county(), period=Period(period))
    return found.value if found else None


def counted(user: User, code: str, period: str) -> Counted:
    found = RowBooks(user=user, day=DAY).counted(code, region=people.county(), period=Period(period))
    assert found is not None
    return found


def why(user: User, code: str, period: str) -> str:
    return counted(user, code, period).why


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


def test_what_was_deducted_is_the_declared_spending_times_the_rate_of_the_year(officer: User) -> None:
    make.reporting(spent=100 * WAN)
    firm = registry.organisation()
    registry.annual(firm, YEAR, "deduction", rd_deduction=333)
    for year in (2020, 2022):
        registry.annual(firm, year, "deduction", rd_deduction=333)
    registry.annual(registry.organisation(), YEAR, "return", rd_deduction=900 * WAN)
    assert value(officer, "deduction.amount", str(YEAR)) == Decimal("1000003.33")
    assert value(officer, "deduction.amount", "2020") == Decimal("2.49"), "three quarters, rounded down to the fen"
    assert value(officer, "deduction.amount", "2022") is None
    assert why(officer, "deduction.amount", "2022") == "2022年的加计扣除比例没有核到原文，不测算扣除额"
    assert value(officer, "deduction.amount", "2024") is None


def test_r_d_over_gdp_stands_on_two_totals_of_one_year_and_says_which_is_missing(officer: User, town_clerk: User) -> None:
    code, year = "rnd.gdp_ratio", "2024"
    assert "全社会R&D经费投入、地区生产总值" in why(officer, code, year)
    spent = figures.figure(officer, "rnd.expenditure", "608000000", year)
    assert value(officer, code, year) is None
    assert "账上没有2024年的地区生产总值" in why(officer, code, year)
    whole = figures.figure(officer, "economy.gdp", "33230000000", year)
    assert value(officer, code, year) == Decimal("1.8297")
    found = counted(officer, code, year)
    assert [part.value for part in found.parts] == [608_000_000, 33_230_000_000]
    rows = [part.rows(officer, Period(year), DAY).get() for part in found.computed.parts]
    assert rows == [spent, whole]
    assert found.key(people.county()).calibre == "按账面数相除", "it never stands for what the statistics bureau publishes"
    assert value(officer, code, "2024H1") is None
    assert value(officer, code, "2025") is None
    assert RowBooks(user=town_clerk, day=DAY).counted(code, region=people.county(), period=Period(year)) is None


def test_r_d_over_gdp_takes_no_round_no_expected_and_no_disputed_total(officer: User) -> None:
    figures.figure(officer, "economy.gdp", "30000000000", "2024")
    figures.figure(officer, "rnd.expenditure", "600000000", "2024", operator=Operator.ABOUT)
    assert value(officer, "rnd.gdp_ratio", "2024") is None
    figures.figure(officer, "rnd.expenditure", "540000000", "2023", stage="预计")
    figures.figure(officer, "economy.gdp", "30000000000", "2023")
    assert value(officer, "rnd.gdp_ratio", "2023") is None
    figures.figure(officer, "rnd.expenditure", "500000000", "2022")
    figures.figure(officer, "rnd.expenditure", "510000000", "2022")
    figures.figure(officer, "economy.gdp", "30000000000", "2022")
    assert value(officer, "rnd.gdp_ratio", "2022") is None


def test_r_d_over_gdp_rests_on_no_firm_and_no_firm_rests_on_it(officer: User) -> None:
    """Statistics law: the total is shown, what firms filed to the bureau makes none, and no row of a town or a firm has a share of it."""
    firm = make.reporting(spent=100 * WAN)
    registry.annual(firm, 2024, "statistics", rd_statistical=60 * WAN)
    figures.figure(officer, "economy.gdp", "30000000000", "2024")
    assert value(officer, "rnd.gdp_ratio", "2024") is None
    before = basis(officer, YEAR, purpose="研发投入评价")
    figures.figure(officer, "rnd.expenditure", "600000000", "2024")
    books = RowBooks(user=officer, day=DAY)
    assert value(officer, "rnd.gdp_ratio", "2024") == 2
    assert books.by_town("rnd.gdp_ratio", region=people.county(), period=Period("2024")) == []
    assert books.counted("rnd.gdp_ratio", region=people.our_town(), period=Period("2024")) is None
    assert basis(officer, YEAR, purpose="研发投入评价") == before


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


def test_the_page_of_r_d_over_gdp_shows_both_amounts_and_opens_each(client: Client, officer: User) -> None:
    figures.figure(officer, "rnd.expenditure", "608000000", "2024", document="2024年统计公报")
    figures.figure(officer, "economy.gdp", "33230000000", "2024")
    client.force_login(officer)
    asked = {"region": people.county().key, "period": "2024", "day": DAY.isoformat()}
    said = client.get(reverse("figures:counted", args=["rnd.gdp_ratio"]), asked).content.decode()
    for words in ("1.83", "6.08", "332.3", "按账面数相除", "前者占后者的百分数"):
        assert words in said, words
    assert "按乡镇 <" not in said
    rows = client.get(reverse("figures:rows", args=["rnd.gdp_ratio"]), asked | {"part": "0"}).content.decode()
    assert "2024年统计公报" in rows
