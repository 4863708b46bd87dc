"""Statistics law: what a firm filed to the statistics bureau is refused by every gate, list, evaluation and benefit of this room."""

from __future__ import annotations

import pytest

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.base.periods import Period
from titian.registry.models import AnnualFigure, Organisation
from titian.registry.tests import make as registry
from titian.rnd import actions
from titian.rnd.basis import basis, usable
from titian.rnd.judging import clearing, evaluated, key_years, subsidised, unreported, watched
from titian.rnd.models.policies import policy_for
from titian.rnd.policy import packaged
from titian.rnd.tests import make

pytestmark = pytest.mark.django_db
YEAR, WAN, DAY = make.YEAR, make.WAN, make.DAY


@pytest.fixture
def only_statistics(db: None) -> Organisation:
    """A large firm above scale of which nothing is known but its direct report, even chosen for the totals."""
    firm = make.above(registry.organisation(), YEAR - 1, YEAR)
    for year, spent in ((YEAR - 1, 900), (YEAR, 0)):
        registry.annual(
            firm, year, "statistics", is_chosen=True, revenue=40_000 * WAN, main_business=39_000 * WAN,
            rd_expense=spent * WAN, rd_deduction=spent * WAN, rd_statistical=spent * WAN, staff=500, rd_staff=50,
        )  # fmt: skip
    return firm


def test_a_row_of_the_statistics_bureau_is_refused_in_words(officer: User, only_statistics: Organisation) -> None:
    rows = list(AnnualFigure.objects.filter(source="statistics"))
    with pytest.raises(Refused, match="不能作为后补助测算的依据"):
        usable(rows, purpose="后补助测算")
    assert basis(officer, YEAR, purpose="x") == {}


def test_an_evaluation_does_not_judge_by_it(officer: User, only_statistics: Organisation) -> None:
    policy = packaged()["evaluation"].stated({}, checked=[*packaged()["evaluation"].parameters])
    (assessed,) = evaluated(officer, YEAR, policy).values()
    assert (assessed.verdict, assessed.low, assessed.high) == ("unknown", 0, 100)


def test_a_clearing_list_does_not_name_a_firm_by_it(officer: User, only_statistics: Organisation) -> None:
    policy = policy_for("clearing", DAY)
    for name in ("zero", "institution"):
        assert clearing(officer, name, YEAR, policy, day=DAY) == []


def test_a_subsidy_is_not_computed_from_it(officer: User, only_statistics: Organisation) -> None:
    policy = packaged()["ningxia_2022"]
    claims = [claim for _, claim, _ in subsidised(officer, YEAR, policy, day=DAY)]
    assert {(claim.state, claim.base, claim.amount) for claim in claims} == {("unknown", None, None)}


def test_a_watch_list_does_not_read_it_and_it_is_no_report_to_the_office(officer: User, only_statistics: Organisation) -> None:
    make.key(only_statistics)
    assert watched(officer, YEAR, policy_for("watch", DAY)) == ([], [])
    assert [one.organisation for one in unreported(officer, Period.of_year(YEAR))] == [only_statistics]
    ((_, years),) = key_years(officer, YEAR)
    assert set(years.values()) == {None}


def test_an_accepted_statistics_return_clears_nothing(officer: User) -> None:
    firm = make.reporting(spent=0, revenue=6_000 * WAN)
    found = make.handed_in(firm, "2026Q1", source="statistics", state="submitted", submitted_on=DAY)
    actions.accept(found, on=DAY, by=officer)
    (listed,) = clearing(officer, "zero", YEAR, policy_for("clearing", DAY), day=DAY)
    assert listed.standing.state == "listed"


def test_what_a_firm_says_counts_beside_what_it_filed_there(officer: User, only_statistics: Organisation) -> None:
    registry.annual(only_statistics, YEAR, "return", rd_expense=5 * WAN)
    registry.annual(only_statistics, YEAR, "deduction", rd_deduction=4 * WAN)
    AnnualFigure.objects.filter(source="statistics").update(is_chosen=False)
    AnnualFigure.objects.filter(source="return").update(is_chosen=True)
    (found,) = basis(officer, YEAR, purpose="x").values()
    assert (found.rd_expense, found.rd_deduction, found.revenue) == (5 * WAN, 4 * WAN, None)
    assert found.source_of("rd_expense", "rd_deduction") == "企业填报、加计扣除申报"


def test_where_several_sources_stand_undecided_only_the_declaration_itself_answers_for_the_declaration(officer: User) -> None:
    firm = registry.organisation()
    registry.annual(firm, YEAR, "return", rd_expense=5 * WAN, revenue=100 * WAN)
    registry.annual(firm, YEAR, "audit", rd_expense=6 * WAN, revenue=100 * WAN)
    registry.annual(firm, YEAR, "deduction", rd_deduction=4 * WAN)
    (found,) = basis(officer, YEAR, purpose="x").values()
    assert (found.rd_expense, found.revenue, found.rd_deduction) == (None, None, 4 * WAN)
