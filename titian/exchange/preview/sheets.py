"""The rows of one sheet, cleaned; what is to be said of its heads and columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from titian.base.columns import Column
from titian.base.registers import Row, Work
from titian.exchange.cleaning import EMPTIED, Cleaner
from titian.exchange.heads import Clash, Heads, body
from titian.exchange.preview.plan import Issue, Plan, head_text
from titian.exchange.tables import Table
from titian.exchange.values import Amount, ValueProblem, says_nothing, squeeze

EXPLANATIONS = "填写说明"  # the second sheet of our own template
VERDICT = "错误说明"  # the column our own error workbook adds
_OURS = frozenset({squeeze(word) for word in (VERDICT, "序号", "编号", "行次")})


def is_ours(head: str) -> bool:
    """A column nobody maps: the numbering of a sheet, and what our own error workbook adds."""
    return squeeze(head) in _OURS


class SheetRows:
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
        if unknown := [text for text in self.found.unknown_texts if not is_ours(text)]:
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
                unit = cleaner.column.printed_unit
                other = "万元" if unit == "元" else "元"
                self.plan.notices.append(
                    f"「{head}」没有写单位，按{unit}读入；如果是{other}，请把列名改成「{cleaner.column.label}（{other}）」后重新导入"
                )
            if cleaner.coarse:
                self.plan.notices.append(f"「{head}」有的只写到月或年，按当月（当年）1 日读入")
            if cleaner.yearless:
                years = "、".join(str(year) for year in sorted(cleaner.yearless))
                self.plan.notices.append(f"「{head}」有的没有写年份，按 {years} 年读入；如果是别的年份，请写上年份后重新导入")
            if cleaner.rounded:
                some = "、".join(sorted(cleaner.rounded)[:3])
                self.plan.notices.append(f"「{head}」有的数细于 1 分（如 {some}），已四舍五入到分")


def _numbers(numbers: Sequence[int]) -> str:
    """2、5、8 等 12."""
    named = "、".join(str(number) for number in numbers[:5])
    return named if len(numbers) <= 5 else f"{named} 等 {len(numbers)}"
