"""A ledger as a register: found again by its identity, written with its steps."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, ClassVar, cast

from django.db import models
from django.db.models import Q

from titian.accounts.models import User
from titian.base.columns import Column
from titian.base.disclosure import Disclosure
from titian.base.permissions import Verdict, no
from titian.base.registers import Change, Register, Remark, Row, Work, kept
from titian.ledgers.columns.lookup import PARENTS, PEOPLE, Parents, People, person_text
from titian.ledgers.columns.made import REACHED, STATE, codes_of, made
from titian.ledgers.columns.steps import reached, save_with_steps
from titian.ledgers.computing import IMPORTED, computing
from titian.ledgers.definition import Definition, Kind, ValuesError, clean
from titian.ledgers.filling import doubts, journalled, lacking_for
from titian.ledgers.models import NO_ROW, Ledger, LedgerRow
from titian.ledgers.permissions import can_add, can_change, can_see
from titian.places.models import Region
from titian.registry.columns.owned import OwnedRegister
from titian.registry.models import Organisation, Person

_NARROWING = ("organisation", "person", "title", "day", "batch", "parent")
_WHOM = frozenset({"organisation", "person"})
_TEXTS = frozenset({"title", "batch"})  # what is not said there is an empty text


class LedgerRegister(OwnedRegister[LedgerRow]):
    """One ledger; a class of its own is made for each, because what a register says of itself stands on its class."""

    model = LedgerRow
    added, amended, removed = "ledgers.row.added", "ledgers.row.amended", "ledgers.row.removed"
    owned = frozenset({"steps", "booked_time", "said"})
    ledger: ClassVar[Ledger]
    definition: ClassVar[Definition]

    @staticmethod
    def for_ledger(ledger: Ledger) -> LedgerRegister:
        definition = ledger.about
        owner = definition.field("organisation")
        says = {
            "ledger": ledger,
            "definition": definition,
            "name": ledger.code,
            "label": definition.label,
            "counted": definition.counted,
            "help": definition.help,
            "mechanism": definition.mechanism,
            "columns": tuple(made(definition)),
            "key": definition.identity
            or tuple(one.key for one in definition.fields if one.required)
            or (definition.fields[0].key,),
            "masked": {one.key: partial(journalled, one) for one in definition.fields if one.disclosure is Disclosure.RESTRICTED},
            "optional": owner is None or not owner.required,
        }
        return cast(LedgerRegister, type(f"Ledger_{ledger.code}", (LedgerRegister,), says)())

    def columns_for(self, user: Any) -> tuple[Column, ...]:
        """As on the form: what is the office's own stays inside, and where a row stands is the office's own."""
        if user.is_inside:
            return self.columns
        own = {one.key for one in self.definition.fields if one.inside}
        return tuple(one for one in self.columns if one.key not in own | {STATE} and not one.key.startswith(REACHED))

    def can_see(self, user: User) -> Verdict:
        return can_see(user, self.ledger)

    def can_add(self, user: User) -> Verdict:
        return can_add(user, self.ledger)

    def can_change(self, user: User, obj: LedgerRow) -> Verdict:
        return can_change(user, obj)

    def may_add(self, row: Row[LedgerRow], work: Work) -> Verdict:
        """An outside person's sheet holds rows of the own town, organisation or person alone."""
        allowed, user = can_add(work.user, self.ledger), work.user
        if not allowed or user.is_inside:
            return allowed
        owner, region = row.value("organisation"), row.value("region")
        region = region or (owner.region if isinstance(owner, Organisation) else None)
        if user.own_town_id:
            own = isinstance(region, Region) and user.own_town_id in {region.pk, region.parent_id}
            return allowed if own else no("只能填报本乡镇的记录，这一行不在本乡镇")
        mine = owner.pk == user.own_organisation_id if user.own_organisation_id and owner else False
        person = row.value("person")
        mine = mine or bool(user.own_person_id and person and person.pk == user.own_person_id)
        return allowed if mine else no("只能填报本单位（本人）的记录")

    def whole(self) -> models.QuerySet[LedgerRow]:
        related = ("organisation__region", "region", "person__organisation", "parent__ledger", "parent__organisation")
        rows = LedgerRow.objects.filter(ledger=self.ledger).select_related(*related, "responsible", "department", "ledger")
        return rows.prefetch_related("steps")

    def rows(self, user: User) -> models.QuerySet[LedgerRow]:
        return self.whole().filter(pk__in=LedgerRow.objects.visible_to(user).kept()).order_by("pk")

    def prepare(self, rows: Sequence[Row[LedgerRow]], work: Work) -> None:
        vars(self.ledger).pop("own_department_id", None)  # the register outlives an import, the key of a section need not
        if self.definition.field("organisation"):
            super().prepare(rows, work)
        if self.definition.field("person"):
            work.kept[PEOPLE] = People([str(row.value("person") or "") for row in rows], work.user)
        if (one := self.definition.field("parent")) is not None:
            work.kept[PARENTS] = Parents(one.ledger, [str(row.value("parent") or "") for row in rows], work.user)

    def tidy(self, row: Row[LedgerRow], work: Work) -> Iterator[Remark]:
        computing(self.ledger.code).tidy(row.values)
        if self.definition.field("organisation"):
            yield from super().tidy(row, work)
        for key, found in (("person", PEOPLE), ("parent", PARENTS)):
            if row.value(key) and isinstance(row.value(key), str):
                row.values[key], remark = work.kept[found].find(str(row.value(key)))
                if remark:
                    yield Remark(key, *remark)
        for one in self.definition.fields:
            if one.kind is Kind.CHOICES and isinstance(row.value(one.key), str):
                row.values[one.key], wrong = codes_of(str(row.value(one.key)), one.choices, one.spoken)
                if wrong:
                    yield Remark(one.key, f"没有「{'、'.join(wrong)}」，应为{'、'.join(one.choices.values())}中的几个")

    def find(self, rows: Sequence[Row[LedgerRow]], work: Work) -> None:
        """By the ledger's identity. A sheet without a column of firms or people tells no rows apart by them: a row of the same rest is the same
        where only one is."""
        asked = self._asked(rows)
        known: dict[Hashable | None, LedgerRow] = {}
        alike: dict[Hashable | None, list[LedgerRow]] = {}
        for one in self._candidates(rows, asked):
            values = self.current(one)
            known[_identity(self.key, values)] = one
            if len(asked) < len(self.key):
                alike.setdefault(_identity(asked, values), []).append(one)
        for row in rows:
            key = self.identity(row)
            same = alike.get(_identity(asked, row.values), [])
            row.obj = None if key is None else known.get(key) or (same[0] if len(same) == 1 else None)

    def _asked(self, rows: Sequence[Row[LedgerRow]]) -> tuple[str, ...]:
        """The columns of the key, without those of firms and people that the sheet does not have at all."""

        def is_said(key: str) -> bool:
            return key not in _WHOM or any(key in row.places or row.value(key) is not None for row in rows)

        return tuple(key for key in self.key if is_said(key)) or self.key

    def _candidates(self, rows: Sequence[Row[LedgerRow]], asked: Sequence[str]) -> Iterator[LedgerRow]:
        """Rows that could be one of these: those of the same firms, titles or days, whichever the identity begins with."""
        narrow = next((key for key in _NARROWING if key in asked), None)
        found = self.whole().filter(is_draft=False)
        if narrow is not None:
            said = {kept(value) for row in rows if (value := row.value(narrow)) is not None}
            empty = Q(**{narrow: "" if narrow in _TEXTS else None}) if any(row.value(narrow) is None for row in rows) else NO_ROW
            if len(said) <= 5_000:
                found = found.filter(Q(**{f"{narrow}__in": [one for one in said if one is not None]}) | empty)
        yield from found.order_by("-pk").iterator(chunk_size=2_000)

    def identity(self, row: Row[LedgerRow]) -> Hashable | None:
        return _identity(self.key, row.values)

    def identity_of(self, obj: LedgerRow) -> Hashable | None:
        """The same of a row that is there."""
        return _identity(self.key, {key: obj.value(key) for key in self.key})

    def check(self, row: Row[LedgerRow], work: Work) -> Iterator[Remark]:
        values = {key: value for key, value in row.values.items() if self.definition.field(key) and value is not None}
        try:
            stored = clean(self.definition, values)
        except ValuesError as problem:
            yield from (Remark(key, message) for key, message in problem.by_field.items())
            return
        made_row = self._as_it_will_be(row, stored)
        work.kept[IMPORTED] = True
        if row.obj is not None and not work.user.is_inside and not (verdict := can_change(work.user, made_row)):
            yield Remark(self.key[0], verdict.reason)
        yield from doubts(made_row, work.kept)
        yield from self._check_state(row, made_row, work)

    def _as_it_will_be(self, row: Row[LedgerRow], stored: Mapping[str, Any]) -> LedgerRow:
        """The row as the sheet will leave it, with what follows from that; not saved."""
        there = row.obj
        made_row = LedgerRow(ledger=self.ledger, version=self.ledger.version, pk=there.pk if there else None)
        emptied = {key: None for key in row.emptied if self.definition.field(key)}
        made_row.put(({} if there is None else _held(there)) | dict(stored) | emptied)
        made_row.state = row.value(STATE) or (there.state if there else "") or self.definition.first_state
        closing = next((state.code for state in self.definition.states if state.closes), "")
        now = self.definition.state(made_row.state)
        if made_row.closed_on and not row.value(STATE) and not (now and now.closes):
            made_row.state = closing
        computing(self.ledger.code).complete(made_row)
        return made_row

    def _check_state(self, row: Row[LedgerRow], made_row: LedgerRow, work: Work) -> Iterator[Remark]:
        code = row.value(STATE)
        state = self.definition.state(code) if code else None
        if state and not state.closes and row.value("closed_on"):
            yield Remark(STATE, f"状态「{state.label}」还没有办结，却填了{self.definition.label_of('closed_on')}，请核对")
        if state and (lacking := lacking_for(made_row, state)):
            yield Remark(STATE, f"「{state.label}」的要先填「{'」「'.join(lacking)}」，请补上", doubtful=True)
        for one in self.definition.stages:
            day = row.value(f"{REACHED}{one.code}")
            if isinstance(day, date) and day > work.day:
                yield Remark(f"{REACHED}{one.code}", f"{one.label}日期 {day} 还没有到，请核对", doubtful=True)

    def current(self, obj: LedgerRow) -> dict[str, Any]:
        found = {one.key: obj.value(one.key) for one in self.definition.fields}
        days = reached(obj)
        stages = {f"{REACHED}{state.code}": days.get(state.code) for state in self.definition.stages}
        return found | stages | ({STATE: obj.state or None} if self.definition.states else {})

    def cells(self, obj: LedgerRow) -> Mapping[str, Any]:
        found = self.current(obj)
        if self.definition.field("organisation"):
            owner = obj.organisation
            found |= {"organisation": owner.name if owner else None, "uscc": owner.uscc if owner else None}
        if obj.person is not None:
            found["person"] = person_text(obj.person)
        if obj.parent is not None:
            found["parent"] = f"{obj.parent} #{obj.parent.pk}"
        for one in self.definition.fields:
            if one.kind is Kind.CHOICES and found.get(one.key):
                found[one.key] = "、".join(one.choices.get(code, code) for code in found[one.key])
        return found

    def fill(self, obj: LedgerRow, values: Mapping[str, Any]) -> None:
        obj.ledger, obj.version = self.ledger, self.ledger.version
        own = {key: value for key, value in values.items() if self.definition.field(key)}
        obj.put(clean(self.definition, {key: value for key, value in own.items() if value is not None}) | _emptied(own))

    def save(self, changes: Sequence[Change[LedgerRow]], work: Work) -> None:
        save_with_steps(self.definition, changes, work)

    def restored(self, obj: LedgerRow, key: str, value: Any) -> Any:
        one = self.definition.field(key)
        if one is not None and one.kind is Kind.CHOICES:
            return value
        return Register.restored(self, obj, key, value) if key != "organisation" else super().restored(obj, key, value)

    def column(self, key: str) -> Column:
        return super().column(key)


def _emptied(values: Mapping[str, Any]) -> dict[str, None]:
    return {key: None for key, value in values.items() if value is None}


def _held(row: LedgerRow) -> dict[str, Any]:
    return {one.key: row.held(one.key) for one in row.ledger.about.fields}


def _identity(keys: Sequence[str], values: Mapping[str, Any]) -> Hashable | None:
    """By the columns of the key; people not yet in the register by name."""
    parts = tuple(_comparable(values.get(key)) for key in keys)
    return None if all(part is None for part in parts) else parts


def _comparable(value: Any) -> Hashable:
    if isinstance(value, Person) and value.pk is None:
        return f"{value.name} {value.employer}"
    found = kept(value)
    return tuple(found) if isinstance(found, list) else cast(Hashable, found)
