"""What the demonstration prints: the figures table, the checks that fail, the targets, from the books as they are."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

from titian.accounts.models import User
from titian.base.periods import Period
from titian.base.quantities import show
from titian.demo.build import AS_OF
from titian.figures.board import FigureRow, TargetRow, conflict_list, figure_rows, target_rows
from titian.figures.key import STATUSES
from titian.figures.models import indicators
from titian.places.models import Region
from titian.reader.models import KeptReading

Say = Callable[[str], None]
SHOWN = 24


def tell(say: Say, *, papers: Path) -> None:
    """Print the main job's results for 示范县."""
    county = Region.objects.get(name="示范县")
    by = User.objects.get(username="leader")
    _figures(say, figure_rows(user=by, regions=[county], periods=[Period("2026H1")]))
    _checks(say)
    _conflicts(say, by, county)
    _targets(say, target_rows(user=by, region=county, year=2026, day=AS_OF))


def _figures(say: Say, rows: Sequence[FigureRow]) -> None:
    say("")
    say(f"一、2026年上半年账上 {len(rows)} 个数（列出前 {min(SHOWN, len(rows))} 个）")
    for row in rows[:SHOWN]:
        value = str(row.quantity) if row.quantity else "不一致，待认定"
        note = f"({row.key.qualifiers})" if row.key.qualifiers else ""
        say(f"  {_wide(row.name + note, 46)}{_wide(STATUSES[row.key.status], 6)}{value}")


def _checks(say: Say) -> None:
    readings = list(KeptReading.objects.order_by("pk"))
    failing = [(reading, check) for reading in readings for check in reading.failing]
    total = sum(len(reading.result["checks"]) for reading in readings)
    say("")
    say(f"二、文稿里核对了 {total} 处加减、占比、名单和前后重复，{len(failing)} 处不符")
    for reading, check in failing:
        say(f"  {reading}：{check['message']}")


def _conflicts(say: Say, by: User, county: Region) -> None:
    found = conflict_list(user=by, regions=[county])
    names = indicators()
    say("")
    say(f"三、账上不一致、要人认定的 {len(found)} 处")
    for conflict in found:
        entry = names[conflict.key.indicator]
        values = " / ".join(show(statement.value, entry.unit, statement.operator) for statement in conflict.statements)
        note = f"({conflict.key.qualifiers})" if conflict.key.qualifiers else ""
        say(f"  {entry.name}{note} {conflict.key.period.label}：{values}")


def _targets(say: Say, rows: Sequence[TargetRow]) -> None:
    say("")
    elapsed = rows[0].elapsed_percent if rows else 0
    say(f"四、2026年 {len(rows)} 项目标，截至 {AS_OF}，时间进度 {elapsed} %")
    for row in rows:
        reached = "；".join(str(leg.reached) if leg.reached else "缺数" for leg in row.legs)
        percent = f"{row.percent} %" if row.percent is not None else "—"
        say(f"  {_wide(row.colour.label, 8)}{_wide(row.target.title, 46)}{_wide(row.target.goal, 24)}{_wide(reached, 26)}{percent}")


def _wide(text: str, width: int) -> str:
    """Pad to a width in half-width columns."""
    used = sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)
    return text + " " * max(1, width - used)
