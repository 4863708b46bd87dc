"""The fixed cast of every test, named by role; `user` makes further people."""

from __future__ import annotations

from functools import cache
from itertools import count

from django.contrib.auth.hashers import make_password

from titian.accounts.models import Department, RightsChange, User
from titian.accounts.roles import STAFF, Role
from titian.places.models import Region
from titian.registry.models import Organisation, Person

PASSWORD = "terraces-2026"
COUNTY = "990123"
TOWN = "990123101"
_numbers = count(1)


@cache
def _hashed() -> str:
    """Hashed once: hashing for every person of every test would cost more than the tests themselves."""
    return make_password(PASSWORD, hasher="md5")


def user(
    role: Role | str,
    *,
    name: str = "",
    username: str = "",
    department: Department | None = None,
    town: Region | None = None,
    organisation: Organisation | None = None,
    person: Person | None = None,
    is_active: bool = True,
) -> User:
    """A new person of that role who logs in with PASSWORD: staff in the one department, a town clerk in the one town unless told."""
    role = Role(role)
    number = next(_numbers)
    return User.objects.create(
        username=username or f"{role}{number}",
        name=name or f"{role.label}{number}",
        role=role.value,
        department=department or (office_department() if role in STAFF else None),
        town=town or (our_town() if role == Role.TOWN else None),
        organisation=organisation,
        person=person,
        password=_hashed(),
        is_active=is_active,
    )


def change() -> RightsChange:
    """An officer who shall become a chief, and waits for it."""
    person = user(Role.OFFICER)
    return RightsChange.objects.create(
        user=person, role=Role.CHIEF.value, department=person.department, asked_by=user(Role.SYSTEM), reason="任股长"
    )


def cast() -> dict[Role, User]:
    """One person of every role, in the order of the roles."""
    return {role: user(role) for role in Role}


def office_department() -> Department:
    return Department.objects.get_or_create(name="企业服务股", defaults={"order": 1})[0]


def county() -> Region:
    return Region.objects.get_or_create(code=COUNTY, defaults={"name": "示范县", "level": "county"})[0]


def our_town() -> Region:
    return Region.objects.get_or_create(code=TOWN, defaults={"name": "梯田镇", "level": "town", "parent": county()})[0]
