"""Versions of what an office decides by: thresholds of the watch lists, an evaluation, a subsidy. What a packaged version holds is data
(`policy/packaged/*.yaml`); an office's own version states its document and its numbers, and which of them it checked against the original."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from titian.rnd.policy import KINDS, Policy, packaged

if TYPE_CHECKING:
    from titian.accounts.models import User


class PolicyVersionQuerySet(models.QuerySet["PolicyVersion"]):
    def visible_to(self, user: User) -> PolicyVersionQuerySet:
        return self if user.is_inside else self.none()

    def of(self, kind: str) -> PolicyVersionQuerySet:
        return self.filter(kind=kind)

    def in_force(self, kind: str, day: date) -> PolicyVersionQuerySet:
        """Latest first."""
        open_end = models.Q(until=None) | models.Q(until__gt=day)
        return self.filter(open_end, kind=kind, since__lte=day).order_by("-since", "-pk")


class PolicyVersion(models.Model):
    """`package` names the packaged policy it follows; `values` are texts by key of a parameter; `until` is the first day after it."""

    package = models.CharField("依据的样本", max_length=40)
    kind = models.CharField("类别", max_length=20, editable=False, db_index=True)
    label = models.CharField("名称", max_length=120)
    document = models.CharField("文号", max_length=120, blank=True)
    since = models.DateField("施行日期")
    until = models.DateField("失效日期", null=True, blank=True, help_text="当日起不再适用")
    values = models.JSONField("参数", default=dict, blank=True)
    checked = models.JSONField("已核对原文的参数", default=list, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = PolicyVersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "研发政策版本"
        ordering = ["kind", "-since", "-pk"]

    def __str__(self) -> str:
        return f"{self.label}（{self.document or '无文号'}）"

    def get_absolute_url(self) -> str:
        return reverse("rnd:policy", args=[self.pk])

    def save(self, *args: Any, **kwargs: Any) -> None:
        found = packaged().get(self.package)
        self.kind = found.kind if found else self.kind
        super().save(*args, **kwargs)

    def clean(self) -> None:
        if self.package not in packaged():
            raise ValidationError({"package": f"没有「{self.package}」这个样本"})
        if self.until and self.until <= self.since:
            raise ValidationError({"until": "失效日期应晚于施行日期"})
        if problems := self.policy.problems():
            raise ValidationError({"values": problems})

    @property
    def policy(self) -> Policy:
        """The packaged policy with this version's numbers."""
        return packaged()[self.package].stated(self.values, checked=self.checked, document=self.document, label=self.label)

    @property
    def kind_label(self) -> str:
        return KINDS.get(self.kind, self.kind)

    @property
    def last_day(self) -> date | None:
        return self.until - timedelta(days=1) if self.until else None


def policy_for(kind: str, day: date) -> Policy:
    """The office's version in force on a day, else the packaged one of that kind. Raises LookupError where there is neither."""
    version = PolicyVersion.objects.in_force(kind, day).first()
    if version is not None:
        return version.policy
    found = next((policy for policy in packaged().values() if policy.kind == kind and policy.is_default), None)
    if found is None:
        raise LookupError(f"还没有{KINDS[kind]}的版本")
    return found
