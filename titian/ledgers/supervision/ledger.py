"""What forms, imports and pages ask of 督办任务."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from titian.accounts.models import User
from titian.accounts.roles import STAFF
from titian.base.pages import Action, Fact, Link
from titian.base.registers import Remark
from titian.base.todos import Todo
from titian.ledgers.computing import Computing
from titian.ledgers.models import Ledger, LedgerRow, LedgerRowQuerySet
from titian.ledgers.supervision.course import Report, compared, month_of
from titian.ledgers.supervision.goals import code_of, goals

LEDGER = "supervision"
DONE, PROBLEM, NEXT, GOAL, INDICATOR = "done", "problem", "next", "goal", "indicator"
_REMINDED_FROM = 25  # the day of the month from which on a task without news is a to-do


class Supervision(Computing):
    """Keeps what a task says of itself day by day; measures it by the target board where it names an indicator."""

    kept = (DONE, PROBLEM, NEXT)

    def doubts(self, row: LedgerRow, known: dict[str, Any]) -> Iterator[Remark]:
        said = row.data.get(INDICATOR)
        if said and code_of(said) is None:
            yield Remark(INDICATOR, f"指标库里没有「{said}」，完成率算不出来；请写指标的全称或代码", doubtful=True)
        state = row.ledger.about.state(row.state)
        closed = state is not None and state.closes
        if state is not None and state.code == "done" and row.progress is not None and row.progress < 100:
            yield Remark("progress", f"状态是「{state.label}」，进度却是 {row.progress}%，请核对", doubtful=True)
        if not closed and row.progress == 100:
            yield Remark("progress", "进度已是 100%，完成的请登记「已完成」", doubtful=True)

    def facts(self, row: LedgerRow, user: User, day: date) -> Iterator[Fact]:
        if row.due is not None and row.day is not None and row.due >= row.day:
            gone = min(max((day - row.day).days + 1, 0), (row.due - row.day).days + 1)
            share = 100 * gone // ((row.due - row.day).days + 1)
            yield Fact("时间进度", f"{share}%", source=f"{row.day} 至 {row.due}", day=day)
        found = compared(reports(row), month_of(day), day)
        if found.now is not None:
            before = found.before.progress if found.before else None
            said = f"上月{_percent(before)}，本月{_percent(found.now.progress)}，{found.move.label}"
            yield Fact("与上月相比", said, source="逐次登记的进展", day=found.now.day)
        if (code := code_of(row.data.get(INDICATOR))) and (goal := goals(user, year=_year(row, day), day=day).get(code)):
            yield Fact("目标完成", Link(str(goal), goal.url), source="目标看板", day=day)

    def notes(self, rows: LedgerRowQuerySet, user: User, day: date) -> Iterator[str]:
        if silent := _silent(rows, day).count():
            yield f"{day.month}月以来还有 {silent} 项没有更新进展。"

    def list_acts(self, ledger: Ledger, user: User) -> Iterator[Action]:
        if user.is_inside:
            yield Action("重点任务七列表", reverse("ledgers:task_sheet"))

    def todos(self, ledger: Ledger, user: User, day: date) -> Iterator[Todo]:
        if user.role not in STAFF or day.day < _REMINDED_FROM:
            return
        mine = LedgerRow.objects.of(LEDGER).kept().filter(responsible=user, day__lte=day)
        if count := _silent(mine, day).count():
            last = month_of(day).until
            yield Todo(
                f"更新{day.month}月督办任务进展（{count} 项还没有更新）",
                f"{ledger.get_absolute_url()}?responsible={user.pk}",
                due=date.fromordinal(last.toordinal() - 1),
                state="待更新",
                colour="yellow",
                room="督办",
            )


def _silent(rows: LedgerRowQuerySet, day: date) -> LedgerRowQuerySet:
    """Open tasks of which nothing was said this month."""
    return rows.open_on(day).filter(touched_on__lt=month_of(day).since)


def reports(row: LedgerRow) -> list[Report]:
    """Everything the task said of itself, in the order of days."""
    steps = sorted(row.steps.all(), key=lambda step: (step.day, step.pk))
    return [Report(step.day, step.state, step.progress, step.said) for step in steps]


def _percent(progress: int | None) -> str:
    return "没有登记" if progress is None else f" {progress}%"


def _year(row: LedgerRow, day: date) -> int:
    """Of which year's target: that of the batch, else of its deadline or beginning."""
    digits = "".join(letter for letter in row.batch if letter.isdigit())[:4]
    return int(digits) if len(digits) == 4 else (row.due or row.day or day).year
