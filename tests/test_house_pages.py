"""Every page not declared public sends an anonymous visitor to log-in and does not exist for a person without the right."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.addresses import FOR_EVERYBODY, OBJECTS, Address, addresses
from titian.accounts.models import User
from titian.accounts.tests import make

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]

ALL = list(addresses())
CLOSED = [address for address in ALL if not address.public]
GUARDED = [address for address in CLOSED if address.name not in FOR_EVERYBODY]
PUBLIC = {"accounts:login", "policies:calculator", "policies:deduction"}
NOBODY_SERVES_THEM = {404}
NOT_THIS_WAY = {404, 405}


@pytest.fixture(autouse=True)
def _a_county_with_a_town(db: None) -> None:
    """What every installation has."""
    make.our_town()


def names(found: list[Address]) -> list[str]:
    return [address.name for address in found]


def test_every_address_has_a_name_of_its_own_in_its_room() -> None:
    assert all(":" in name and not name.endswith((":", "None")) for name in names(ALL))
    assert len(set(names(ALL))) == len(ALL)


def test_what_opens_without_log_in_is_listed_here() -> None:
    assert {address.name for address in ALL if address.public} == PUBLIC


def test_every_address_of_an_object_has_an_object_to_open_it_on() -> None:
    """Add a builder to `tests/addresses.py`: without an object the rules below would pass for the wrong reason."""
    assert {address.name for address in ALL if address.names_an_object} == set(OBJECTS)


def test_pages_for_everybody_exist() -> None:
    assert set(names(CLOSED)) >= FOR_EVERYBODY


@pytest.mark.parametrize("address", CLOSED, ids=names(CLOSED))
def test_an_anonymous_visitor_is_sent_to_log_in(address: Address, officer: User, client: Client) -> None:
    path = address.open_on(officer)
    for answer in (client.get(path), client.post(path)):
        assert answer.status_code == 302
        assert answer["Location"] == f"/accounts/login/?next={path}"


@pytest.mark.parametrize("address", GUARDED, ids=names(GUARDED))
def test_a_page_does_not_exist_for_a_person_without_the_right(address: Address, officer: User, client_of: ClientOf) -> None:
    path = address.open_on(officer)
    stranger = client_of(make.user("bank"))
    answers = {stranger.get(path).status_code, stranger.post(path).status_code}
    assert answers <= NOT_THIS_WAY
    assert answers & NOBODY_SERVES_THEM


@pytest.mark.parametrize("address", GUARDED, ids=names(GUARDED))
def test_a_page_exists_for_somebody(address: Address, officer: User, client_of: ClientOf) -> None:
    """Otherwise the rule above would hold for an address that works for nobody."""
    path = address.open_on(officer)
    people = [officer, *(make.user(role) for role in ("chief", "leader", "office", "system", "security", "auditor", "town"))]
    assert any(_opens(client_of(person), path) for person in people)


@pytest.mark.parametrize("name", sorted(FOR_EVERYBODY - {"accounts:logout"}))
def test_everybodys_pages_open_for_every_role(name: str, client_of: ClientOf) -> None:
    address = next(address for address in ALL if address.name == name)
    for role, person in make.cast().items():
        assert client_of(person).get(address.open_on(person)).status_code == 200, role


def _opens(client: Client, path: str) -> bool:
    """A page that shows (GET), or a button that acts (POST)."""
    answer = client.get(path)
    if answer.streaming:
        assert b"".join(answer)  # a file is closed when it has been read
    return answer.status_code in {200, 302} or (answer.status_code == 405 and client.post(path).status_code in {200, 302})
