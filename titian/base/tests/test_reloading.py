"""A running process takes up changed settings."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from titian.base import reloading
from titian.base.installation import Installation, save
from titian.base.mechanisms import Duty


@pytest.fixture
def office(tmp_path: Path, settings: Settings) -> Installation:
    settings.TITIAN = Installation(tmp_path, bureau="示范县科技局")
    save(django_settings.TITIAN)
    return django_settings.TITIAN


def test_a_change_of_another_process_is_seen(office: Installation) -> None:
    watch = reloading.Watch()
    save(replace(office, bureau="示范县科学技术局", mechanisms={"high_tech": Duty.NONE}, portals=frozenset({"town"})))
    watch.take_up()
    now = django_settings.TITIAN
    assert (now.bureau, now.shows("high_tech"), now.portals) == ("示范县科学技术局", False, frozenset({"town"}))


def test_it_looks_no_oftener_than_once_a_second(office: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = [100.0]
    monkeypatch.setattr(reloading, "monotonic", lambda: seconds[0])
    watch = reloading.Watch()
    save(replace(office, bureau="新名科技局"))
    watch.look()
    assert django_settings.TITIAN.bureau == "示范县科技局"
    seconds[0] += 1
    watch.look()
    assert django_settings.TITIAN.bureau == "新名科技局"


def test_a_slip_in_the_file_leaves_the_settings_as_they_are(office: Installation) -> None:
    watch = reloading.Watch()
    office.path.write_text("[bureau\nname=", "utf-8")
    watch.take_up()
    assert office == django_settings.TITIAN


def test_a_file_of_the_same_size_and_time_is_another_file(office: Installation) -> None:
    """Two saves within one tick of the clock: the second puts another file in place."""
    watch, before = reloading.Watch(), office.path.stat()
    save(replace(office, bureau="范示县科技局"))
    os.utime(office.path, ns=(before.st_atime_ns, before.st_mtime_ns))
    watch.take_up()
    assert django_settings.TITIAN.bureau == "范示县科技局"
