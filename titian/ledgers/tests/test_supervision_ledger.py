"""督办任务 with its rows: progress kept day by day, months compared, the seven columns."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.base.periods import Period
from titian.exchange import actions as exchange
from titian.exchange.tests import make as sheets
from titian.figures.tests import make as figures
from titian.journal.actions import verify
from titian.ledgers import actions
from titian.ledgers.computing import computing
from titian.ledgers.models import LedgerRow
from titian.ledgers.supervision.course import Move
from titian.ledgers.supervision.sheet import document, tasks
from titian.ledgers.tests import make

pytestmark = pytest.mark.django_db
MAY, DAY = Period("2026-05"), date(2026, 5, 31)


def task(by: User, title: str = "建成中试基地", **values: Any) -> LedgerRow:
    known = {"kind": "key_task", "batch": "2026", "department": by.department, "day": date(2026, 1, 1), "due": date(2026, 12, 31)}
    return actions.add_row(make.ledger("supervision"), {"title": title, **known, **values}, by=by)


def test_what_a_task_says_is_kept_as_said_on_its_day(officer: User) -> None:
    row = task(officer, progress=10, done="选址")
    actions.report_progress(row, {"progress": 30, "done": "开工", "problem": "资金"}, on=date(2026, 4, 28), by=officer)
    actions.report_progress(row, {"progress": 45, "done": "封顶", "problem": None}, on=date(2026, 5, 20), by=officer)
    actions.report_progress(row, {"progress": 35}, on=date(2026, 5, 8), by=officer)  # handed in late
    row.refresh_from_db()
    assert (row.progress, row.data["done"], row.touched_on) == (45, "封顶", date(2026, 5, 20))
    found = tasks(officer, MAY, DAY)[0]
    assert found.compared.before is not None
    assert (found.compared.before.progress, found.progress, found.compared.move) == (30, 45, Move.AHEAD)
    assert found.cells["done"] == "封顶"
    assert tasks(officer, Period("2026-04"), DAY)[0].cells["problem"] == "资金"
    assert verify() is None


def test_a_change_in_the_form_is_a_report_of_the_day_and_can_be_taken_back(officer: User) -> None:
    row = task(officer, progress=10, done="选址")
    actions.amend_row(row, {"progress": 40, "done": "开工"}, by=officer, on=date(2026, 5, 3))
    actions.take_back_step(row, by=officer, reason="填错行")
    row.refresh_from_db()
    assert (row.progress, row.data["done"]) == (10, "选址")
    with pytest.raises(Refused, match="不按进度登记"):
        actions.report_progress(make.problem(officer), {"progress": 1}, on=DAY, by=officer)


def test_a_sheet_keeps_progress_too_and_gives_it_back(officer: User) -> None:
    head = ("重点任务", "任务来源", "年度", "牵头科室", "下达日期", "完成情况", "完成进度（%）")
    first = (
        "建成中试基地",
        "年度重点任务",
        "2026",
        officer.department.name if officer.department else "",
        "2026-01-01",
        "选址",
        "10",
    )
    sheets.imported(officer, sheets.sheet(first, head=head), register="supervision")
    batch = sheets.imported(officer, sheets.sheet((*first[:5], "开工", "40"), head=head), register="supervision")
    row = LedgerRow.objects.get()
    assert next((step.progress, step.said) for step in row.steps.all()) == (10, {"done": "选址"})
    assert (row.progress, row.steps.latest("day", "pk").progress, row.steps.latest("day", "pk").said) == (40, 40, {"done": "开工"})
    exchange.undo(batch, by=officer, reason="误导入")
    row.refresh_from_db()
    assert (row.progress, row.steps.latest("day", "pk").progress) == (10, 10)


def test_a_task_turns_yellow_and_red_by_the_rules_of_its_definition(officer: User) -> None:
    behind = task(officer, "落后", progress=31)
    even = task(officer, "持平", progress=32)
    late = task(officer, "到期", progress=90, due=date(2026, 5, 30))
    made_up = task(officer, "补完", due=date(2026, 4, 30))
    actions.step(made_up, "done", on=date(2026, 5, 10), by=officer)
    colours = {entry.row.pk: entry.colour.colour.value if entry.colour else "" for entry in tasks(officer, MAY, DAY)}
    # On 31 May 151 of 365 days are gone, 41.4 %: 31 is more than ten points behind, 32 is not.
    assert colours == {behind.pk: "yellow", even.pk: "green", late.pk: "red", made_up.pk: "yellow"}


def test_a_task_that_names_an_indicator_is_measured_by_the_target_board(officer: User, chief: User) -> None:
    figures.target(chief, "hnte.new", "20")
    figures.figure(chief, "hnte.new", "12")
    row = task(officer, indicator="hnte.new")
    facts = {fact.label: str(fact.value) for fact in computing("supervision").facts(row, officer, DAY)}
    assert "12家" in facts["目标完成"]
    assert "完成 60.0%" in facts["目标完成"]
    assert "12家" in str(tasks(officer, MAY, DAY)[0].cells["done"])
    wrong = task(officer, "别的", indicator="没有的指标")
    assert [doubt.key for doubt in computing("supervision").doubts(wrong, {})] == ["indicator"]


def test_the_seven_columns_are_written_as_a_document(officer: User) -> None:
    task(officer, serial=2, goal="年内投用")
    task(officer, "培育企业", serial=1)
    found = tasks(officer, MAY, DAY)
    assert [(entry.serial, entry.row.title) for entry in found] == [(1, "培育企业"), (2, "建成中试基地")]
    words = ZipFile(BytesIO(document(found, MAY, DAY, issuer="示范县科技局"))).read("word/document.xml").decode()
    assert all(word in words for word in ("重点任务", "下一步举措", "年内投用"))
