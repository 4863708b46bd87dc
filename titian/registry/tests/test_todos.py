"""What the registers ask of a person."""

from __future__ import annotations

from datetime import date

import pytest

from titian.accounts.models import User
from titian.registry.tests import make
from titian.registry.todos import todos

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_day_that_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("titian.registry.todos.today", lambda: date(2026, 5, 31))


def texts(user: User) -> list[str]:
    return [todo.text for todo in todos(user)]


def test_an_officer_is_told_of_certificates_that_end_and_nobody_elses(officer: User, office: User) -> None:
    firm = make.organisation("示范县云山有限公司", officer=officer)
    make.title(firm, "hnte", until=date(2026, 7, 1))
    make.title(firm, "isme", until=date(2026, 10, 1))
    make.title(firm, "srdi", until=date(2027, 10, 1))
    (soon, later) = todos(officer)
    assert "云山" in soon.text
    assert soon.due == date(2026, 6, 30)
    assert "还有 1 项" in later.text
    assert texts(office) == []


def test_a_chief_is_told_of_the_departments(officer: User, chief: User) -> None:
    make.title(make.organisation("示范县云山有限公司", officer=officer), "hnte", until=date(2026, 7, 1))
    assert "云山" in texts(chief)[0]


def test_sources_to_decide_and_gaps_to_fill_are_counted(officer: User) -> None:
    firm = make.organisation(officer=officer, uscc=None)
    make.annual(firm, 2025, "return")
    make.annual(firm, 2025, "audit")
    said = texts(officer)
    assert "认定 1 家企业的年度数据以哪个来源为准" in said
    assert "补齐 1 家企业的乡镇或信用代码" in said


def test_an_auditor_is_asked_nothing(auditor: User) -> None:
    make.organisation(uscc=None)
    assert texts(auditor) == []
