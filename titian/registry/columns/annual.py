"""年度数据: one row an organisation, year and source."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.db import models

from titian.accounts.models import User
from titian.base.columns import Column
from titian.base.database import in_chunks
from titian.base.disclosure import Disclosure
from titian.base.labels import label_of
from titian.base.permissions import Verdict
from titian.base.registers import Remark, Row, Work
from titian.registry.columns.owned import CODE, OWNER, OwnedRegister
from titian.registry.models import AnnualFigure, Source
from titian.registry.models.annual import RETURNS
from titian.registry.permissions import can_see_annual_figures

_ALIASES = {
    "revenue": ("营收", "营业总收入", "主营收入", "销售收入", "营业收入合计"),
    "main_business": ("主营业务收入总额",),
    "total_income": ("总收入", "企业总收入", "收入合计"),
    "high_tech_income": ("高新技术产品收入", "高新产品收入", "高新技术产品（服务）收入总额", "高新收入", "高品收入"),
    "cost": ("成本费用总额", "成本费用支出", "成本费用支出总额"),
    "profit": ("利润",),
    "tax_paid": ("纳税额", "实缴税金", "上缴税金"),
    "total_assets": ("总资产", "资产总计"),
    "net_assets": ("净资产总额", "所有者权益"),
    "liabilities": ("总负债", "负债合计"),
    "rd_expense": ("研究开发费用", "研发投入", "研发费", "研发费用总额", "研发费用合计", "归集研发费用", "研发费用归集"),
    "rd_domestic": ("境内研发费", "在中国境内发生的研发费用", "境内研究开发费用"),
    "rd_deduction": ("加计扣除额", "研发费用加计扣除", "加计扣除口径研发费用", "可加计扣除研发费用"),
    "rd_statistical": ("R&D经费支出", "R&D经费内部支出", "RD经费", "统计口径研发经费"),
    "staff": ("职工人数", "员工总数", "员工人数", "从业人员", "从业人员数", "职工数", "人数"),
    "sci_tech_staff": ("科技人员", "科技活动人员", "科技人员总数"),
    "rd_staff": ("研发人员", "研究开发人员", "R&D人员"),
}
_EXAMPLES = {"revenue": "3200", "rd_expense": "160", "staff": "85", "sci_tech_staff": "18"}
_MAY_BE_NEGATIVE = frozenset({"profit", "net_assets"})
# Of every pair the first cannot be larger than the second.
_PARTS = (
    ("high_tech_income", "total_income"),
    ("main_business", "total_income"),
    ("rd_domestic", "rd_expense"),
    ("sci_tech_staff", "staff"),
    ("rd_staff", "staff"),
    ("liabilities", "total_assets"),
)


def figure_column(model: Any, name: str, aliases: Sequence[str] = (), example: str = "") -> Column:
    """The column of a figure of a model that says its MONEY and PEOPLE."""
    people = name in model.PEOPLE
    return Column(
        *(name, label_of(model, name), "integer" if people else "money_wan"),
        unit="人" if people else "",
        aliases=tuple(aliases),
        example=example,
        disclosure=Disclosure.INTERNAL,
    )


def _field(name: str) -> Column:
    return figure_column(AnnualFigure, name, _ALIASES.get(name, ()), _EXAMPLES.get(name, ""))


class AnnualFigures(OwnedRegister[AnnualFigure]):
    name, label, counted = "annual-figures", "年度数据", "行"
    help = "一家企业一年一个来源一行；不同来源的数各自保留，不一致时再选定采用哪一个。金额以万元计。"
    model = AnnualFigure
    key = ("organisation", "year", "source")
    mechanism = RETURNS
    added, amended, removed = "registry.annual_figure.added", "registry.annual_figure.amended", "registry.annual_figure.removed"
    columns = (
        OWNER,
        CODE,
        Column("year", "年度", "year", aliases=("年份", "所属年度", "会计年度", "统计年度", "数据年度"), example="2025"),
        Column(
            *("source", "来源", "choice"),
            choices=Source.LABELS,
            spoken=Source.SPOKEN,
            aliases=("数据来源",),
            example="企业填报",
            help="不填按企业填报；统计联网直报的数只作汇总，不用于补助、评价",
        ),
        Column("document", "依据", width=24, aliases=("依据文件", "报告文号"), example="审计报告"),
        *(_field(name) for name in (*AnnualFigure.MONEY, *AnnualFigure.PEOPLE)),
    )

    def can_see(self, user: User) -> Verdict:
        return can_see_annual_figures(user)

    def rows(self, user: User) -> models.QuerySet[AnnualFigure]:
        return AnnualFigure.objects.visible_to(user).select_related("organisation").order_by("pk")

    def tidy(self, row: Row[AnnualFigure], work: Work) -> Iterator[Remark]:
        yield from super().tidy(row, work)
        if row.value("year") is None and len(set(row.years.values())) == 1:
            row.values["year"] = next(iter(row.years.values()))
        if row.value("year") is None and not row.text("year"):
            yield Remark("year", "缺少年度，请补上（或在表头写明，如「2025年营业收入」）")
        row.values["source"] = row.value("source") or Source.RETURN

    def find(self, rows: Sequence[Row[AnnualFigure]], work: Work) -> None:
        owners = {row.value("organisation").pk for row in rows if row.value("organisation")}
        known: dict[tuple[int, int, str], AnnualFigure] = {}
        for some in in_chunks(owners):
            found = AnnualFigure.objects.filter(organisation__in=some).select_related("organisation")
            known |= {(one.organisation_id, one.year, one.source): one for one in found}
        for row in rows:
            owner = row.value("organisation")
            row.obj = known.get((owner.pk, row.value("year"), row.value("source"))) if owner else None

    def identity(self, row: Row[AnnualFigure]) -> Hashable | None:
        owner = row.value("organisation")
        return (owner.pk, row.value("year"), row.value("source")) if owner and row.value("year") else None

    def check(self, row: Row[AnnualFigure], work: Work) -> Iterator[Remark]:
        year = row.value("year")
        if isinstance(year, int) and year > work.day.year:
            yield Remark("year", f"{year} 年还没有到，请核对年度")
        for name in (*AnnualFigure.MONEY, *AnnualFigure.PEOPLE):
            number = _number(row, name)
            if number is not None and number < 0 and name not in _MAY_BE_NEGATIVE:
                yield Remark(name, f"{self.column(name).label}不能是负数，请核对")
        for part, whole in _PARTS:
            small, large = _number(row, part), _number(row, whole)
            if small is not None and large is not None and small > large:
                message = f"{self.column(part).label}大于{self.column(whole).label}，请核对"
                yield Remark(part, message, doubtful=True)


def _number(row: Row[AnnualFigure], name: str) -> Decimal | int | None:
    value = row.value(name)
    return value if isinstance(value, int | Decimal) else None
