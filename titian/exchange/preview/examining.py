"""What a file would do to a register, before anything is written: every row cleaned and matched, every error at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from titian.base.columns import Column
from titian.base.memory import uncollected
from titian.base.permissions import YES
from titian.base.registers import Change, Register, Remark, Row, Work
from titian.exchange.heads import heads
from titian.exchange.preview.plan import Issue, Plan, issue_of
from titian.exchange.preview.sheets import EXPLANATIONS, SheetRows
from titian.exchange.tables import Table, read_book
from titian.jobs.context import check_cancelled, progress

_STEP, _LONGEST_TEXT = 2_000, 10_000
_LARGEST = dict.fromkeys(("PositiveIntegerField", "IntegerField"), 2**31 - 1)


@uncollected()
def examine(register: Register[Any], path: Path, work: Work, forced: Mapping[str, str] | None = None) -> Plan:
    """Read a file against a register. `forced` maps heads of the file to column keys ("" leaves a column out).

    Raises Refused for a file that cannot be read at all.
    """
    plan = Plan(register)
    book = read_book(path)
    plan.notices += book.notices
    tables = [table for table in book.tables if table.name != EXPLANATIONS]
    columns = register.columns_for(work.user)
    known = {"", *(column.key for column in columns)}
    chosen = {head: key for head, key in (forced or {}).items() if key in known}
    for table in tables:
        found = heads(table.rows, columns, forced=chosen, merged=table.merged)
        if found is not None:
            plan.heads.append((table, found))
    if not plan.heads:
        plan.errors.append(_no_head(register, tables))
        return plan
    plan.notices += [
        f"工作表「{table.name}」里认不出表头，未读" for table in tables if table not in [read for read, _ in plan.heads]
    ]
    rows = [row for table, found in plan.heads for row in SheetRows(plan, table, found, work).rows()]
    plan.rows = len(rows)
    _weigh(plan, rows, work)
    return plan


def _no_head(register: Register[Any], tables: Sequence[Table]) -> Issue:
    wanted = "、".join(column.label for column in _required(register))
    name = tables[0].name if tables else ""
    return Issue(name, 1, "", "", f"认不出表头：{register.label}至少要有「{wanted}」这些列。请对照模板改列名，或在预览页指定各列")


def _required(register: Register[Any]) -> list[Column]:
    """What has to be filled in; of a register without such a column what tells its rows apart."""
    return [one for one in register.columns if one.required] or [one for one in register.columns if one.key in register.key]


def _weigh(plan: Plan, rows: list[Row[Any]], work: Work) -> None:
    """Match the rows with what is there, hold them against the register's own rules, and see what each would change."""
    register = plan.register
    register.prepare(rows, work)
    for row in rows:
        _sort(plan, row, register.tidy(row, work))
    register.find(rows, work)
    _refuse_twice(plan, rows)
    limits = _Limits.of(register)
    for done, row in enumerate(rows):
        if done % _STEP == 0:
            check_cancelled()
            progress(done, len(rows), f"核对第 {done} 行，共 {len(rows)} 行")
        register.complete(row, work)
        _sort(plan, row, _too_large(register, row, limits))
        _sort(plan, row, register.check(row, work))
        _plan_row(plan, row, work)
    plan.errors.sort(key=lambda issue: (issue.sheet, issue.row))


def _sort(plan: Plan, row: Row[Any], remarks: Iterator[Remark]) -> None:
    for remark in remarks:
        (plan.warnings if remark.doubtful else plan.errors).append(issue_of(plan, row, remark))


@dataclass(frozen=True)
class _Limits:
    """Field → the longest text its table keeps; field → the largest number."""

    texts: Mapping[str, int]
    numbers: Mapping[str, int]

    @classmethod
    def of(cls, register: Register[Any]) -> _Limits:
        fields = register.model._meta.concrete_fields
        kinds = {field.name: field.get_internal_type() for field in fields}
        return cls(
            {field.name: getattr(field, "max_length", None) or _LONGEST_TEXT for field in fields},
            {name: _LARGEST[kind] for name, kind in kinds.items() if kind in _LARGEST},
        )


def _too_large(register: Register[Any], row: Row[Any], limits: _Limits) -> Iterator[Remark]:
    """What the table cannot keep: SQLite would keep it and no other database take it, or a workbook could not be written of it."""
    for key, value in row.values.items():
        if isinstance(value, str):
            if len(value) > (longest := limits.texts.get(key, _LONGEST_TEXT)):
                yield Remark(key, f"{register.column(key).label}有 {len(value)} 个字，最多 {longest} 字，请删减")
        elif key in limits.numbers and isinstance(value, int) and value > limits.numbers[key]:
            yield Remark(key, f"{register.column(key).label}大得不合情理，请核对")


def _plan_row(plan: Plan, row: Row[Any], work: Work) -> None:
    register = plan.register
    if row.obj is None:
        verdict = register.may_add(row, work)
        values = {key: value for key, value in row.values.items() if value is not None}
        change = Change(row, register.blank(), None, values)
    else:
        before = register.current(row.obj)
        values = {
            key: value for key, value in row.values.items() if value is not None and not register.same(key, before.get(key), value)
        }
        values |= {key: empty for key, empty in _emptied(register, row) if not register.same(key, before.get(key), empty)}
        # What an officer's sheet leaves as it is needs no right to be changed; nobody else learns so what a row of others says.
        verdict = register.can_change(work.user, row.obj) if values or not work.user.is_inside else YES
        change = Change(row, row.obj, {key: register.was(key, before.get(key), value) for key, value in values.items()}, values)
    if not verdict:
        plan.errors.append(Issue(row.sheet, row.number, "", "", verdict.reason))
    elif values or row.obj is None:
        plan.changes.append(change)
    else:
        plan.unchanged += 1


def _emptied(register: Register[Any], row: Row[Any]) -> Iterator[tuple[str, Any]]:
    """Columns to be emptied, with what they hold then; none that the register filled in again."""
    return ((key, register.unsaid(key)) for key in sorted(row.emptied) if row.value(key) is None)


def _refuse_twice(plan: Plan, rows: Sequence[Row[Any]]) -> None:
    """The same thing twice in one file: which of the two should count nobody can know."""
    first: dict[Any, Row[Any]] = {}
    key = plan.register.key[0]
    for row in rows:
        identity = plan.register.identity(row) if row.obj is None else ("there", row.obj.pk)
        if identity is None:
            continue
        known = first.setdefault(identity, row)
        if known is not row:
            where = f"第 {known.number} 行" if known.sheet == row.sheet else f"工作表「{known.sheet}」第 {known.number} 行"
            plan.errors.append(issue_of(plan, row, Remark(key, f"与{where}重复，请只留一行")))
