"""Watch lists and clearing lists: what deserves a question, and how a list burns down between two days."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.base.periods import Period
from titian.ledgers.models import LedgerRow
from titian.ledgers.tests import make as ledgers
from titian.registry.models import Organisation
from titian.registry.tests import make as registry
from titian.rnd import actions
from titian.rnd.judging import clearing, key_years, unreported, watched
from titian.rnd.models.policies import policy_for
from titian.rnd.policy import packaged
from titian.rnd.tests import make
from titian.rnd.watching import Known, falls, inconsistencies, reminder, standing

WATCH, CLEARING = packaged()["watch"], packaged()["clearing"]
WAN, DAY, YEAR = make.WAN, make.DAY, make.YEAR
_money = st.none() | st.integers(0, 10**13)


def test_a_fall_counts_from_the_edge_on() -> None:
    assert falls(Known(spent=70, before=100), WATCH) == Fraction(3, 10)
    assert falls(Known(spent=71, before=100), WATCH) is None
    assert falls(Known(spent=0, before=100), WATCH) == 1
    for unknown in (Known(spent=None, before=100), Known(spent=5), Known(spent=0, before=0)):
        assert falls(unknown, WATCH) is None


@given(_money, _money, _money, st.none() | st.integers(0, 10**4), st.none() | st.integers(0, 10**4), _money)
def test_a_question_is_only_asked_of_what_is_known(
    spent: int | None, before: int | None, revenue: int | None, staff: int | None, people: int | None, ledger: int | None
) -> None:
    found = inconsistencies(Known(spent, before, revenue, staff, people, ledger), WATCH)
    assert all("应" not in sentence for sentence in found)  # never what should have been reported
    if spent is None:
        assert all("研发人员" in sentence and "职工总数" in sentence for sentence in found)


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (Known(spent=31 * WAN, revenue=100 * WAN), "高于 30%"),
        (Known(spent=5 * WAN, revenue=0), "营业收入为零"),
        (Known(spent=0, revenue=100 * WAN, rd_staff=4), "漏归集"),
        (Known(rd_staff=5, staff=4), "多于职工总数"),
        (Known(spent=5 * WAN, rd_staff=0), "研发人员为零"),
        (Known(spent=200 * WAN, rd_staff=1), "人员是否漏填"),
        (Known(spent=1 * WAN, rd_staff=2), "费用是否漏归集"),
        (Known(spent=5 * WAN, ledger=7 * WAN), "比填报的研发费用多 20,000 元"),
    ],
)
def test_what_does_not_fit_is_asked_about_in_words(known: Known, words: str) -> None:
    (sentence,) = inconsistencies(known, WATCH)
    assert words in sentence


def test_a_reminder_names_firms_and_no_number() -> None:
    text = reminder(["甲公司", "乙公司"], period="2025年度", bureau="示范县科技局")
    assert "甲公司、乙公司" in text
    assert "示范县科技局" in text
    assert not any(letter.isdigit() for letter in text.replace("2025", ""))


@given(_money, st.none() | st.booleans(), st.none() | st.dates(), st.none() | st.dates(), st.dates(), st.dates())
def test_what_is_cleared_or_excused_stays_so(
    revenue: int | None, lacking: bool | None, cleared: date | None, exempt: date | None, first: date, second: date
) -> None:
    early, late = sorted((first, second))
    states = [standing(revenue, 100, day, lacking=lacking, cleared_on=cleared, exempt_on=exempt) for day in (early, late)]
    assert (states[0] is None) == (states[1] is None)
    if states[0] is not None and states[1] is not None:
        waits = {"listed", "unknown"}
        assert states[0].state in waits or states[1].state not in waits


def test_both_edges_of_a_clearing_list_are_inclusive() -> None:
    edge = CLEARING.fen("zero_revenue")
    assert edge == 5_000 * WAN
    assert standing(edge, edge, DAY, lacking=True) is not None
    assert standing(edge - 1, edge, DAY, lacking=True) is None
    assert standing(None, edge, DAY, lacking=True) is None


def zero(user: User, day: date = DAY) -> dict[str, str]:
    rows = clearing(user, "zero", YEAR, CLEARING, day=day)
    return {one.organisation.name: one.standing.state for one in rows}


def idle(name: str, **said: int | None) -> Organisation:
    firm = make.above(registry.organisation(name, industry="C3512"), YEAR)
    registry.annual(firm, YEAR, revenue=said.get("revenue", 6_000 * WAN), rd_expense=said.get("spent", 0))
    return firm


@pytest.mark.django_db
def test_the_list_of_zero_spending_asks_where_nothing_is_known(officer: User) -> None:
    idle("一号")
    idle("二号", spent=None)
    idle("三号", spent=5)
    idle("四号", revenue=4_999 * WAN)
    small = registry.organisation("五号")
    registry.annual(small, YEAR, revenue=9_000 * WAN, rd_expense=0)
    assert zero(officer) == {"一号": "listed", "二号": "unknown"}


@pytest.mark.django_db
def test_the_list_burns_down_by_later_returns_and_by_stated_reasons(officer: User) -> None:
    firms = [idle(name) for name in ("一号", "二号", "三号")]
    found = make.handed_in(firms[0], "2026Q1", state="submitted")
    actions.accept(found, on=date(2026, 4, 20), by=officer)
    actions.state_exemption(
        firms[1], purpose="zero", year=YEAR, ground="suspended", reason="全年停产", day=date(2026, 5, 6), by=officer
    )
    assert zero(officer, date(2026, 1, 1)) == {"一号": "listed", "二号": "listed", "三号": "listed"}
    assert zero(officer, date(2026, 4, 20)) == {"一号": "cleared", "二号": "listed", "三号": "listed"}
    assert zero(officer) == {"一号": "cleared", "二号": "exempt", "三号": "listed"}
    (excused,) = [one for one in clearing(officer, "zero", YEAR, CLEARING, day=DAY) if one.exemption]
    assert excused.standing.reason == "停产、半停产：全年停产"
    with pytest.raises(Refused, match="已有认定"):
        actions.state_exemption(firms[1], purpose="zero", year=YEAR, ground="other", reason="x", day=DAY, by=officer)
    assert excused.exemption is not None
    actions.withdraw_exemption(excused.exemption, reason="复产", by=officer)
    assert zero(officer)["二号"] == "listed"


def institution(organisation: Organisation, day: date) -> LedgerRow:
    return ledgers.row(ledgers.ledger("rd_institutions"), organisation=organisation, title=f"{organisation}研发中心", day=day)


@pytest.mark.django_db
def test_the_list_of_firms_without_an_institution_reads_the_register_of_institutions(officer: User) -> None:
    firms = [idle(name, revenue=30_000 * WAN) for name in ("一号", "二号", "三号")]

    def listed(day: date) -> dict[str, str]:
        return {one.organisation.name: one.standing.state for one in clearing(officer, "institution", YEAR, CLEARING, day=day)}

    assert set(listed(DAY).values()) == {"unknown"}  # nothing is in the register at all
    institution(firms[0], date(2024, 3, 1))
    institution(firms[1], date(2026, 3, 1))
    assert listed(date(2026, 2, 28)) == {"二号": "listed", "三号": "listed"}
    assert listed(DAY) == {"二号": "cleared", "三号": "listed"}


@pytest.mark.django_db
def test_who_has_not_reported_is_named_with_the_reason(officer: User) -> None:
    above = make.above(registry.organisation("规上未报"), YEAR)
    holder = registry.organisation("高企未报")
    registry.title(holder)
    last = registry.organisation("上年有")
    registry.annual(last, YEAR - 1, rd_expense=5)
    make.reporting()
    zero_said = make.above(registry.organisation("报零"), YEAR)
    registry.annual(zero_said, YEAR, rd_expense=0)
    handed = make.above(registry.organisation("已报送"), YEAR)
    make.handed_in(handed, state="submitted")
    draft = make.above(registry.organisation("只有草稿"), YEAR)
    make.handed_in(draft)
    found = {one.organisation: one.why for one in unreported(officer, Period.of_year(YEAR))}
    assert found == {above: "规上工业企业", holder: "高新技术企业", last: "上年有研发费用", draft: "规上工业企业"}


@pytest.mark.django_db
def test_a_quarter_is_asked_of_those_the_last_whole_year_knows(officer: User) -> None:
    silent, told = make.reporting(), make.reporting()
    make.handed_in(told, "2026Q1", state="submitted")
    assert [one.organisation for one in unreported(officer, Period("2026Q1"))] == [silent]
    assert unreported(officer, Period.of_year(YEAR)) == []


@pytest.mark.django_db
def test_the_watch_lists_take_the_ledger_and_the_year_before(officer: User) -> None:
    fallen = make.reporting(spent=50 * WAN, before=100 * WAN)
    make.cost(make.project(fallen), 60 * WAN)
    make.reporting(spent=100 * WAN, before=100 * WAN)
    down, strange = watched(officer, YEAR, policy_for("watch", DAY))
    assert [(one.organisation, one.fall) for one in down] == [(fallen, Fraction(1, 2))]
    assert [one.organisation for one in strange] == [fallen]
    assert "辅助账合计" in strange[0].why


@pytest.mark.django_db
def test_key_enterprises_are_followed_year_by_year(officer: User) -> None:
    firm = make.reporting(spent=100 * WAN, before=80 * WAN)
    listed = actions.list_key_enterprise(firm, year=YEAR, note="头部企业", by=officer)
    ((row, years),) = key_years(officer, YEAR)
    assert row == listed
    assert [found.rd_expense if found else None for found in years.values()] == [100 * WAN, 80 * WAN, None]
    with pytest.raises(Refused, match="已在这一年度"):
        actions.list_key_enterprise(firm, year=YEAR, by=officer)
    actions.drop_key_enterprise(listed, reason="调出", by=officer)
    assert key_years(officer, YEAR) == []
