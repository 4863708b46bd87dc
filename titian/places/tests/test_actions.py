from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.journal.models import Entry
from titian.places.actions import add_region, state_base
from titian.places.models import Base, Region

pytestmark = pytest.mark.django_db


def test_a_region_is_added_once_and_journalled(officer: User) -> None:
    county = add_region(code="990123", name="示范县", level="county", by=officer)
    town = add_region(code="990123101", name="梯田镇", level="town", parent=county, by=officer)
    assert add_region(code="990123", name="别的名字", level="county", by=officer) == county
    assert list(Region.objects.towns_of(county)) == [town]
    entries = Entry.objects.filter(code="places.region.added").order_by("sequence")
    assert [entry.object_label for entry in entries] == ["示范县", "梯田镇"]
    assert {entry.actor for entry in entries} == {officer}


def test_a_neighbour_known_by_name_only_is_not_entered_twice(officer: User) -> None:
    first = add_region(name="邻水县", level="county", by=officer)
    assert add_region(name="邻水县", level="county", by=officer) == first
    assert (first.code, first.key) == (None, "邻水县")


@pytest.mark.parametrize(
    ("code", "level", "told"),
    [
        ("99012", "county", "6 位数字"),
        ("990123101", "county", "6 位数字"),
        ("990123", "town", "9 位数字"),
        ("99012a", "county", "99012a"),
        ("990123", "galaxy", "galaxy"),
    ],
)
def test_a_code_that_does_not_fit_its_level_is_refused(officer: User, code: str, level: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        add_region(code=code, name="示范县", level=level, by=officer)
    assert not Region.objects.exists()


def test_everything_wrong_is_said_at_once(officer: User) -> None:
    with pytest.raises(Refused) as refusal:
        add_region(name=" ", level="galaxy", by=officer)
    assert len(refusal.value.messages) == 2


def test_a_base_stated_again_replaces_the_value_and_keeps_both_in_the_journal(officer: User) -> None:
    county = add_region(code="990123", name="示范县", level="county", by=officer)
    state_base(region=county, kind="常住人口", year=2025, value=300_000, source="统计公报", by=officer)
    state_base(region=county, kind="常住人口", year=2025, value=301_000, source="统计年鉴", by=officer)
    assert Base.objects.get().value == 301_000
    entry = Entry.objects.filter(code="places.base.stated").latest("sequence")
    assert entry.before == {"value": 300_000, "source": "统计公报"}
    assert entry.after == {"value": 301_000, "source": "统计年鉴"}


def test_a_negative_base_is_refused(officer: User) -> None:
    county = add_region(code="990123", name="示范县", level="county", by=officer)
    with pytest.raises(Refused, match="不能是负数"):
        state_base(region=county, kind="常住人口", year=2025, value=-1, source="误", by=officer)


def test_outsiders_and_auditors_change_no_region(town_clerk: User, auditor: User) -> None:
    before = Region.objects.count()  # the town clerk's own town is there
    for person in (town_clerk, auditor):
        with pytest.raises(PermissionDenied, match="局内人员"):
            add_region(code="990124", name="邻县", level="county", by=person)
    assert Region.objects.count() == before
