"""Carrying a plan out and taking it back. Called by `actions` within their transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import models

from titian.base.database import in_chunks, insert_rows
from titian.base.errors import Refused
from titian.base.registers import Change, Register, Row, Work, all_kept, kept
from titian.exchange.models import Batch, BatchRow
from titian.exchange.preview import Plan
from titian.jobs.context import progress

_MOST_NAMED = 20


def carry_out(plan: Plan, work: Work) -> None:
    """Set and store every changed row."""
    register = plan.register
    for change in plan.changes:
        register.fill(change.obj, change.after)
    progress(0, 0, f"写入 {len(plan.changes)} 行")
    register.save(plan.changes, work)


def remember(batch: Batch, changes: Sequence[Change[Any]]) -> None:
    """Keep what each row did, for the record and for taking it back."""
    kind = batch.about.model._meta.label_lower
    insert_rows(
        BatchRow,
        ("batch_id", "number", "sheet", "object_kind", "object_id", "before", "after"),
        (
            (
                batch.pk,
                change.row.number,
                change.row.sheet[:100],
                kind,
                change.obj.pk,
                None if change.before is None else all_kept(change.before),
                all_kept(change.after),
            )
            for change in changes
        ),
    )


def refuse_stale(plan: Plan) -> None:
    """Raises Refused when somebody changed a matched row since the file was examined."""
    found = {change.obj.pk: change.obj for change in plan.changes if not change.is_new}
    if not found or not hasattr(plan.register.model, "updated_at"):
        return
    manager = plan.register.model._default_manager
    for keys in in_chunks(found):
        stored = dict(manager.select_for_update().filter(pk__in=keys).values_list("pk", "updated_at"))
        changed = [found[key] for key in keys if stored.get(key) != found[key].updated_at]
        if changed:
            names = "、".join(str(obj) for obj in changed[:_MOST_NAMED])
            raise Refused(f"核对以后有人改过这些记录：{names}。请重新核对后再导入，没有写入任何内容")


def take_back(batch: Batch, work: Work) -> list[Change[Any]]:
    """Set every row of a batch back to what it was and remove those it made; `work.kept["undo"]` tells the register that a former state
    comes back. Raises Refused naming what has changed since."""
    register, lines = batch.about, list(batch.lines.order_by("pk"))
    objects = _objects(register, lines)
    former = _Former(register, lines)
    if problems := list(_problems(batch, lines, objects, former)):
        more = len(problems) - _MOST_NAMED
        raise Refused([*problems[:_MOST_NAMED], *([f"……另有 {more} 行"] if more > 0 else [])])
    made = [line for line in lines if line.before is None]
    changed = [line for line in lines if line.before is not None]
    back = [_back(register, line, objects[line.object_id], former) for line in changed]
    for change in back:
        register.fill(change.obj, change.after)
    register.save(back, work)
    gone = [_gone(line, objects[line.object_id]) for line in made]
    for keys in in_chunks(line.object_id for line in made):
        register.model._default_manager.filter(pk__in=keys).delete()
    return [*back, *gone]


def _objects(register: Register[Any], lines: Sequence[BatchRow]) -> Mapping[int, Any]:
    found: dict[int, Any] = {}
    for keys in in_chunks(line.object_id for line in lines):
        found |= register.whole().in_bulk(keys)
    return found


class _Former:
    """What values were, as columns take them; what references pointed at is loaded in a few queries."""

    def __init__(self, register: Register[Any], lines: Sequence[BatchRow]) -> None:
        self.register = register
        keys = {item.name for item in register.model._meta.concrete_fields if isinstance(item, models.ForeignKey)}
        self._found: dict[str, dict[int, Any]] = {key: {} for key in keys}
        for key in keys:
            wanted = {line.before[key] for line in lines if line.before and line.before.get(key) is not None}
            for some in in_chunks(wanted):
                self._found[key] |= register.referred(key).in_bulk(some)

    def value(self, obj: Any, key: str, stored: Any) -> Any:
        """None also for what is no longer there (`lost`)."""
        return self._found[key].get(stored) if key in self._found else self.register.restored(obj, key, stored)

    def lost(self, line: BatchRow) -> list[str]:
        before = line.before or {}
        return [key for key, found in self._found.items() if before.get(key) is not None and before[key] not in found]

    def differs(self, obj: Any, key: str, now: Any, stored: Any) -> bool:
        """Does a row no longer say what is stored?"""
        if key in self._found:
            return bool(kept(now) != stored)
        return not self.register.same(key, now, self.register.restored(obj, key, stored))


def _problems(batch: Batch, lines: Sequence[BatchRow], objects: Mapping[int, Any], former: _Former) -> Iterator[str]:
    """Why a batch cannot be taken back: a row is gone, was changed later, or has something hanging on it."""
    register = batch.about
    hanging = _hanging(register, [line.object_id for line in lines if line.before is None])
    for line in lines:
        obj = objects.get(line.object_id)
        where = f"第 {line.number} 行"
        if obj is None:
            yield f"{where}写入的记录已被删除"
            continue
        if changed := _changed(register, line, obj, former):
            yield f"{where}「{obj}」导入后又改过{'、'.join(changed)}，不能撤销；请先改回，或逐条更正"
        elif lost := former.lost(line):
            labels = "、".join(register.column(key).label for key in lost)
            yield f"{where}「{obj}」原来的{labels}已被删除，恢复不了，不能撤销"
        elif line.before is None and batch.applied_at and getattr(obj, "updated_at", batch.applied_at) > batch.applied_at:
            yield f"{where}「{obj}」导入后又改过，删去会丢失后来的内容，不能撤销；请逐条更正"
        elif line.object_id in hanging:
            yield f"{where}「{obj}」导入后已有{hanging[line.object_id]}，不能删除"


def _changed(register: Register[Any], line: BatchRow, obj: Any, former: _Former) -> list[str]:
    """Labels of what was changed since; of a row the batch made also what was filled in since."""
    now = register.current(obj)
    keys = [key for key, value in line.after.items() if former.differs(obj, key, now.get(key), value)]
    if line.before is None:
        keys += [key for key, value in now.items() if key not in line.after and _filled(register, key, value)]
    return [register.column(key).label for key in keys]


def _filled(register: Register[Any], key: str, value: Any) -> bool:
    return bool(kept(value) != kept(register.unsaid(key)))


def _hanging(register: Register[Any], keys: list[int]) -> dict[int, str]:
    """Object → the kind of record that points at it, for records that are not the register's own."""
    found: dict[int, str] = {}
    for relation in register.model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or relation.get_accessor_name() in register.owned:
            continue
        field, model = relation.field, relation.related_model
        if not isinstance(model, str):
            for chunk in in_chunks(keys):
                pointing = model._base_manager.filter(**{f"{field.name}__in": chunk}).values_list(field.name, flat=True)
                found |= dict.fromkeys(pointing, _label(model))
    return found


def _label(model: type[models.Model]) -> str:
    """What the records of a table are called; those of a table of links by the field that has them (佐证材料)."""
    owner: Any = model._meta.auto_created  # False, or the model whose links these are
    links = owner._meta.many_to_many if owner else ()
    return str(next((link.verbose_name for link in links if link.remote_field.through is model), model._meta.verbose_name))


def _back(register: Register[Any], line: BatchRow, obj: Any, former: _Former) -> Change[Any]:
    assert line.before is not None
    now = register.current(obj)
    before = {key: now.get(key) for key in line.before}
    after = {key: former.value(obj, key, value) for key, value in line.before.items()}
    return Change(_row(line, obj), obj, before, after)


def _gone(line: BatchRow, obj: Any) -> Change[Any]:
    """What it said goes into the journal with it; the empty key tells it from a row that was set back."""
    return Change(_row(line, obj), obj, {"": str(obj), **line.after}, {})


def _row(line: BatchRow, obj: Any) -> Row[Any]:
    return Row(line.sheet, line.number, (), {}, {}, obj)
