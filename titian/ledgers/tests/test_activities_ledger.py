"""活动与对接会 with their rows: from the event to the contract."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from titian.accounts.models import User
from titian.ledgers import actions
from titian.ledgers.computing import computing
from titian.ledgers.models import LedgerRow
from titian.ledgers.tests import make

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 31)


def event(by: User, title: str, kind: str = "matchmaking", **values: Any) -> LedgerRow:
    return actions.add_row(make.ledger("activities"), {"title": title, "kind": kind, "day": date(2026, 5, 8), **values}, by=by)


def notes(by: User) -> list[str]:
    return list(computing("activities").notes(LedgerRow.objects.of("activities"), by, DAY))


def test_needs_intentions_and_contracts_are_three_counts_and_silence_is_none_of_them(officer: User) -> None:
    event(officer, "座谈", "conference")
    assert notes(officer) == [], "a meeting raises nothing"
    event(officer, "甲对接会", needs=100, intentions=12, contracts=4)
    event(officer, "乙开放日", "open_day", needs=60, intentions=3, contracts=2)
    event(officer, "丙路演", "roadshow")
    said = "2 场对接：征集需求 160 项，达成意向 15 项，签约合作 6 项，占需求 3.8%；另有 1 场对接活动还没有填征集需求。"
    assert notes(officer) == [said]
