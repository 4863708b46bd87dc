"""Facts of an enterprise that no register has a column for. Dated: a later one replaces an earlier one from its own day on, so that an
assessment of a past day finds what was known to hold then."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from titian.policies.record.stated import holds, in_office_words, stated_keys
from titian.registry.models import Organisation

if TYPE_CHECKING:
    from titian.accounts.models import User

NO_YEAR = 0


class StatedFactQuerySet(models.QuerySet["StatedFact"]):
    def visible_to(self, user: User) -> StatedFactQuerySet:
        """Inside people all, an enterprise its own; towns have no business with them."""
        if user.is_inside:
            return self
        if user.is_enterprise and user.own_organisation_id:
            return self.filter(organisation=user.own_organisation_id)
        return self.none()

    def standing_on(self, day: date) -> StatedFactQuerySet:
        """What had been told of a day, the earlier first: of one fact the last counts."""
        return self.filter(since__lte=day).order_by("organisation", "key", "year", "since", "pk")


class StatedFact(models.Model):
    """`value` is JSON in the engine's integers (`record/stated.py`); null: from this day on nobody knows. `year` 0: of no year."""

    organisation = models.ForeignKey(Organisation, verbose_name="企业", on_delete=models.CASCADE, related_name="stated_facts")
    key = models.CharField("事实", max_length=60)
    year = models.PositiveSmallIntegerField("年度", default=NO_YEAR)
    value = models.JSONField("内容", null=True, blank=True)
    since = models.DateField("自何日起", help_text="从这一天起按此评估；以前的评估不变")
    source = models.CharField("依据", max_length=200, help_text="如 专项审计报告、专家组意见、企业说明")
    evidence = models.ManyToManyField("files.StoredFile", verbose_name="佐证材料", blank=True, related_name="+")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="录入人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = StatedFactQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "登记事实"
        ordering = ["organisation", "key", "year", "-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "key", "year", "since"],
                name="one_statement_a_day",
                violation_error_message="这家企业这一天已登记过这项事实，请打开那一条修改",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.key_label}"

    def get_absolute_url(self) -> str:
        return reverse("policies:stated_fact", args=[self.pk])

    def clean(self) -> None:
        about = stated_keys().get(self.key)
        if about is None:
            raise ValidationError({"key": "没有这项事实，请从列表中选"})
        if not holds(self.key, self.value):
            raise ValidationError({"value": f"应为{about.help}"})
        if about.yearly and not self.year:
            raise ValidationError({"year": "这项事实按年度登记，请填写年度"})
        if not about.yearly and self.year:
            raise ValidationError({"year": "这项事实不分年度，请不要填写年度"})

    @property
    def key_label(self) -> str:
        about = stated_keys().get(self.key)
        return (about.label if about else self.key) + (f"（{self.year}年）" if self.year else "")

    @property
    def value_label(self) -> str:
        return in_office_words(self.key, self.value)
