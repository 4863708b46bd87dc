"""People, and opening what is masked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.base.labels import label_of
from titian.journal.actions import record
from titian.registry.actions.rows import added, amended, hold, removed
from titian.registry.models import Organisation, Person
from titian.registry.permissions import can_edit, can_reveal


@transaction.atomic
def add_person(*, name: str, by: User, **fields: Any) -> Person:
    """Somebody of the same name and employer, or with the same id number, is refused."""
    can_edit(by).demand()
    person = Person(name=name.strip(), **fields)
    _demand_single(person)
    added("registry.person.added", person, by=by)
    return person


@transaction.atomic
def amend_person(person: Person, *, changes: Mapping[str, Any], by: User, reason: str = "") -> None:
    can_edit(by).demand()
    hold(person)
    amended("registry.person.amended", person, changes, by=by, reason=reason)
    _demand_single(person)


@transaction.atomic
def remove_person(person: Person, *, reason: str, by: User) -> None:
    """Entered by mistake."""
    can_edit(by).demand()
    hold(person)
    removed("registry.person.removed", person, by=by, reason=reason)


@transaction.atomic
def reveal(obj: Organisation | Person, *, field: str, purpose: str, by: User) -> str:
    """The whole of a masked field for somebody who says what for; that it was opened is journalled, what it said is not."""
    can_reveal(by, obj).demand()
    if field not in obj.MASKED:
        raise Refused("这一项没有遮挡")
    if not purpose.strip():
        raise Refused("请写明查看的用途，例如：通知补正材料")
    record("registry.contact.revealed", obj, by=by, after={"field": label_of(obj, field)}, reason=purpose)
    return str(getattr(obj, field))


def _demand_single(person: Person) -> None:
    others = Person.objects.exclude(pk=person.pk).filter(name=person.name)
    if person.id_number and Person.objects.exclude(pk=person.pk).filter(id_number=person.id_number).exists():
        raise Refused("名册里已有人用这个身份证号，请打开那一位修改")
    if (
        not person.id_number
        and others.filter(organisation=person.organisation, employer=person.employer, kind=person.kind).exists()
    ):
        raise Refused(
            f"名册里已有「{person.name}」（{person.employer_name or '单位未填'}），请打开那一位修改；确是同名的另一位时，请填写身份证号"
        )
