"""What the demonstration prints: the figures table, the checks that fail, the targets, what rows count to; from the books as they are."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

from django.db.models import Count

from titian.accounts.models import User
from titian.base.periods import Period
from titian.base.quantities import show
from titian.demo.build import AS_OF
from titian.figures.board import FigureRow, TargetRow, conflict_list, figure_rows, target_rows
from titian.figures.computed import Beside, RowBooks
from titian.figures.key import STATUSES, TARGET
from titian.figures.models import indicators
from titian.ledgers.models import LedgerRow
from titian.places.models import Region
from titian.reader.models import KeptReading
from titian.registry.models import AnnualFigure, IntellectualProperty, Organisation, Person, Title

Say = Callable[[str], None]
SHOWN = 24
PERIODS = ("2024", "2025H1", "2025", "2026H1")


def tell(say: Say, *, papers: Path) -> None:
    """Print the main job's results for 示范县."""
    county = Region.objects.get(name="示范县")
    by = User.objects.get(username="leader")
    _figures(say, figure_rows(user=by, regions=[county], periods=[Period("2026H1")]))
    _checks(say)
    _conflicts(say, by, county)
    _targets(say, target_rows(user=by, region=county, year=2026, day=AS_OF))
    _registers(say, by, county)


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


def _registers(say: Say, by: User, county: Region) -> None:
    """What the registers hold, and what they count to beside what the papers state."""
    held = (
        (Organisation, "家单位"),
        (AnnualFigure, "行年度数据"),
        (Title, "项资质荣誉"),
        (IntellectualProperty, "件知识产权"),
        (Person, "人"),
    )
    undecided = AnnualFigure.objects.undecided().values("organisation", "year").distinct().count()
    say("")
    say(
        f"五、登记表：{'，'.join(f'{model._default_manager.count():,} {counted}' for model, counted in held)}；{undecided} 处年度数据来源待定"
    )
    stands = _beside(by, county)
    different = [beside for beside in stands if not beside.agrees]
    say(f"  由台账重算 {len(stands)} 个账上已有的数，{len(stands) - len(different)} 个一致，{len(different)} 个不同：")
    for beside in different:
        counted = beside.counted
        stated = show(beside.stated.value, beside.entry.unit) if beside.stated else "缺数"
        found = show(counted.value, beside.entry.unit) if counted.value is not None else "缺数"
        say(
            f"  {counted.period.label}{beside.entry.name}：账上 {stated}，台账 {found}（{counted.rows} 行）。{_hint(beside, by, county)}"
        )


def _beside(by: User, county: Region) -> list[Beside]:
    """What can be counted of what the books state, whole county and own calibre."""
    periods, known = [Period(text) for text in PERIODS], indicators()
    rows = RowBooks(user=by, day=AS_OF)
    stated = figure_rows(user=by, regions=[county], periods=periods)
    whole = [row for row in stated if row.key.status != TARGET and not row.key.scope and not row.key.level]
    current = {(row.key.indicator, row.key.period): row for row in whole}
    found = []
    for period in periods:
        for counted in rows.all(region=county, period=period):
            row = current.get((counted.computed.code, period))
            if row and row.current and counted.value is not None and not counted.computed.calibre:
                found.append(Beside(counted, row.key, known[counted.computed.code], row.current))
    return found


def _hint(beside: Beside, by: User, county: Region) -> str:
    """Where to look: firms with several rows, one certificate in the hands of two, rows that have not come so far."""
    counted = beside.counted
    rows = RowBooks(user=by, day=AS_OF).rows(counted.computed, 0, region=county, period=counted.period, day=counted.day)
    if rows.model is LedgerRow:
        return "其余的在台账里还没有走到这一步，点开看得到是哪几项"
    doubled = rows.exclude(certificate="").order_by().values("certificate").annotate(firms=Count("organisation", distinct=True))
    names = [str(row.organisation) for row in rows.filter(certificate__in=doubled.filter(firms__gt=1).values("certificate"))]
    if names:
        return f"{'与'.join(names)}是同一张证书，在「疑似重复」里合并后再看"
    return f"{counted.rows} 份申报来自 {counted.value} 家企业，目录按企业计" if counted.rows != counted.value else ""


def _wide(text: str, width: int) -> str:
    """Pad to a width in half-width columns."""
    used = sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)
    return text + " " * max(1, width - used)
