"""What the ledgers ask of a person: one's own, the section's, the town's."""

from __future__ import annotations

from datetime import timedelta

import pytest

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.clock import today
from titian.ledgers import actions
from titian.ledgers.tests import make
from titian.ledgers.todos import SHOWN, todos
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db


def due(by: User, days: int, **values: object) -> None:
    firm = registry.organisation(region=people.our_town())
    make.problem(by, day=today() - timedelta(days=30), due=today() + timedelta(days=days), organisation=firm, **values)


def test_a_town_sees_what_is_late_or_due_of_what_it_fills_in_and_who_answers_for_it(officer: User, town_clerk: User) -> None:
    due(officer, -2, title="缺技术工人", responsible=officer)
    due(officer, 0, title="用电不足")
    due(officer, 30, title="以后的事")
    elsewhere = registry.organisation(region=make.other_town())
    make.problem(officer, day=today() - timedelta(days=30), due=today(), organisation=elsewhere, title="别的镇的事")
    make.task(officer, due=today(), title="局里的事")
    said = {todo.text: (todo.state, todo.colour) for todo in todos(town_clerk)}
    assert said == {
        f"企业问题：缺技术工人（责任人 {officer.name}）": ("逾期", "red"),
        "企业问题：用电不足": ("今日到期", "yellow"),
    }
    assert [todo.text for todo in todos(officer) if todo.room == "台账"] == ["企业问题：缺技术工人"]


def test_what_does_not_fit_is_counted_and_what_is_closed_is_gone(officer: User, town_clerk: User) -> None:
    for number in range(SHOWN + 2):
        due(officer, -1, title=f"问题{number}")
    assert [todo.text for todo in todos(town_clerk)][-1] == "台账里还有 2 条七天内到期或已逾期"
    for row in make.ledger("problems").rows.all():
        actions.step(row, "solved", on=today(), by=officer)
    assert list(todos(town_clerk)) == []


def test_a_chief_sees_since_when_the_section_is_late(officer: User) -> None:
    """So that what is overdue stands before what only comes, and is counted as late."""
    chief = people.user("chief", department=officer.department)
    for days in (-3, -20):
        due(officer, days, title=f"问题{days}", responsible=officer)
    found = [todo for todo in todos(chief) if "本科室" in todo.text]
    assert [(todo.text, todo.due, todo.late(today())) for todo in found] == [
        ("企业问题：本科室 2 条逾期", today() - timedelta(days=20), True)
    ]
