"""Everything in the house that points at an organisation, and moving it to another one.

A room's rows follow a merge and its undoing by themselves:

- a foreign key (or one to one) to `registry.Organisation`, whatever it is called, and both sides of a many to many field: nothing to do;
- an organisation's files (`files.actions.store(..., owner=organisation)`): nothing to do;
- rows a rule of their table keeps back (a second row of a year) stay with the duplicate, are listed in `Merge.kept` and shown;
- rows that are about the organisation as such, or that give rights, must not move: name their key in `STAYING` and say what happens instead;
- an organisation named inside a JSON or text column is not found: give the row a foreign key beside it.

`tests/test_merging.py` makes a row for every key of every installed room and merges it there and back; a model whose rows it cannot make up
from its fields alone gets a line in `EXAMPLES` there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

from titian.files.models import StoredFile
from titian.registry.models import Organisation, OrganisationName
from titian.registry.models.organisations import OFFICIAL

LOGINS = "accounts.user.organisation"
# Keys whose rows stay where they are: what is said of the organisation as such, and what gives rights. A log-in follows when somebody
# confirms it (docs/decisions/0017), and what was once asked for or decided stays as it was asked for. Assessments are made anew.
STAYING = frozenset(
    {
        *("registry.organisation.merged_into", "registry.merge.duplicate", "registry.merge.survivor"),
        *("registry.distinctpair.first", "registry.distinctpair.second"),
        *(LOGINS, "accounts.rightschange.organisation", "policies.assessment.organisation"),
    }
)
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
        found = apps.get_model(model)
        return Files(found, field) if found is StoredFile else Pointer(found, field)

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

    def as_stored(self, organisation: Organisation) -> Any:
        return organisation

    def _moved(self, keys: list[Any], taker: Organisation) -> bool:
        try:
            with transaction.atomic():
                self.model._base_manager.filter(pk__in=keys).update(**{self.field: self.as_stored(taker)})
        except IntegrityError:
            return False
        return True


class Files(Pointer):
    """Files that belong to an organisation are named as the journal names it, by kind and key."""

    def rows(self, organisation: Organisation) -> models.QuerySet[Any]:
        return StoredFile.objects.of(organisation)

    def as_stored(self, organisation: Organisation) -> Any:
        return str(organisation.pk)


def keys() -> Iterator[Pointer]:
    """Every key to organisations of the installed rooms, those of many to many fields among them."""
    for relation in Organisation._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):
            yield Pointer(relation.related_model, relation.field.name)


def pointers() -> Iterator[Pointer]:
    """Those whose rows move: later rooms are moved without being known here."""
    yield from (pointer for pointer in keys() if pointer.name not in STAYING)
    yield Files(StoredFile, "object_id")


def blank(organisation: Organisation, name: str) -> bool:
    return getattr(organisation, name) in (None, "")


def emptied(name: str) -> Any:
    """What an empty field of an organisation holds."""
    field = Organisation._meta.get_field(name)
    return None if field.null else ""
