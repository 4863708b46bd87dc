"""政策: the documents of the library, found again by number, else by name. Clauses are written in their form, not in a sheet."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Any

from django.db import models

from titian.accounts.models import User
from titian.base.columns import Column
from titian.base.permissions import Verdict
from titian.base.registers import Register, Remark, Row, Work
from titian.policies.models import Policy
from titian.policies.models.library import MECHANISM
from titian.policies.permissions import can_keep_library, can_see_library


class Policies(Register[Policy]):
    name, label, counted = "policies", "政策", "份"
    help = "一份文件一行，有文号的按文号对，没有的按名称对。新导入的都是草案，登记条款、确认施行以后才起作用。"
    model = Policy
    key = ("number", "title")
    mechanism = MECHANISM
    added, amended, removed = "policies.policy.added", "policies.policy.amended", "policies.policy.removed"
    columns = (
        Column(
            "title", "名称", width=44, required=True, aliases=("政策名称", "文件名称", "标题"), example="示范县支持科技创新若干措施"
        ),
        Column("number", "文号", width=26, aliases=("文件号", "发文字号"), example="示政发〔2026〕3号"),
        Column("issuer", "发文机关", width=24, aliases=("发布单位", "制定机关"), example="示范县人民政府"),
        Column(
            "level",
            "级别",
            "choice",
            choices=Policy.LEVELS,
            spoken={"省": "province", "市": "city", "县": "county", "区级": "county"},
        ),
        Column("region", "适用地区", width=20),
        Column("since", "施行日期", "day", aliases=("施行时间", "实施日期")),
        Column("until", "有效期至", "until", aliases=("失效日期",)),
        Column("url", "原文网址", width=40, aliases=("链接", "网址")),
        Column("checked_on", "最近核对", "day", aliases=("最近核对日期",)),
        Column("confirmed", "已与原文核对", "flag"),
        Column("budget", "年度预算", "money_wan"),
        Column("note", "说明", width=30, aliases=("备注",)),
    )

    def can_see(self, user: User) -> Verdict:
        return can_see_library(user) if user.is_inside else can_keep_library(user)

    def can_add(self, user: User) -> Verdict:
        return can_keep_library(user)

    def can_change(self, user: User, obj: Policy) -> Verdict:
        return can_keep_library(user)

    def rows(self, user: User) -> models.QuerySet[Policy]:
        return Policy.objects.visible_to(user).order_by("pk")

    def find(self, rows: Sequence[Row[Policy]], work: Work) -> None:
        known = list(Policy.objects.all())
        by_number = {one.number: one for one in known if one.number}
        by_title = {one.title: one for one in known if not one.number}
        for row in rows:
            number = row.value("number")
            row.obj = by_number.get(number) if number else by_title.get(str(row.value("title")))

    def identity(self, row: Row[Policy]) -> Hashable | None:
        found: str | None = row.value("number") or row.value("title")
        return found

    def check(self, row: Row[Policy], work: Work) -> Iterator[Remark]:
        since, until = row.value("since"), row.value("until")
        if since and until and until <= since:
            yield Remark("until", f"有效期至早于施行日期 {since}，请核对")
        budget: Any = row.value("budget")
        if budget is not None and budget < 0:
            yield Remark("budget", "年度预算不能为负")
