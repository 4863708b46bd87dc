"""Which areas, pages and system entries a person sees."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from titian.base import navigation
from titian.base.mechanisms import Duty
from titian.base.navigation import SYSTEM, Area, navigation_for

INSIDE = SimpleNamespace(is_authenticated=True, inside=True)
OUTSIDE = SimpleNamespace(is_authenticated=True, inside=False)


def _inside(user: SimpleNamespace) -> bool:
    return bool(user.inside)


def _all(user: object) -> bool:
    return True


AREAS = [
    Area("工作台", "home:index", 0, _all),
    Area("用户", "accounts:users", 10, _inside, group="甲"),
    Area("日志", "journal:index", 11, _inside, group="甲"),
    Area("密码", "accounts:password", 12, _all, group=SYSTEM),
]


@pytest.fixture(autouse=True)
def _areas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "declared", lambda: AREAS)


def test_pages_of_one_group_form_one_area_that_opens_the_first() -> None:
    shown = navigation_for(INSIDE, "/journal/12/")
    assert [(area.label, area.address, area.current) for area in shown.areas] == [
        ("工作台", "/", False),
        ("甲", "/accounts/users/", True),
    ]
    assert [(area.label, area.current) for area in shown.pages] == [("用户", False), ("日志", True)]
    assert shown.area_label == "甲"


def test_a_person_sees_only_areas_with_a_page_for_them() -> None:
    shown = navigation_for(OUTSIDE, "/")
    assert [area.label for area in shown.areas] == ["工作台"]
    assert shown.areas[0].current
    assert shown.pages == []


def test_the_workbench_is_marked_on_no_other_page() -> None:
    assert not navigation_for(INSIDE, "/accounts/users/").areas[0].current


def test_an_area_of_a_mechanism_the_office_does_not_have_is_hidden(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setattr(navigation, "declared", lambda: [*AREAS, Area("贷款", "jobs:index", 20, _all, mechanism="loans")])
    shown = {}
    for duty in Duty:
        settings.TITIAN = replace(django_settings.TITIAN, mechanisms={"loans": duty})
        shown[duty] = "贷款" in [area.label for area in navigation_for(INSIDE, "/").areas]
    assert shown == {Duty.LEAD: True, Duty.ASSIST: True, Duty.IMPORT: True, Duty.NONE: False}


def test_system_pages_stand_under_the_name() -> None:
    shown = navigation_for(OUTSIDE, "/accounts/password/")
    assert [(area.label, area.current) for area in shown.system] == [("密码", True)]
    assert shown.pages == []


def test_an_anonymous_visitor_has_no_navigation() -> None:
    assert navigation_for(SimpleNamespace(is_authenticated=False), "/").areas == []


def test_every_declared_area_has_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    everybody = SimpleNamespace(is_authenticated=True)
    for area in navigation.declared():
        monkeypatch.setattr(navigation, "declared", lambda area=area: [Area(area.label, area.url, area.order, _all)])
        assert navigation_for(everybody, "/").areas[0].address.startswith("/")
