"""A period's figures approved and locked."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from titian.base.periods import Period


class PeriodApproval(models.Model):
    """From here on the period's figures of the region change only by 更正. Lifting an approval keeps the row."""

    region = models.ForeignKey("places.Region", verbose_name="区域", on_delete=models.PROTECT, related_name="+")
    period = models.CharField("期间", max_length=9)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="审定人", on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField("审定时间", auto_now_add=True)
    lifted_at = models.DateTimeField("解除时间", null=True, blank=True)
    lifted_reason = models.CharField("解除理由", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "期间审定"
        ordering = ["-approved_at"]
        constraints = [
            models.UniqueConstraint(fields=["region", "period"], condition=models.Q(lifted_at=None), name="one_approval_in_force")
        ]

    def __str__(self) -> str:
        return f"{self.region} {Period(self.period).label}"

    @classmethod
    def in_force(cls, *, region_id: int, period: str) -> PeriodApproval | None:
        return cls.objects.filter(region=region_id, period=period, lifted_at=None).first()
