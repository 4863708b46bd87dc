"""The policy library: a document, its clauses, and each clause's versions. What a clause says is data (`benefits.definition`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from titian.base.money import in_wan
from titian.policies.benefits.definition import BenefitClause, ClauseError, parse

if TYPE_CHECKING:
    from titian.accounts.models import User

MECHANISM = "policies"
DRAFT, IN_FORCE, ENDED, REPLACED = "draft", "in_force", "ended", "replaced"


class PolicyQuerySet(models.QuerySet["Policy"]):
    def visible_to(self, user: User) -> PolicyQuerySet:
        """Inside people all; towns, carriers and enterprises what was issued; nobody where the office has nothing to do with it."""
        if not settings.TITIAN.shows(MECHANISM):
            return self.none()
        if user.is_inside:
            return self
        outside = user.own_town_id or user.is_enterprise or user.is_carrier
        return self.issued() if outside else self.none()

    def issued(self) -> PolicyQuerySet:
        return self.exclude(state=DRAFT)

    def in_force_on(self, day: date) -> PolicyQuerySet:
        """Issued, begun, not ended and not replaced by then."""
        begun = self.filter(Q(since=None) | Q(since__lte=day)).filter(Q(until=None) | Q(until__gt=day))
        return begun.filter(state=IN_FORCE)


class Policy(models.Model):
    """One document. `until` is the first day on which it no longer holds; `budget` in fen a year. `package` names the sample it is from."""

    STATES = {DRAFT: "草案", IN_FORCE: "施行中", ENDED: "已失效", REPLACED: "已被替代"}
    LEVELS = {"nation": "国家", "province": "省级", "city": "市级", "county": "县级"}

    number = models.CharField("文号", max_length=120, blank=True)
    title = models.CharField("名称", max_length=200)
    issuer = models.CharField("发文机关", max_length=120, blank=True)
    level = models.CharField("级别", max_length=10, default="county")
    region = models.CharField("适用地区", max_length=60, blank=True)
    since = models.DateField("施行日期", null=True, blank=True)
    until = models.DateField("失效日期", null=True, blank=True, help_text="当日起不再适用")
    url = models.URLField("原文网址", max_length=300, blank=True)
    checked_on = models.DateField("最近核对日期", null=True, blank=True)
    confirmed = models.BooleanField("已与原文核对", default=False)
    budget = models.BigIntegerField("年度预算", null=True, blank=True)
    state = models.CharField("状态", max_length=10, default=DRAFT, db_index=True)
    replaced_by = models.ForeignKey(
        "self", verbose_name="替代它的文件", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces"
    )
    text = models.ForeignKey(
        "files.StoredFile", verbose_name="原文文件", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    package = models.CharField("样本", max_length=40, blank=True, editable=False)
    note = models.CharField("说明", max_length=400, blank=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "政策"
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=~Q(number=""),
                name="one_policy_a_number",
                violation_error_message="政策库里已有这个文号",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("policies:policy", args=[self.pk])

    def clean(self) -> None:
        problems = {}
        if self.level not in self.LEVELS:
            problems["level"] = f"应为{'、'.join(self.LEVELS.values())}之一"
        if self.since and self.until and self.until <= self.since:
            problems["until"] = "失效日期早于施行日期"
        if self.budget is not None and self.budget < 0:
            problems["budget"] = "年度预算不能为负"
        if problems:
            raise ValidationError(problems)

    @property
    def state_label(self) -> str:
        return self.STATES.get(self.state, self.state)

    @property
    def level_label(self) -> str:
        return self.LEVELS.get(self.level, self.level)

    @property
    def budget_label(self) -> str:
        return "" if self.budget is None else f"{in_wan(self.budget)} 万元"

    @property
    def is_draft(self) -> bool:
        return self.state == DRAFT

    @property
    def last_day(self) -> date | None:
        return self.until - timedelta(days=1) if self.until else None


class PolicyClauseQuerySet(models.QuerySet["PolicyClause"]):
    def visible_to(self, user: User) -> PolicyClauseQuerySet:
        return self.filter(policy__in=Policy.objects.visible_to(user))

    def in_force_on(self, day: date) -> PolicyClauseQuerySet:
        return self.filter(policy__in=Policy.objects.in_force_on(day), is_open=True)

    def with_versions(self) -> PolicyClauseQuerySet:
        return self.select_related("policy").prefetch_related("versions")


class PolicyClause(models.Model):
    """One benefit of a document. `code` stays when a new document takes the benefit over, so that once means once."""

    policy = models.ForeignKey(Policy, verbose_name="政策", on_delete=models.CASCADE, related_name="clauses")
    code = models.CharField("条款代码", max_length=40, db_index=True)
    label = models.CharField("条款名称", max_length=120)
    order = models.PositiveSmallIntegerField("顺序", default=0)
    is_open = models.BooleanField("受理", default=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = PolicyClauseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "政策条款"
        ordering = ["policy", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "code"], name="one_clause_a_code", violation_error_message="这份政策里已有这个条款代码"
            )
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("policies:clause", args=[self.pk])

    def version_on(self, day: date) -> ClauseVersion | None:
        """The version that stood on a day; of a draft the latest, whatever its day. Reads `versions`, prefetched or not."""
        rows: Iterable[ClauseVersion] = self.versions.all()
        found = [row for row in rows if self.policy.is_draft or row.since <= day]
        return max(found, key=lambda row: row.number, default=None)


class ClauseVersion(models.Model):
    """What a clause says from a day on; a version is never changed, a new one is added."""

    clause = models.ForeignKey(PolicyClause, verbose_name="条款", on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("版本")
    since = models.DateField("自何日起")
    definition = models.JSONField("内容")
    reason = models.CharField("修改理由", max_length=200, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="录入人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField("录入时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "条款版本"
        ordering = ["clause", "-number"]
        constraints = [models.UniqueConstraint(fields=["clause", "number"], name="one_version_a_number")]

    def __str__(self) -> str:
        return f"{self.clause} 第{self.number}版"

    def clean(self) -> None:
        try:
            found = parse(self.definition)
        except ClauseError as problem:
            raise ValidationError({"definition": list(problem.problems)}) from problem
        if found.code != self.clause.code:
            raise ValidationError({"definition": "条款代码不能改"})

    @cached_property
    def benefit(self) -> BenefitClause:
        """The clause as the rules take it; with the document unconfirmed nothing of it counts as compared."""
        said: Mapping[str, object] = self.definition
        confirmed = bool(said.get("confirmed")) and self.clause.policy.confirmed
        return parse({**said, "confirmed": confirmed})
