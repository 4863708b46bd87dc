"""Targets: what was asked, in legs joined by OR or AND, and each town's share."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse

from titian.base.periods import Period
from titian.base.quantities import Operator, plain, scaled
from titian.figures.key import ACHIEVED, FigureKey
from titian.figures.models.indicators import indicator
from titian.figures.progress import ColourRule, Leg, Measure
from titian.figures.wording import goal_text

if TYPE_CHECKING:
    from titian.accounts.models import User

JOINS = {"and": "且", "or": "或"}


class TargetQuerySet(models.QuerySet["Target"]):
    def visible_to(self, user: User) -> TargetQuerySet:
        """Inside people see all; a town clerk those that have a share of the own town."""
        if user.is_inside:
            return self.here()
        if user.own_town_id:
            return self.here().filter(legs__shares__town=user.own_town_id).distinct()
        return self.none()

    def here(self) -> TargetQuerySet:
        """None at all where the office has nothing to do with targets (不涉及): they are kept, and shown nowhere."""
        return self if settings.TITIAN.shows("targets") else self.none()

    def of(self, *, region_id: int, year: int) -> TargetQuerySet:
        """Targets of a calendar year, whatever part of it they are for."""
        return self.filter(region=region_id, period__startswith=f"{year:04d}", is_dropped=False)

    def with_parts(self) -> TargetQuerySet:
        return self.select_related("region", "department", "owner").prefetch_related("legs__shares__town")


class Target(models.Model):
    """One line of the 目标责任书： its wording, period, who is responsible, and where it was set."""

    number = models.CharField("序号", max_length=20, blank=True)
    title = models.CharField("目标", max_length=200)
    region = models.ForeignKey("places.Region", verbose_name="区域", on_delete=models.PROTECT, related_name="+")
    period = models.CharField("期间", max_length=9, db_index=True)
    join = models.CharField("关系", max_length=3, default="and")
    department = models.ForeignKey(
        "accounts.Department", verbose_name="责任科室", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="责任人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField("下达文件", max_length=200, blank=True)
    weight = models.DecimalField(
        "分值", max_digits=6, decimal_places=2, null=True, blank=True, help_text="考核表上的满分；不计分的留空"
    )
    is_dropped = models.BooleanField("撤销", default=False)
    set_at = models.DateTimeField("录入时间", auto_now_add=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "目标"
        ordering = ["period", "pk"]

    def __str__(self) -> str:
        return f"{self.title}({self.period_label})"

    def get_absolute_url(self) -> str:
        return reverse("figures:target", args=[self.pk])

    @property
    def period_label(self) -> str:
        return Period(self.period).label

    @property
    def join_label(self) -> str:
        return JOINS[self.join]

    @property
    def goal(self) -> str:
        """All legs as the office writes them: «净增≥1家 或 ≥50%»."""
        return f" {self.join_label} ".join(leg.goal for leg in self.legs.all())


class TargetLeg(models.Model):
    """One measure of a target. `low`/`high` in the indicator's base unit; for growth in per cent."""

    target = models.ForeignKey(Target, verbose_name="目标", on_delete=models.CASCADE, related_name="legs")
    indicator = models.CharField("指标代码", max_length=60, db_index=True)
    measure = models.CharField("计量方式", max_length=10, default=Measure.LEVEL)
    operator = models.CharField("要求", max_length=10, default=Operator.AT_LEAST)
    low = models.DecimalField("目标值", max_digits=24, decimal_places=4)
    high = models.DecimalField("上限", max_digits=24, decimal_places=4, null=True, blank=True)
    base = models.DecimalField(
        "基数", max_digits=24, decimal_places=4, null=True, blank=True, help_text="净增或增速从它算起；空则取上年账上数"
    )
    status = models.CharField("取数状态", max_length=10, default=ACHIEVED)
    calibre = models.CharField("口径", max_length=60, blank=True)
    level = models.CharField("级别", max_length=30, blank=True)
    stage = models.CharField("环节", max_length=30, blank=True)
    scope = models.CharField("范围", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "目标分项"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.name} {self.goal}"

    @property
    def name(self) -> str:
        entry = indicator(self.indicator)
        return entry.name if entry else self.indicator

    @property
    def unit(self) -> str:
        entry = indicator(self.indicator)
        return entry.unit if entry else ""

    @property
    def goal(self) -> str:
        return goal_text(
            low=self.low, high=self.high, unit=self.unit, operator=Operator(self.operator), measure=Measure(self.measure)
        )

    @property
    def split_problem(self) -> str:
        """Why it may not be split over towns; empty where it may."""
        entry = indicator(self.indicator)
        return entry.split_problem if entry else ""

    def as_leg(self) -> Leg:
        entry = indicator(self.indicator)
        return Leg(
            indicator=self.indicator,
            low=self.low,
            high=self.high,
            kind=entry.kind if entry else "flow",
            operator=Operator(self.operator),
            measure=Measure(self.measure),
        )

    def key(self, *, period: Period, region: str) -> FigureKey:
        """The key of the figure that answers this leg."""
        return FigureKey(
            indicator=self.indicator,
            period=period,
            region=region,
            status=self.status,
            calibre=self.calibre,
            level=self.level,
            stage=self.stage,
            scope=self.scope,
        )

    @property
    def shared(self) -> Decimal:
        """Sum of the towns' shares."""
        return sum((share.amount for share in self.shares.all()), Decimal(0))

    @property
    def is_decomposed(self) -> bool:
        return bool(self.shares.all())


class TargetShare(models.Model):
    """A town's part of a leg. The parts of a leg add up to its `low`, always."""

    leg = models.ForeignKey(TargetLeg, verbose_name="目标分项", on_delete=models.CASCADE, related_name="shares")
    town = models.ForeignKey("places.Region", verbose_name="乡镇", on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField("分解数", max_digits=24, decimal_places=4)
    basis = models.CharField("分解依据", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "乡镇分解"
        ordering = ["town__order", "town__code"]
        constraints = [models.UniqueConstraint(fields=["leg", "town"], name="one_share_a_town")]

    def __str__(self) -> str:
        number, unit = scaled(self.amount, self.leg.unit)
        return f"{self.town} {plain(number, grouped=True)}{unit}"


class ColourSetting(models.Model):
    """The colour rule in force; one row."""

    behind_points = models.PositiveSmallIntegerField("滞后多少个百分点亮黄", default=10)

    class Meta:
        verbose_name = verbose_name_plural = "颜色规则"

    def __str__(self) -> str:
        return f"滞后超过 {self.behind_points} 个百分点为黄"

    @classmethod
    def in_force(cls) -> ColourRule:
        row = cls.objects.first()
        return ColourRule(behind_points=row.behind_points) if row else ColourRule()
