"""The course to a title: the pool in which firms are brought up, the batches in which they are declared, what came of it, the checklist."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from titian.policies.rungs import programme_label, title_kind
from titian.registry.models import Organisation, Title

if TYPE_CHECKING:
    from titian.accounts.models import User


def of_organisation(name: str) -> models.ForeignKey[Organisation, Organisation]:
    return models.ForeignKey(Organisation, verbose_name="企业", on_delete=models.CASCADE, related_name=name)


def somebody(label: str) -> models.ForeignKey[User | None, User | None]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=label, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )


class PoolQuerySet(models.QuerySet["PoolEntry"]):
    def visible_to(self, user: User) -> PoolQuerySet:
        return self if user.is_inside else self.filter(organisation__in=Organisation.objects.visible_to(user))

    def in_pool_on(self, day: date) -> PoolQuerySet:
        return self.filter(Q(left_on=None) | Q(left_on__gt=day), entered_on__lte=day)


class PoolEntry(models.Model):
    """One firm in the pool of one title, from the day it entered to the day it left (that day it is no longer in)."""

    STAGES = {"survey": "摸底", "coaching": "辅导", "fixing": "补短板", "preparing": "准备材料", "ready": "可以申报"}
    LEFT = {"certified": "取得资质", "unfit": "不再培育", "gone": "注销或迁出", "mistake": "录入错误", "other": "其他"}

    organisation = of_organisation("pool_entries")
    programme = models.CharField("培育目标", max_length=20)
    entered_on = models.DateField("入库日期")
    reason = models.CharField("入库依据", max_length=200, blank=True)
    stage = models.CharField("培育阶段", max_length=20, default="survey")
    stage_since = models.DateField("进入阶段日期", null=True, blank=True)
    officer = somebody("培育责任人")
    left_on = models.DateField("出库日期", null=True, blank=True)
    left_why = models.CharField("出库原因", max_length=20, blank=True)
    left_note = models.CharField("出库说明", max_length=200, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = PoolQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "培育库"
        ordering = ["programme", "organisation"]
        indexes = [models.Index(fields=["programme", "left_on"], name="pool_open")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "programme"],
                condition=Q(left_on=None),
                name="one_open_entry",
                violation_error_message="这家企业已在这个培育库里",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.programme_label}培育"

    def get_absolute_url(self) -> str:
        return reverse("policies:pool_entry", args=[self.pk])

    def clean(self) -> None:
        problems = {}
        if not programme_label(self.programme):
            problems["programme"] = "没有这个培育目标"
        if self.stage not in self.STAGES:
            problems["stage"] = f"应为{'、'.join(self.STAGES.values())}之一"
        if self.left_on and self.left_on < self.entered_on:
            problems["left_on"] = "出库日期不能早于入库日期"
        if self.left_on and self.left_why not in self.LEFT:
            problems["left_why"] = f"应为{'、'.join(self.LEFT.values())}之一"
        if problems:
            raise ValidationError(problems)

    @property
    def programme_label(self) -> str:
        return programme_label(self.programme) or self.programme

    @property
    def stage_label(self) -> str:
        return self.STAGES.get(self.stage, self.stage)

    @property
    def keeper(self) -> User | None:
        """Who looks after it: whoever was named here, else the firm's own."""
        return self.officer or self.organisation.officer

    @property
    def left_why_label(self) -> str:
        return self.LEFT.get(self.left_why, self.left_why)


class DeclarationBatchQuerySet(models.QuerySet["DeclarationBatch"]):
    def still_open(self, day: date) -> DeclarationBatchQuerySet:
        """Batches for which the office still takes papers, the next to close first."""
        in_time = Q(county_deadline__gte=day) | Q(county_deadline=None, upper_deadline__gte=day)
        return self.filter(in_time).order_by("county_deadline", "upper_deadline")


