"""What enterprises asked for and got under a clause, and whom the office told of it. Money in fen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from titian.base.money import in_wan
from titian.policies.models.library import MECHANISM as LIBRARY
from titian.policies.models.library import PolicyClause
from titian.registry.models import Organisation
from titian.registry.models.owned import OwnedQuerySet

if TYPE_CHECKING:
    from titian.accounts.models import User

MECHANISM = "payouts"
ASKED, APPROVED, PAID, REFUSED, WITHDRAWN = "asked", "approved", "paid", "refused", "withdrawn"
STANDING = (ASKED, APPROVED, PAID)


class ClaimQuerySet(OwnedQuerySet["Claim"]):
    mechanism = MECHANISM

    def standing(self) -> ClaimQuerySet:
        """Neither refused nor withdrawn: what bars a second one."""
        return self.filter(state__in=STANDING)

    def granted(self) -> ClaimQuerySet:
        return self.filter(state__in=(APPROVED, PAID))


class Claim(models.Model):
    """One benefit of one enterprise for one year. `handed_by`, `handed_on`: 代录, who brought it and when."""

    STATES = {ASKED: "已申请", APPROVED: "已审定", PAID: "已拨付", REFUSED: "不予兑现", WITHDRAWN: "已撤回"}

    organisation = models.ForeignKey(Organisation, verbose_name="企业", on_delete=models.CASCADE, related_name="claims")
    clause = models.ForeignKey(PolicyClause, verbose_name="条款", on_delete=models.PROTECT, related_name="claims")
    year = models.PositiveSmallIntegerField("所属年度")
    state = models.CharField("状态", max_length=10, default=ASKED, db_index=True)
    asked = models.BigIntegerField("申请金额", null=True, blank=True)
    asked_on = models.DateField("申请日期")
    approved = models.BigIntegerField("审定金额", null=True, blank=True)
    approved_on = models.DateField("审定日期", null=True, blank=True)
    paid = models.BigIntegerField("拨付金额", null=True, blank=True)
    paid_on = models.DateField("拨付日期", null=True, blank=True)
    document = models.CharField("拨付文号", max_length=120, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    handed_by = models.CharField("对方经办人", max_length=60, blank=True)
    handed_on = models.DateField("交来日期", null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="录入人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "政策兑现"
        ordering = ["-asked_on", "pk"]
        indexes = [models.Index(fields=["state", "paid_on"], name="claim_paid")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "clause", "year"],
                condition=Q(state__in=STANDING),
                name="one_claim_a_year",
                violation_error_message="这家企业这一年度已申请过这一条",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.year}年度{self.clause.label}"

    def get_absolute_url(self) -> str:
        return reverse("policies:claim", args=[self.pk])

    def clean(self) -> None:
        problems: dict[str, str] = {}
        if self.state not in self.STATES:
            problems["state"] = f"应为{'、'.join(self.STATES.values())}之一"
        for name, label in (("asked", "申请金额"), ("approved", "审定金额"), ("paid", "拨付金额")):
            if (getattr(self, name) or 0) < 0:
                problems[name] = f"{label}不能为负"
        days: tuple[tuple[str, date | None, date | None], ...] = (
            ("approved_on", self.asked_on, self.approved_on),
            ("paid_on", self.approved_on or self.asked_on, self.paid_on),
        )
        problems |= {name: "早于前一步的日期" for name, before, after in days if before and after and after < before}
        if self.state == PAID and (self.paid is None or self.paid_on is None):
            problems["paid"] = "已拨付的请填拨付金额和日期"
        if self.approved is not None and self.paid is not None and self.paid > self.approved:
            problems["paid"] = "拨付金额大于审定金额"
        if problems:
            raise ValidationError(problems)

    @property
    def state_label(self) -> str:
        return self.STATES.get(self.state, self.state)

    @property
    def asked_label(self) -> str:
        return _wan(self.asked)

    @property
    def approved_label(self) -> str:
        return _wan(self.approved)

    @property
    def paid_label(self) -> str:
        return _wan(self.paid)

    @property
    def granted(self) -> int | None:
        """What it comes to as far as decided: paid, else approved, else asked."""
        return self.paid if self.paid is not None else self.approved if self.approved is not None else self.asked


def _wan(fen: int | None) -> str:
    return "" if fen is None else f"{in_wan(fen, 6)} 万元"


class PushQuerySet(OwnedQuerySet["Push"]):
    """A push says that a firm was told of a public policy, and no figure: a town sees those of its own firms."""

    mechanism = LIBRARY

    def visible_to(self, user: User) -> Self:
        if user.own_town_id and settings.TITIAN.shows(self.mechanism):
            return self.filter(organisation__in=Organisation.objects.visible_to(user))
        return super().visible_to(user)


class Push(models.Model):
    """An enterprise told of a clause: when, by whom; then delivered, opened, applied."""

    clause = models.ForeignKey(PolicyClause, verbose_name="条款", on_delete=models.CASCADE, related_name="pushes")
    organisation = models.ForeignKey(Organisation, verbose_name="企业", on_delete=models.CASCADE, related_name="pushes")
    year = models.PositiveSmallIntegerField("所属年度")
    sent_on = models.DateField("推送日期")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="推送人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    delivered_on = models.DateField("送达日期", null=True, blank=True)
    opened_on = models.DateField("查看日期", null=True, blank=True)
    applied_on = models.DateField("申请日期", null=True, blank=True)

    objects = PushQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "政策推送"
        ordering = ["-sent_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["clause", "organisation", "year"],
                name="one_push_a_year",
                violation_error_message="已向这家企业推送过这一条",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.clause}"

    def get_absolute_url(self) -> str:
        return reverse("policies:benefits", args=[self.organisation_id])

    @property
    def state_label(self) -> str:
        if self.applied_on:
            return "已申请"
        return "已查看" if self.opened_on else "已送达" if self.delivered_on else "已推送"
