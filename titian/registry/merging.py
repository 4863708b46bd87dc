"""Everything in the house that points at an organisation, and moving it to another one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

from titian.registry.models import DistinctPair, Merge, Organisation, OrganisationName
from titian.registry.models.organisations import OFFICIAL

# Rows about the organisation as such: they stay where they are.
_STAYING: tuple[type[models.Model], ...] = (Merge, DistinctPair, Organisation)
# What the survivor takes over where it has nothing.
FILLED = (
    *("uscc", "uscc_reason", "legal_form", "region", "address", "industry", "founded_on", "capital", "scope"),
    *("legal_person", "contact", "phone", "officer", "carrier"),
)


@dataclass(frozen=True)
class Pointer:
    """A foreign key to organisations, whichever room it is in."""

    model: type[models.Model]
    field: str

    @property
    def name(self) -> str:
        """registry.title.organisation: as a merge keeps it."""
        return f"{self.model._meta.label_lower}.{self.field}"

    @property
    def label(self) -> str:
        return str(self.model._meta.verbose_name)

    @staticmethod
    def named(name: str) -> Pointer:
        model, _, field = name.rpartition(".")
        return Pointer(apps.get_model(model), field)

    def rows(self, organisation: Organisation) -> models.QuerySet[Any]:
        """What hangs on an organisation here; its official name is itself."""
        found = self.model._base_manager.filter(**{self.field: organisation})
        return found.exclude(kind=OFFICIAL) if self.model is OrganisationName else found

    def move(self, keys: Iterable[Any], *, giver: Organisation, taker: Organisation) -> tuple[list[Any], list[Any]]:
        """Those of these rows that the giver has: the keys that went over, and those a rule of their table keeps back."""
        wanted = list(self.rows(giver).filter(pk__in=list(keys)).order_by("pk").values_list("pk", flat=True))
        if self._moved(wanted, taker):
            return wanted, []
        moved = [key for key in wanted if self._moved([key], taker)]
        return moved, [key for key in wanted if key not in moved]

    def _moved(self, keys: list[Any], taker: Organisation) -> bool:
        try:
            with transaction.atomic():
                self.model._base_manager.filter(pk__in=keys).update(**{self.field: taker})
        except IntegrityError:
            return False
        return True


def pointers() -> Iterator[Pointer]:
    """Every one of the installed rooms: later rooms are moved without being known here."""
    for relation in Organisation._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and relation.related_model not in _STAYING:
            yield Pointer(relation.related_model, relation.field.name)


def blank(organisation: Organisation, name: str) -> bool:
    return getattr(organisation, name) in (None, "")


def emptied(name: str) -> Any:
    """What an empty field of an organisation holds."""
    field = Organisation._meta.get_field(name)
    return None if field.null else ""
