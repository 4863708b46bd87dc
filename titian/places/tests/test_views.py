"""The pages of regions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.places.actions import add_region, rename, state_base
from titian.places.models import Region

Browser = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_is_found_by_old_names_too(officer: User, client_of: Browser) -> None:
    town = people.our_town()
    rename(town, name="新梯镇", day=date(2025, 7, 1), by=officer)
    client = client_of(officer)
    page = text(client, "/places/?q=梯田镇")
    assert "新梯镇" in page
    assert "1 个" in page
    assert "新梯镇" not in text(client, "/places/?level=county")
    assert "还没有" not in text(client, "/places/?state=now")


def test_a_regions_page_shows_its_names_its_bases_and_what_belongs_to_it(officer: User, client_of: Browser) -> None:
    town = people.our_town()
    rename(town, name="新梯镇", day=date(2025, 7, 1), by=officer)
    state_base(region=town, kind="常住人口", year=2025, value=32_150, source="统计公报", by=officer)
    add_region(name="东村", level="village", parent=town, by=officer)
    page = text(client_of(officer), town.get_absolute_url())
    for shown in ("由「梯田镇」更名为「新梯镇」", "32,150", "统计公报", "东村", "示范县", "并入其他区划"):
        assert shown in page


def test_an_officer_renames_merges_and_takes_back(officer: User, client_of: Browser) -> None:
    town, client = people.our_town(), client_of(officer)
    other = add_region(name="乙镇", level="town", parent=people.county(), by=officer)
    base = town.get_absolute_url()
    assert client.post(f"{base}rename/", {"name": "新梯镇", "day": "2025-07-01", "reason": "批复"}).status_code == 302
    assert client.post(f"{base}take-back-name/", {"reason": "有误"}).status_code == 302
    assert client.post(f"{base}merge/", {"into": other.pk, "day": "2025-07-01", "reason": "批复"}).status_code == 302
    town.refresh_from_db()
    assert (town.name, town.merged_into) == ("梯田镇", other)
    assert client.post(f"{base}reinstate/", {"reason": "有误"}).status_code == 302
    assert client.post(f"{base}base/", {"kind": "人口", "year": 2025, "value": 3, "source": "公报"}).status_code == 302
    assert client.post(f"{base}abolish/", {"day": "2025-07-01", "reason": "批复"}).status_code == 302
    assert not Region.objects.get(pk=town.pk).is_valid_on(date(2025, 7, 1))


def test_a_day_to_come_and_a_wrong_superior_are_told(officer: User, client_of: Browser) -> None:
    town, client = people.our_town(), client_of(officer)
    answer = client.post(f"{town.get_absolute_url()}rename/", {"name": "新梯镇", "day": "2999-01-01", "reason": "批复"})
    assert (answer.status_code, "还没有到这一天" in answer.content.decode()) == (422, True)
    answer = client.post("/places/add/", {"level": "village", "name": "东村", "parent": people.county().pk})
    assert "村社区的上级不能是县区" in answer.content.decode()
    answer = client.post("/places/add/", {"level": "town", "name": "丁镇"})
    assert "请选乡镇街道的上级" in answer.content.decode()
    assert client.post("/places/add/", {"level": "town", "name": "丁镇", "parent": people.county().pk}).status_code == 302
    assert Region.objects.filter(name="丁镇").exists()


def test_an_auditor_reads_and_a_clerk_sees_nothing(auditor: User, town_clerk: User, client_of: Browser) -> None:
    page = text(client_of(auditor), people.our_town().get_absolute_url())
    assert "更名" not in page
    assert client_of(auditor).get("/places/add/").status_code == 404
    assert client_of(town_clerk).get("/places/").status_code == 404


def test_a_long_list_asks_no_more_of_the_database(
    officer: User, client_of: Browser, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    county = people.county()
    Region.objects.bulk_create(Region(name=f"{number}镇", level="town", parent=county, order=number) for number in range(60))
    client = client_of(officer)
    with django_assert_max_num_queries(6):
        text(client, "/places/")
