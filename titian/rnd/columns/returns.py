"""研发投入填报: found again by firm, period and source. What comes in by sheet is submitted, so that it waits to be accepted."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from django.db import models

from titian.accounts.models import User
from titian.base.columns import Column
from titian.base.database import in_chunks
from titian.base.periods import Period
from titian.base.permissions import YES, Verdict, no
from titian.base.registers import Change, Remark, Row, Work
from titian.registry.columns.annual import figure_column
from titian.registry.columns.owned import CODE, OWNER, OwnedRegister
from titian.registry.models import Source
from titian.registry.models.annual import RETURNS
from titian.rnd.models import Return
from titian.rnd.models.returns import SOURCES, ReturnState
from titian.rnd.permissions import can_edit, can_see_returns

_ALIASES = {
    "accounting": ("研发费用", "研发费用合计", "会计口径研发费用", "研发投入", "研究开发费用"),
    "hnte": ("高企口径研发费用",),
    "domestic": ("境内研发费用", "境内研发费"),
    "deduction": ("加计扣除研发费用", "可加计扣除研发费用", "加计扣除口径研发费用"),
    "statistical": ("R&D经费", "R&D经费预估"),
    "assets": ("当年形成用于研究开发的固定资产", "当年形成固定资产"),
    "revenue": ("营收", "主营收入", "销售收入"),
    "main_business": (),
    "staff": ("职工人数", "从业人员", "从业人员数"),
    "rd_staff": ("研发人员", "研究开发人员"),
}


def _field(name: str) -> Column:
    return figure_column(Return, name, _ALIASES[name], "160" if name == "accounting" else "")


class Returns(OwnedRegister[Return]):
    name, label, counted = "rnd-returns", "研发投入填报", "份"
    help = "一家企业一个期间（年度或季度）一行。本期没有研发费用的填 0，不知道的留空。导入后为已报送，核对后逐份或成批采用；金额以万元计。"
    model = Return
    key = ("organisation", "period", "source")
    mechanism = RETURNS
    added, amended, removed = "rnd.return.begun", "rnd.return.amended", "rnd.return.removed"
    columns = (
        OWNER,
        CODE,
        Column(
            "period", "期间", "period", aliases=("年度", "季度", "所属期", "报告期", "填报期间"), required=True, example="2025年"
        ),
        Column("source", "来源", "choice", choices=SOURCES, spoken=Source.SPOKEN, help="不填按企业填报；统计联网直报的数只作汇总"),
        Column("document", "依据", width=24),
        *(_field(name) for name in (*Return.MONEY, *Return.PEOPLE)),
        Column("handed_by", "对方经办人", aliases=("填报人", "企业经办人", "经办人")),
        Column("handed_on", "交来日期", "day", aliases=("填报日期", "报送日期")),
        Column("note", "说明", width=24, aliases=("备注",)),
    )

    def can_see(self, user: User) -> Verdict:
        return can_see_returns(user)

    def can_add(self, user: User) -> Verdict:
        return can_edit(user)

    def can_change(self, user: User, obj: Return) -> Verdict:
        if obj.state == ReturnState.ACCEPTED:
            return no("这份填报已采用，要改请先退回")
        return can_edit(user)

    def may_add(self, row: Row[Return], work: Work) -> Verdict:
        verdict = can_edit(work.user)
        return YES if verdict else verdict

    def rows(self, user: User) -> models.QuerySet[Return]:
        return Return.objects.visible_to(user).select_related("organisation").order_by("pk")

    def tidy(self, row: Row[Return], work: Work) -> Iterator[Remark]:
        yield from super().tidy(row, work)
        row.values["source"] = row.value("source") or Source.RETURN
        period = row.value("period")
        if isinstance(period, Period):
            row.values["period"] = period.text
            if period.kind not in {"year", "quarter"}:
                yield Remark("period", f"{period.label}不是年度或季度，研发投入按年度、季度填报")

    def find(self, rows: Sequence[Row[Return]], work: Work) -> None:
        owners = {row.value("organisation").pk for row in rows if row.value("organisation")}
        known: dict[tuple[int, str, str], Return] = {}
        for some in in_chunks(owners):
            found = Return.objects.filter(organisation__in=some).select_related("organisation")
            known |= {(one.organisation_id, one.period, one.source): one for one in found}
        for row in rows:
            owner = row.value("organisation")
            row.obj = known.get((owner.pk, str(row.value("period")), row.value("source"))) if owner else None

    def identity(self, row: Row[Return]) -> Hashable | None:
        owner = row.value("organisation")
        return (owner.pk, row.value("period"), row.value("source")) if owner and row.value("period") else None

    def check(self, row: Row[Return], work: Work) -> Iterator[Remark]:
        for name in (*Return.MONEY, *Return.PEOPLE):
            value = row.value(name)
            if value is not None and value < 0:
                yield Remark(name, f"{self.column(name).label}不能是负数，请核对")
        period = row.value("period")
        if isinstance(period, str) and Period.parse(period).since > work.day:
            yield Remark("period", f"{Period.parse(period).label}还没有开始，请核对期间")
        if row.obj is None and row.value("accounting") is None:
            yield Remark("accounting", "缺少会计口径的研发费用；本期没有研发费用的填 0")

    def save(self, changes: Sequence[Change[Return]], work: Work) -> None:
        for change in changes:
            change.obj.place()
            if change.is_new:
                change.obj.state, change.obj.submitted_on, change.obj.entered_by = ReturnState.SUBMITTED, work.day, work.user
        super().save(changes, work)
