"""知识产权: found again by holder and number."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from django.db import models

from titian.accounts.models import User
from titian.base.columns import Column
from titian.base.database import in_chunks
from titian.base.permissions import Verdict
from titian.base.registers import Remark, Row, Work
from titian.registry.columns.owned import CODE, OWNER, OwnedRegister
from titian.registry.models import IntellectualProperty
from titian.registry.permissions import can_see_organisations


class Properties(OwnedRegister[IntellectualProperty]):
    name, label, counted = "ip", "知识产权", "件"
    help = "一件知识产权一行；Ⅰ类、Ⅱ类按类型自动区分，不用填。"
    model = IntellectualProperty
    key = ("organisation", "number")
    added, amended, removed = "registry.property.added", "registry.property.amended", "registry.property.removed"
    columns = (
        OWNER,
        CODE,
        Column(
            *("kind", "类型", "choice"),
            choices=IntellectualProperty.KINDS,
            spoken=IntellectualProperty.SPOKEN,
            aliases=("知识产权类型", "专利类型", "种类", "类别", "知识产权类别"),
            required=True,
            example="发明专利",
        ),
        Column(
            *("number", "授权号"),
            width=22,
            aliases=("专利号", "登记号", "授权编号", "证书号", "申请号", "专利（登记）号", "编号"),
            required=True,
            example="ZL202410000001.X",
        ),
        Column("name", "名称", width=40, aliases=("知识产权名称", "专利名称", "软件名称", "发明名称"), required=True),
        Column(
            *("obtained", "获得方式", "choice"),
            choices=IntellectualProperty.OBTAINED,
            spoken={
                "自主研发取得": "own",
                "自研": "own",
                "自主": "own",
                "购买": "transfer",
                "转让": "transfer",
                "受让取得": "transfer",
            },
            aliases=("取得方式", "来源"),
        ),
        Column("applied_on", "申请日期", "day", aliases=("申请日", "申请时间")),
        Column("granted_on", "授权日期", "day", aliases=("授权日", "授权时间", "登记日期", "授权公告日", "获得日期")),
        Column("expires_on", "届满日期", "until", aliases=("到期日期", "有效期至", "届满日")),
    )

    def can_see(self, user: User) -> Verdict:
        return can_see_organisations(user)

    def rows(self, user: User) -> models.QuerySet[IntellectualProperty]:
        return IntellectualProperty.objects.visible_to(user).select_related("organisation").order_by("pk")

    def find(self, rows: Sequence[Row[IntellectualProperty]], work: Work) -> None:
        owners = {row.value("organisation").pk for row in rows if row.value("organisation")}
        known: dict[tuple[int, str], IntellectualProperty] = {}
        for some in in_chunks(owners):
            found = IntellectualProperty.objects.filter(organisation__in=some).select_related("organisation")
            known |= {(one.organisation_id, one.number): one for one in found}
        for row in rows:
            owner = row.value("organisation")
            row.obj = known.get((owner.pk, row.value("number"))) if owner else None

    def identity(self, row: Row[IntellectualProperty]) -> Hashable | None:
        owner = row.value("organisation")
        return (owner.pk, row.value("number")) if owner and row.value("number") else None

    def check(self, row: Row[IntellectualProperty], work: Work) -> Iterator[Remark]:
        granted, applied = row.value("granted_on"), row.value("applied_on")
        if granted and applied and applied > granted:
            yield Remark("applied_on", f"申请日期晚于授权日期 {granted}，请核对")
        if granted and granted > work.day:
            yield Remark("granted_on", f"授权日期 {granted} 还没有到，请核对")
