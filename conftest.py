"""The fixed cast of every test, named by role."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings as hypothesis_settings

from titian.base.mechanisms import PORTALS

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

    from titian.accounts.models import User

# A shared machine is slow now and then; that is no finding. (With CI set, Hypothesis itself also repeats the same examples every time.)
hypothesis_settings.register_profile("house", hypothesis_settings(deadline=None))
hypothesis_settings.load_profile("house")

# Models are imported inside the fixtures: pytest reads this file before it has set Django up.


def _person(role: str) -> "User":
    from titian.accounts.tests import make

    return make.user(role)


@pytest.fixture(autouse=True)
def _quick_passwords(settings: "Settings") -> None:
    """Slow hashing is the point of a password hasher, and of no test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _open_portals(settings: "Settings") -> None:
    """Off in a new installation; a test of a closed one closes it."""
    settings.TITIAN = replace(settings.TITIAN, portals=frozenset(PORTALS))


@pytest.fixture(scope="session")
def libreoffice() -> str:
    """The program that opens our files as an office would."""
    from titian.base.office import soffice
    from titian.base.tests.parts import absent

    return soffice() or absent("LibreOffice")


@pytest.fixture(scope="session")
def lettering() -> str:
    """A font with Chinese letters: without one no chart is drawn."""
    from titian.base.fonts import chinese_font
    from titian.base.tests.parts import absent

    return chinese_font() or absent("a Chinese font")


@pytest.fixture
def officer(db: None) -> "User":
    """经办: does the daily work."""
    return _person("officer")


@pytest.fixture
def office(db: None) -> "User":
    """办公室: writes and sends the papers."""
    return _person("office")


@pytest.fixture
def chief(db: None) -> "User":
    """股室长: approves what the officers did."""
    return _person("chief")


@pytest.fixture
def leader(db: None) -> "User":
    """局领导: reads and decides."""
    return _person("leader")


@pytest.fixture
def town_clerk(db: None) -> "User":
    """乡镇街道经办: sees their own town."""
    return _person("town")


@pytest.fixture
def auditor(db: None) -> "User":
    """审计监督: sees everything, changes nothing."""
    return _person("auditor")


@pytest.fixture
def administrator(db: None) -> "User":
    """系统管理员: manages users, sees no business rows."""
    return _person("system")


@pytest.fixture
def client_of(db: None) -> Callable[["User"], "Client"]:
    """A browser in which this person is logged in: `client_of(officer).get(...)`."""
    from django.test import Client

    def logged_in(user: "User") -> Client:
        client = Client()
        client.force_login(user)
        return client

    return logged_in
