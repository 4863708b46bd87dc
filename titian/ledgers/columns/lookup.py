"""People and rows of other ledgers, as a sheet names them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.conf import settings
from django.db.models import Q

from titian.accounts.models import User
from titian.base.database import in_chunks
from titian.ledgers.models import LedgerRow
from titian.registry.models import Organisation, Person
from titian.registry.names import folded
from titian.registry.permissions import can_edit

PEOPLE, PARENTS = "people of the ledger", "rows of the other ledger"
_PERSON = re.compile(r"(?P<name>[^（(]+)[（(](?P<employer>.+)[）)]")
_NUMBERED = re.compile(r"#(\d{1,9})$")
# What was found, and what is to be said of it: a message, and whether it is only doubtful.
Said = tuple[str, bool] | None


def person_text(person: Person) -> str:
    """张示范（示范大学）: how an export names a person, and finds them again."""
    return f"{person.name}（{person.employer_name}）" if person.employer_name else person.name


class People:
    """By name, with the employer in brackets where there are namesakes. Somebody unknown is a new person, saved with the row.

    Who is outside names by name alone only whom they know anyway, the own people; of others they say where these work.
    """

    def __init__(self, texts: Sequence[str], user: User) -> None:
        self.user = user
        self._made: dict[tuple[str, str], Person] = {}
        self._known: dict[str, list[Person]] = {}
        own = Q(organisation__in=Organisation.objects.visible_to(user)) | Q(pk=user.own_person_id)
        for some in in_chunks({_parts(text)[0] for text in texts if text}):
            for one in Person.objects.filter(name__in=some).select_related("organisation"):
                self._known.setdefault(one.name, []).append(one)
        every = {one.pk for some in self._known.values() for one in some}
        self._own = every if user.is_inside else set(Person.objects.filter(own, pk__in=every).values_list("pk", flat=True))

    def find(self, text: str) -> tuple[Person | None, Said]:
        name, employer = _parts(text)
        found = [one for one in self._known.get(name, []) if self._is_meant(one, employer)]
        if len(found) == 1:
            return found[0], None
        if found:
            return None, (f"名册里有 {len(found)} 位「{name}」，请写成「{name}（单位）」", False)
        if not can_edit(self.user):
            there = "" if employer else "本单位" if self.user.own_organisation_id else "本乡镇" if self.user.own_town_id else ""
            hint = f"别的单位的人写成「{name}（单位）」；" if there else ""
            return None, (f"人员名册里{there}没有「{text}」，{hint}还没有的请{settings.TITIAN.bureau}添加", False)
        made = self._made.setdefault((name, employer), Person(name=name, employer=employer, kind="other"))
        return made, (f"人员名册里没有「{text}」，导入时一并添加", True)

    def _is_meant(self, one: Person, employer: str) -> bool:
        return folded(one.employer_name) == folded(employer) if employer else one.pk in self._own


def _parts(text: str) -> tuple[str, str]:
    named = _PERSON.fullmatch(text.strip())
    return (named["name"].strip(), named["employer"].strip()) if named else (text.strip(), "")


class Parents:
    """Rows of another ledger by #number, by title, or by firm and day (as they are shown)."""

    def __init__(self, ledger: str, texts: Sequence[str], user: User) -> None:
        rows = LedgerRow.objects.owned_by(user).of(ledger).select_related("ledger", "organisation", "person")
        self._known: dict[str, dict[int, LedgerRow]] = {}
        self._numbered: dict[int, LedgerRow] = {}
        wanted = {text.strip() for text in texts if text.strip()}
        numbers = {int(found[1]) for text in wanted if (found := _NUMBERED.search(text))}
        for keys in in_chunks(numbers):
            self._numbered |= rows.in_bulk(keys)
        for some in in_chunks(wanted):
            for one in rows.filter(title__in=some):
                self._known.setdefault(one.title, {})[one.pk] = one
        firms = {text.rpartition(" ")[0] for text in wanted if " " in text}
        for some in in_chunks(firms):
            for one in rows.filter(organisation__name__in=some):
                self._known.setdefault(str(one), {})[one.pk] = one

    def find(self, text: str) -> tuple[LedgerRow | None, Said]:
        if numbered := _NUMBERED.search(text.strip()):
            row = self._numbered.get(int(numbered[1]))
            return row, None if row else (f"没有编号 {numbered[1]} 的记录，请核对", False)
        found = list(self._known.get(text.strip(), {}).values())
        if len(found) == 1:
            return found[0], None
        if found:
            numbers = "、".join(f"#{one.pk}" for one in found[:5])
            return None, (f"有 {len(found)} 条叫「{text}」，请在后面写上编号，如 {numbers}", False)
        return None, (f"找不到「{text}」，请核对名称，或先登记那一条", False)
