"""Writing the journal. The last line of every action of every room."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from titian.journal import context
from titian.journal.chain import Break, digest, first_break
from titian.journal.models import Entry, Head

if TYPE_CHECKING:
    from titian.accounts.models import User

BATCH = 2_000


@dataclass(frozen=True)
class Change:
    """What happened to one object in an act: the changed fields before and after (JSON values, dates and Decimals)."""

    obj: models.Model
    before: Mapping[str, object] | None = None
    after: Mapping[str, object] | None = None


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
    return record_many(code, [Change(obj, before, after)], by=by, reason=reason)[0]


@transaction.atomic
def record_many(code: str, changes: Iterable[Change], *, by: User | None, reason: str = "") -> list[Entry]:
    """Append one row an object, in one go; holds the chain's head until the transaction ends."""
    head = _locked_head()
    door, now = context.current(), timezone.now()
    entries: list[Entry] = []
    for change in changes:
        entry = Entry(
            sequence=head.count + 1,
            at=now,
            code=code,
            actor=by,
            actor_name=by.name if by else "系统",
            channel=door.channel,
            object_kind=change.obj._meta.label_lower,
            object_id=str(change.obj.pk),
            object_label=_storable(str(change.obj))[:300],
            before=_jsonable(change.before),
            after=_jsonable(change.after),
            reason=_storable(reason),
            request_id=door.request_id,
            previous=head.hash,
        )
        entry.hash = digest(head.hash, entry.content())
        head.count, head.hash = entry.sequence, entry.hash
        entries.append(entry)
    Entry.objects.bulk_create(entries, batch_size=BATCH)
    head.save(update_fields=["count", "hash"])
    return entries


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
    return None if fields is None else _stable(json.loads(json.dumps(dict(fields), cls=DjangoJSONEncoder, ensure_ascii=False)))


def _stable(value: Any) -> Any:
    """PostgreSQL writes 1e16 its own way and takes no NUL: floats are kept as text, texts without what cannot be stored."""
    if isinstance(value, str):
        return _storable(value)
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, list):
        return [_stable(part) for part in value]
    return {_storable(key): _stable(part) for key, part in value.items()} if isinstance(value, dict) else value


def _storable(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "replace").decode()
