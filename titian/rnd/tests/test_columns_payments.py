"""What the treasury paid comes in by sheet and is held against what was granted."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.base.registers import registers
from titian.base.timeline import events_of
from titian.exchange import actions as exchange
from titian.exchange.exports import exported
from titian.exchange.models import Batch
from titian.exchange.tests import make as sheets
from titian.journal.models import Entry
from titian.registry.tests import make as registry
from titian.rnd import actions
from titian.rnd.models import Award, PaymentBatch, SubsidyRun
from titian.rnd.tests import make

pytestmark = pytest.mark.django_db
WAN, DAY = make.WAN, date(2026, 6, 20)
HEAD = ("收款单位", "补助类型", "实拨金额（元）", "拨付日期", "支付凭证号", "拨付说明")


@pytest.fixture
def run(db: None) -> SubsidyRun:
    return make.subsidy()


@pytest.fixture
def batch(run: SubsidyRun) -> PaymentBatch:
    """云山 3万, 河口 5万 and 7万 (two types)."""
    one, two = registry.organisation("云山科技有限公司"), registry.organisation("河口铸造有限公司")
    made = make.batch(
        make.award(one, "approved", run=run, computed=3 * WAN),
        make.award(two, "approved", run=run, computed=5 * WAN),
        make.award(two, "approved", run=run, computed=7 * WAN, type="above_scale_increment"),
    )
    made.document = "示财教〔2026〕8号"
    made.save()
    return made


def read(by: User, *rows: tuple[Any, ...], head: tuple[str, ...] = HEAD) -> Batch:
    return sheets.taken_in(by, sheets.sheet(*rows, head=head), register="rnd-payments", name="到账.xlsx")


def said(batch: Batch) -> dict[int, str]:
    """Row of the sheet → what is wrong with it."""
    found: dict[int, str] = {}
    for issue in batch.errors:
        found[issue["row"]] = f"{found.get(issue['row'], '')} {issue['message']}".strip()
    return found


def test_payments_settle_the_awards_of_the_batch_and_are_journalled_and_stand_on_the_firm_s_course(
    batch: PaymentBatch, officer: User
) -> None:
    found = read(
        officer,
        ("云山科技有限公司", "", "30,000.00", "2026-06-20", "直支-101", ""),
        ("河口铸造有限公司", "", "70000", "2026-06-20", "直支-102", ""),
        ("河口铸造有限公司", "", "50000", "2026-06-20", "直支-102", ""),
    )
    assert (found.errors, found.warnings) == ([], [])
    exchange.apply(found, by=officer)
    paid = batch.awards.order_by("pk").values_list("state", "paid", "paid_on", "voucher")
    assert list(paid) == [
        ("paid", 3 * WAN, DAY, "直支-101"),
        ("paid", 5 * WAN, DAY, "直支-102"),
        ("paid", 7 * WAN, DAY, "直支-102"),
    ]
    award = batch.awards.order_by("pk")[0]
    entry = Entry.objects.about(award).filter(code="rnd.award.paid").get()
    assert entry.actor == officer
    assert entry.reason == "导入到账表"
    assert "收到年度研发费用后补助 3 万元" in " ".join(event.text for event in events_of(award.organisation, officer))


def test_the_same_sheet_twice_pays_nobody_twice(batch: PaymentBatch, officer: User) -> None:
    rows = [("河口铸造有限公司", "", amount, "2026-06-20", "", "") for amount in ("50000", "70000")]
    exchange.apply(read(officer, *rows), by=officer)
    again = read(officer, *rows)
    assert (again.errors, again.updated, again.unchanged) == ([], 0, 2)


def test_everything_wrong_is_said_at_once_by_row_and_nothing_is_written(
    batch: PaymentBatch, run: SubsidyRun, officer: User
) -> None:
    registry.organisation("未审定有限公司")
    make.award(registry.organisation("未编批有限公司"), "approved", run=run)
    make.award(registry.organisation("只测算有限公司"), run=run)
    found = read(
        officer,
        ("云山科技有限公司", "", "30000.01", "2026-06-20", "", ""),
        ("云山科技有限公司", "", "30000", "2026-06-20", "", ""),
        ("河口铸造有限公司", "", "40000", "2026-06-20", "", ""),
        ("河口铸造有限公司", "年度研发费用后补助", "40000", "2026-06-20", "", ""),
        ("未审定有限公司", "", "1", "2026-06-20", "", ""),
        ("未编批有限公司", "", "100000", "2026-06-20", "", ""),
        ("只测算有限公司", "", "100000", "2026-06-20", "", ""),
        ("没有的有限公司", "", "100000", "2026-06-20", "", ""),
        ("河口铸造有限公司", "规上工业企业研发投入增量后补助", "7", "2026-12-20", "", ""),
    )
    problems = said(found)
    for row, words in {
        2: "比审定的 30,000 元 多 0.01 元",
        3: "与第 2 行重复，请只留一行",
        4: "在批次里有 2 项",
        5: "请在「拨付说明」里写明理由",
        6: "没有审定过后补助，不在任何拨付批次里",
        7: "还没有编入拨付批次",
        8: "没有审定过后补助",
        9: "名录里没有「没有的有限公司」",
        10: "像是以万元填的",
    }.items():
        assert words in problems[row], (row, problems[row])
    assert "还没有到" in problems[10]
    with pytest.raises(Refused):
        exchange.apply(found, by=officer)
    assert not Award.objects.exclude(paid=None).exists()


def test_a_firm_paid_before_is_not_paid_again_by_a_sheet(batch: PaymentBatch, officer: User) -> None:
    award = batch.awards.order_by("pk")[0]
    actions.record_payment(award, paid=3 * WAN, on=date(2026, 6, 1), voucher="直支-9", by=officer)
    found = read(officer, ("云山科技有限公司", "", "30000", "2026-06-20", "", ""))
    (message,) = said(found).values()
    assert "已于 2026-06-01 登记拨付 30,000 元，凭证 直支-9" in message
    assert "不重复拨付" in message
    exact = read(officer, ("云山科技有限公司", "", "30000", "2026-06-01", "", ""))
    assert (exact.errors, exact.unchanged) == ([], 1)


def test_less_than_was_granted_passes_as_doubtful_with_a_word_why(batch: PaymentBatch, officer: User) -> None:
    found = read(officer, ("云山科技有限公司", "", "20000", "2026-05-30", "", "分两次拨付"))
    assert found.errors == []
    doubts = " ".join(issue["message"] for issue in found.warnings)
    assert "比审定的 30,000 元 少 10,000 元" in doubts
    assert "早于编批日期 2026-05-31" in doubts
    exchange.apply(found, by=officer)
    award = batch.awards.order_by("pk")[0]
    assert (award.difference, award.payment_note) == (-WAN, "分两次拨付")


def test_an_import_of_payments_is_taken_back_whole_unless_the_run_is_done(
    batch: PaymentBatch, run: SubsidyRun, officer: User
) -> None:
    rows = [("云山科技有限公司", "", "30000", "2026-06-20", "直支-1", "")]
    rows += [("河口铸造有限公司", "", amount, "2026-06-20", "", "") for amount in ("50000", "70000")]
    found = read(officer, *rows)
    exchange.apply(found, by=officer)
    exchange.undo(found, by=officer, reason="财政退回")
    latest = Entry.objects.about(batch.awards.order_by("pk")[0]).first()
    assert latest is not None
    assert (latest.code, latest.reason) == ("rnd.award.paid", "撤销导入的到账")
    assert set(batch.awards.values_list("state", "paid", "paid_on", "voucher")) == {("approved", None, None, "")}
    again = read(officer, *rows)
    exchange.apply(again, by=officer)
    actions.close_subsidy(run, by=officer)
    with pytest.raises(Refused, match="已经办结"):
        exchange.undo(again, by=officer)
    assert batch.awards.filter(state="paid").count() == 3
    late = read(officer, ("云山科技有限公司", "", "30000", "2026-06-21", "", ""))
    assert "已经办结" in " ".join(said(late).values())


def test_a_document_number_looks_in_that_batch_alone(batch: PaymentBatch, officer: User) -> None:
    head = ("企业名称", "拨付文号", "金额（元）", "日期")
    good = read(officer, ("云山科技有限公司", "示财教〔2026〕8号", "30000", "2026-06-20"), head=head)
    assert good.errors == []
    wrong = read(officer, ("云山科技有限公司", "示财教〔2026〕9号", "30000", "2026-06-20"), head=head)
    assert "不在文号为「示财教〔2026〕9号」的批次里" in " ".join(said(wrong).values())


def test_the_sheet_of_a_batch_comes_back_filled_in_or_in_part(batch: PaymentBatch, client: Client, officer: User) -> None:
    client.force_login(officer)
    page = client.get(batch.get_absolute_url()).content.decode()
    assert reverse("rnd:batch_sheet", args=[batch.pk]) in page
    assert "导入后补助到账" in page
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("rnd:batch_sheet", args=[batch.pk])).content))
    lines = book.worksheets[0]
    heads = {cell.value: cell.column for cell in lines[1]}
    assert [lines.cell(row, heads["审定金额（元）"]).value for row in (2, 3, 4)] == [30_000, 50_000, 70_000]
    lines.cell(3, heads["实拨金额（元）"]).value = 50_000
    lines.cell(3, heads["拨付日期"]).value = "2026-06-20"
    filled = io.BytesIO()
    book.save(filled)
    found = sheets.imported(officer, filled.getvalue(), register="rnd-payments")
    assert (found.errors, found.updated, found.unchanged) == ([], 1, 2)
    assert list(batch.awards.order_by("pk").values_list("paid", flat=True)) == [None, 5 * WAN, None]


def test_payments_go_out_and_come_in_again_unchanged(batch: PaymentBatch, officer: User) -> None:
    actions.record_payment(batch.awards.order_by("pk")[0], paid=3 * WAN, on=DAY, voucher="直支-1", by=officer)
    again = sheets.imported(officer, exported(registers()["rnd-payments"], officer, sheets.DAY), register="rnd-payments")
    assert (again.created, again.updated, again.unchanged) == (0, 0, 3)


def test_who_may_not_record_payments_brings_no_sheet_of_them(batch: PaymentBatch, town_clerk: User, auditor: User) -> None:
    for person in (town_clerk, auditor):
        with pytest.raises(PermissionDenied):
            read(person, ("云山科技有限公司", "", "30000", "2026-06-20", "", ""))


def test_a_sheet_without_amounts_or_with_a_stale_grant_is_refused(batch: PaymentBatch, officer: User) -> None:
    bare = read(officer, ("云山科技有限公司", "2026-06-20"), head=("企业名称", "拨付日期"))
    assert "没有实拨金额这一列" in " ".join(said(bare).values())
    stale = read(
        officer, ("云山科技有限公司", "31000", "30000", "2026-06-20"), head=("企业名称", "审定金额（元）", "实拨金额（元）", "日期")
    )
    assert "账上审定的是 30,000 元" in " ".join(said(stale).values())
    emptied = read(officer, ("云山科技有限公司", "清空", "清空"), head=("企业名称", "实拨金额（元）", "拨付日期"))
    assert "不能用表格清空" in " ".join(said(emptied).values())
