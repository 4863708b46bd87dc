"""按台账入账： stating what rows count, with the rows kept as they were."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.base.periods import Period
from titian.figures.actions import approve_period, state_from_rows
from titian.figures.models import Figure, FrozenRows
from titian.figures.tests.make import county
from titian.journal.models import Entry
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db
H1, DAY = Period("2026H1"), date(2026, 6, 30)


def state(by: User, code: str = "hnte.valid", day: date = DAY) -> Figure:
    return state_from_rows(code, region=county(), period=H1, day=day, by=by)


def test_the_value_the_day_and_the_rows_are_kept(officer: User) -> None:
    first = registry.title(registry.organisation())
    row = state(officer)
    assert row.value == 1
    assert (row.as_of, row.origin, row.period) == (DAY, "rows", "2026H1")
    kept = FrozenRows.objects.get(figure=row)
    assert kept.labels(0) == {first.pk: str(first)}
    assert [entry.code for entry in Entry.objects.about(row)] == ["figures.figure.counted", "figures.figure.stated"]


def test_a_changed_count_of_the_same_day_corrects_the_earlier_one_and_a_later_day_stands_beside_it(officer: User) -> None:
    registry.title(registry.organisation())
    first = state(officer)
    with pytest.raises(Refused, match="没有变"):
        state(officer)
    registry.title(registry.organisation())
    second = state(officer)
    assert second.value == 2
    assert (second.corrects_id, second.origin) == (first.pk, "rows")
    earlier_day = state(officer, day=date(2026, 5, 31))
    assert (earlier_day.as_of, earlier_day.corrects_id) == (date(2026, 5, 31), None)
    assert Figure.objects.conflicts() == []
    assert FrozenRows.objects.count() == 3


def test_what_was_applied_for_is_stated_as_applied_for(officer: User) -> None:
    registry.title(registry.organisation(), since=None, applied_on=date(2026, 5, 6))
    row = state(officer, "hnte.applied")
    assert row.status == "submitted"
    with pytest.raises(Refused, match="没有变"):
        state(officer, "hnte.applied")


def test_what_the_registers_do_not_know_is_not_stated(officer: User) -> None:
    with pytest.raises(Refused, match="名录里没有"):
        state(officer)
    with pytest.raises(Refused, match="没有台账"):
        state(officer, "contract.value")
    assert not Figure.objects.exists()


def test_an_approved_period_takes_no_new_count(officer: User, chief: User) -> None:
    registry.title(registry.organisation())
    state(officer, "hnte.valid")
    approve_period(region=county(), period=H1, by=chief)
    with pytest.raises(Refused, match="已审定"):
        state(officer, "hnte.new")


def test_only_the_bureaus_officers_state(auditor: User, town_clerk: User) -> None:
    registry.title(registry.organisation())
    for stranger in (auditor, town_clerk):
        with pytest.raises(PermissionDenied):
            state(stranger)
