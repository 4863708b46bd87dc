"""Stated figures: every value somebody wrote, with its key, where it stands, and whether it counts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from titian.base.periods import Period
from titian.base.quantities import Operator, Quantity
from titian.figures.catalogue import Indicator
from titian.figures.checks import Conflict, Statement, conflicts
from titian.figures.key import STATUSES, FigureKey
from titian.figures.models.indicators import indicator

if TYPE_CHECKING:
    from titian.accounts.models import User

STATED, SET_ASIDE, WITHDRAWN = "stated", "set_aside", "withdrawn"


class State:
    """Does a statement count? Codes of `Figure.state` with their labels."""

    STATED, SET_ASIDE, WITHDRAWN = STATED, SET_ASIDE, WITHDRAWN
    LABELS = {STATED: "在账", SET_ASIDE: "不采用", WITHDRAWN: "撤回"}


class Origin:
    """Where a statement comes from. Codes of `Figure.origin`."""

    DOCUMENT, ENTRY, ROWS = "document", "entry", "rows"
    LABELS = {DOCUMENT: "文稿", ENTRY: "填报", ROWS: "台账"}


class FigureQuerySet(models.QuerySet["Figure"]):
    def visible_to(self, user: User) -> FigureQuerySet:
        """Inside people see all; a town clerk the own town's and the county's published kind; others nothing."""
        if user.is_inside:
            return self
        if user.own_town_id:
            return self.filter(region=user.own_town_id)
        return self.none()

    def counting(self) -> FigureQuerySet:
        """Statements that are in the books (not set aside, not withdrawn)."""
        return self.filter(state=STATED)

    def of_key(self, key: FigureKey) -> FigureQuerySet:
        return self.filter(identity=key.text)

    def statements(self) -> list[Statement]:
        """The rows as the checks see them; corrected rows stay in, marked by who corrects them."""
        return [row.as_statement() for row in self.select_related("region", "department")]

    def conflicts(self) -> list[Conflict]:
        """Identities among these rows whose counting statements contradict each other."""
        return conflicts(self.counting().statements())


class Figure(models.Model):
    """One statement: a value of a figure, who states it, from where, as of when."""

    identity = models.CharField("指标标识", max_length=400, db_index=True, editable=False)
    indicator = models.CharField("指标代码", max_length=60, db_index=True)
    period = models.CharField("期间", max_length=9, db_index=True)
    status = models.CharField("状态", max_length=10)
    region = models.ForeignKey("places.Region", verbose_name="区域", on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(
        "accounts.Department", verbose_name="科室", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    calibre = models.CharField("口径", max_length=60, blank=True)
    level = models.CharField("级别", max_length=30, blank=True)
    stage = models.CharField("环节", max_length=30, blank=True)
    scope = models.CharField("范围", max_length=100, blank=True)

    value = models.DecimalField("数值", max_digits=24, decimal_places=4)
    operator = models.CharField("精确程度", max_length=10, default=Operator.EXACT)
    as_of = models.DateField("截至", null=True, blank=True)

    origin = models.CharField("来源", max_length=10)
    document = models.CharField("来源文稿", max_length=200, blank=True)
    document_ref = models.CharField("文稿编号", max_length=60, blank=True, db_index=True)
    offset = models.PositiveIntegerField("位置", null=True, blank=True)
    number_text = models.CharField("原文数字", max_length=60, blank=True)
    quote = models.TextField("原文", blank=True)
    names = models.JSONField("名单", default=list, blank=True, help_text="数的是哪些：企业、平台、项目的简称，按本局的次序")
    evidence = models.ManyToManyField("files.StoredFile", verbose_name="佐证材料", blank=True, related_name="+")
    note = models.TextField("说明", blank=True)

    state = models.CharField("采用情况", max_length=10, default=STATED, db_index=True)
    state_reason = models.CharField("理由", max_length=300, blank=True)
    corrects = models.OneToOneField(
        "self", verbose_name="更正", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="录入人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    stated_at = models.DateTimeField("录入时间", auto_now_add=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="审定人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField("审定时间", null=True, blank=True)

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "指标数"
        ordering = ["indicator", "period", "pk"]
        indexes = [models.Index(fields=["region", "period", "state"], name="figure_region_period")]
        constraints = [models.CheckConstraint(condition=models.Q(status__in=list(STATUSES)), name="figure_status_known")]

    def __str__(self) -> str:
        return f"{self.name} {self.period_label} {self.printed}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.identity = self.key.text
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("figures:figure", args=[self.pk])

    @property
    def key(self) -> FigureKey:
        return FigureKey(
            indicator=self.indicator,
            period=Period(self.period),
            region=self.region.key,
            status=self.status,
            calibre=self.calibre,
            level=self.level,
            stage=self.stage,
            scope=self.scope,
            department=self.department.name if self.department else "",
        )

    def as_statement(self) -> Statement:
        return Statement(
            id=self.pk,
            key=self.key,
            value=self.value,
            operator=Operator(self.operator),
            as_of=self.as_of,
            corrects=self.corrects_id,
            approved=self.approved_at is not None,
            order=self.pk,
        )

    @property
    def entry(self) -> Indicator:
        """The catalogue entry; one made up from the code when the catalogue has lost it."""
        found = indicator(self.indicator)
        return found or Indicator(code=self.indicator, name=self.indicator, unit="", kind="flow", area="", area_label="")

    @property
    def name(self) -> str:
        return self.entry.name

    @property
    def quantity(self) -> Quantity:
        return Quantity(self.value, self.entry.unit, Operator(self.operator))

    @property
    def printed(self) -> str:
        """The office's print: 1,099万元， 470余家."""
        return str(self.quantity)

    @property
    def period_label(self) -> str:
        return Period(self.period).label

    @property
    def status_label(self) -> str:
        return STATUSES[self.status]

    @property
    def origin_label(self) -> str:
        return Origin.LABELS[self.origin]

    @property
    def state_label(self) -> str:
        return State.LABELS[self.state]

    def as_of_label(self, fallback: date | None = None) -> str:
        day = self.as_of or fallback
        return day.isoformat() if day else ""

    def is_value(self, value: Decimal, operator: str) -> bool:
        return self.value == value and self.operator == operator
