"""后补助到账: what the treasury or the bank paid, held against the awards of the payment batches.

A sheet makes no award and approves none; it says of one that it was paid.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.db import models

from titian.accounts.models import User
from titian.base.columns import Column
from titian.base.database import in_chunks
from titian.base.money import to_fen, to_yuan
from titian.base.permissions import Verdict, no
from titian.base.quantities import plain
from titian.base.registers import Change, Remark, Row, Work, all_in_words
from titian.journal import actions as journal
from titian.registry.columns.owned import CODE, OWNER, OwnedRegister
from titian.rnd.actions import settle
from titian.rnd.columns.matching import Said, matched
from titian.rnd.columns.projects import internal
from titian.rnd.models import Award
from titian.rnd.models.subsidy import MECHANISM
from titian.rnd.permissions import can_pay, can_see_subsidies
from titian.rnd.policy import type_labels

_WHY = "why a row leads to no award"
_PAID, _DAY = "paid", "paid_on"
# What only says which award is meant; the award keeps its own.
_NAMING = frozenset({"organisation", "type", "year", "document", "amount"})


class Payments(OwnedRegister[Award]):
    name, label, counted = "rnd-payments", "后补助到账", "笔"
    help = (
        "财政或银行实际拨付的明细，一项补助一行，金额以元计。按企业找到拨付批次里的那一项；一家企业有几项的，按补助类型或金额对上。"
        "没有填实拨金额的行按未到账处理。少拨的写明说明，多拨、重复拨付和不在批次里的不能导入。"
    )
    model = Award
    key = ("organisation",)
    mechanism = MECHANISM
    added, amended, removed = "", "", ""
    columns = (
        replace(OWNER, aliases=(*OWNER.aliases, "收款单位", "收款人", "收款人名称", "收款户名", "户名", "收款方")),
        CODE,
        Column("type", "补助类型", "choice", width=26, choices=type_labels(), help="一家企业有几项补助时填写"),
        Column("year", "补助所属年度", "year", help="不填按待拨付的那一年"),
        Column("document", "拨付文号", aliases=("拨款文号", "指标文号", "批次"), width=24, help="填了只在这一批里找"),
        internal(
            "amount", "审定金额", "decimal", unit="元", aliases=("应拨金额", "批复金额"), help="只作核对，与账上不同的不能导入"
        ),
        internal(
            *(_PAID, "实拨金额", "decimal"),
            unit="元",
            aliases=("拨付金额", "到账金额", "支付金额", "金额", "实付金额", "发放金额"),
            example="84000.00",
        ),
        internal(_DAY, "拨付日期", "day", aliases=("到账日期", "支付日期", "付款日期", "交易日期", "日期"), example="2026-06-20"),
        internal("voucher", "支付凭证号", aliases=("凭证号", "凭证编号", "支付令号", "流水号", "交易流水号", "回单号")),
        internal(
            "payment_note", "拨付说明", width=24, aliases=("说明", "备注", "附言"), help="实拨少于审定的必填，例如：分两次拨付"
        ),
    )

    def can_see(self, user: User) -> Verdict:
        return can_see_subsidies(user)

    def can_add(self, user: User) -> Verdict:
        """Whoever records payments may bring the sheet; no row of it makes an award."""
        return can_pay(user)

    def can_change(self, user: User, obj: Award) -> Verdict:
        return no(f"「{obj.run}」已经办结，不能再登记拨付") if obj.run.is_closed else can_pay(user)

    def may_add(self, row: Row[Award], work: Work) -> Verdict:
        return no(work.kept.get(_WHY, {}).get((row.sheet, row.number), "没有找到对应的补助"))

    def whole(self) -> models.QuerySet[Award]:
        return Award.objects.select_related("organisation", "run", "batch")

    def rows(self, user: User) -> models.QuerySet[Award]:
        return self.whole().filter(pk__in=Award.objects.visible_to(user).exclude(batch=None).values("pk")).order_by("pk")

    def find(self, rows: Sequence[Row[Award]], work: Work) -> None:
        granted: dict[int, list[Award]] = defaultdict(list)
        seen = Award.objects.visible_to(work.user).standing()
        for some in in_chunks({row.value("organisation").pk for row in rows if row.value("organisation")}):
            for award in self.whole().filter(pk__in=seen.filter(organisation__in=some).values("pk")).order_by("pk"):
                granted[award.organisation_id].append(award)
        why = work.kept.setdefault(_WHY, {})
        for row in rows:
            owner = row.value("organisation")
            if owner is None:
                why[row.sheet, row.number] = "没有认出企业，找不到对应的补助"
                continue
            row.obj, why[row.sheet, row.number] = matched(owner, granted[owner.pk], _said(row))

    def identity(self, row: Row[Award]) -> Hashable | None:
        """Rows that lead to an award are told apart by it; the others say for themselves what is wrong."""
        return None

    def check(self, row: Row[Award], work: Work) -> Iterator[Remark]:
        if _PAID not in row.places:
            if not work.kept.setdefault("no amounts", False):
                work.kept["no amounts"] = True
                yield Remark(_PAID, "表里没有实拨金额这一列，请补上，或在预览页指定是哪一列")
            return
        if row.emptied & {_PAID, _DAY}:
            yield Remark(_PAID, "登记过的到账不能用表格清空；登记错了请撤销那次导入，或到那一项「登记拨付」更正")
        if row.obj is not None:
            yield from _held_against(row, row.obj, work)

    def same(self, key: str, before: Any, value: Any) -> bool:
        return key in _NAMING or super().same(key, before, value)

    def current(self, obj: Award) -> dict[str, Any]:
        return {
            "organisation": obj.organisation,
            "type": obj.type,
            "year": obj.year,
            "document": (obj.batch and obj.batch.document) or None,
            "amount": None if obj.amount is None else to_yuan(obj.amount),
            _PAID: None if obj.paid is None else to_yuan(obj.paid),
            _DAY: obj.paid_on,
            "voucher": obj.voucher or None,
            "payment_note": obj.payment_note or None,
        }

    def fill(self, obj: Award, values: Mapping[str, Any]) -> None:
        said = {key: value for key, value in values.items() if key not in _NAMING}
        if _PAID in said:
            obj.paid = None if said[_PAID] is None else to_fen(said[_PAID])
            said.pop(_PAID)
        super().fill(obj, said)

    def save(self, changes: Sequence[Change[Award]], work: Work) -> None:
        undone = "undo" in work.kept
        lines = [journal.Change(one.obj, all_in_words(one.before or {}), all_in_words(one.after)) for one in changes]
        settle(lines, by=work.user, reason="撤销导入的到账" if undone else f"导入到账表 {work.kept.get('reason', '')}".strip())


def _said(row: Row[Award]) -> Said:
    paid = row.value(_PAID)
    return Said(
        row.value("type"),
        row.value("year"),
        row.value("document"),
        to_fen(paid) if _is_whole_fen(paid) else None,
        row.value(_DAY),
    )


def _is_whole_fen(amount: Any) -> bool:
    return isinstance(amount, Decimal) and amount == amount.quantize(Decimal("0.01"))


def _held_against(row: Row[Award], award: Award, work: Work) -> Iterator[Remark]:
    """Everything that is wrong with one payment; nothing where the row says none."""
    paid, day = row.value(_PAID), row.value(_DAY)
    if paid is None:
        if day is not None or row.value("voucher"):
            yield Remark(_PAID, "填了拨付日期或凭证号，没有实拨金额，请补上；还没有到账的整行留空")
        return
    if day is None and award.paid_on is None:
        yield Remark(_DAY, "缺少拨付日期，请按支付凭证补上")
    if day is not None and day > work.day:
        yield Remark(_DAY, f"拨付日期 {day} 还没有到，请核对")
    if day is not None and award.batch and day < award.batch.day:
        yield Remark(_DAY, f"拨付日期早于编批日期 {award.batch.day}，请核对", doubtful=True)
    granted = row.value("amount")
    if granted is not None and granted != to_yuan(award.amount or 0):
        yield Remark("amount", f"账上审定的是 {_yuan(award.amount or 0)}，与表里不同；表可能是审定改动以前的，请核对")
    if not _is_whole_fen(paid):
        yield Remark(_PAID, f"实拨金额 {paid} 元不是整分，请核对小数位")
    elif award.paid is not None:
        yield from _paid_again(award, to_fen(paid), day)
    else:
        yield from _against_granted(award, to_fen(paid), row.value("payment_note"))


def _paid_again(award: Award, paid: int, day: Any) -> Iterator[Remark]:
    if paid == award.paid and day in {None, award.paid_on}:
        return
    before = f"{_yuan(award.paid or 0)}{f'，凭证 {award.voucher}' if award.voucher else ''}"
    how = "同一项不重复拨付；登记错了请撤销原来的导入，或到那一项「登记拨付」更正"
    yield Remark(_PAID, f"「{award}」已于 {award.paid_on} 登记拨付 {before}，{how}")


def _against_granted(award: Award, paid: int, note: Any) -> Iterator[Remark]:
    granted = award.amount or 0
    if paid <= 0:
        yield Remark(_PAID, f"实拨金额应大于零；退回的款不在这里登记。审定是 {_yuan(granted)}")
    elif paid * 10_000 == granted:
        yield Remark(_PAID, f"审定是 {_yuan(granted)}，这里像是以万元填的，请换算成元")
    elif paid > granted:
        yield Remark(_PAID, f"实拨 {_yuan(paid)}，比审定的 {_yuan(granted)} 多 {_yuan(paid - granted)}，请与财政核对后改正")
    elif paid < granted:
        short = f"实拨 {_yuan(paid)}，比审定的 {_yuan(granted)} 少 {_yuan(granted - paid)}"
        if note or award.payment_note:
            yield Remark(_PAID, short, doubtful=True)
        else:
            yield Remark("payment_note", f"{short}，请在「拨付说明」里写明理由，例如：分两次拨付、账户退回")


def _yuan(fen: int) -> str:
    return f"{plain(to_yuan(fen), grouped=True)} 元"
