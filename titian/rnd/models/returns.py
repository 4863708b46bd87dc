"""Returns of a firm's R&D spending: a year or a quarter, in four calibres, from draft to accepted."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from titian.base.labels import label_of
from titian.base.periods import Period, PeriodError
from titian.registry.models import Organisation, Source
from titian.registry.models.annual import RETURNS
from titian.registry.models.owned import OwnedQuerySet


class ReturnState:
    """draft → submitted → accepted, or returned and submitted again; accepted may be opened again with a reason."""

    DRAFT, SUBMITTED, RETURNED, ACCEPTED = "draft", "submitted", "returned", "accepted"
    LABELS = {DRAFT: "草稿", SUBMITTED: "已报送", RETURNED: "退回修改", ACCEPTED: "已采用"}
    OPEN = frozenset({DRAFT, RETURNED})


# Where a return may come from; what nobody can tell the origin of is no return.
SOURCES = {code: Source.LABELS[code] for code in (Source.RETURN, Source.DEDUCTION, Source.AUDIT, Source.STATISTICS)}


class ReturnQuerySet(OwnedQuerySet["Return"]):
    mechanism = RETURNS

    def usable_for_benefits(self) -> ReturnQuerySet:
        """Accepted, and never filed to the statistics bureau: all that a gate or a clearing list may look at."""
        return self.filter(state=ReturnState.ACCEPTED, source__in=Source.BENEFITS)

    def annual(self) -> ReturnQuerySet:
        return self.filter(is_annual=True)


class Return(models.Model):
    """One return of one firm, period and source. Money in fen; what is not known is null, never 0."""

    organisation = models.ForeignKey(Organisation, verbose_name="企业", on_delete=models.CASCADE, related_name="rnd_returns")
    period = models.CharField("期间", max_length=9)
    year = models.PositiveSmallIntegerField("年度", editable=False)
    is_annual = models.BooleanField("年报", editable=False, default=True)
    source = models.CharField("来源", max_length=20, default=Source.RETURN)
    document = models.CharField("依据", max_length=200, blank=True)
    state = models.CharField("状态", max_length=10, default=ReturnState.DRAFT, editable=False, db_index=True)

    accounting = models.BigIntegerField("研发费用（会计）", null=True, blank=True)
    hnte = models.BigIntegerField("研发费用（高企）", null=True, blank=True)
    domestic = models.BigIntegerField("境内研发费用（高企）", null=True, blank=True)
    deduction = models.BigIntegerField("可加计研发费用", null=True, blank=True)
    statistical = models.BigIntegerField("R&D经费（预估）", null=True, blank=True, help_text="统计口径只是预估，不写入年度数据")
    assets = models.BigIntegerField("当年形成研发用固定资产", null=True, blank=True)
    revenue = models.BigIntegerField("营业收入", null=True, blank=True)
    main_business = models.BigIntegerField("主营业务收入", null=True, blank=True)
    staff = models.PositiveIntegerField("职工总数", null=True, blank=True)
    rd_staff = models.PositiveIntegerField("研发人员数", null=True, blank=True)

    note = models.CharField("说明", max_length=300, blank=True)
    handed_by = models.CharField("对方经办人", max_length=60, blank=True, help_text="代录时填：谁交来的")
    handed_on = models.DateField("交来日期", null=True, blank=True)
    evidence = models.ManyToManyField("files.StoredFile", verbose_name="佐证材料", blank=True, related_name="+")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="录入人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_on = models.DateField("报送日期", null=True, blank=True, editable=False)
    returned_reason = models.CharField("退回原因", max_length=300, blank=True, editable=False)
    accepted_on = models.DateField("采用日期", null=True, blank=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="采用人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = ReturnQuerySet.as_manager()
    MONEY = ("accounting", "hnte", "domestic", "deduction", "statistical", "assets", "revenue", "main_business")
    PEOPLE = ("staff", "rd_staff")
    # What an accepted annual return writes into the register; the estimate of the statistics calibre is no figure of anybody.
    WRITTEN = {
        "accounting": "rd_expense",
        "domestic": "rd_domestic",
        "deduction": "rd_deduction",
        "revenue": "revenue",
        "main_business": "main_business",
        "staff": "staff",
        "rd_staff": "rd_staff",
    }

    class Meta:
        verbose_name = verbose_name_plural = "研发投入填报"
        ordering = ["-year", "organisation", "-period", "source"]
        indexes = [models.Index(fields=["year", "is_annual", "state"], name="rnd_return_year")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "period", "source"],
                name="one_return_a_period",
                violation_error_message="这一期间、这个来源已有一份填报，请打开那一份修改",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.period_label}研发投入填报"

    def get_absolute_url(self) -> str:
        return reverse("rnd:return", args=[self.pk])

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.place()
        super().save(*args, **kwargs)

    def place(self) -> None:
        """Year and kind follow from the period."""
        try:
            self.year, self.is_annual = self.about.year, self.about.kind == "year"
        except PeriodError:
            self.year, self.is_annual = int(self.period[:4]) if self.period[:4].isdigit() else 0, False

    def clean(self) -> None:
        problems = {} if self.source in SOURCES else {"source": f"应为{'、'.join(SOURCES.values())}之一"}
        try:
            if self.about.kind not in {"year", "quarter"}:
                problems["period"] = "研发投入按年度或季度填报，如 2025、2025年三季度"
        except PeriodError as problem:
            problems["period"] = str(problem)
        problems |= {
            name: f"{label_of(self, name)}不能是负数" for name in (*self.MONEY, *self.PEOPLE) if (getattr(self, name) or 0) < 0
        }
        if problems:
            raise ValidationError(problems)

    @property
    def about(self) -> Period:
        return Period.typed(self.period)

    @property
    def period_label(self) -> str:
        try:
            return self.about.label
        except PeriodError:
            return self.period

    @property
    def source_label(self) -> str:
        return Source.LABELS.get(self.source, self.source)

    @property
    def state_label(self) -> str:
        return ReturnState.LABELS.get(self.state, self.state)

    @property
    def is_open(self) -> bool:
        return self.state in ReturnState.OPEN

    @property
    def doubts(self) -> list[str]:
        """Shown beside the figures; never a reason to refuse."""
        pairs = (("domestic", "hnte"), ("deduction", "accounting"), ("rd_staff", "staff"), ("main_business", "revenue"))
        found = []
        for part, whole in pairs:
            small, large = getattr(self, part), getattr(self, whole)
            if small is not None and large is not None and small > large:
                labels = [label_of(self, name) for name in (part, whole)]
                found.append(f"{labels[0]}大于{labels[1]}，请核对")
        return found


def waits_since(found: Return) -> date | None:
    return found.submitted_on if found.state == ReturnState.SUBMITTED else None
