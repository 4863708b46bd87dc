"""Bookings with their rows: two of one instrument never overlap, whoever writes them and however."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction
from django.test import Client
from django.urls import reverse

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.errors import Refused
from titian.base.periods import Period
from titian.exchange import actions as exchange
from titian.exchange.tests import make as sheets
from titian.journal.actions import verify
from titian.ledgers import actions
from titian.ledgers.computing import computing
from titian.ledgers.definition import ValuesError
from titian.ledgers.instruments.ledger import uses
from titian.ledgers.models import BookedTime, LedgerRow
from titian.ledgers.tests import make
from titian.registry.models import Organisation
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db
MAY = date(2026, 5, 8)


def instrument(by: User, title: str = "扫描电镜", **values: Any) -> LedgerRow:
    known = {"organisation": registry.organisation(), "day": date(2026, 1, 1), "available": 35, "price": Decimal(120)}
    return actions.add_row(make.ledger("instruments"), {"title": title, **known, **values}, by=by)


def booking(by: User, of: LedgerRow, starts: str = "09:00", ends: str = "12:00", day: date = MAY, **values: Any) -> LedgerRow:
    state, draft = values.pop("state", ""), values.pop("is_draft", False)
    known = {"organisation": registry.organisation(), "kind": "outside"}
    said = {"parent": of, "day": day, "starts": starts, "ends": ends, **known, **values}
    return actions.add_row(make.ledger("bookings"), said, by=by, state=state, is_draft=draft)


def test_hours_and_fee_follow_from_the_times(officer: User) -> None:
    row = booking(officer, instrument(officer), "9:00", "11:30")
    assert (row.value("hours"), row.value("fee")) == (Decimal("2.5"), Decimal(300))
    own = booking(officer, instrument(officer, "硬度计"), kind="inside")
    assert own.value("fee") is None


def test_a_booking_that_is_moved_takes_its_hours_and_fee_along_where_nobody_said_others(officer: User) -> None:
    row = booking(officer, instrument(officer), "14:00", "16:00")
    assert actions.amend_row(row, {"ends": "17:30", "hours": Decimal(2)}, by=officer) == ["ends", "hours", "fee"]
    assert (row.value("hours"), row.value("fee")) == (Decimal("3.5"), Decimal(420))
    actions.amend_row(row, {"hours": Decimal(3)}, by=officer)
    assert (row.value("hours"), row.value("fee")) == (Decimal(3), Decimal(360))
    actions.amend_row(row, {"ends": "18:00"}, by=officer)
    assert (row.value("hours"), row.value("fee")) == (Decimal(3), Decimal(360)), "what was said stays"
    assert verify() is None


def test_two_bookings_of_one_instrument_never_overlap(officer: User) -> None:
    microscope, other = instrument(officer), instrument(officer, "硬度计")
    first = booking(officer, microscope)
    booking(officer, microscope, "12:00", "13:00")
    booking(officer, other)
    with pytest.raises(ValuesError, match="已有预约"):
        booking(officer, microscope, "11:59", "12:30")
    night = booking(officer, microscope, "20:00", "08:00", last_day=date(2026, 5, 9))
    with pytest.raises(ValuesError, match="已有预约"):
        booking(officer, microscope, "07:00", "09:00", day=date(2026, 5, 9))
    actions.step(night, "cancelled", on=MAY, by=officer)
    booking(officer, microscope, "07:00", "09:00", day=date(2026, 5, 9))
    actions.step(first, "served", on=MAY, by=officer)
    assert BookedTime.objects.count() == 4


def test_amending_and_taking_back_are_held_to_the_same(officer: User) -> None:
    microscope = instrument(officer)
    booking(officer, microscope)
    second = booking(officer, microscope, "13:00", "15:00")
    with pytest.raises(ValuesError, match="已有预约"):
        actions.amend_row(second, {"starts": "11:00"}, by=officer)
    second.refresh_from_db()
    actions.amend_row(second, {"starts": "14:00"}, by=officer)
    actions.step(second, "cancelled", on=MAY, by=officer)
    booking(officer, microscope, "14:30", "16:00")
    with pytest.raises(Refused, match="重叠"):
        actions.take_back_step(second, by=officer, reason="没有取消")
    second.refresh_from_db()
    assert second.state == "cancelled"


def test_a_draft_takes_no_time_until_it_is_taken_over(officer: User) -> None:
    microscope = instrument(officer)
    draft = booking(officer, microscope, is_draft=True)
    booking(officer, microscope)
    draft.is_draft = False
    with pytest.raises(Refused, match="重叠"):
        computing("bookings").settle([draft])


HEAD = ("仪器名称", "使用单位", "使用日期", "开始时间", "结束时间", "使用性质")


def test_rows_of_one_sheet_that_overlap_are_refused_and_named(officer: User) -> None:
    microscope, firm = instrument(officer), registry.organisation()
    rows = [
        (microscope.title, firm.name, "2026-05-08", *times, "对外服务")
        for times in (("9:00", "10:00"), ("9:30", "11:00"), ("11:00", "12:00"))
    ]
    batch = sheets.taken_in(officer, sheets.sheet(*rows, head=HEAD), register="bookings")
    assert [(entry["row"], entry["column"]) for entry in batch.findings["errors"]] == [(3, "开始时间")]
    good = sheets.imported(officer, sheets.sheet(rows[0], rows[2], head=HEAD), register="bookings")
    assert BookedTime.objects.count() == 2
    assert LedgerRow.objects.get(data__starts="9:00").value("fee") == 120
    again = sheets.imported(officer, sheets.sheet(rows[0], rows[2], head=HEAD), register="bookings")
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
    exchange.undo(good, by=officer, reason="误导入")
    assert not BookedTime.objects.exists()


def test_the_database_itself_keeps_them_apart(officer: User) -> None:
    microscope = instrument(officer)
    first, second = booking(officer, microscope), booking(officer, microscope, "13:00", "14:00")
    with pytest.raises(IntegrityError), transaction.atomic():
        BookedTime.objects.filter(row=second).update(since=first.booked_time.since)
    BookedTime.objects.filter(row=second).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        BookedTime.objects.create(
            row=second, instrument=microscope, since=first.booked_time.since - 5, until=first.booked_time.since + 5
        )
    BookedTime.objects.create(row=second, instrument=microscope, since=first.booked_time.until, until=first.booked_time.until + 5)


def test_use_of_a_period_is_measured_against_what_stood_open(officer: User) -> None:
    microscope = instrument(officer, day=date(2026, 4, 27))
    booking(officer, microscope, "09:00", "12:30")
    booking(officer, microscope, "13:00", "16:30", kind="inside")
    booking(officer, microscope, "09:00", "10:00", day=date(2026, 5, 30), state="cancelled")
    booking(officer, microscope, "22:00", "02:00", day=date(2026, 5, 10), last_day=date(2026, 5, 11))
    found = uses([microscope], Period("2026"), date(2026, 5, 10), microscope.ledger.about)[0]
    # Two weeks of 35 hours; of the night only the two hours of the tenth.
    assert (found.booked, found.available, found.uses) == (540, 14 * 5 * 60, 3)
    assert (str(found.percent), found.shared_minutes) == ("12.9", 330)
    assert found.fees == Decimal(420) + Decimal(480)


def test_a_time_that_is_none_is_said_beside_its_field(officer: User) -> None:
    with pytest.raises(ValuesError) as caught:
        booking(officer, instrument(officer), "九点", "12:00")
    assert set(caught.value.by_field) == {"starts"}
    with pytest.raises(ValuesError) as caught:
        booking(officer, instrument(officer, "硬度计"), "12:00", "09:00")
    assert "跨天" in caught.value.by_field["ends"]


def test_a_booking_is_called_off_by_its_own_button_and_gives_its_time_back(officer: User, client: Client) -> None:
    row = booking(officer, instrument(officer), "09:00", "12:00")
    client.force_login(officer)
    address = f"{reverse('ledgers:step', args=[row.pk])}?state=cancelled"
    assert address in client.get(row.get_absolute_url()).content.decode()
    assert 'value="cancelled"' in client.get(address).content.decode().split("checked")[0].rsplit("<input", 1)[-1]
    client.post(address, {"state": "cancelled", "_on": "2026-05-09"})
    row.refresh_from_db()
    assert (row.state_label, BookedTime.objects.count()) == ("已取消", 0)
    assert address not in client.get(row.get_absolute_url()).content.decode()


def test_without_a_rule_no_subsidy_is_known_and_with_one_it_is_reckoned(officer: User) -> None:
    of = instrument(officer)
    actions.step(booking(officer, of, "09:00", "12:00", kind="outside"), "served", on=MAY, by=officer)
    assert uses([of], Period("2026"), date(2026, 5, 31), of.ledger.about)[0].subsidy is None
    actions.set_parameters(of.ledger, {"share": "30"}, {}, by=people.user("office"), reason="共享补助办法")
    about = make.ledger("instruments").about
    assert uses([of], Period("2026"), date(2026, 5, 31), about)[0].subsidy == Decimal(108)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_those_who_book_one_instrument_at_the_same_moment_one_gets_it(officer: User) -> None:
    """Run with DATABASE_URL it asks PostgreSQL, else SQLite: whoever comes second is told so in words, and nothing of theirs stays."""
    rounds, rivals = 5, 3
    microscope, firms = instrument(officer), [registry.organisation() for _ in range(rivals)]
    together = Barrier(rivals)
    said: list[object] = []

    def book(firm: Organisation, day: date) -> None:
        together.wait()
        try:
            said.append(booking(officer, microscope, "09:00", "12:00", day, organisation=firm))
        except (ValuesError, Refused) as refused:
            said.append(str(refused))
        finally:
            connections.close_all()

    for number in range(rounds):
        threads = [Thread(target=book, args=(firm, MAY + timedelta(days=number))) for firm in firms]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    booked = [one for one in said if isinstance(one, LedgerRow)]
    told = [one for one in said if isinstance(one, str)]
    assert (len(booked), len(told)) == (rounds, rounds * (rivals - 1))
    assert all("重叠" in one for one in told), told
    assert BookedTime.objects.count() == LedgerRow.objects.of("bookings").count() == rounds
    assert verify() is None
