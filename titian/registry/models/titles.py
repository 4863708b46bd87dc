"""Titles (资质荣誉): applied for, given, ended. The stock on a day is what is valid on that day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from titian.base.periods import Period
from titian.registry.models.organisations import Organisation
from titian.registry.titles import KINDS, TitleKind

if TYPE_CHECKING:
    from titian.accounts.models import User


def kinds_here() -> list[TitleKind]:
    """The kinds this office has to do with."""
    return [kind for kind in KINDS.values() if settings.TITIAN.shows(kind.mechanism)]


class TitleQuerySet(models.QuerySet["Title"]):
    def visible_to(self, user: User) -> TitleQuerySet:
        """Whoever sees the organisation sees its titles."""
        here = self.here()
        return here if user.is_inside else here.filter(organisation__in=Organisation.objects.visible_to(user))

    def here(self) -> TitleQuerySet:
        """Without kinds this office has nothing to do with (不涉及): they are kept, and shown nowhere."""
        kinds = [kind.code for kind in kinds_here()]
        return self if len(kinds) == len(KINDS) else self.filter(kind__in=kinds)

    def valid_on(self, day: date) -> TitleQuerySet:
        """Given on or before the day, not ended and not revoked by then (the day of the end is no longer covered)."""
        return self.filter(Q(until=None) | Q(until__gt=day), Q(revoked_on=None) | Q(revoked_on__gt=day), since__lte=day)

    def granted_in(self, period: Period, until: date | None = None) -> TitleQuerySet:
        """Given within a period, counted up to the as-of day when there is one."""
        return self.filter(since__gte=period.since, since__lt=period.until, **_up_to("since", until))

    def applied_in(self, period: Period, until: date | None = None) -> TitleQuerySet:
        return self.filter(applied_on__gte=period.since, applied_on__lt=period.until, **_up_to("applied_on", until))

    def standing(self, word: str, day: date) -> TitleQuerySet:
        """valid · applied (not given, not refused) · ended · revoked, on a day."""
        if word == "valid":
            return self.valid_on(day)
        if word == "applied":
            return self.filter(Q(refused_on=None) | Q(refused_on__gt=day), since=None)
        return self.filter(revoked_on__lte=day) if word == "revoked" else self.filter(until__lte=day, revoked_on=None)

    def ending(self, since: date, until: date) -> TitleQuerySet:
        """Whose last day lies in [since, until)."""
        return self.filter(until__gt=since, until__lte=until, revoked_on=None)


def _up_to(field: str, day: date | None) -> dict[str, date]:
    return {f"{field}__lte": day} if day else {}


class Title(models.Model):
    """One title of one organisation. `until` is the day after the last valid one; no `since`: applied for, not given (yet)."""

    organisation = models.ForeignKey(Organisation, verbose_name="企业", on_delete=models.CASCADE, related_name="titles")
    kind = models.CharField("资质荣誉", max_length=20)
    level = models.CharField("级别", max_length=20, blank=True)
    certificate = models.CharField("证书编号", max_length=60, blank=True, db_index=True)
    batch = models.CharField("批次或公告文号", max_length=100, blank=True)
    applied_on = models.DateField("申报日期", null=True, blank=True)
    since = models.DateField("发证日期", null=True, blank=True)
    until = models.DateField("有效期至", null=True, blank=True, help_text="存的是次日")
    refused_on = models.DateField("未通过日期", null=True, blank=True)
    revoked_on = models.DateField("撤销日期", null=True, blank=True)
    is_first = models.BooleanField("首次认定", null=True, blank=True)
    evidence = models.ManyToManyField("files.StoredFile", verbose_name="佐证材料", blank=True, related_name="+")
    note = models.CharField("备注", max_length=200, blank=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = TitleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "资质荣誉"
        ordering = ["kind", "-since", "pk"]
        indexes = [models.Index(fields=["kind", "since", "until"], name="title_validity")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gt=models.F("since")),
                name="title_ends_after_it_begins",
                violation_error_message="有效期至不能早于发证日期",
            ),
            models.CheckConstraint(
                condition=~Q(since=None) | ~Q(applied_on=None),
                name="title_applied_or_given",
                violation_error_message="请填写发证日期；还没有发证的，请填写申报日期",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("registry:title", args=[self.pk])

    def clean(self) -> None:
        if self.kind not in KINDS:
            raise ValidationError({"kind": f"应为{'、'.join(kind.label for kind in KINDS.values())}之一"})

    @property
    def kind_label(self) -> str:
        return self.label

    @property
    def about(self) -> TitleKind:
        return KINDS.get(self.kind) or TitleKind(self.kind, self.kind, self.kind)

    @property
    def label(self) -> str:
        return self.about.label

    @property
    def last_day(self) -> date | None:
        """The last day it holds."""
        return self.until - timedelta(days=1) if self.until else None

    def state_on(self, day: date) -> str:
        """One of 有效 · 已到期 · 已撤销 · 未生效 · 未通过 · 已申报."""
        if self.revoked_on and self.revoked_on <= day:
            return "已撤销"
        if self.since is None:
            return "未通过" if self.refused_on and self.refused_on <= day else "已申报"
        if self.since > day:
            return "未生效"
        return "已到期" if self.until and self.until <= day else "有效"
