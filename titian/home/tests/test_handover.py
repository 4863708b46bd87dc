"""Handing over: firms, open rows and sections change hands in one act; what is closed keeps who did it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import PermissionDenied
from django.test import Client
from pytest_django import Settings

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.errors import Refused
from titian.home.actions import hand_over
from titian.journal.actions import verify
from titian.ledgers import actions
from titian.ledgers.models import LedgerRow
from titian.ledgers.tests import make as ledgers
from titian.registry.models import Organisation
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 31)


@pytest.fixture(autouse=True)
def _day(settings: Settings) -> None:
    settings.TITIAN = replace(django_settings.TITIAN, day=DAY)


def test_everything_open_changes_hands_and_what_is_closed_does_not(officer: User, chief: User) -> None:
    successor, firm = people.user("officer", name="接手人"), registry.organisation(officer=officer)
    waiting = ledgers.problem(officer, title="用工难", organisation=firm, responsible=officer)
    solved = ledgers.problem(officer, title="用电难", organisation=firm, responsible=officer)
    actions.step(solved, "solved", on=date(2026, 4, 1), by=officer)
    visited = ledgers.visit(officer, organisation=firm, responsible=officer)
    counts = hand_over(officer, to=successor, reason="轮岗", day=DAY, by=chief)
    assert counts == {"firms": 1, "rows": 1, "sections": 0}
    assert Organisation.objects.get(pk=firm.pk).officer == successor
    assert LedgerRow.objects.get(pk=waiting.pk).responsible == successor
    assert LedgerRow.objects.get(pk=solved.pk).responsible == officer
    assert LedgerRow.objects.get(pk=visited.pk).responsible == officer, "who went there stays who went there"
    assert verify() is None


def test_nobody_hands_their_own_work_to_others_and_nothing_is_no_handover(officer: User, chief: User) -> None:
    successor = people.user("officer")
    with pytest.raises(PermissionDenied):
        hand_over(officer, to=successor, reason="轮岗", day=DAY, by=officer)
    with pytest.raises(Refused, match="没有要交接的"):
        hand_over(officer, to=successor, reason="轮岗", day=DAY, by=chief)


def test_the_package_is_a_page_and_a_workbook(officer: User, client_of: Callable[[User], Client]) -> None:
    firm = registry.organisation("示范县云山科技有限公司", officer=officer)
    ledgers.problem(officer, title="用工难", organisation=firm, responsible=officer, due=date(2026, 5, 1))
    client = client_of(officer)
    page = client.get(f"/handover/{officer.pk}/").content.decode()
    assert "示范县云山科技有限公司" in page
    assert "已逾期" in page
    assert client.get(f"/handover/{officer.pk}/?as=xlsx").content.startswith(b"PK")
    assert client_of(people.user("officer")).get(f"/handover/{officer.pk}/").status_code == 404
