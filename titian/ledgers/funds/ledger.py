"""What forms, imports and pages ask of 争取上级资金."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from titian.accounts.models import User
from titian.base.money import in_wan
from titian.base.pages import Action, Fact
from titian.base.registers import Remark
from titian.ledgers.computing import Computing
from titian.ledgers.funds.flow import ISSUED, Item, left
from titian.ledgers.models import Ledger, LedgerRow, LedgerRowQuerySet

LEDGER = "upper_funds"
ASKED, EXPECTED, ARRIVED, PAID, LEFT = "asked", "expected", "arrived", "paid", "left"
_BEFORE = ("asked", "expected")


class UpperFunds(Computing):
    """What is left follows from what arrived and what was paid out; what is only expected is never money."""

    derived = (LEFT,)

    def complete(self, row: LedgerRow) -> None:
        found = left(row.data.get(ARRIVED), row.data.get(PAID))
        if found is not None:
            row.data = {**row.data, LEFT: found}

    def doubts(self, row: LedgerRow, known: dict[str, Any]) -> Iterator[Remark]:
        if row.state in _BEFORE and row.amount is not None:
            yield Remark(
                "amount",
                f"还是「{row.state_label}」就填了下达额：有下达文件的登记「已下达」，没有的写在「预计额」里",
                doubtful=True,
            )
        arrived, paid = row.data.get(ARRIVED), row.data.get(PAID)
        if arrived is not None and row.amount is not None and arrived > row.amount:
            yield Remark(ARRIVED, f"到账 {in_wan(arrived, 6)} 万元，比下达的 {in_wan(row.amount, 6)} 万元多，请核对", doubtful=True)
        if paid is not None and arrived is not None and paid > arrived:
            yield Remark(PAID, f"拨付 {in_wan(paid, 6)} 万元，比到账的 {in_wan(arrived, 6)} 万元多，请核对", doubtful=True)

    def facts(self, row: LedgerRow, user: User, day: date) -> Iterator[Fact]:
        if row.state in ISSUED and row.amount is not None:
            arrived, paid = row.data.get(ARRIVED) or 0, row.data.get(PAID) or 0
            said = [("下达未到账", row.amount - arrived), ("到账未拨付", arrived - paid)]
            stuck = "，".join(f"{word} {in_wan(sum_, 6)} 万元" for word, sum_ in said if sum_ > 0)
            since = f"（{row.touched_on} 以来 {(day - row.touched_on).days} 天没有进展）" if stuck and row.touched_on else ""
            yield Fact("资金停在", f"{stuck or '已全部拨付'}{since}", source="下达额、到账额、拨付额", day=day)
        elif row.state == EXPECTED:
            yield Fact("计入争取数", "不计：只是预计，没有下达文件", source="台账规则")

    def list_acts(self, ledger: Ledger, user: User) -> Iterator[Action]:
        if user.is_inside:
            yield Action("年度级别汇总", reverse("ledgers:fund_flows"))


def items(rows: LedgerRowQuerySet) -> list[Item]:
    columns = rows.order_by().values_list("batch", "level", "state", "amount", "data")
    return [
        Item(year, level, state, data.get(ASKED), data.get(EXPECTED), issued, data.get(ARRIVED), data.get(PAID))
        for year, level, state, issued, data in columns
    ]
