"""还差几家、哪几家、谁盯: firms stand in the stage nearest to the goal, each once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django import Settings

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.pipelines import stages_of
from titian.figures.tests import make as figures
from titian.ledgers import actions
from titian.ledgers.tests import make as ledgers
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 31)


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TITIAN = replace(django_settings.TITIAN, county="示范县", region="990123", day=DAY)


def _names(user: User, code: str) -> dict[str, list[str]]:
    return {stage.label: [one.text for one in stage.candidates] for stage in stages_of(user, code, DAY)}


def test_a_firm_stands_once_in_the_stage_nearest_to_the_goal(officer: User) -> None:
    holder, applied, pooled, ended = (registry.organisation(f"示范县{name}有限公司") for name in ("甲", "乙", "丙", "丁"))
    registry.title(holder)
    registry.title(holder, since=None, applied_on=date(2026, 4, 1))
    for firm in (applied, pooled):
        registry.title(firm, "hnte_pool", until=None)
    registry.title(applied, since=None, applied_on=date(2026, 4, 1))
    registry.title(ended, since=date(2023, 1, 1), until=date(2026, 1, 1))
    found = _names(officer, "hnte.new")
    assert list(found.values()) == [[applied.name], [pooled.name], [ended.name]]


def test_rows_of_a_ledger_wait_in_their_states(chief: User) -> None:
    ledger = actions.define_ledger(ledgers.LIST, by=chief)
    firm = registry.organisation()
    row = actions.add_row(ledger, {"day": date(2026, 1, 5), "organisation": firm}, by=chief)
    assert list(_names(chief, "local.clearing.cleared")) == ["清零清单：已列入"]
    actions.step(row, "cleared", on=date(2026, 4, 1), by=chief)
    assert _names(chief, "local.clearing.cleared") == {}


def test_the_page_says_how_many_are_missing_and_who_is_on_the_way(office: User, client_of: Callable[[User], Client]) -> None:
    people.county(), people.our_town()
    target = figures.target(office, "hnte.new", "20")
    registry.title(registry.organisation("示范县乙有限公司"), since=None, applied_on=date(2026, 4, 1))
    client = client_of(office)
    assert "已申报，待公布 1" in client.get("/gaps/").content.decode()
    page = client.get(f"/gaps/{target.pk}/").content.decode()
    assert "示范县乙有限公司" in page


def test_who_keeps_the_ledger_is_asked_where_a_target_names_nobody(office: User, client_of: Callable[[User], Client]) -> None:
    people.county(), people.our_town()
    figures.target(office, "visit.count", "20")
    section = people.office_department()
    actions.set_parameters(ledgers.ledger(), {}, {}, department=section.name, by=office, reason="科室分工")
    assert section.name in client_of(office).get("/gaps/").content.decode()
