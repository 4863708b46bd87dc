"""The course of a row."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from titian.ledgers.models.rows import LedgerRow


class LedgerStep(models.Model):
    """A state a row reached on a day. The steps are the row's course; the last one by day is where it stands.

    progress, said   what the row said of its progress on that day (per cent; key → text), for ledgers that keep it. A step that repeats the
                     state before it is such a report and no new state.
    """

    row = models.ForeignKey(LedgerRow, verbose_name="记录", on_delete=models.CASCADE, related_name="steps")
    state = models.CharField("状态", max_length=40)
    day = models.DateField("日期")
    note = models.CharField("说明", max_length=500, blank=True)
    progress = models.PositiveSmallIntegerField("当日进度", null=True, blank=True)
    said = models.JSONField("当日所报", default=dict, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="经手人", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "台账进展"
        ordering = ["day", "pk"]
        indexes = [
            models.Index(fields=["state", "day", "row"], name="step_reached"),
            models.Index(fields=["row", "-day", "-id"], name="step_of_row_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.row} {self.state}"

    @property
    def label(self) -> str:
        found = self.row.ledger.about.state(self.state)
        return found.label if found else self.state
