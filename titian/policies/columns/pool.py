"""培育库: one row a firm and target."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

from django.db import models

from titian.accounts.models import User
from titian.base.columns import Column
from titian.base.database import in_chunks
from titian.base.permissions import Verdict
from titian.base.registers import Remark, Row, Work
from titian.policies.models import PoolEntry
from titian.policies.permissions import LADDER, can_cultivate, can_see_board
from titian.policies.rungs import programme_labels
from titian.registry.columns.owned import CODE, OWNER, OwnedRegister


class Pool(OwnedRegister[PoolEntry]):
    name, label, counted = "pool", "培育库", "家"
    help = "一家企业一个培育目标一行；出库的填出库日期和原因。"
    model = PoolEntry
    key = ("organisation", "programme", "entered_on")
    mechanism = LADDER
    added, amended, removed = "policies.pool.entered", "policies.pool.amended", "policies.pool.removed"
    columns = (
        OWNER,
        CODE,
        Column(
            *("programme", "培育目标", "choice"),
            choices=programme_labels(),
            required=True,
            aliases=("目标", "培育类型"),
            example="高企",
        ),
        Column("entered_on", "入库日期", "day", required=True, aliases=("入库时间",), example="2026-01-15"),
        Column("reason", "入库依据", width=24, aliases=("依据",)),
        Column("stage", "培育阶段", "choice", choices=PoolEntry.STAGES, aliases=("阶段",), example="辅导"),
        Column("left_on", "出库日期", "day", aliases=("出库时间",)),
        Column("left_why", "出库原因", "choice", choices=PoolEntry.LEFT),
        Column("note", "备注", width=24),
    )

    def can_see(self, user: User) -> Verdict:
        return can_see_board(user)

    def can_add(self, user: User) -> Verdict:
        return can_cultivate(user)

    def can_change(self, user: User, obj: PoolEntry) -> Verdict:
        return can_cultivate(user, obj)

    def rows(self, user: User) -> models.QuerySet[PoolEntry]:
        return PoolEntry.objects.visible_to(user).select_related("organisation").order_by("pk")

    def find(self, rows: Sequence[Row[PoolEntry]], work: Work) -> None:
        owners = {row.value("organisation").pk for row in rows if row.value("organisation")}
        known: dict[Hashable, PoolEntry] = {}
        for some in in_chunks(owners):
            found = PoolEntry.objects.filter(organisation__in=some).select_related("organisation")
            known |= {(one.organisation_id, one.programme, one.entered_on): one for one in found}
        for row in rows:
            row.obj = known.get(self.identity(row))

    def identity(self, row: Row[PoolEntry]) -> Hashable | None:
        owner = row.value("organisation")
        return (owner.pk, row.value("programme"), row.value("entered_on")) if owner and row.value("programme") else None

    def check(self, row: Row[PoolEntry], work: Work) -> Iterator[Remark]:
        left, entered, owner = row.value("left_on"), row.value("entered_on"), row.value("organisation")
        if left and entered and left < entered:
            yield Remark("left_on", f"出库日期早于入库日期 {entered}，请核对")
        if bool(left) != bool(row.value("left_why")) and "left_why" in row.values:
            yield Remark("left_why", "出库日期和出库原因要么都填，要么都不填")
        if row.obj is None and owner and not left:
            there = PoolEntry.objects.filter(organisation=owner, programme=row.value("programme"), left_on=None).first()
            if there:
                yield Remark("entered_on", f"这家企业 {there.entered_on} 起已在库，请先登记出库或改用那个入库日期")

    def fill(self, obj: PoolEntry, values: Mapping[str, Any]) -> None:
        super().fill(obj, values)
        obj.stage = obj.stage or "survey"
        obj.stage_since = obj.stage_since or obj.entered_on
