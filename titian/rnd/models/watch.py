"""重点企业: the list the office keeps year by year and follows (the «16 家» of a county)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from titian.registry.models import Organisation
from titian.registry.models.annual import RETURNS

if TYPE_CHECKING:
    from titian.accounts.models import User


class KeyEnterpriseQuerySet(models.QuerySet["KeyEnterprise"]):
    def visible_to(self, user: User) -> KeyEnterpriseQuerySet:
        return self if user.is_inside and settings.TITIAN.shows(RETURNS) else self.none()


class KeyEnterprise(models.Model):
    organisation = models.ForeignKey(Organisation, verbose_name="企业", on_delete=models.CASCADE, related_name="rnd_key_years")
    year = models.PositiveSmallIntegerField("年度")
    order = models.PositiveSmallIntegerField("次序", default=0)
    note = models.CharField("说明", max_length=200, blank=True)

    objects = KeyEnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "研发投入重点企业"
        ordering = ["-year", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year"], name="key_once_a_year", violation_error_message="这家企业已在这一年度的重点名单里"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.year}年度重点企业"
