"""People and rows of other ledgers, as a sheet names them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.conf import settings

from titian.accounts.models import User
from titian.base.database import in_chunks
from titian.ledgers.models import LedgerRow
from titian.registry.models import Person
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
    """By name, with the employer in brackets where there are namesakes. Somebody unknown is a new person, saved with the row."""

    def __init__(self, texts: Sequence[str], user: User) -> None:
        self.user = user
        self._made: dict[tuple[str, str], Person] = {}
        self._known: dict[str, list[Person]] = {}
        for some in in_chunks({_parts(text)[0] for text in texts if text}):
            for one in Person.objects.filter(name__in=some).select_related("organisation"):
                self._known.setdefault(one.name, []).append(one)

    def find(self, text: str) -> tuple[Person | None, Said]:
        name, employer = _parts(text)
        found = self._known.get(name, [])
        if employer:
            found = [one for one in found if folded(one.employer_name) == folded(employer)]
        if len(found) == 1:
            return found[0], None
        if found:
            return None, (f"名册里有 {len(found)} 位「{name}」，请写成「{name}（单位）」", False)
        if not can_edit(self.user):
            return None, (f"人员名册里没有「{text}」，请先请{settings.TITIAN.bureau}添加", False)
        made = self._made.setdefault((name, employer), Person(name=name, employer=employer, kind="other"))
        return made, (f"人员名册里没有「{text}」，导入时一并添加", True)


def _parts(text: str) -> tuple[str, str]:
    named = _PERSON.fullmatch(text.strip())
    return (named["name"].strip(), named["employer"].strip()) if named else (text.strip(), "")


class Parents:
    """Rows of another ledger by #number, by title, or by firm and day (as they are shown)."""

    def __init__(self, ledger: str, texts: Sequence[str], user: User) -> None:
        rows = LedgerRow.objects.visible_to(user).of(ledger).select_related("ledger", "organisation", "person")
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
