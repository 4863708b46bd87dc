"""Annual figures of an organisation: one row a year and source, all kept; where sources disagree, one is chosen with a reason.

Statistics law (统计法: material in which a single respondent can be recognised serves no purpose but statistics): what a firm filed to the
statistics bureau (107-1, 107-2) is never the base of a benefit, an evaluation, a gate or a clearing list. Rules and runs of every room
take a firm's figures from one place, `usable_for_benefits()`, and hand rows they got from elsewhere to `demand_usable_for_benefits`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from titian.base.errors import Refused
from titian.base.labels import label_of
from titian.registry.models.organisations import Organisation
from titian.registry.models.owned import OwnedQuerySet

FIRST_YEAR, LAST_YEAR = 1980, 2100
RETURNS = "rnd_statistics"  # the mechanism (base.mechanisms) by which firms' years come in


class Source:
    """Where annual figures come from.

    BENEFITS    what a subsidy, an evaluation, a gate or a clearing list may rest on. A list of what may, not of what may not: of 其他
                nobody can say that it was not copied from a statistics return.
    """

    RETURN, DEDUCTION, AUDIT, STATISTICS, OTHER = "return", "deduction", "audit", "statistics", "other"
    LABELS = {
        RETURN: "企业填报",
        DEDUCTION: "加计扣除申报",
        AUDIT: "审计报告",
        STATISTICS: "统计联网直报",
        OTHER: "其他",
    }
    BENEFITS = frozenset({RETURN, DEDUCTION, AUDIT})
    SPOKEN = {
        "填报": RETURN,
        "企业自报": RETURN,
        "年报": RETURN,
        "加计扣除": DEDUCTION,
        "税务": DEDUCTION,
        "汇算清缴": DEDUCTION,
        "审计": AUDIT,
        "专项审计": AUDIT,
        "统计": STATISTICS,
        "统计局": STATISTICS,
        "107-1": STATISTICS,
        "107-2": STATISTICS,
    }


class AnnualFigureQuerySet(OwnedQuerySet["AnnualFigure"]):
    mechanism = RETURNS

    def of_year(self, year: int) -> AnnualFigureQuerySet:
        return self.filter(year=year)

    def counting(self) -> AnnualFigureQuerySet:
        """One row an organisation and year: the chosen one, else the only one. Where several stand unchosen, none counts yet."""
        others = AnnualFigure.objects.filter(organisation=models.OuterRef("organisation"), year=models.OuterRef("year"))
        others = others.exclude(pk=models.OuterRef("pk"))
        return self.filter(models.Q(is_chosen=True) | ~models.Exists(others))

    def usable_for_benefits(self) -> AnnualFigureQuerySet:
        """What a benefit, an evaluation, a gate or a clearing list may rest on: one row an organisation and year, never statistics.

        The chosen row, else the only one among the sources that may be used: a statistics row beside it neither counts nor makes it
        doubtful. Where several may be used and none of them is chosen, none is: somebody has to choose first.
        """
        usable = self.filter(source__in=Source.BENEFITS)
        others = AnnualFigure.objects.filter(organisation=models.OuterRef("organisation"), year=models.OuterRef("year"))
        others = others.filter(source__in=Source.BENEFITS).exclude(pk=models.OuterRef("pk"))
        return usable.filter(models.Q(is_chosen=True) | ~models.Exists(others))

    def undecided(self) -> AnnualFigureQuerySet:
        """Rows of organisations and years with several sources of which none is chosen."""
        same = AnnualFigure.objects.filter(organisation=models.OuterRef("organisation"), year=models.OuterRef("year"))
        rivals = models.Exists(same.exclude(source=models.OuterRef("source")))
        return self.filter(rivals, ~models.Exists(same.filter(is_chosen=True)))


def _money(label: str, help_text: str = "") -> models.BigIntegerField[int | None, int | None]:
    return models.BigIntegerField(label, null=True, blank=True, help_text=help_text)


def _people(label: str) -> models.PositiveIntegerField[int | None, int | None]:
    return models.PositiveIntegerField(label, null=True, blank=True)


class AnnualFigure(models.Model):
    """What one source says of one organisation and year. Money in fen; a figure that is not known is null, never 0."""

    organisation = models.ForeignKey(Organisation, verbose_name="企业", on_delete=models.CASCADE, related_name="annual_figures")
    year = models.PositiveSmallIntegerField("年度")
    source = models.CharField("来源", max_length=20)
    document = models.CharField("依据", max_length=200, blank=True, help_text="如审计报告文号、申报表名称")

    revenue = _money("营业收入")
    main_business = _money("主营业务收入")
    total_income = _money("收入总额")
    high_tech_income = _money("高新技术产品（服务）收入")
    cost = _money("成本费用")
    profit = _money("利润总额")
    tax_paid = _money("纳税总额")
    total_assets = _money("资产总额")
    net_assets = _money("净资产")
    liabilities = _money("负债总额")
    rd_expense = _money("研发费用", "企业账面归集口径")
    rd_domestic = _money("境内研发费用", "高企口径")
    rd_deduction = _money("加计扣除研发费用", "加计扣除口径")
    rd_statistical = _money("R&D经费", "统计口径")
    staff = _people("职工总数")
    sci_tech_staff = _people("科技人员数")
    rd_staff = _people("研发人员数")

    is_chosen = models.BooleanField("采用", default=False)
    chosen_reason = models.CharField("采用理由", max_length=200, blank=True)
    evidence = models.ManyToManyField("files.StoredFile", verbose_name="佐证材料", blank=True, related_name="+")
    handed_by = models.CharField("对方经办人", max_length=60, blank=True, help_text="代录时填：谁交来的")
    handed_on = models.DateField("交来日期", null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="录入人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = AnnualFigureQuerySet.as_manager()

    MONEY = (
        *("revenue", "main_business", "total_income", "high_tech_income", "cost", "profit", "tax_paid"),
        *("total_assets", "net_assets", "liabilities", "rd_expense", "rd_domestic", "rd_deduction", "rd_statistical"),
    )
    PEOPLE = ("staff", "sci_tech_staff", "rd_staff")

    class Meta:
        verbose_name = verbose_name_plural = "年度数据"
        ordering = ["organisation", "-year", "source"]
        indexes = [models.Index(fields=["year", "source"], name="annual_year_source")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year", "source"],
                name="one_row_a_source",
                violation_error_message="这一年、这个来源的数据已有一行，请打开那一行修改",
            ),
            models.UniqueConstraint(fields=["organisation", "year"], condition=models.Q(is_chosen=True), name="one_chosen_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.year}年 {self.source_label}"

    def get_absolute_url(self) -> str:
        return reverse("registry:annual_figure", args=[self.pk])

    def clean(self) -> None:
        problems = {} if self.source in Source.LABELS else {"source": f"应为{'、'.join(Source.LABELS.values())}之一"}
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            problems["year"] = "应为四位年份，如 2025"
        if problems:
            raise ValidationError(problems)

    @property
    def source_label(self) -> str:
        return Source.LABELS.get(self.source, self.source)

    def amount(self, name: str) -> Decimal | None:
        """Yuan of a money field; None when not known."""
        fen: int | None = getattr(self, name)
        return None if fen is None else Decimal(fen).scaleb(-2)

    def differing(self, others: Iterable[AnnualFigure]) -> list[str]:
        """Fields in which another source says something else (what a source leaves out contradicts nothing)."""
        rows = [row for row in others if row.pk != self.pk]
        return [
            name for name in (*self.MONEY, *self.PEOPLE) if len({self._said(name), *(row._said(name) for row in rows)} - {None}) > 1
        ]

    def _said(self, name: str) -> int | None:
        value: int | None = getattr(self, name)
        return value


# A calibre of the statistics bureau, whoever wrote it down.
STATISTICAL_FIELDS = frozenset({"rd_statistical"})


def demand_usable_for_benefits(rows: Sequence[AnnualFigure], *, purpose: str, fields: Iterable[str] = ()) -> None:
    """Raise Refused, naming every row and field that `purpose` (研发后补助测算, 清零名单) may not rest on."""
    reason = f"依统计法，联网直报的单户数据只作统计汇总，不能作为{purpose}的依据；请改用企业填报、加计扣除申报或审计报告的数"
    problems = [f"「{row}」：{reason}" for row in rows if row.source == Source.STATISTICS]
    problems += [
        f"「{row}」：来源为{row.source_label}，说不清出处，不能作为{purpose}的依据；请登记为企业填报、加计扣除申报或审计报告"
        for row in rows
        if row.source not in Source.BENEFITS and row.source != Source.STATISTICS
    ]
    labels = [label_of(AnnualFigure, name) for name in sorted(STATISTICAL_FIELDS.intersection(fields))]
    problems += [
        f"「{label}」是统计口径，不能作为{purpose}的依据；请改用研发费用、境内研发费用或加计扣除研发费用" for label in labels
    ]
    if problems:
        raise Refused(problems)


def sources_there(organisations: Any, years: Iterable[int]) -> Iterable[tuple[int, int, str]]:
    """(organisation, year, source) of every row, no figures: to say why a year has none that counts."""
    rows = AnnualFigure.objects.filter(organisation__in=organisations, year__in=list(years)).order_by()
    return rows.values_list("organisation", "year", "source").iterator()


def declared_deductions(organisations: Any, years: Iterable[int], *, purpose: str) -> Iterable[tuple[int, int, int]]:
    """(organisation, year, fen) as declared to the tax office: it answers for what may be deducted, whichever source was chosen for the rest.

    The declaration is a source of benefits by itself; the gate is asked all the same.
    """
    found = AnnualFigure.objects.filter(organisation__in=organisations, year__in=list(years), source=Source.DEDUCTION)
    rows = list(found.exclude(rd_deduction=None).only("organisation", "year", "source", "rd_deduction").order_by())
    demand_usable_for_benefits(rows, purpose=purpose, fields=["rd_deduction"])
    return [(row.organisation_id, row.year, row.rd_deduction) for row in rows if row.rd_deduction is not None]