class DeclarationBatch(models.Model):
    """One round in which firms are declared for a title: until when the office takes the papers, until when they go up."""

    programme = models.CharField("项目", max_length=20)
    name = models.CharField("批次", max_length=60, help_text="如 2026年第一批")
    opens_on = models.DateField("开始申报", null=True, blank=True)
    county_deadline = models.DateField("本级截止", null=True, blank=True, help_text="本局收材料的最后一天")
    upper_deadline = models.DateField("上级截止", null=True, blank=True, help_text="报到上级的最后一天")
    document = models.CharField("通知文号", max_length=100, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = DeclarationBatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "申报批次"
        ordering = ["-upper_deadline", "programme", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name"], name="one_batch_a_name", violation_error_message="这个项目已有同名的批次"
            )
        ]

    def __str__(self) -> str:
        return f"{self.programme_label} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("policies:batch", args=[self.pk])

    def clean(self) -> None:
        problems = {}
        if not programme_label(self.programme):
            problems["programme"] = "没有这个项目"
        if self.county_deadline and self.upper_deadline and self.county_deadline > self.upper_deadline:
            problems["county_deadline"] = "本级截止不能晚于上级截止"
        if self.opens_on and self.upper_deadline and self.opens_on > self.upper_deadline:
            problems["opens_on"] = "开始申报不能晚于上级截止"
        if problems:
            raise ValidationError(problems)

    @property
    def programme_label(self) -> str:
        return programme_label(self.programme) or self.programme

    @property
    def title_kind(self) -> str:
        return title_kind(self.programme)


class DeclarationQuerySet(models.QuerySet["Declaration"]):
    def visible_to(self, user: User) -> DeclarationQuerySet:
        return self if user.is_inside else self.filter(organisation__in=Organisation.objects.visible_to(user))

    def waiting(self) -> DeclarationQuerySet:
        """Declared, and nobody knows yet what comes of it."""
        return self.exclude(declared_on=None).filter(passed_on=None, failed_on=None, withdrawn_on=None)

    def under_way(self) -> DeclarationQuerySet:
        """Planned or declared, and not ended."""
        return self.filter(passed_on=None, failed_on=None, withdrawn_on=None)

    def planned(self) -> DeclarationQuerySet:
        return self.filter(declared_on=None, withdrawn_on=None)


class Declaration(models.Model):
    """One firm in one batch, with the day of each step. Passed, failed and withdrawn end it."""

    STEPS = {
        "planned": "拟申报",
        "declared": "已申报",
        "accepted": "已受理",
        "passed": "通过",
        "failed": "未通过",
        "withdrawn": "撤回",
    }
    ENDS = frozenset({"passed", "failed", "withdrawn"})
    # What has to be done before a step.
    AFTER = {"declared": "planned", "accepted": "declared", "passed": "declared", "failed": "declared", "withdrawn": "planned"}

    organisation = of_organisation("declarations")
    batch = models.ForeignKey(DeclarationBatch, verbose_name="批次", on_delete=models.PROTECT, related_name="declarations")
    planned_on = models.DateField("拟申报日期")
    declared_on = models.DateField("申报日期", null=True, blank=True)
    accepted_on = models.DateField("受理日期", null=True, blank=True)
    passed_on = models.DateField("通过日期", null=True, blank=True)
    failed_on = models.DateField("未通过日期", null=True, blank=True)
    withdrawn_on = models.DateField("撤回日期", null=True, blank=True)
    reason = models.CharField("未通过或撤回的原因", max_length=200, blank=True)
    officer = somebody("申报责任人")
    title = models.ForeignKey(
        Title, verbose_name="名录里的资质", null=True, blank=True, on_delete=models.SET_NULL, related_name="declarations"
    )
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = DeclarationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "申报"
        ordering = ["batch", "organisation"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "batch"], name="one_declaration_a_batch", violation_error_message="这家企业已在这个批次里"
            ),
            models.CheckConstraint(
                condition=Q(passed_on=None, failed_on=None)
                | Q(passed_on=None, withdrawn_on=None)
                | Q(failed_on=None, withdrawn_on=None),
                name="one_end_only",
                violation_error_message="通过、未通过、撤回只能有一个",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.batch}"

    def get_absolute_url(self) -> str:
        return reverse("policies:declaration", args=[self.pk])

    @property
    def step(self) -> str:
        """The last step done."""
        done = [code for code in self.STEPS if self.day_of(code)]
        return done[-1] if done else "planned"

    @property
    def step_label(self) -> str:
        return self.STEPS[self.step]

    @property
    def ended(self) -> bool:
        return self.step in self.ENDS

    @property
    def ended_on(self) -> date | None:
        return self.passed_on or self.failed_on or self.withdrawn_on

    def day_of(self, step: str) -> date | None:
        day: date | None = getattr(self, f"{step}_on")
        return day

    @property
    def next_steps(self) -> list[str]:
        """What may be said of it now."""
        if self.ended:
            return []
        return [step for step, before in self.AFTER.items() if self.day_of(before) and not self.day_of(step)]
