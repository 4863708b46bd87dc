"""Role by address, own row and somebody else's: what opens for whom is kept as a table that people read, `tests/permissions.txt`.

When a page comes or a right changes, write the table anew and read what changed in it, line by line, before it is committed::

    TITIAN_WRITE=permissions pytest tests/test_house_permissions.py
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.addresses import OWN_OBJECTS, Address, addresses
from titian.accounts.models import User
from titian.accounts.roles import OF_AN_ORGANISATION, Role
from titian.accounts.tests import make
from titian.registry.tests import make as registry

TABLE = Path(__file__).with_name("permissions.txt")
HEAD = f"""\
What opens for whom, generated and reviewed (see test_house_permissions.py).
  o  opens, or its button acts      .  does not exist for this role      space  no such object
«own» is an object of the person, of the own town, organisation or section; without it, somebody else's.

{"":30}{{roles}}
"""
# Shorter than the codes, so that a row fits a screen.
SHORT: Mapping[Role, str] = {
    Role.OFFICER: "off",
    Role.OFFICE: "ofc",
    Role.CHIEF: "chf",
    Role.FINANCE: "fin",
    Role.DEPUTY: "dep",
    Role.LEADER: "led",
    Role.TOWN: "twn",
    Role.CARRIER: "car",
    Role.ENTERPRISE: "ent",
    Role.EXPERT: "exp",
    Role.BANK: "bnk",
    Role.AUDITOR: "adr",
    Role.SYSTEM: "sys",
    Role.SECURITY: "sec",
    Role.AUDIT: "adt",
}
OPENS = {200, 302, 422}
CLOSED = sorted(
    (address for address in addresses() if not address.public and address.name != "accounts:logout"),
    key=lambda address: address.name,
)


@pytest.mark.django_db
def test_what_opens_for_whom_is_what_the_table_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """One test, one transaction: every page is asked by everybody, and what a button did is taken back at once."""
    # Most answers are «not found»; a page in its frame for each would be most of the time.
    monkeypatch.setattr("config.urls.handler404", lambda request, exception: HttpResponse(status=404))
    table = HEAD.format(roles=" ".join(SHORT[role] for role in Role)) + "".join(f"{line}\n" for line in _lines())
    if os.environ.get("TITIAN_WRITE") == "permissions":
        TABLE.write_text(table, "utf-8")
    kept, found = TABLE.read_text("utf-8").splitlines(), table.splitlines()
    assert [line for line in found if line not in kept] == []
    assert kept == found


def test_every_role_has_a_column() -> None:
    assert set(SHORT) == set(Role)


def test_own_objects_are_of_addresses_that_exist() -> None:
    assert set(OWN_OBJECTS) <= {address.name for address in CLOSED if address.names_an_object}


def _lines() -> Iterator[str]:
    make.our_town()
    people = {role: _person(role) for role in Role}
    clients = {role: _client(person) for role, person in people.items()}
    stranger = make.user(Role.OFFICER)
    for address in CLOSED:
        with _taken_back():
            path = address.open_on(stranger)
            yield _line(address.name, [_mark(clients[role], path) for role in Role])
        if address.name in OWN_OBJECTS:
            yield _line(f"{address.name} own", [_own_mark(clients[role], address, people[role]) for role in Role])


@contextmanager
def _taken_back() -> Iterator[None]:
    """Nothing that is written inside stays."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _line(name: str, marks: list[str]) -> str:
    return f"{name:30}" + "   ".join([f" {marks[0]}", *marks[1:]]).rstrip()


def _person(role: Role) -> User:
    """Somebody of that role with what is theirs."""
    organisation = registry.organisation() if role in OF_AN_ORGANISATION else None
    return make.user(role, organisation=organisation, person=registry.person() if role is Role.EXPERT else None)


def _client(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _own_mark(client: Client, address: Address, person: User) -> str:
    with _taken_back():
        path = address.own_of(person)
        return _mark(client, path) if path else " "


def _mark(client: Client, path: str) -> str:
    """A page is got; what answers to its button only is pressed."""
    answer = _asked(client, path, "get")
    if answer.status_code == 405:
        answer = _asked(client, path, "post")
    assert answer.status_code in OPENS | {404}, (path, answer.status_code)
    assert not answer.get("Location", "").startswith("/accounts/login/?next="), path
    return "o" if answer.status_code in OPENS else "."


def _asked(client: Client, path: str, verb: str) -> HttpResponse:
    with _taken_back():
        answer: HttpResponse = getattr(client, verb)(path)
        if answer.streaming:
            b"".join(answer)  # a file is closed when it has been read
        return answer
