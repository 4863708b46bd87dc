"""Renames, mergers and abolitions by date."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.errors import Refused
from titian.journal.models import Entry
from titian.places.actions import abolish, add_region, add_towns, add_villages, merge, reinstate, rename, take_back_name
from titian.places.lists import Listed
from titian.places.models import Region

pytestmark = pytest.mark.django_db
JULY = date(2025, 7, 1)
MAY = date(2026, 5, 1)


@pytest.fixture
def towns(officer: User) -> list[Region]:
    county = people.county()
    return add_towns(county=county, towns=[Listed(1, "甲乡", "990123201"), Listed(2, "乙镇", "990123102")], by=officer)


def test_each_day_has_its_name_and_each_name_its_town(officer: User, towns: list[Region]) -> None:
    town = towns[0]
    rename(town, name="甲镇", day=JULY, by=officer, reason="批复")
    rename(town, name="新甲街道", day=MAY, by=officer)
    days = (date(2025, 6, 30), JULY, date(2026, 4, 30), MAY)
    assert [town.name_on(day) for day in days] == ["甲乡", "甲镇", "甲镇", "新甲街道"]
    assert [Region.objects.named(name) for name in ("甲乡", "甲镇", "新甲街道", "990123201")] == [town] * 4
    assert Region.objects.named("甲乡", date(2025, 6, 30)) == town
    assert Region.objects.named("甲乡", JULY) is None
    assert Region.objects.named("990123201", JULY) == town
    entry = Entry.objects.filter(code="places.region.renamed").order_by("sequence").first()
    assert entry
    assert (entry.before, entry.after, entry.reason) == ({"name": "甲乡"}, {"name": "甲镇", "since": "2025-07-01"}, "批复")


def test_a_name_somebody_else_took_over_means_whoever_bore_it_that_day(officer: User, towns: list[Region]) -> None:
    """甲乡 becomes 丙镇, later 乙镇 takes the name 甲乡."""
    first, second = towns
    rename(first, name="丙镇", day=JULY, by=officer)
    rename(second, name="甲乡", day=MAY, by=officer)
    assert Region.objects.named("甲乡") == second
    assert Region.objects.named("甲乡", date(2025, 1, 1)) == first
    assert Region.objects.named("甲乡", MAY) == second


def test_a_rename_entered_by_mistake_is_taken_back(officer: User, towns: list[Region]) -> None:
    rename(towns[0], name="甲镇", day=JULY, by=officer)
    take_back_name(towns[0], by=officer, reason="录入有误")
    assert (towns[0].name, towns[0].former_names.count()) == ("甲乡", 0)
    assert Region.objects.named("甲镇") is None
    with pytest.raises(Refused, match="没有更过名"):
        take_back_name(towns[0], by=officer)


def test_an_impossible_rename_is_refused_with_every_reason(officer: User, towns: list[Region]) -> None:
    town = towns[0]
    rename(town, name="甲镇", day=MAY, by=officer)
    for name, day, told in [
        (" ", MAY, "不能为空"),
        ("乙镇", MAY, "已有「乙镇」"),
        ("甲镇", MAY, "相同"),
        ("丁镇", JULY, "应在其后"),
    ]:
        with pytest.raises(Refused, match=told):
            rename(town, name=name, day=day, by=officer)
    with pytest.raises(Refused) as refusal:
        rename(town, name="乙镇", day=JULY, by=officer)
    assert len(refusal.value.messages) == 2
    town.refresh_from_db()
    assert (town.name, town.former_names.count()) == ("甲镇", 1)


def test_a_merged_town_ends_that_day_and_its_villages_go_over(officer: User, towns: list[Region]) -> None:
    gone, into = towns
    village = add_region(name="东村", level="village", parent=gone, by=officer)
    merge([gone], into=into, day=MAY, by=officer, reason="撤并批复")
    gone.refresh_from_db()
    village.refresh_from_db()
    assert (gone.until, gone.merged_into, village.parent) == (MAY, into, into)
    county = people.county()
    on = Region.objects.towns_of(county)
    assert {town.name for town in on.valid_on(date(2026, 4, 30))} == {"甲乡", "乙镇"}
    assert {town.name for town in on.valid_on(MAY)} == {"乙镇"}
    assert {town.name for town in on.existing_in(2026)} == {"甲乡", "乙镇"}
    assert {town.name for town in on.existing_in(2027)} == {"乙镇"}
    assert Region.objects.named("甲乡") == gone
    entry = Entry.objects.get(code="places.region.merged")
    assert (entry.object_label, entry.after) == ("甲乡", {"merged_into": "乙镇", "until": "2026-05-01"})


def test_an_impossible_merger_changes_nothing(officer: User, towns: list[Region]) -> None:
    gone, into = towns
    with pytest.raises(Refused, match="并入自己"):
        merge([gone, into], into=into, day=MAY, by=officer)
    with pytest.raises(Refused, match="不能并入县区"):
        merge([gone], into=people.county(), day=MAY, by=officer)
    assert not Region.objects.exclude(until=None).exists()
    merge([gone], into=into, day=MAY, by=officer)
    with pytest.raises(Refused, match="已于 2026-05-01 撤销"):
        merge([into], into=gone, day=MAY, by=officer)


def test_a_region_with_something_in_it_is_not_abolished(officer: User, towns: list[Region]) -> None:
    add_region(name="东村", level="village", parent=towns[0], by=officer)
    with pytest.raises(Refused, match="还有 1 个下级"):
        abolish(towns[0], day=MAY, by=officer)
    abolish(towns[1], day=MAY, by=officer)
    assert towns[1].until == MAY
    reinstate(towns[1], by=officer, reason="录入有误")
    assert Region.objects.filter(pk=towns[1].pk, until=None, merged_into=None).exists()


def test_figures_and_papers_of_before_speak_of_the_old_town(officer: User, towns: list[Region]) -> None:
    from titian.base.periods import Period
    from titian.reports.writer.gathering import gather

    rename(towns[0], name="甲镇", day=JULY, by=officer)
    frames = [
        gather(region=towns[0], period=Period("2025H1"), as_of=day, user=officer).frame
        for day in (date(2025, 6, 30), date(2025, 12, 31))
    ]
    assert [frame.region_name for frame in frames] == ["甲乡", "甲镇"]


def test_villages_of_two_towns_may_share_a_name(officer: User, towns: list[Region]) -> None:
    listed = [Listed(1, "东风村", town="甲乡"), Listed(2, "东风村", town="乙镇"), Listed(3, "西村", "990123102201")]
    made = add_villages(county=people.county(), villages=listed, by=officer)
    assert [(village.name, village.parent and village.parent.name) for village in made] == [
        ("东风村", "甲乡"),
        ("东风村", "乙镇"),
        ("西村", "乙镇"),
    ]
    assert add_villages(county=people.county(), villages=listed, by=officer) == []


def test_everything_wrong_with_a_list_of_villages_is_said_at_once(officer: User, towns: list[Region]) -> None:
    wrong = [
        Listed(1, "东村", town="没有的镇"),
        Listed(2, "西村", "990123102", town="乙镇"),
        Listed(3, "南村", "990123201200", town="乙镇"),
        Listed(4, "北村"),
    ]
    with pytest.raises(Refused) as refusal:
        add_villages(county=people.county(), villages=wrong, by=officer)
    assert [message[:5] for message in refusal.value.messages] == ["第 1 行", "第 4 行", "第 2 行", "第 3 行"]
    assert not Region.objects.filter(level="village").exists()


def test_a_list_that_contradicts_the_books_is_refused(officer: User, towns: list[Region]) -> None:
    with pytest.raises(Refused) as refusal:
        add_towns(county=people.county(), towns=[Listed(1, "别名镇", "990123201"), Listed(2, "乙镇", "990123109")], by=officer)
    assert len(refusal.value.messages) == 2
    assert Region.objects.filter(level="town").count() == 2


def test_nobody_outside_changes_regions(town_clerk: User, auditor: User, towns: list[Region]) -> None:
    for person in (town_clerk, auditor):
        with pytest.raises(PermissionDenied):
            rename(towns[0], name="丁镇", day=MAY, by=person)
        with pytest.raises(PermissionDenied):
            merge([towns[0]], into=towns[1], day=MAY, by=person)
