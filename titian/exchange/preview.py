"""What a file would do to a register, before anything is written: every row cleaned and matched, every error at once.

`examine(register, path, work)` reads the file and gives a `Plan`; `batches` and `actions.apply` carry it out. Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from titian.base.columns import Column
from titian.base.memory import uncollected
from titian.base.registers import Change, Register, Remark, Row, Work
from titian.exchange.cleaning import EMPTIED, Cleaner
from titian.exchange.heads import Clash, Heads, body, heads
from titian.exchange.tables import Table, read_book
from titian.exchange.values import Amount, ValueProblem, says_nothing, squeeze
from titian.jobs.context import check_cancelled, progress

EXPLANATIONS = "填写说明"  # the second sheet of our own template
VERDICT = "错误说明"  # the column our own error workbook adds
_NUMBERINGS = ("序号", "编号", "行次")
_STEP, _LONGEST_TEXT = 2_000, 10_000
_LARGEST = dict.fromkeys(("PositiveIntegerField", "IntegerField"), 2**31 - 1)


@dataclass(frozen=True)
class Issue:
    """One finding: sheet row from 1, the head as in the file, the text as read, what is wrong and how to mend it."""

    sheet: str
    row: int
    column: str
    value: str
    message: str

    def as_json(self) -> dict[str, object]:
        return {"sheet": self.sheet, "row": self.row, "column": self.column, "value": self.value, "message": self.message}

    @property
    def sentence(self) -> str:
        """第 3 行「成立日期」：2024-13-05 不是有效日期…"""
        where = f"第 {self.row} 行" + (f"「{' '.join(self.column.split())}」" if self.column else "")
        return f"{where}：{self.message}"


@dataclass
class Plan:
    """What a file would do. `heads` are the sheets that were read; `notices` are worth knowing and ask for nothing."""

    register: Register[Any]
    heads: list[tuple[Table, Heads]] = field(default_factory=list)
    rows: int = 0
    changes: list[Change[Any]] = field(default_factory=list)
    unchanged: int = 0
    errors: list[Issue] = field(default_factory=list)
    warnings: list[Issue] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def created(self) -> int:
        return sum(change.is_new for change in self.changes)

    @property
    def updated(self) -> int:
        return len(self.changes) - self.created

    @property
    def may_apply(self) -> bool:
        return not self.errors


@uncollected()
def examine(register: Register[Any], path: Path, work: Work, forced: Mapping[str, str] | None = None) -> Plan:
    """Read a file against a register. `forced` maps heads of the file to column keys ("" leaves a column out).

    Raises Refused for a file that cannot be read at all.
    """
    plan = Plan(register)
    book = read_book(path)
    plan.notices += book.notices
    tables = [table for table in book.tables if table.name != EXPLANATIONS]
    for table in tables:
        found = heads(table.rows, register.columns, forced=forced or {}, merged=table.merged)
        if found is not None:
            plan.heads.append((table, found))
    if not plan.heads:
        plan.errors.append(_no_head(register, tables))
        return plan
    plan.notices += [
        f"工作表「{table.name}」里认不出表头，未读" for table in tables if table not in [read for read, _ in plan.heads]
    ]
    rows = [row for table, found in plan.heads for row in _Sheet(plan, table, found, work).rows()]
    plan.rows = len(rows)
    _weigh(plan, rows, work)
    return plan


def _no_head(register: Register[Any], tables: Sequence[Table]) -> Issue:
    wanted = "、".join(column.label for column in register.columns if column.required)
    name = tables[0].name if tables else ""
    return Issue(name, 1, "", "", f"认不出表头：{register.label}至少要有「{wanted}」这些列。请对照模板改列名，或在预览页指定各列")


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
        (plan.warnings if remark.doubtful else plan.errors).append(_issue(plan, row, remark))


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
        verdict = register.can_change(work.user, row.obj)
        before = register.current(row.obj)
        values = {
            key: value for key, value in row.values.items() if value is not None and not register.same(key, before.get(key), value)
        }
        values |= {key: empty for key, empty in _emptied(register, row) if not register.same(key, before.get(key), empty)}
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
            plan.errors.append(_issue(plan, row, Remark(key, f"与{where}重复，请只留一行")))


def _issue(plan: Plan, row: Row[Any], remark: Remark) -> Issue:
    found = next(found for table, found in plan.heads if table.name == row.sheet)
    head = head_text(found, plan.register.column(remark.key)) if remark.key else ""
    return Issue(row.sheet, row.number, head, row.text(remark.key), remark.message)


def head_text(found: Heads, column: Column) -> str:
    """The head of a column as the file writes it; our own label where the file has none."""
    place = found.places.get(column.key)
    return column.label if place is None else found.texts[place]


class _Sheet:
    """Cleans the rows of one sheet."""

    def __init__(self, plan: Plan, table: Table, found: Heads, work: Work) -> None:
        self.plan, self.table, self.found, self.work = plan, table, found, work
        known = {column.key: column for column in plan.register.columns}
        self.columns: list[tuple[Column, int]] = [(known[key], place) for key, place in found.places.items()]
        self.cleaners = [(column, place, Cleaner(column, work, found.units.get(column.key))) for column, place in self.columns]

    def rows(self) -> list[Row[Any]]:
        self._remark_on_heads()
        body = list(self._body())
        self._prepare(body)
        rows = [row for number, cells in body if (row := self._row(number, cells)) is not None]
        self._remark_on_columns()
        return rows

    def _body(self) -> Iterator[tuple[int, Sequence[str]]]:
        places = [place for _, place in self.columns]
        skipped: dict[str, list[int]] = {}
        for line in body(self.table, self.found):
            if line.skipped:
                skipped.setdefault(line.skipped, []).append(line.row)
            elif any(place < len(line.cells) and line.cells[place] and not says_nothing(line.cells[place]) for place in places):
                yield line.row, line.cells
        for why, numbers in skipped.items():
            self.plan.notices.append(f"工作表「{self.table.name}」第 {_numbers(numbers)} 行是{why}，没有当作记录")

    def _prepare(self, body: Sequence[tuple[int, Sequence[str]]]) -> None:
        """Tell the finders every text they will be asked for."""
        for column, place in self.columns:
            if column.kind == "reference":
                texts = {cells[place] for _, cells in body if place < len(cells)}
                self.work.finder(column.refers).prepare(texts)

    def _row(self, number: int, cells: Sequence[str]) -> Row[Any] | None:
        values: dict[str, Any] = {}
        wrong = self.table.problems
        row: Row[Any] = Row(self.table.name, number, cells, self.found.places, values, years=self.found.years)
        for column, place, cleaner in self.cleaners:
            text = cells[place] if place < len(cells) else ""
            if wrong and (number, place) in wrong:
                self._complain(row, column, text, wrong[number, place])
                continue
            try:
                value = cleaner.clean(text)
            except ValueProblem as problem:
                self._complain(row, column, text, str(problem))
                continue
            if value is EMPTIED:
                row.emptied.add(column.key)
                value = None
            if value is None and column.required:
                self._complain(row, column, text, f"缺少{column.label}，请补上")
            elif isinstance(value, Amount):
                values[column.key] = value.yuan
                if column.currency and (value.currency != "CNY" or not values.get(column.currency)):
                    values[column.currency] = value.currency
            elif column.key not in values or (value is not None and values[column.key] == "CNY"):
                values[column.key] = value  # a currency written with the amount (500万美元) is not overruled by its own column
        return row

    def _complain(self, row: Row[Any], column: Column, text: str, message: str) -> None:
        self.plan.errors.append(Issue(self.table.name, row.number, head_text(self.found, column), text, message))

    def _remark_on_heads(self) -> None:
        for column in self.found.missing:
            message = f"缺少「{column.label}」这一列，请补上，或在预览页指定是哪一列"
            self.plan.errors.append(Issue(self.table.name, self.found.row, column.label, "", message))
        for clash in self.found.clashes:
            self._remark_on_clash(clash)
        known = {squeeze(word) for word in (VERDICT, *_NUMBERINGS)}
        if unknown := [text for text in self.found.unknown_texts if squeeze(text) not in known]:
            self.plan.notices.append(f"工作表「{self.table.name}」有不认识的列，没有读入：{'、'.join(unknown)}")
        self.plan.notices += self.table.notices

    def _remark_on_clash(self, clash: Clash) -> None:
        """Two heads for one column that nobody has to fill: neither is read, which is said; for a required one that is an error."""
        required = {
            column.label for column in self.plan.register.columns if column.required or column.key in self.plan.register.key
        }
        if required.isdisjoint(clash.columns):
            self.plan.notices.append(f"{clash.message}；没有指明以前都不读入")
        else:
            self.plan.errors.append(Issue(self.table.name, self.found.row, clash.heads[0], "", clash.message))

    def _remark_on_columns(self) -> None:
        for _, _, cleaner in self.cleaners:
            head = head_text(self.found, cleaner.column)
            if cleaner.unitless:
                self.plan.notices.append(
                    f"「{head}」没有写单位，按万元读入；如果是元，请把列名改成「{cleaner.column.label}（元）」后重新导入"
                )
            if cleaner.coarse:
                self.plan.notices.append(f"「{head}」有的只写到月或年，按当月（当年）1 日读入")
            if cleaner.rounded:
                some = "、".join(sorted(cleaner.rounded)[:3])
                self.plan.notices.append(f"「{head}」有的数细于 1 分（如 {some}），已四舍五入到分")


def _numbers(numbers: Sequence[int]) -> str:
    """2、5、8 等 12."""
    named = "、".join(str(number) for number in numbers[:5])
    return named if len(numbers) <= 5 else f"{named} 等 {len(numbers)}"
