"""研发费用后补助: a run of a year under one policy version, an award a firm and type, payment batches. Money in fen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from titian.registry.models import Organisation
from titian.rnd.models.policies import PolicyVersion

if TYPE_CHECKING:
    from titian.accounts.models import User

MECHANISM = "rnd_subsidy"


class SubsidyRunQuerySet(models.QuerySet["SubsidyRun"]):
    def visible_to(self, user: User) -> SubsidyRunQuerySet:
        return self if user.is_inside and settings.TITIAN.shows(MECHANISM) else self.none()


class SubsidyRun(models.Model):
    """`year` is the year whose spending is subsidised."""

    policy = models.ForeignKey(PolicyVersion, verbose_name="政策版本", on_delete=models.PROTECT, related_name="subsidy_runs")
    year = models.PositiveSmallIntegerField("补助所属年度")
    title = models.CharField("名称", max_length=120)
    is_closed = models.BooleanField("已办结", default=False)
    computed_on = models.DateField("测算日期", null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="经办人", on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = SubsidyRunQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "后补助测算"
        ordering = ["-year", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("rnd:subsidy", args=[self.pk])


class PaymentBatch(models.Model):
    """Awards paid together. What they come to is the sum of its awards, and stands nowhere else."""

    run = models.ForeignKey(SubsidyRun, verbose_name="后补助测算", on_delete=models.CASCADE, related_name="batches")
    number = models.PositiveSmallIntegerField("批次")
    document = models.CharField("拨付文号", max_length=120, blank=True)
    day = models.DateField("编制日期")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="经办人", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "拨付批次"
        ordering = ["run", "number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="one_batch_a_number")]

    def __str__(self) -> str:
        return f"{self.run} 第 {self.number} 批"

    def get_absolute_url(self) -> str:
        return reverse("rnd:batch", args=[self.pk])


class AwardState:
    """eligible, blocked and unknown are computed; the rest somebody decided."""

    ELIGIBLE, BLOCKED, UNKNOWN, APPROVED, DECLINED, PAID = "eligible", "blocked", "unknown", "approved", "declined", "paid"
    LABELS = {ELIGIBLE: "可补助", BLOCKED: "不予补助", UNKNOWN: "待核", APPROVED: "已审定", DECLINED: "审定不补", PAID: "已拨付"}
    COMPUTED = frozenset({ELIGIBLE, BLOCKED, UNKNOWN})
    STANDING = frozenset({APPROVED, PAID})


class AwardQuerySet(models.QuerySet["Award"]):
    def visible_to(self, user: User) -> AwardQuerySet:
        """Inside people all; an enterprise what was granted to it."""
        if not settings.TITIAN.shows(MECHANISM):
            return self.none()
        if user.is_inside:
            return self
        if user.is_enterprise and user.own_organisation_id:
            return self.filter(organisation=user.own_organisation_id, state__in=AwardState.STANDING)
        return self.none()

    def standing(self) -> AwardQuerySet:
        """Granted: what counts against a second award."""
        return self.filter(state__in=AwardState.STANDING)


class Award(models.Model):
    """One firm, one type. `base`, `computed` (after rate and cap) and `amount` (what is granted) in fen; `formula` says how."""

    run = models.ForeignKey(SubsidyRun, verbose_name="后补助测算", on_delete=models.CASCADE, related_name="awards")
    organisation = models.ForeignKey(Organisation, verbose_name="企业", on_delete=models.CASCADE, related_name="rnd_awards")
    type = models.CharField("补助类型", max_length=40)
    year = models.PositiveSmallIntegerField("补助所属年度", editable=False)
    once = models.BooleanField("只补一次", default=False, editable=False)
    state = models.CharField("状态", max_length=10)
    base = models.BigIntegerField("补助基数", null=True, blank=True)
    computed = models.BigIntegerField("测算金额", null=True, blank=True)
    amount = models.BigIntegerField("审定金额", null=True, blank=True)
    formula = models.CharField("计算过程", max_length=400, blank=True)
    reason = models.CharField("理由", max_length=500, blank=True)
    source = models.CharField("依据的数据", max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="审定人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_on = models.DateField("审定日期", null=True, blank=True)
    batch = models.ForeignKey(
        PaymentBatch, verbose_name="拨付批次", null=True, blank=True, on_delete=models.PROTECT, related_name="awards"
    )
    paid = models.BigIntegerField("实拨金额", null=True, blank=True)
    paid_on = models.DateField("拨付日期", null=True, blank=True)
    voucher = models.CharField("支付凭证号", max_length=60, blank=True)
    payment_note = models.CharField("拨付说明", max_length=300, blank=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = AwardQuerySet.as_manager()
    MONEY = ("base", "computed", "amount", "paid")

    class Meta:
        verbose_name = verbose_name_plural = "后补助"
        ordering = ["run", "type", "organisation"]
        indexes = [models.Index(fields=["state", "paid_on"], name="award_paid")]
        constraints = [
            models.UniqueConstraint(fields=["run", "organisation", "type"], name="one_line_a_run"),
            models.UniqueConstraint(
                fields=["organisation", "type", "year"],
                condition=models.Q(state__in=["approved", "paid"]),
                name="one_award_a_year",
                violation_error_message="这家企业这一年度的这一类补助已经审定过一次",
            ),
            models.UniqueConstraint(
                fields=["organisation", "type"],
                condition=models.Q(state__in=["approved", "paid"], once=True),
                name="one_award_ever",
                violation_error_message="这一类补助每家企业只补一次，以前已经审定过",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.year}年度{self.type_label}"

    def get_absolute_url(self) -> str:
        return reverse("rnd:award", args=[self.pk])

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.year = self.run.year
        super().save(*args, **kwargs)

    @property
    def type_label(self) -> str:
        from titian.rnd.policy import type_label

        return type_label(self.type)

    @property
    def state_label(self) -> str:
        return AwardState.LABELS.get(self.state, self.state)

    @property
    def difference(self) -> int | None:
        """Paid less granted; None until something was paid."""
        return None if self.paid is None or self.amount is None else self.paid - self.amount
