"""What the books ask of whom."""

from decimal import Decimal
from pathlib import Path

import pytest
from pytest_django import Settings

from titian.accounts.models import Department, User
from titian.accounts.tests import make
from titian.base.installation import Installation
from titian.figures import actions
from titian.figures.actions import NewLeg, NewTarget
from titian.figures.search import search
from titian.figures.tests.make import MAY_31, county, figure
from titian.figures.todos import todos


@pytest.fixture(autouse=True)
def _in_may(settings: Settings, db: None) -> None:
    county()
    settings.TITIAN = Installation(home=Path(), county="示范县", region="990123", day=MAY_31)


def test_who_may_decide_is_told_of_conflicts_and_the_auditor_is_not(officer: User, auditor: User) -> None:
    figure(officer, value="31")
    figure(officer, value="34")
    assert [todo.text for todo in todos(officer)] == ["认定 1 处不一致的数"]
    assert list(todos(auditor)) == []


def test_a_late_target_waits_for_its_owner_and_every_leader_but_for_nobody_else(officer: User, office: User, leader: User) -> None:
    stranger = make.user("officer")
    new = NewTarget("新增高企", "2026", [NewLeg("hnte.new", Decimal(20))], owner=officer)
    actions.set_targets([new], region=county(), by=office)
    figure(officer, value="2")
    assert ["还差 18家" in todo.text for todo in todos(officer)] == [True]
    assert len(list(todos(leader))) == 1
    assert list(todos(stranger)) == []


def test_a_chief_has_one_line_for_the_late_targets_of_the_section(officer: User, office: User, chief: User) -> None:
    """Each is chased by its owner; the chief sees to it that they are, and has nothing of another section on the list."""
    own, codes = make.office_department(), ("hnte.new", "eagle.new")
    goals = [NewTarget(f"目标{code}", "2026", [NewLeg(code, Decimal(20))], department=own, owner=officer) for code in codes]
    actions.set_targets(goals, region=county(), by=office)
    for code in codes:
        figure(officer, code, "2")
    (line,) = [todo for todo in todos(chief) if "目标" in todo.text]
    assert (line.text, line.state) == ("督促本科室 2 个落后的目标", "滞后")
    stranger = make.user("chief", department=Department.objects.create(name="成果股"))
    assert [todo.text for todo in todos(stranger) if "目标" in todo.text] == []


def test_search_finds_figures_by_part_of_the_indicators_name(officer: User, administrator: User) -> None:
    figure(officer)
    assert [hit.kind for hit in search(officer, "高新技术企业")] == ["指标"]
    assert list(search(administrator, "高新技术企业")) == []
