from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError

from titian.accounts.tests import make
from titian.places.models import CODE_LENGTHS, LEVELS, Base, Region

pytestmark = pytest.mark.django_db


def test_every_level_has_a_word_and_a_length_of_code() -> None:
    assert set(LEVELS) == set(CODE_LENGTHS)


def test_a_region_is_found_by_code_or_by_exact_name() -> None:
    county = make.county()
    assert Region.objects.named(" 示范县 ") == county
    assert Region.objects.named("990123") == county
    assert Region.objects.named("示范") is None


def test_a_region_counts_on_the_days_it_exists() -> None:
    """撤销当日起不再有效: the last day is exclusive."""
    region = Region.objects.create(code="990199", name="撤并县", level="county", since=date(2010, 1, 1), until=date(2020, 6, 1))
    valid = {
        day: Region.objects.valid_on(day).exists()
        for day in (date(2009, 12, 31), date(2010, 1, 1), date(2020, 5, 31), date(2020, 6, 1))
    }
    assert list(valid.values()) == [False, True, True, False]
    Region.objects.filter(pk=region.pk).update(since=None, until=None)
    assert Region.objects.valid_on(date(1990, 1, 1)).exists()


def test_towns_come_in_the_offices_order() -> None:
    county = make.county()
    for order, (code, name) in enumerate([("990123103", "丙乡"), ("990123101", "甲镇"), ("990123102", "乙镇")]):
        Region.objects.create(code=code, name=name, level="town", parent=county, order=order)
    assert [town.name for town in Region.objects.towns_of(county)] == ["丙乡", "甲镇", "乙镇"]


def test_one_code_is_one_region_and_many_may_wait_for_theirs() -> None:
    make.county()
    Region.objects.create(name="甲县", level="county")
    Region.objects.create(name="乙县", level="county")
    with pytest.raises(IntegrityError):
        Region.objects.create(code="990123", name="又一个", level="county")


def test_a_year_has_one_base_of_a_kind() -> None:
    county = make.county()
    Base.objects.create(region=county, kind="常住人口", year=2025, value=1, source="公报")
    with pytest.raises(IntegrityError):
        Base.objects.create(region=county, kind="常住人口", year=2025, value=2, source="年鉴")
