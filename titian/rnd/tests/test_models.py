"""Who sees which rows, and what a row says of itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from pytest_django import Settings

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.mechanisms import Duty
from titian.registry.models import AnnualFigure
from titian.registry.tests import make as registry
from titian.rnd.calibres import OFFSET
from titian.rnd.judging import firm_year
from titian.rnd.models import Award, CostLine, EvaluationResult, Project, Return
from titian.rnd.tests import make

pytestmark = pytest.mark.django_db


def test_an_enterprise_sees_its_own_rows_and_nothing_of_another(officer: User, auditor: User) -> None:
    mine, other = make.project(), make.project()
    for project in (mine, other):
        make.cost(project)
        make.handed_in(project.organisation)
    firm = make.enterprise(mine.organisation)
    for model in (Project, CostLine, Return):
        assert model.objects.visible_to(officer).count() == model.objects.visible_to(auditor).count() == 2
        (seen,) = model.objects.visible_to(firm)
        assert mine.organisation in {
            getattr(seen, "organisation", None),
            getattr(getattr(seen, "project", None), "organisation", None),
        }


def test_a_town_sees_no_research_rows_even_of_its_own_firms(town_clerk: User) -> None:
    firm = registry.organisation(region=town_clerk.town)
    make.cost(make.project(firm))
    make.handed_in(firm)
    make.result(firm)
    make.award(firm, "approved")
    for model in (Project, CostLine, Return, EvaluationResult, Award):
        assert not model.objects.visible_to(town_clerk).exists()


def test_an_enterprise_sees_results_once_published_and_awards_once_granted() -> None:
    firm = registry.organisation()
    user = make.enterprise(firm)
    draft = make.result(firm, run=make.evaluation(year=2024))
    shown = make.result(firm)
    make.award(firm)
    granted = make.award(firm, "approved", type="above_scale_increment")
    assert list(EvaluationResult.objects.visible_to(user)) == [shown] != [draft]
    assert list(Award.objects.visible_to(user)) == [granted]


def test_nobody_sees_rows_of_what_the_office_has_nothing_to_do_with(officer: User, settings: Settings) -> None:
    make.handed_in()
    settings.TITIAN = replace(settings.TITIAN, mechanisms={"rnd_statistics": Duty.NONE})
    assert not Return.objects.visible_to(officer).exists()


def test_a_return_is_of_a_year_or_a_quarter() -> None:
    annual, quarter = make.handed_in(), make.handed_in(period="2026Q1")
    assert (annual.year, annual.is_annual) == (2025, True)
    assert (quarter.year, quarter.is_annual, quarter.period_label) == (2026, False, "2026年一季度")
    for wrong in ("2026-05", "2026H1", "去年"):
        with pytest.raises(ValidationError):
            Return(organisation=annual.organisation, period=wrong, year=2026).full_clean()


def test_only_accepted_returns_that_were_not_filed_to_the_statistics_bureau_may_clear_a_list() -> None:
    good = make.handed_in(state="accepted")
    make.handed_in(state="submitted")
    make.handed_in(state="accepted", source="statistics")
    assert list(Return.objects.usable_for_benefits()) == [good]


def test_a_project_says_what_a_checker_would_ask_about() -> None:
    project = make.project(name="铸 件", since=date(2019, 1, 1), until=date(2025, 1, 1), people=2, person_months=25, activity="")
    assert [doubt[:6] for doubt in project.doubts] == [
        "项目名称少于",
        "项目名称里有",
        "起止跨度超过",
        "实际工作时间",
        "没有注明活动",
    ]
    assert make.project(activity="experimental", since=date(2020, 1, 1), until=date(2025, 1, 1)).doubts == []


def test_a_project_is_under_way_between_its_days_or_where_money_was_spent() -> None:
    running = make.project(since=date(2024, 5, 1), until=date(2026, 1, 1))
    make.project(since=date(2026, 1, 1))
    make.project(until=date(2025, 1, 1))
    spent = make.project()
    make.cost(spent)
    make.project()
    assert set(Project.objects.active_in(2025)) == {running, spent}


def test_an_entry_belongs_to_a_sub_line_of_its_category_and_to_its_year() -> None:
    line = make.cost(make.project())
    line.sub, line.day = "materials", date(2024, 12, 31)
    with pytest.raises(ValidationError) as problem:
        line.full_clean()
    assert set(problem.value.message_dict) == {"sub", "day"}


def test_a_return_points_at_parts_that_are_larger_than_their_whole() -> None:
    found = make.handed_in(hnte=90 * make.WAN, domestic=95 * make.WAN, staff=10, rd_staff=11)
    assert len(found.doubts) == 2


def test_the_estimate_of_the_statistics_calibre_is_written_nowhere() -> None:
    written = set(Return.WRITTEN.values())
    assert "rd_statistical" not in written
    assert written <= {*AnnualFigure.MONEY, *AnnualFigure.PEOPLE}


def test_every_role_outside_sees_no_run(officer: User) -> None:
    run, evaluation = make.subsidy(), make.evaluation()
    outside = [people.user(role) for role in ("town", "bank", "expert", "system")]
    for row in (run, evaluation):
        assert type(row).objects.visible_to(officer).exists()
        assert not any(type(row).objects.visible_to(user).exists() for user in outside)


def test_a_firm_s_page_takes_off_what_earlier_years_left() -> None:
    project = make.project()
    make.cost(project, 10 * make.WAN, year=make.YEAR - 1)
    make.cost(project, 14 * make.WAN, OFFSET, "sold_materials", year=make.YEAR - 1)
    make.cost(project, 10 * make.WAN, year=make.YEAR)
    found = firm_year(project.organisation, make.YEAR)
    assert found is not None
    assert found["deduction"].total == 6 * make.WAN
    assert [step.amount for step in found["deduction"].steps if step.code == "brought_forward"] == [-4 * make.WAN]
