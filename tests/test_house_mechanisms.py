"""What the office has nothing to do with (不涉及) is nowhere; what it only imports (只导入) is not entered by hand. Nothing is ever lost.

A later room is held to this by naming its mechanism in its `Area`, its `Register` and its `Todo`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.addresses import addresses
from titian.accounts.models import User
from titian.accounts.tests import make
from titian.base.mechanisms import MECHANISMS, Duty
from titian.base.navigation import Area, declared, navigation_for
from titian.base.registers import registers
from titian.home.backup.values import rows as rows_of
from titian.ledgers.packages import packaged
from titian.registry.columns import registers as of_the_registry
from titian.registry.models import Title
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
AREAS = [area for area in declared() if area.mechanism]
# Registers of ledgers stand in the database; each is named by its packaged definition.
TABLES = [
    *(register.name for register in of_the_registry() if register.mechanism),
    *(code for code, about in packaged().items() if about.mechanism),
]


@pytest.fixture(autouse=True)
def _a_county_with_a_town(db: None) -> None:
    make.our_town()


def choose(settings: Settings, mechanism: str, duty: Duty) -> None:
    settings.TITIAN = replace(django_settings.TITIAN, mechanisms=dict.fromkeys(mechanism.split(), duty))


def addresses_below(area: Area) -> list[str]:
    """Every page of an area, by name: those whose most special area it is."""
    start = (reverse(area.url), *area.prefixes)
    others = [reverse(other.url) for other in declared() if other is not area and reverse(other.url).startswith(start)]
    officer = make.user("chief")
    room = area.url.partition(":")[0]
    paths = [address.open_on(officer) for address in addresses() if address.name.startswith(f"{room}:") and not address.public]
    return [path for path in paths if path.startswith(start) and not path.startswith(tuple(others) or ("\0",))]


def test_what_names_a_mechanism_names_one_there_is() -> None:
    named = [*(area.mechanism for area in declared()), *(register.mechanism for register in registers().values())]
    assert {code for mechanism in named for code in mechanism.split()} <= set(MECHANISMS)


@pytest.mark.parametrize("area", AREAS, ids=[area.url for area in AREAS])
def test_pages_of_what_the_office_has_nothing_to_do_with_exist_for_nobody(
    area: Area, settings: Settings, client_of: ClientOf
) -> None:
    paths = addresses_below(area)
    assert reverse(area.url) in paths
    choose(settings, area.mechanism, Duty.NONE)
    for person in make.cast().values():
        client = client_of(person)
        assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 404)
        shown = navigation_for(person, "/")
        assert reverse(area.url) not in {entry.address for entry in (*shown.areas, *shown.pages, *shown.system)}


@pytest.mark.parametrize("area", AREAS, ids=[area.url for area in AREAS])
def test_pages_of_what_the_office_imports_are_there(area: Area, settings: Settings, chief: User, client_of: ClientOf) -> None:
    choose(settings, area.mechanism, Duty.IMPORT)
    assert client_of(chief).get(reverse(area.url)).status_code == 200


@pytest.mark.parametrize("name", TABLES)
def test_a_hidden_register_has_no_template_import_or_export(
    name: str, settings: Settings, chief: User, client_of: ClientOf
) -> None:
    register = registers()[name]
    client = client_of(chief)
    doors = [reverse(f"exchange:{door}", args=[register.name]) for door in ("import", "template", "export")]
    for duty, answer in ((Duty.IMPORT, 200), (Duty.NONE, 404)):
        choose(settings, register.mechanism, duty)
        assert [client.get(door).status_code for door in doors] == [answer] * len(doors)
        assert (doors[0] in client.get(reverse("exchange:batches")).content.decode()) == (answer == 200)


def test_what_is_hidden_stays_and_is_saved(settings: Settings, chief: User, client_of: ClientOf) -> None:
    title = registry.title(registry.organisation())
    choose(settings, "high_tech", Duty.NONE)
    assert client_of(chief).get(title.get_absolute_url()).status_code == 404
    assert [row[0] for row in rows_of(Title, 100)] == [title.pk]
    choose(settings, "high_tech", Duty.LEAD)
    assert client_of(chief).get(title.get_absolute_url()).status_code == 200
