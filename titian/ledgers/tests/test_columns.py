"""A ledger's Excel: in, out, in again, and taken back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from titian.accounts.models import User
from titian.accounts.tests import make as people_of
from titian.base.registers import Work, registers
from titian.exchange import actions as exchange
from titian.exchange.exports import exported
from titian.exchange.preview import examine
from titian.exchange.tests import make as sheets
from titian.journal.actions import verify
from titian.journal.models import Entry
from titian.ledgers import actions
from titian.ledgers.models import LedgerRow
from titian.ledgers.tests import make
from titian.places.models import Region
from titian.registry.models import Person
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db
HEAD = ("问题描述", "单位名称", "反映日期", "类别", "涉及专项", "状态", "解决日期", "责任人")


def _row(firm: str, **changes: str) -> tuple[str, ...]:
    row = dict(zip(HEAD, ("合格率偏低", firm, "2026.3.5", "技术", "入企服务、科技特派员", "", "", ""), strict=True))
    return tuple((row | changes).values())


def test_a_sheet_becomes_rows_with_their_course(officer: User) -> None:
    firm = registry.organisation("示范县云山科技有限公司")
    batch = sheets.imported(
        officer,
        sheets.sheet(_row(firm.name, 责任人=officer.name), _row(firm.name, 问题描述="用工难", 解决日期="2026年4月2日"), head=HEAD),
        register="problems",
    )
    assert batch.created == 2
    waiting, solved = LedgerRow.objects.order_by("pk")
    assert (waiting.state, waiting.closed_on, waiting.data["programmes"]) == ("raised", None, ["visit", "commissioner"])
    assert (waiting.region, waiting.department) == (firm.region, officer.department)
    assert (solved.state, solved.closed_on, solved.touched_on) == ("solved", date(2026, 4, 2), date(2026, 4, 2))
    assert [step.state for step in solved.steps.all()] == ["solved"]
    assert verify() is None


def test_what_is_exported_comes_in_again_unchanged_and_an_import_can_be_taken_back(officer: User) -> None:
    firm = registry.organisation("示范县云山科技有限公司")
    sheets.imported(officer, sheets.sheet(_row(firm.name), head=HEAD), register="problems")
    out = exported(registers()["problems"], officer, date(2026, 6, 30))
    again = sheets.imported(officer, out, register="problems")
    assert (again.created, again.updated, again.unchanged) == (0, 0, 1)
    second = sheets.imported(
        officer, sheets.sheet(_row(firm.name, 状态="已解决", 解决日期="2026-05-06"), head=HEAD), register="problems"
    )
    row = LedgerRow.objects.get()
    assert (second.updated, row.state, row.closed_on) == (1, "solved", date(2026, 5, 6))
    exchange.undo(second, by=officer, reason="误导入")
    row.refresh_from_db()
    assert (row.state, row.closed_on) == ("raised", None)
    assert [step.state for step in row.steps.all()] == ["raised"]
    assert verify() is None


def test_an_import_of_new_rows_is_taken_back_with_their_steps(officer: User) -> None:
    firm = registry.organisation()
    batch = sheets.imported(officer, sheets.sheet(_row(firm.name, 解决日期="2026-05-06"), head=HEAD), register="problems")
    exchange.undo(batch, by=officer, reason="误导入")
    assert not LedgerRow.objects.exists()
    assert verify() is None


def test_every_wrong_cell_of_a_ledgers_sheet_is_said_with_its_row(officer: User) -> None:
    firm = registry.organisation()
    batch = sheets.taken_in(
        officer,
        sheets.sheet(
            _row("没有这家公司"),
            _row(firm.name, 涉及专项="入企服务、扶贫"),
            _row(firm.name, 反映日期="2026-13-05"),
            _row(firm.name, 状态="待办", 解决日期="2026-04-01", 问题描述="甲"),
            head=HEAD,
        ),
        register="problems",
    )
    said = [(entry["row"], entry["column"]) for entry in batch.findings["errors"]]
    assert said == [(2, "单位名称"), (3, "涉及专项"), (4, "反映日期"), (5, "状态")]


def test_days_of_stages_are_the_course(chief: User) -> None:
    ledger = actions.define_ledger(make.LIST, by=chief)
    firm = registry.organisation()
    head = ("列入日期", "企业名称", "缺口（万元）", "已列入日期", "已清零日期")
    sheets.imported(
        chief, sheets.sheet(("2026-01-05", firm.name, "12.5", "2026-01-05", "2026-04-06"), head=head), register=ledger.code
    )
    row = LedgerRow.objects.get()
    assert (row.state, row.closed_on, row.data["gap"]) == ("cleared", date(2026, 4, 6), 12_500_000)
    assert [(step.state, step.day) for step in row.steps.all()] == [
        ("listed", date(2026, 1, 5)),
        ("cleared", date(2026, 4, 6)),
    ]
    out = exported(registers()[ledger.code], chief, date(2026, 6, 30))
    assert sheets.imported(chief, out, register=ledger.code).unchanged == 1


def test_a_clerks_sheet_holds_rows_of_the_own_town_alone(town_clerk: User) -> None:
    own, other = registry.organisation(), registry.organisation(region=None)
    head = ("走访日期", "企业名称", "服务类别")
    batch = sheets.taken_in(
        town_clerk,
        sheets.sheet(("2026-03-05", own.name, "走访"), ("2026-03-05", other.name, "走访"), head=head),
        register="visits",
    )
    assert {entry["row"] for entry in batch.findings["errors"]} == {3}


def test_a_row_that_leaves_empty_what_rows_are_told_by_is_found_again_too(officer: User) -> None:
    """A person of no firm in the register, a commissioner who is no organisation: not entered a second time."""
    make.row(make.ledger("commissioners"), officer, kind="natural", person=registry.person("张示范"), day=date(2025, 3, 1))
    session = make.row(make.ledger("trainings"), officer, title="甲培训", day=date(2026, 3, 1))
    signins, firm = make.ledger("training_signins"), registry.organisation()
    make.row(signins, officer, parent=session, day=date(2026, 3, 1), title="李示范", employer="示范县税务局")
    make.row(signins, officer, parent=session, day=date(2026, 3, 1), title="李示范", organisation=firm)
    for name, count in (("commissioners", 1), ("training_signins", 2)):
        again = sheets.imported(officer, exported(registers()[name], officer, sheets.DAY), register=name)
        assert (again.errors, again.created, again.updated, again.unchanged) == ([], 0, 0, count), name


def test_a_sheet_without_a_column_of_firms_tells_rows_apart_by_the_rest(officer: User) -> None:
    issues, firm = make.ledger("rectification"), registry.organisation()
    known: dict[str, Any] = {"batch": "2026年抽查", "kind": "funds", "day": date(2026, 3, 1)}
    make.row(issues, officer, title="票据不全", organisation=firm, **known)
    for other in (registry.organisation(), registry.organisation()):
        make.row(issues, officer, title="台账缺页", organisation=other, **known)
    head = ("检查批次", "问题", "来源", "反馈日期", "整改期限")
    rows = [("2026年抽查", title, "项目经费抽查", "2026-03-01", "2026-06-30") for title in ("票据不全", "台账缺页")]
    batch = sheets.taken_in(officer, sheets.sheet(*rows, head=head), register="rectification")
    assert (batch.errors, batch.updated, batch.created) == ([], 1, 1), "one is meant without doubt; of two nobody knows which"


def test_namesakes_are_told_apart_and_the_unknown_are_added(officer: User) -> None:
    from titian.ledgers.columns.lookup import People

    registry.person("张示范", employer="示范大学")
    registry.person("张示范", employer="示范学院")
    people = People(["张示范", "张示范（示范学院）", "李示范（示范大学）"], officer)
    assert people.find("张示范")[0] is None
    assert people.find("张示范（示范学院）")[0] == Person.objects.get(employer="示范学院")
    made, said = people.find("李示范（示范大学）")
    assert made is not None
    assert made.pk is None
    assert said == ("人员名册里没有「李示范（示范大学）」，导入时一并添加", True)


def test_a_small_sum_is_written_in_yuan_however_the_head_says_it(officer: User) -> None:
    """A fee of 480 is 480 元 in the sheet, in what is kept, and in the sheet that goes out; a head in 万元 is read as 万元."""
    firm = registry.organisation("示范县云山科技有限公司")
    known = {"organisation": firm, "day": date(2026, 1, 1)}
    actions.add_row(make.ledger("instruments"), {"title": "扫描电镜", **known}, by=officer)
    for number, (head, said) in enumerate(
        (("收费（元）", "480"), ("收费", "480"), ("收费（万元）", "0.048"), ("收费", "0.048万元"))
    ):
        heads = ("仪器名称", "使用单位", "使用日期", "开始时间", "结束时间", head)
        line = ("扫描电镜", firm.name, f"2026-05-0{number + 1}", "09:00", "13:00", said)
        sheets.imported(officer, sheets.sheet(line, head=heads), register="bookings")
    rows = LedgerRow.objects.of("bookings")
    assert [row.data["fee"] for row in rows] == [48_000] * 4
    out = exported(registers()["bookings"], officer, date(2026, 6, 30))
    page = load_workbook(BytesIO(out)).active
    assert page is not None
    lines = list(page.iter_rows(values_only=True))
    head = next(line for line in lines if line and "仪器名称" in line)
    at = head.index("收费（元）")
    assert [line[at] for line in lines[lines.index(head) + 1 :] if line[0]][:4] == [480] * 4
    again = sheets.imported(officer, out, register="bookings")
    assert (again.created, again.updated, again.unchanged) == (0, 0, 4)


def test_a_small_sum_without_a_unit_in_the_head_is_taken_in_yuan_and_that_is_said(tmp_path: Path, officer: User) -> None:
    sheet = sheets.sheet(("走访慰问", "2026-02-10", "春节慰问", "800"), head=("类别", "日期", "内容", "慰问金"))
    plan = examine(registers()["volunteering"], sheets.written(tmp_path, sheet), Work(officer, sheets.DAY))
    assert plan.changes[0].after["amount"] == Decimal(800)
    assert any("按元读入；如果是万元" in notice for notice in plan.notices)


def test_an_outside_sheet_neither_writes_nor_reads_what_is_the_offices_own(officer: User, town_clerk: User) -> None:
    """A clerk fills in as on the form: no follow-up officer, no phone of the investor, no step of the bureau's."""
    told = {"phone": "13800001234", "region": people_of.our_town(), "title": "甲线索", "day": date(2026, 3, 5)}
    lead = actions.add_row(make.ledger("leads"), told, by=officer)
    head = ("线索名称", "收集日期", "投资方", "联系电话", "跟进人", "状态")
    row = ("甲线索", "2026-03-05", "示范集团", "13911112222", officer.name, "签约")
    batch = sheets.imported(town_clerk, sheets.sheet(row, head=head), register="leads")
    assert (batch.errors, batch.updated) == ([], 1)
    lead.refresh_from_db()
    assert (lead.held("investor"), lead.held("phone"), lead.responsible, lead.state) == (
        "示范集团",
        "13800001234",
        None,
        "collected",
    )
    assert "1380000" not in str(batch.findings)
    heads = {column.key for column in registers()["leads"].columns_for(town_clerk)}
    assert heads.isdisjoint({"phone", "contact", "responsible", "state", "on_signed"})
    assert {"phone", "responsible", "state"} <= {column.key for column in registers()["leads"].columns_for(officer)}


