"""Lists in somebody else's table: which register their lines come from, under which heads, and which lines alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from titian.accounts.models import User
from titian.base.columns import Column
from titian.base.disclosure import Outlet
from titian.base.errors import Refused
from titian.base.registers import Register, registers
from titian.exchange.foreign import MOST_LINES, Form, Lines, ListArea, lined, matched
from titian.exchange.permissions import can_open
from titian.exchange.values import squeeze


@dataclass(frozen=True)
class ListChoice:
    """From which register a list's lines come.

    columns  place of a head (as text, for JSON) → column key
    where    the column whose value must be `only`; "" takes every line
    """

    register: str
    columns: Mapping[str, str] = field(default_factory=dict)
    where: str = ""
    only: str = ""


def offered(user: User) -> dict[str, Register[Any]]:
    """Registers this person may open, by name."""
    return {name: register for name, register in registers().items() if can_open(user, register)}


def exportable(register: Register[Any]) -> list[Column]:
    """Columns that may stand in a table that leaves the office."""
    return [column for column in register.columns if column.disclosure.may_leave(Outlet.EXPORT)]


def suggested_list(area: ListArea, user: User) -> ListChoice | None:
    """The register most of the heads are columns of; None when none has two."""
    found = [(name, matched(area, exportable(register))) for name, register in offered(user).items()]
    name, columns = max(found, key=lambda pair: len(pair[1]), default=("", {}))
    return ListChoice(name, {str(place): key for place, key in columns.items()}) if len(columns) > 1 else None


def column_named(register: Register[Any], words: str) -> Column | None:
    wanted = squeeze(words)
    return next((column for column in exportable(register) if wanted in {squeeze(column.label), squeeze(column.heading)}), None)


def list_problems(choice: ListChoice, area: ListArea, user: User) -> list[str]:
    register = offered(user).get(choice.register)
    if register is None:
        return ["名单的台账无效，请重选"]
    known = {column.key for column in exportable(register)}
    wrong = [f"「{area.heads.get(int(place), place)}」对应的列无效" for place, key in choice.columns.items() if key not in known]
    wrong += [] if not choice.where or choice.where in known else ["筛选条件的列无效"]
    return wrong if choice.columns or wrong else ["名单一列也没有对应，请至少对应一列"]


def list_lines(form: Form, chosen: Mapping[str, ListChoice], user: User) -> list[Lines]:
    """The lines of every list that has a register. Raises Refused for a list too long to be one."""
    areas = {str(area.table): area for area in form.lists}
    return [_lines(areas[table], choice, user) for table, choice in chosen.items() if table in areas]


def _lines(area: ListArea, choice: ListChoice, user: User) -> Lines:
    register = offered(user).get(choice.register)
    if register is None:
        return Lines(area, [])
    columns = {column.key: column for column in exportable(register)}
    places = [(int(place), columns[key]) for place, key in choice.columns.items() if key in columns]
    kept = list(islice((row for row in register.leaving(user) if _is_wanted(row, choice, columns)), MOST_LINES + 1))
    if len(kept) > MOST_LINES:
        raise Refused(f"符合条件的{register.label}超过 {MOST_LINES} {register.counted}，请在对应关系里加筛选条件")
    return Lines(area, [_line(row, places, area) for row in kept])


def _line(row: Mapping[str, Any], places: Sequence[tuple[int, Column]], area: ListArea) -> dict[int, object]:
    return {place: lined(row.get(column.key), column, area.heads.get(place, "")) for place, column in places}


def _is_wanted(row: Mapping[str, Any], choice: ListChoice, columns: Mapping[str, Column]) -> bool:
    column = columns.get(choice.where)
    if column is None:
        return True
    return squeeze(str(lined(row.get(column.key), column, "") or "")) == squeeze(choice.only)
