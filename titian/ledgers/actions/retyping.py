"""A field that changes its type: what rows keep is read as the new type, the way a cell of a sheet is. Nothing is lost: a value that cannot be
read is named, and the definition stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from titian.accounts.models import User
from titian.base.quantities import plain
from titian.base.registers import Work
from titian.exchange.cleaning import EMPTIED, Cleaner
from titian.exchange.values import Amount, ValueProblem
from titian.journal.actions import Change, record_many
from titian.ledgers.columns.made import codes_of, column_of
from titian.ledgers.definition import Definition, Field, Kind, ValuesError, clean, restored
from titian.ledgers.definition.fields import REFERENCES
from titian.ledgers.definition.values import shown
from titian.ledgers.filling import words_of
from titian.ledgers.models import Ledger, LedgerRow

NAMED, CHUNK = 20, 1_000
# Texts, numbers, days and choices are read the same for everybody and on every day.
_NOBODY = Work(user=None, day=date.min)


@dataclass(frozen=True)
class Unread:
    """A row whose value is nothing of the new type: what it says, and why that cannot be read."""

    row: LedgerRow
    text: str
    why: str


@dataclass(frozen=True)
class Retyped:
    """One field. `read` by key of the row → what it says, what will be kept; `unread` the first of those that cannot, `failed` how many."""

    before: Field
    after: Field
    read: Mapping[int, tuple[str, Any]]
    unread: Sequence[Unread]
    failed: int

    @property
    def emptied(self) -> int:
        """Rows that say 无 or a dash, which is nothing in the new type."""
        return sum(value is None for _, value in self.read.values())

    @property
    def example(self) -> tuple[str, str] | None:
        """One value that reads differently afterwards."""
        for text, value in self.read.values():
            if value is not None and (now := text_of(self.after, value)) != text:
                return text, now
        return None


def retyping(ledger: Ledger, definition: Definition) -> list[Retyped]:
    """The fields of the ledger's own that change their type, with what becomes of their values."""
    pairs = [(one, now) for one in ledger.about.fields if (now := definition.field(one.key)) and now.kind is not one.kind]
    return [_retyped(ledger.rows.all(), one, now, definition) for one, now in pairs if can_be_read_anew(one, now)]


def can_be_read_anew(before: Field, after: Field) -> bool:
    """Columns every ledger shares have their type, and what points at a register is no text."""
    return not before.is_shared and not {before.kind, after.kind} & REFERENCES


def _retyped(rows: QuerySet[LedgerRow], before: Field, after: Field, definition: Definition) -> Retyped:
    read: dict[int, tuple[str, Any]] = {}
    failed: list[tuple[int, str, str]] = []
    reader = _Reader(after, definition)
    held = rows.filter(data__has_key=before.key).order_by("pk").values_list("pk", f"data__{before.key}")
    for key, stored in held.iterator(chunk_size=CHUNK):
        text = text_of(before, stored)
        try:
            read[key] = (text, reader.read(text))
        except (ValueProblem, ValuesError) as problem:
            failed.append((key, text, _why(problem)))
    named = LedgerRow.objects.select_related("ledger", "organisation", "person").in_bulk([key for key, *_ in failed[:NAMED]])
    return Retyped(before, after, read, [Unread(named[key], text, why) for key, text, why in failed[:NAMED]], len(failed))


class _Reader:
    """Reads texts as values of a field."""

    def __init__(self, one: Field, definition: Definition) -> None:
        self.one, self.definition = one, definition
        self.cleaner = Cleaner(column_of(one), _NOBODY, with_years=True)

    def read(self, text: str) -> Any:
        """As it will be stored; None for what says nothing. Raises ValueProblem or ValuesError."""
        value = self._typed(text)
        return clean(self.definition, {self.one.key: value})[self.one.key] if value is not None else None

    def _typed(self, text: str) -> Any:
        if self.one.kind in {Kind.TEXT, Kind.PROSE}:
            return text
        if self.one.kind is Kind.CHOICES:
            codes, wrong = codes_of(text, self.one.choices, self.one.spoken)
            if wrong:
                raise ValueProblem(f"没有「{'、'.join(wrong)}」这个选项")
            return codes
        coarse = self.cleaner.coarse
        value = self.cleaner.clean(text)
        if value is EMPTIED:
            raise ValueProblem("写的是「清空」")
        if self.cleaner.coarse > coarse:
            raise ValueProblem("没有写到日")
        return value.yuan if isinstance(value, Amount) else value


def text_of(one: Field, stored: Any) -> str:
    """A stored value as an officer would write it."""
    value = shown(one, stored)
    if one.kind is Kind.MONEY and value is not None:
        return f"{plain(restored(one, stored) / one.worth)} {one.printed_unit}"
    if isinstance(value, bool):
        return "是" if value else "否"
    if one.kind in {Kind.DECIMAL, Kind.INTEGER, Kind.PERCENT} and value is not None:
        return plain(value)
    return "" if value is None else str(value)


def _why(problem: Exception) -> str:
    return next(iter(problem.by_field.values())) if isinstance(problem, ValuesError) else str(problem)


def unreadable(found: Sequence[Retyped]) -> Iterator[str]:
    """Why a definition cannot be kept, with the rows to be put right first."""
    for one in found:
        if one.failed:
            some = "；".join(f"「{unread.row}」写的是“{unread.text}”，{unread.why}" for unread in one.unread[:5])
            more = f" 等 {one.failed} 条" if one.failed > 5 else ""
            yield (
                f"字段「{one.after.label}」由{one.before.kind.label}改为{one.after.kind.label}，有 {one.failed} 条记录读不了：{some}{more}。"
                "请先把这些记录改好再改类型，或保留原字段、另加一个"
            )


@transaction.atomic
def read_anew(ledger: Ledger, found: Sequence[Retyped], *, by: User, reason: str = "") -> int:
    """Keep the values under their new type; the ledger has its new version already. How many rows were changed."""
    keys = sorted({key for one in found for key in one.read})
    for start in range(0, len(keys), CHUNK):
        rows = list(LedgerRow.objects.filter(pk__in=keys[start : start + CHUNK]).order_by("pk"))
        changes = [_read_anew(row, ledger, found) for row in rows]
        LedgerRow.objects.bulk_update(rows, ["data", "version", "updated_at"], batch_size=500)
        record_many("ledgers.row.retyped", changes, by=by, reason=reason)
    return len(keys)


def _read_anew(row: LedgerRow, ledger: Ledger, found: Sequence[Retyped]) -> Change:
    before, after = {}, {}
    row.ledger, row.version, row.updated_at = ledger, ledger.version, timezone.now()
    for one in found:
        if row.pk in one.read:
            text, value = one.read[row.pk]
            row.data = {key: held for key, held in {**row.data, one.after.key: value}.items() if held is not None}
            before[one.after.key], after[one.after.key] = text, text_of(one.after, value)
    row.words = words_of(row)
    return Change(row, before=before, after=after)
