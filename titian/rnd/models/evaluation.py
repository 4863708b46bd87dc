"""企业研发投入评价: a run of a year, one result a firm, exemptions and appeals. What a result blocks is asked of `titian.rnd.blocking`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse

from titian.registry.models import Organisation
from titian.rnd.models.policies import PolicyVersion

if TYPE_CHECKING:
    from titian.accounts.models import User

MECHANISM = "rnd_evaluation"


class RunState:
    DRAFT, PUBLISHED = "draft", "published"
    LABELS = {DRAFT: "测算中", PUBLISHED: "已公布"}


class EvaluationRunQuerySet(models.QuerySet["EvaluationRun"]):
    def visible_to(self, user: User) -> EvaluationRunQuerySet:
        return self if user.is_inside and settings.TITIAN.shows(MECHANISM) else self.none()


class EvaluationRun(models.Model):
    """`blocked_year`: the year in which who did not pass gets nothing, as the policy version says."""

    year = models.PositiveSmallIntegerField("评价年度")
    blocked_year = models.PositiveSmallIntegerField("不享受补助的年度")
    policy = models.ForeignKey(PolicyVersion, verbose_name="政策版本", on_delete=models.PROTECT, related_name="evaluations")
    state = models.CharField("状态", max_length=10, default=RunState.DRAFT)
    computed_on = models.DateField("测算日期", null=True, blank=True)
    published_on = models.DateField("公布日期", null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="经办人", on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = EvaluationRunQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "研发投入评价"
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year"], name="one_evaluation_a_year", violation_error_message="这一年度已有一次评价，请打开那一次"
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}年度研发投入评价"

    def get_absolute_url(self) -> str:
        return reverse("rnd:evaluation", args=[self.pk])

    @property
    def state_label(self) -> str:
        return RunState.LABELS[self.state]


class Outcome:
    """What a firm's evaluation came to. `unknown` blocks nothing."""

    MET, NOT_MET, UNKNOWN, EXEMPT = "met", "not_met", "unknown", "exempt"
    LABELS = {MET: "达标", NOT_MET: "不达标", UNKNOWN: "待核", EXEMPT: "免予评价"}


class Appeal:
    NONE, RAISED, UPHELD, REJECTED = "", "raised", "upheld", "rejected"
    LABELS = {NONE: "", RAISED: "已申诉", UPHELD: "申诉成立", REJECTED: "申诉不成立"}


class EvaluationResultQuerySet(models.QuerySet["EvaluationResult"]):
    def visible_to(self, user: User) -> EvaluationResultQuerySet:
        """Inside people all; an enterprise its own once published."""
        if not settings.TITIAN.shows(MECHANISM):
            return self.none()
        if user.is_inside:
            return self
        if user.is_enterprise and user.own_organisation_id:
            return self.filter(organisation=user.own_organisation_id, run__state=RunState.PUBLISHED)
        return self.none()

    def blocking(self, year: int) -> EvaluationResultQuerySet:
        """Published, not met, and no appeal upheld or still open: who gets nothing in a year."""
        found = self.filter(run__state=RunState.PUBLISHED, run__blocked_year=year, outcome=Outcome.NOT_MET)
        return found.exclude(appeal__in=(Appeal.UPHELD, Appeal.RAISED))


class EvaluationResult(models.Model):
    """One firm in one run. `low` to `high` are the points it has at least and at most; `clauses` say how."""

    run = models.ForeignKey(EvaluationRun, verbose_name="评价", on_delete=models.CASCADE, related_name="results")
    organisation = models.ForeignKey(Organisation, verbose_name="企业", on_delete=models.CASCADE, related_name="rnd_evaluations")
    outcome = models.CharField("结果", max_length=10)
    low = models.PositiveSmallIntegerField("得分（至少）")
    high = models.PositiveSmallIntegerField("得分（至多）")
    grade = models.CharField("等次", max_length=10, blank=True)
    clauses = models.JSONField("逐条结果", default=list, blank=True)
    exempt_reason = models.CharField("免予评价理由", max_length=300, blank=True)
    appeal = models.CharField("申诉", max_length=10, blank=True)
    appeal_text = models.CharField("申诉理由", max_length=500, blank=True)
    appeal_on = models.DateField("申诉日期", null=True, blank=True)
    appeal_answer = models.CharField("申诉处理意见", max_length=500, blank=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = EvaluationResultQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评价结果"
        ordering = ["run", "organisation"]
        constraints = [models.UniqueConstraint(fields=["run", "organisation"], name="one_result_a_firm")]

    def __str__(self) -> str:
        return f"{self.organisation} {self.run}"

    def get_absolute_url(self) -> str:
        return reverse("rnd:result", args=[self.pk])

    @property
    def outcome_label(self) -> str:
        return Outcome.LABELS.get(self.outcome, self.outcome)

    @property
    def appeal_label(self) -> str:
        return Appeal.LABELS.get(self.appeal, self.appeal)

    @property
    def points(self) -> str:
        """85, or 60—85 where something is unknown."""
        return str(self.low) if self.low == self.high else f"{self.low}—{self.high}"


class ExemptionQuerySet(models.QuerySet["Exemption"]):
    def visible_to(self, user: User) -> ExemptionQuerySet:
        return self if user.is_inside and settings.TITIAN.shows(MECHANISM) else self.none()


class Exemption(models.Model):
    """A firm that a list or an evaluation of a year leaves out, with why: 总部结算, 停产. Without them a burn-down lies."""

    PURPOSES = {"evaluation": "研发投入评价", "institution": "研发机构清零", "zero": "研发费用清零"}
    GROUNDS = {
        "headquarters": "总部统一结算",
        "suspended": "停产、半停产",
        "processing": "来料加工，无自主研发条件",
        "moving": "正在迁出或注销",
        "other": "其他",
    }

    organisation = models.ForeignKey(Organisation, verbose_name="企业", on_delete=models.CASCADE, related_name="rnd_exemptions")
    purpose = models.CharField("事项", max_length=20)
    year = models.PositiveSmallIntegerField("年度")
    ground = models.CharField("情形", max_length=20)
    reason = models.CharField("理由", max_length=300)
    day = models.DateField("认定日期")
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="认定人", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ExemptionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "不具备条件认定"
        ordering = ["-year", "organisation"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "purpose", "year"],
                name="one_exemption_a_year",
                violation_error_message="这家企业这一年度的这一事项已有认定",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.year}年度{self.purpose_label}：{self.ground_label}"

    @property
    def purpose_label(self) -> str:
        return self.PURPOSES.get(self.purpose, self.purpose)

    @property
    def ground_label(self) -> str:
        return self.GROUNDS.get(self.ground, self.ground)
