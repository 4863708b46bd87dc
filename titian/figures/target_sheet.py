"""A targets sheet （目标表） as new targets: heads found under any alias, every error at once with sheet, row and column.

Any head that is a town's name gives that town's share. Rows of one 序号 are legs of one target, joined by 关系 （且 unless said 或）.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import groupby
from pathlib import Path

from titian.accounts.models import Department, User
from titian.base.errors import Refused
from titian.base.periods import Period, PeriodError
from titian.base.quantities import QuantityError, parse
from titian.exchange.tables import Table, read_tables
from titian.figures.actions import NewLeg, NewTarget
from titian.figures.columns import REQUIRED, TARGETS
from titian.figures.models import find_indicators
from titian.figures.wording import Goal, parse_goal
from titian.places.models import Region

JOIN_WORDS = {"": "and", "且": "and", "并": "and", "或": "or", "and": "and", "or": "or"}
HEAD_ROWS = 15
MOST_POINTS = 1_000


@dataclass(frozen=True)
class Problem:
    """One thing wrong; `row` is the sheet's row from 1."""

    sheet: str
    row: int
    column: str
    value: str
    message: str

    def __str__(self) -> str:
        return f"{self.sheet} 第 {self.row} 行「{self.column}」：{self.value or '（空）'} {self.message}"


@dataclass(frozen=True)
class Heads:
    """Where each known column and each town stands in a sheet; `row` is the head's own row from 1."""

    row: int
    columns: Mapping[str, int]
    towns: Mapping[int, Region]


@dataclass(frozen=True)
class Line:
    """One parsed row: the target's words and one leg."""

    row: int
    cells: Mapping[str, str]
    leg: NewLeg
    shares: Mapping[Region, Decimal]


def read_targets(path: Path, *, county: Region) -> list[NewTarget]:
    """Every target of a workbook. Raises Refused with all problems; nothing is written here."""
    towns = {town.name: town for town in Region.objects.towns_of(county)}
    sheets = [(table, _heads(table, towns)) for table in read_tables(path)]
    usable = [(table, heads) for table, heads in sheets if heads]
    if not usable:
        needed = "、".join(column.label for column in TARGETS if column.key in REQUIRED)
        raise Refused(f"{path.name} 里没有认得的目标表：表头应有 {needed} 等列（可用 titian targets template 取得样表）")
    problems: list[Problem] = []
    targets = [target for table, heads in usable for target in _sheet(table, heads, problems)]
    if problems:
        raise Refused([str(problem) for problem in problems])
    return targets


def _heads(table: Table, towns: Mapping[str, Region]) -> Heads | None:
    """The first row that holds every required column; title rows above it are skipped."""
    names = {name: column.key for column in TARGETS for name in (column.label, column.key, *column.aliases)}
    for number, cells in enumerate(table.rows[:HEAD_ROWS], start=1):
        found = {names[text]: place for place, cell in enumerate(cells) if (text := _bare(cell)) in names}
        if all(key in found for key in REQUIRED):
            shares = {place: towns[_bare(cell)] for place, cell in enumerate(cells) if _bare(cell) in towns}
            return Heads(number, found, shares)
    return None


def _bare(cell: str) -> str:
    """A head without its unit or note in brackets, without blanks."""
    return "".join(cell.replace("（", "(").split("(")[0].split())


def _sheet(table: Table, heads: Heads, problems: list[Problem]) -> list[NewTarget]:
    lines = []
    for number, cells in enumerate(table.rows[heads.row :], start=heads.row + 1):
        if not any(cells):
            continue
        line = _line(table.name, number, cells, heads, problems)
        if line:
            lines.append(line)
    return _targets(table.name, lines, problems)


def _line(sheet: str, number: int, cells: Sequence[str], heads: Heads, problems: list[Problem]) -> Line | None:
    said = {key: (cells[place] if place < len(cells) else "") for key, place in heads.columns.items()}
    before = len(problems)

    def wrong(key: str, message: str) -> None:
        label = next(column.label for column in TARGETS if column.key == key)
        problems.append(Problem(sheet, number, label, said.get(key, ""), message))

    found = find_indicators(said["indicator"])
    if len(found) != 1:
        choice = "、".join(entry.name for entry in found[:4])
        wrong("indicator", f"对应多个指标（{choice}），请写全名或代码" if found else "不在指标目录里，请核对名称或先增设")
    goal = _goal(said["goal"], wrong)
    _period(said["period"], wrong)
    if said.get("join", "") not in JOIN_WORDS:
        wrong("join", "应为 且 或 或")
    base = _amount(said.get("base", ""), lambda message: wrong("base", message))
    _weight(said.get("weight", ""), lambda message: wrong("weight", message))
    shares = _shares(sheet, number, cells, heads, problems)
    if len(problems) > before or goal is None or len(found) != 1:
        return None
    leg = _leg(found[0].code, goal, base, said)
    if shares and (problem := found[0].split_problem):
        wrong("indicator", f"{problem}，请清空这一行的乡镇分解数")
        return None
    if goal.unit and goal.measure.value != "growth" and not _unit_fits(goal.unit, found[0].unit):
        wrong("goal", f"单位「{goal.unit}」与指标的单位「{found[0].unit}」不符")
        return None
    return Line(number, said, leg, shares)


