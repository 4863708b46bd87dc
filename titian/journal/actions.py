"""Writing the journal. The last line of every action of every room."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from titian.base.database import insert_rows
from titian.journal import context
from titian.journal.chain import Break, digest, first_break
from titian.journal.models import Entry, Head

if TYPE_CHECKING:
    from titian.accounts.models import User

BATCH = 2_000
_PLAIN = frozenset({str, int, bool, type(None)})
_COLUMNS = tuple(field.attname for field in Entry._meta.concrete_fields if not field.primary_key)
_ROW = attrgetter(*_COLUMNS)


@dataclass(frozen=True)
class Change:
    """What happened to one object in an act: the changed fields before and after (JSON values, dates and Decimals)."""

    obj: models.Model
    before: Mapping[str, object] | None = None
    after: Mapping[str, object] | None = None


@transaction.atomic
def record(
    code: str,
    obj: models.Model,
    *,
    by: User | None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    reason: str = "",
) -> Entry:
    """Append one row. `code` is `room.object.verb_past` (`figures.figure.approved`); `by` None is the system itself."""
    head = _locked_head()
    entry = next(_entries(code, [Change(obj, before, after)], head, by=by, reason=reason))
    entry.save(force_insert=True)
    head.save(update_fields=["count", "hash"])
    return entry


@transaction.atomic
def record_many(code: str, changes: Iterable[Change], *, by: User | None, reason: str = "") -> None:
    """Append one row an object, in one go; holds the chain's head until the transaction ends."""
    head = _locked_head()
    entries = _entries(code, changes, head, by=by, reason=reason)
    insert_rows(Entry, _COLUMNS, map(_ROW, entries))
    head.save(update_fields=["count", "hash"])


def _entries(code: str, changes: Iterable[Change], head: Head, *, by: User | None, reason: str) -> Iterator[Entry]:
    """The rows one after the other, each chained to the last. It is one object filled anew: tens of thousands are written in one act."""
    door = context.current()
    entry = Entry(at=timezone.now(), code=code, actor=by, actor_name=by.name if by else "系统", channel=door.channel)
    entry.reason, entry.request_id = _storable(reason), door.request_id
    for change in changes:
        entry.sequence, entry.previous = head.count + 1, head.hash
        entry.object_kind, entry.object_id = change.obj._meta.label_lower, str(change.obj.pk)
        entry.object_label = _storable(str(change.obj))[:300]
        entry.before, entry.after = _jsonable(change.before), _jsonable(change.after)
        entry.hash = digest(head.hash, entry.content())
        head.count, head.hash = entry.sequence, entry.hash
        yield entry


def verify() -> Break | None:
    """Walk the whole chain; None when intact, else the first row that does not fit."""
    head = Head.objects.first() or Head()
    links = (entry.as_link() for entry in Entry.objects.order_by("sequence").iterator(chunk_size=BATCH))
    return first_break(links, expected_count=head.count, expected_hash=head.hash)


def contains(sequence: int, hash_start: str) -> bool:
    """Is the row that was noted down outside the system (on paper, by mail) still in the chain with the hash it had then?

    Who can write to the database can also recompute every hash: only a hash kept elsewhere tells a rewritten chain from the old one.
    """
    return Entry.objects.filter(sequence=sequence, hash__startswith=hash_start.lower()).exists()


def _locked_head() -> Head:
    head, _ = Head.objects.select_for_update().get_or_create(pk=1)
    return head


def _jsonable(fields: Mapping[str, object] | None) -> Any:
    """The fields as every database will give them back, so that a hash made now is the hash checked later."""
    if fields is None:
        return None
    found = {key: value if type(value) in _PLAIN else _stable(value) for key, value in fields.items()}
    words = "".join([*found, *[value for value in found.values() if type(value) is str]])
    if _storable(words) is words:  # asked once of all its words: tens of thousands of rows come from one sheet
        return found
    return {_storable(key): _stable(value) for key, value in found.items()}


def _stable(value: Any) -> Any:
    """PostgreSQL writes 1e16 its own way and takes no NUL: floats are kept as text, texts without what cannot be stored."""
    if type(value) in _PLAIN:
        return _storable(value) if type(value) is str else value
    if isinstance(value, str):
        return _storable(str.__str__(value))  # a word of a StrEnum as the bare text
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, list | tuple):
        return [_stable(part) for part in value]
    if isinstance(value, dict) and all(type(key) in {str, int} for key in value):
        return {_storable(str(key)): _stable(part) for key, part in value.items()}
    return _stable(json.loads(json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)))


def _storable(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode()
    return text.replace("\x00", "") if "\x00" in text else text
