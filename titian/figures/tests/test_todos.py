"""What the books ask of whom."""

from decimal import Decimal
from pathlib import Path

import pytest
from pytest_django import Settings

from titian.accounts.models import User
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


def test_search_finds_figures_by_part_of_the_indicators_name(officer: User, administrator: User) -> None:
    figure(officer)
    assert [hit.kind for hit in search(officer, "高新技术企业")] == ["指标"]
    assert list(search(administrator, "高新技术企业")) == []
