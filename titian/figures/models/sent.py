"""报送留底： what was last reported, to whom and when."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models

from titian.base.quantities import Operator, Quantity
from titian.figures.models.indicators import indicator


class SentQuerySet(models.QuerySet["SentFigure"]):
    def latest_by_identity(self) -> dict[str, SentFigure]:
        """identity → the figure last sent under it; one query."""
        return {row.identity: row for row in self.order_by("sent_on", "pk")}


class SentFigure(models.Model):
    """One figure in one paper that left the bureau; frozen as it was printed."""

    identity = models.CharField("指标标识", max_length=400, db_index=True)
    indicator = models.CharField("指标代码", max_length=60, db_index=True)
    value = models.DecimalField("数值", max_digits=24, decimal_places=4)
    operator = models.CharField("精确程度", max_length=10, default=Operator.EXACT)
    printed = models.CharField("印出的数", max_length=60)
    receiver = models.CharField("报送对象", max_length=100)
    sent_on = models.DateField("报送日期")
    paper = models.CharField("文稿", max_length=200)
    paper_ref = models.CharField("文稿编号", max_length=60, blank=True, db_index=True)
    figure = models.ForeignKey(
        "figures.Figure", verbose_name="指标数", null=True, blank=True, on_delete=models.SET_NULL, related_name="sent"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="登记人", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = SentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报送留底"
        ordering = ["-sent_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.receiver} {self.sent_on} {self.printed}"

    def difference(self, value: Decimal) -> str:
        """How the present value differs from what was sent, printed with its sign; "" when equal."""
        change = value - self.value
        entry = indicator(self.indicator)
        if not change:
            return ""
        return f"{'+' if change > 0 else '-'}{Quantity(abs(change), entry.unit if entry else '')}"
