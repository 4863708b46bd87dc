"""What a register is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from typing import Any, ClassVar, Generic

from django.db import models
from django.db.models.base import ModelState

from titian.base.columns import MONEY, Column
from titian.base.database import insert_objects, touch, touched
from titian.base.money import to_yuan
from titian.base.permissions import Verdict
from titian.base.registers.finders import Work
from titian.base.registers.rows import Change, M, Remark, Row
from titian.base.registers.values import kept, stored
from titian.base.rooms import modules

BATCH = 2_000


class Register(ABC, Generic[M]):
    """One register. Cells that are empty change nothing of a row that is there; a cell that says 清空 empties it.

    added, amended, removed   journal codes; empty where `save` goes through verbs that journal themselves
    irrevocable   why a whole import cannot be taken back; empty where it can
    key       the columns by which a row of the file is the same as one that is there
    mechanism of `base.mechanisms`, several between blanks; without it (不涉及) no template, import or export
    masked    columns that pages and the journal show in part only
    owned     relations that belong to the row itself, so that a row with nothing else hanging on it may be taken back
    """

    name: ClassVar[str]
    label: ClassVar[str]
    counted: ClassVar[str] = "条"
    help: ClassVar[str] = ""
    columns: ClassVar[tuple[Column, ...]]
    key: ClassVar[tuple[str, ...]]
    added: ClassVar[str]
    amended: ClassVar[str]
    removed: ClassVar[str]
    irrevocable: ClassVar[str] = ""
    mechanism: ClassVar[str] = ""
    owned: ClassVar[frozenset[str]] = frozenset()
    masked: ClassVar[Mapping[str, Callable[[str], str]]] = {}
    model: type[M]

    @abstractmethod
    def can_see(self, user: Any) -> Verdict:
        """May this person open the register at all: template, export, list of imports?"""

    @abstractmethod
    def can_add(self, user: Any) -> Verdict:
        """May this person add rows? Whoever may neither add nor change gets no import."""

    @abstractmethod
    def can_change(self, user: Any, obj: M) -> Verdict: ...

    def columns_for(self, user: Any) -> tuple[Column, ...]:
        """What this person fills in by a sheet and gets as one; a column that is the office's own is not there for anybody outside."""
        return self.columns

    def whole(self) -> models.QuerySet[M]:
        """Objects with everything `current` asks for, in a constant number of queries."""
        return self.model._default_manager.all()

    @abstractmethod
    def rows(self, user: Any) -> models.QuerySet[M]:
        """What this person sees, in order, with everything `current` asks for."""

    def prepare(self, rows: Sequence[Row[M]], work: Work) -> None:
        """Load what `tidy` will ask for, in a few queries."""

    def tidy(self, row: Row[M], work: Work) -> Iterator[Remark]:
        """Bring cleaned cells into the register's own form (codes, references by two columns), before rows are matched."""
        yield from ()

    @abstractmethod
    def find(self, rows: Sequence[Row[M]], work: Work) -> None:
        """Set `obj` of every row that is there already, in a few queries."""

    def choices(self, column: Column) -> Sequence[str]:
        """What the template's drop-down of a choice offers."""
        return list(column.choices.values())

    def may_add(self, row: Row[M], work: Work) -> Verdict:
        """This very row (a clerk: one of the own town)?"""
        return self.can_add(work.user)

    def identity(self, row: Row[M]) -> Hashable | None:
        """What must not stand twice in one file; None when the row does not say enough."""
        parts = tuple(row.value(key) for key in self.key)
        return None if all(part is None for part in parts) else parts

    def check(self, row: Row[M], work: Work) -> Iterator[Remark]:
        """What the register itself finds wrong or doubtful with a row whose cells are clean."""
        yield from ()

    def complete(self, row: Row[M], work: Work) -> None:
        """Fill in what follows from the rest (an end that follows from a beginning)."""

    def current(self, obj: M) -> dict[str, Any]:
        """The values of a row that is there, as its columns take them."""
        return {column.key: self._read(obj, column) for column in self.columns}

    def cells(self, obj: M) -> Mapping[str, Any]:
        """A row as it is exported, by column key; what comes out goes in again unchanged."""
        return self.current(obj)

    def leaving(self, user: Any) -> Iterator[Mapping[str, Any]]:
        """The `cells` of every row this person sees. Overridden where tens of thousands leave at once: an object a row costs most of it."""
        return (self.cells(obj) for obj in self.rows(user).iterator(chunk_size=BATCH))

    def same(self, key: str, before: Any, value: Any) -> bool:
        """Does a row already say what the file says?"""
        return bool(kept(before) == kept(value))

    def was(self, key: str, before: Any, value: Any) -> Any:
        """What `value` replaces: the part of `before` that would have to come back if the change were undone."""
        return before

    def blank(self) -> M:
        """A new object as `model()` makes it. One is made and then copied: `Model.__init__` asks every field for what it starts with."""
        if self._anew:
            return self.model()
        obj = self.model.__new__(self.model)
        vars(obj).update(self._first, _state=ModelState())
        return obj

    @cached_property
    def _anew(self) -> bool:
        """Does a field start with something that is made for each object?"""
        return any(callable(place.default) for place in self._fields.values() if place.has_default())

    @cached_property
    def _first(self) -> Mapping[str, Any]:
        return vars(self.model())

    def fill(self, obj: M, values: Mapping[str, Any]) -> None:
        """Set the fields that `values` names."""
        for key, value in values.items():
            setattr(obj, key, stored(value, self._by_key[key].kind, self._fields[key]))

    def save(self, changes: Sequence[Change[M]], work: Work) -> None:
        """Store objects that `fill` has set. Overridden where a row is more than one record."""
        old = [change for change in changes if not change.is_new]
        insert_objects(self.model, [change.obj for change in changes if change.is_new])
        names = {key for change in old for key in change.after} & self._fields.keys()
        if old and names:
            for change in old:
                touch(change.obj)
            self.model._default_manager.bulk_update([change.obj for change in old], [*names, *touched(self.model)], batch_size=500)

    def restored(self, obj: M, key: str, value: Any) -> Any:
        """The value that `kept` made JSON of, as the column takes it: days, amounts and objects again."""
        kind = self.column(key).kind
        if value is None:
            return None
        if kind in {"day", "until"}:
            return date.fromisoformat(value)
        if kind in {"decimal", "percent", *MONEY}:
            return Decimal(value)
        return self.referred(key).get(pk=value) if kind == "reference" else value

    def referred(self, key: str) -> Any:
        """The manager of what a reference column points at."""
        related = self.model._meta.get_field(key).related_model
        assert isinstance(related, type)
        return related._default_manager

    def shown(self, key: str, value: Any) -> Any:
        """A value for pages and the journal: personal numbers in part."""
        return self.masked[key](str(value)) if value and key in self.masked else value

    def unsaid(self, key: str) -> Any:
        """What a column holds of which nobody said anything: None, or the model's default."""
        place = self._fields.get(key)
        return place.get_default() if place and not place.null and place.has_default() else None

    def column(self, key: str) -> Column:
        return self._by_key[key]

    @cached_property
    def _fields(self) -> Mapping[str, Any]:
        return {place.name: place for place in self.model._meta.concrete_fields}

    @cached_property
    def _by_key(self) -> Mapping[str, Column]:
        return {column.key: column for column in self.columns}

    def _read(self, obj: M, column: Column) -> Any:
        value = getattr(obj, column.key)
        if value is None or value == "":
            return None
        return to_yuan(value) if column.is_money else value


@cache
def _fixed() -> Mapping[str, Register[Any]]:
    """Those that stand in code: all but those of rooms that make registers at run time."""
    return {one.name: one for module in modules("columns") if not _at_run_time(module) for one in _declared(module)}


def _at_run_time(module: Any) -> bool:
    return bool(getattr(module, "AT_RUN_TIME", False))


def _declared(module: Any) -> list[Register[Any]]:
    found: list[Register[Any]] = getattr(module, "registers", list)()
    return found


class _Registers(Mapping[str, "Register[Any]"]):
    """By name. A register that stands in code is found without asking the database for the others."""

    def __getitem__(self, name: str) -> Register[Any]:
        return _fixed()[name] if name in _fixed() else self._every[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._every)

    def __len__(self) -> int:
        return len(self._every)

    @cached_property
    def _every(self) -> Mapping[str, Register[Any]]:
        made = (one for module in modules("columns") if _at_run_time(module) for one in _declared(module))
        return {**_fixed(), **{one.name: one for one in made}}


def registers() -> Mapping[str, Register[Any]]:
    """Every register of the installed rooms; asked per query, because ledgers defined at run time are registers too."""
    return _Registers()
