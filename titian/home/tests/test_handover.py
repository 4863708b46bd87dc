"""Handing over: firms, open rows and sections change hands in one act; what is closed keeps who did it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import PermissionDenied
from django.test import Client
from pytest_django import Settings

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.errors import Refused
from titian.figures.actions import NewLeg, NewTarget, set_targets
from titian.figures.models import Target
from titian.figures.tests.make import county
from titian.home.actions import hand_over
from titian.home.handover import parts
from titian.journal.actions import verify
from titian.journal.models import Entry
from titian.ledgers import actions
from titian.ledgers.models import LedgerRow
from titian.ledgers.tests import make as ledgers
from titian.policies.models import Declaration, PoolEntry
from titian.policies.tests import make as policies
from titian.registry.models import Organisation
from titian.registry.tests import make as registry
from titian.reports.actions import assign_section
from titian.reports.models import Section
from titian.reports.tests import make as papers

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 31)


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TITIAN = replace(django_settings.TITIAN, day=DAY)


def everything(officer: User, leader: User) -> Organisation:
    """One of each kind in the officer's hands."""
    firm = registry.organisation(officer=officer)
    policies.pool_entry(officer, firm)
    policies.declaration(officer, firm)
    ledgers.problem(officer, title="用工难", organisation=firm, responsible=officer)
    paper = papers.paper(leader)
    section = paper.sections.exclude(role="heading").first()
    assert section is not None
    assign_section(section, department=None, writer=officer, due_at=None, by=leader)
    set_targets([NewTarget("新增高企", "2026", [NewLeg("hnte.new", Decimal(28))], owner=officer)], region=county(), by=leader)
    return firm


def test_everything_open_changes_hands_and_what_is_closed_does_not(officer: User, chief: User, leader: User) -> None:
    successor, firm = people.user("officer", name="接手人"), everything(officer, leader)
    solved = ledgers.problem(officer, title="用电难", organisation=firm, responsible=officer)
    actions.step(solved, "solved", on=date(2026, 4, 1), by=officer)
    visited = ledgers.visit(officer, organisation=firm, responsible=officer)
    counts = hand_over(officer, to=successor, reason="轮岗", day=DAY, by=chief)
    assert counts == dict.fromkeys(("firms", "pool", "declarations", "rows", "sections", "targets"), 1)
    assert Organisation.objects.get(pk=firm.pk).officer == successor
    assert PoolEntry.objects.get().officer == successor
    assert Declaration.objects.get().officer == successor
    assert LedgerRow.objects.get(title="用工难").responsible == successor
    assert Section.objects.get(writer=successor).handed_in_by is None
    assert Target.objects.get().owner == successor
    assert LedgerRow.objects.get(pk=solved.pk).responsible == officer
    assert LedgerRow.objects.get(pk=visited.pk).responsible == officer, "who went there stays who went there"
    assert not any(part.rows for part in parts(officer, DAY) if part.moves)
    assert verify() is None


def test_what_is_not_chosen_stays_for_another_successor_and_the_journal_says_both(officer: User, chief: User, leader: User) -> None:
    everything(officer, leader)
    successor = people.user("officer", name="接手人")
    assert hand_over(officer, to=successor, reason="轮岗", day=DAY, by=chief, parts=["targets"]) == {"targets": 1}
    assert Organisation.objects.get().officer == officer
    entry = Entry.objects.get(code="home.handover.done")
    assert entry.after is not None
    assert entry.after["负责的目标"] == 1
    assert entry.after["left"]["我的企业"] == 1
    assert Entry.objects.get(code="figures.target.handed_over").after == {"owner": "接手人"}


def test_a_row_that_lacks_something_is_handed_over_as_it_is(officer: User, chief: User) -> None:
    row = ledgers.problem(officer, title="用工难", responsible=officer)
    LedgerRow.objects.filter(pk=row.pk).update(title="")
    assert hand_over(officer, to=people.user("officer"), reason="轮岗", day=DAY, by=chief) == {"rows": 1}


def test_nobody_hands_their_own_work_to_others_and_nothing_is_no_handover(officer: User, chief: User) -> None:
    successor = people.user("officer")
    with pytest.raises(PermissionDenied):
        hand_over(officer, to=successor, reason="轮岗", day=DAY, by=officer)
    with pytest.raises(Refused, match="没有要交接的"):
        hand_over(officer, to=successor, reason="轮岗", day=DAY, by=chief)


def test_what_moves_and_what_stays_is_read_before_the_button_is_pressed(
    officer: User, chief: User, leader: User, client_of: Callable[[User], Client]
) -> None:
    firm = everything(officer, leader)
    ledgers.visit(officer, organisation=firm, responsible=officer)
    address, client = f"/handover/{officer.pk}/do/", client_of(chief)
    page = client.get(address).content.decode()
    assert "负责的目标 1 项" in page
    assert "新增高企" in page
    assert "已办结和一次办完的台账记录" in page
    successor = people.user("officer", name="接手人")
    assert client.post(address, {"to": successor.pk, "reason": "轮岗"}).status_code == 422
    done = client.post(address, {"to": successor.pk, "parts": ["firms", "rows"], "reason": "轮岗"}, follow=True).content.decode()
    assert "我的企业 1 家、未办结的台账事项 1 条交给接手人" in done
    assert Target.objects.get().owner == officer


def test_the_package_is_a_page_and_a_workbook(officer: User, client_of: Callable[[User], Client]) -> None:
    firm = registry.organisation("示范县云山科技有限公司", officer=officer)
    ledgers.problem(officer, title="用工难", organisation=firm, responsible=officer, due=date(2026, 5, 1))
    client = client_of(officer)
    page = client.get(f"/handover/{officer.pk}/").content.decode()
    assert "示范县云山科技有限公司" in page
    assert "已逾期" in page
    assert client.get(f"/handover/{officer.pk}/?as=xlsx").content.startswith(b"PK")
    assert client_of(people.user("officer")).get(f"/handover/{officer.pk}/").status_code == 404
