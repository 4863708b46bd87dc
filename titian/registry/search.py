"""What the search box finds in the registers: firms by any name, initials or code; titles by certificate; people by name."""

from __future__ import annotations

from collections.abc import Iterator

from titian.accounts.models import User
from titian.base.search import LIMIT, Hit
from titian.registry.models import Organisation, Person, Title
from titian.registry.names import folded
from titian.registry.permissions import can_see_organisations, can_see_people


def search(user: User, words: str) -> Iterator[Hit]:
    if can_see_organisations(user):
        yield from _firms(user, words)
        rows = Title.objects.visible_to(user).filter(certificate=words).select_related("organisation")
        yield from (Hit("资质荣誉", title.label, title.get_absolute_url(), title.organisation.name) for title in rows[:LIMIT])
    if can_see_people(user) and (key := folded(words)):
        people = Person.objects.visible_to(user).filter(folded__contains=key).select_related("organisation")
        yield from (
            Hit("人员", one.name, one.get_absolute_url(), f"{one.kind_label} {one.employer_name}") for one in people[:LIMIT]
        )


def _firms(user: User, words: str) -> Iterator[Hit]:
    found = (
        Organisation.objects.visible_to(user).current().named(words).select_related("region").only("name", "uscc", "region__name")
    )
    for firm in found[:LIMIT]:
        yield Hit("企业", firm.name, firm.get_absolute_url(), f"{firm.uscc or ''} {firm.region or ''}".strip())
