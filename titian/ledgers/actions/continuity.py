"""What a new version must leave as it is because rows hold it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from titian.ledgers.actions.retyping import Retyped, can_be_read_anew, unreadable
from titian.ledgers.definition import Definition, Field, Kind
from titian.ledgers.models import Ledger, LedgerRow

_TEXTS = frozenset({"title", "kind", "level", "batch"})


def problems(ledger: Ledger, definition: Definition, retyped: Sequence[Retyped]) -> Iterator[str]:
    """Fields that hold something may be renamed and hidden, never given another meaning or dropped; so with options and states. Of another
    type they may be where all they hold can be read as such (`retyped`)."""
    rows = ledger.rows.all()
    if not rows.exists():
        return
    for one in ledger.about.fields:
        now = definition.field(one.key)
        if now is None:
            yield from _dropped(one, rows)
        elif now.kind is not one.kind:
            if not can_be_read_anew(one, now):
                yield f"字段「{one.label}」已有记录，类型不能从{one.kind.label}改为{now.kind.label}；请另加一个字段"
        elif one.choices:
            yield from _options(one, now, rows)
    yield from unreadable(retyped)
    yield from _states(ledger.about, definition, rows)


def filled(one: Field, rows: QuerySet[LedgerRow]) -> QuerySet[LedgerRow]:
    """The rows in which a field says something."""
    if not one.is_shared:
        return rows.filter(data__has_key=one.key)
    return rows.exclude(Q(**{one.key: ""})) if one.key in _TEXTS else rows.filter(**{f"{one.key}__isnull": False})


def _dropped(one: Field, rows: QuerySet[LedgerRow]) -> Iterator[str]:
    if count := filled(one, rows).count():
        yield f"字段「{one.label}」已有 {count} 条记录填了，不能去掉；不想再看到的，请取消「列表显示」"


def _options(before: Field, after: Field, rows: QuerySet[LedgerRow]) -> Iterator[str]:
    gone = before.choices.keys() - after.choices.keys()
    used = _used(before, rows) if gone and after.choices else Counter[str]()
    for code in before.choices:
        if code in gone and used[code]:
            label = before.choices[code]
            yield f"「{before.label}」的选项「{label}」已有 {used[code]} 条记录用了，不能去掉；要改名，请写成「{label}→新名称」"


def _used(one: Field, rows: QuerySet[LedgerRow]) -> Counter[str]:
    name = one.key if one.is_shared else f"data__{one.key}"
    found: Counter[str] = Counter()
    values: Any = filled(one, rows).order_by().values_list(name, flat=True)
    for value in values.iterator():
        found.update(value if one.kind is Kind.CHOICES and isinstance(value, list) else [str(value)])
    return found


def _states(before: Definition, after: Definition, rows: QuerySet[LedgerRow]) -> Iterator[str]:
    gone = [state.code for state in before.states if after.state(state.code) is None]
    # The course of a row counts, not only where it stands: figures by reached states look back.
    used = set(rows.filter(steps__state__in=gone).values_list("steps__state", flat=True)) if gone else set()
    used |= set(rows.filter(state__in=gone).values_list("state", flat=True)) if gone else set()
    yield from (f"状态「{state.label}」还有记录，不能去掉；可以改名" for state in before.states if state.code in used)