def test_an_outside_sheet_moves_no_row_to_somebody_else(officer: User, town_clerk: User) -> None:
    own, other = (
        people_of.our_town(),
        Region.objects.create(code="990123109", name="邻水镇", level="town", parent=people_of.county()),
    )
    actions.add_row(make.ledger("leads"), {"region": own, "title": "甲线索", "day": date(2026, 3, 5)}, by=officer)
    batch = sheets.taken_in(
        town_clerk,
        sheets.sheet(("甲线索", "2026-03-05", other.name), head=("线索名称", "收集日期", "意向落地乡镇")),
        register="leads",
    )
    assert [error["message"] for error in batch.errors] == ["只能修改本单位填报的记录"]


def test_the_journal_holds_no_phone_in_full(officer: User) -> None:
    lead = actions.add_row(make.ledger("leads"), {"title": "甲线索", "day": date(2026, 3, 5), "phone": "13800001234"}, by=officer)
    actions.amend_row(lead, {"phone": "13911112222"}, by=officer)
    sheets.imported(
        officer, sheets.sheet(("乙线索", "2026-03-05", "13722223333"), head=("线索名称", "收集日期", "联系电话")), register="leads"
    )
    told = str([(entry.before, entry.after) for entry in Entry.objects.all()])
    assert "138****1234" in told
    for number in ("13800001234", "13911112222", "13722223333"):
        assert number not in told