def _unit_fits(written: str, unit: str) -> bool:
    """个/户/场次 and the like are written for 家/次； money and per cent must be what they are."""
    strict = {"元", "%", "平方米"}
    return written == unit or (written not in strict and unit not in strict) or {written, unit} == {"%", "个百分点"}


def _goal(text: str, wrong: Callable[[str, str], None]) -> Goal | None:
    try:
        return parse_goal(text)
    except QuantityError as problem:
        wrong("goal", str(problem))
        return None


def _period(text: str, wrong: Callable[[str, str], None]) -> None:
    try:
        Period.typed(text)
    except PeriodError as problem:
        wrong("period", str(problem))


def _amount(text: str, wrong: Callable[[str], None]) -> Decimal | None:
    if not text:
        return None
    try:
        return parse(text).value
    except QuantityError as problem:
        wrong(str(problem))
        return None


def _weight(text: str, wrong: Callable[[str], None] = lambda _: None) -> Decimal | None:
    """5, 2.5分: more than nothing and at most two decimals; empty where the target bears no points."""
    if not text:
        return None
    try:
        found = Decimal(text.removesuffix("分").strip())
    except InvalidOperation:
        found = Decimal(0)
    if not 0 < found <= MOST_POINTS or found != round(found, 2):
        wrong(f"分值应为 0 到 {MOST_POINTS} 之间的数，最多两位小数，如 5 或 2.5")
        return None
    return found


def _shares(sheet: str, number: int, cells: Sequence[str], heads: Heads, problems: list[Problem]) -> dict[Region, Decimal]:
    shares = {}
    for place, town in heads.towns.items():
        text = cells[place] if place < len(cells) else ""

        def wrong(message: str, town: Region = town, text: str = text) -> None:
            problems.append(Problem(sheet, number, town.name, text, message))

        amount = _amount(text, wrong)
        if amount is not None:
            shares[town] = amount
    return shares


def _leg(code: str, goal: Goal, base: Decimal | None, said: Mapping[str, str]) -> NewLeg:
    return NewLeg(
        indicator=code,
        low=goal.low,
        high=goal.high,
        operator=goal.operator,
        measure=goal.measure,
        base=base,
        calibre=said.get("calibre", ""),
        level=said.get("level", ""),
        stage=said.get("stage", ""),
        scope=said.get("scope", ""),
    )


def _targets(sheet: str, lines: Iterable[Line], problems: list[Problem]) -> list[NewTarget]:
    """Rows of one number in a row are one target; a row without a number stands alone."""
    numbered = [(line.cells.get("number") or f"#{line.row}", line) for line in lines]
    targets = []
    for number, group in groupby(numbered, key=lambda pair: pair[0]):
        rows = [line for _, line in group]
        head = rows[0]
        department, owner = _people(sheet, head, problems)
        targets.append(
            NewTarget(
                title=head.cells.get("title") or f"{head.cells['indicator']} {head.cells['goal']}",
                period=Period.typed(head.cells["period"]).text,
                legs=[line.leg for line in rows],
                join=next((JOIN_WORDS[word] for line in rows if (word := line.cells.get("join", ""))), "and"),
                number="" if number.startswith("#") else number,
                department=department,
                owner=owner,
                source=head.cells.get("source", ""),
                weight=next((found for line in rows if (found := _weight(line.cells.get("weight", "")))), None),
                shares={index: line.shares for index, line in enumerate(rows) if line.shares},
            )
        )
    return targets


def _people(sheet: str, line: Line, problems: list[Problem]) -> tuple[Department | None, User | None]:
    """The department and person a row names; unknown ones are problems, empty ones None."""
    said_department, said_owner = line.cells.get("department", ""), line.cells.get("owner", "")
    department = Department.objects.filter(name=said_department).first() if said_department else None
    owner = User.objects.filter(name=said_owner).first() if said_owner else None
    if said_department and department is None:
        problems.append(Problem(sheet, line.row, "责任科室", said_department, "没有这个科室，请核对或先在「系统」里添加"))
    if said_owner and owner is None:
        problems.append(Problem(sheet, line.row, "责任人", said_owner, "没有这位用户，请核对姓名，或留空"))
    return department, owner
