"""Documents the bureau has read, and what officers corrected in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse

from titian.base.periods import Period, PeriodError

if TYPE_CHECKING:
    from titian.accounts.models import User

KIND_LABELS = {
    "half_year": "半年总结",
    "annual": "年度总结",
    "quarter": "季度材料",
    "reply": "答复函",
    "ledger": "台账",
    "brief": "简报",
    "speech": "讲话",
    "plan": "计划",
    "other": "其他",
}


class KeptReadingQuerySet(models.QuerySet["KeptReading"]):
    def visible_to(self, user: User) -> KeptReadingQuerySet:
        """Documents are the bureau's own desk: inside people see all, others none."""
        return self if user.is_inside else self.none()


class KeptReading(models.Model):
    """One document as it was read: its text, what it says of itself, and the reading as JSON (`values.Reading.to_json`)."""

    name = models.CharField("文件名", max_length=200)
    title = models.CharField("标题", max_length=300, blank=True)
    kind = models.CharField("文种", max_length=20, default="other")
    region_name = models.CharField("地区", max_length=50, blank=True)
    period = models.CharField("期间", max_length=9, blank=True)
    issued_on = models.DateField("发布日期", null=True, blank=True)
    number = models.CharField("文号", max_length=60, blank=True)
    text = models.TextField("正文")
    result = models.JSONField("读出结果")
    sha256 = models.CharField("校验值", max_length=64, db_index=True)
    file = models.ForeignKey(
        "files.StoredFile", verbose_name="原件", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    notices = models.JSONField("提示", default=list, blank=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="读入人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    read_at = models.DateTimeField("读入时间", auto_now_add=True)
    region = models.ForeignKey(
        "places.Region", verbose_name="入账区域", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField("入账时间", null=True, blank=True)

    objects = KeptReadingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "读过的文稿"
        ordering = ["-read_at", "-pk"]

    def __str__(self) -> str:
        return self.title or self.name

    def get_absolute_url(self) -> str:
        return reverse("reader:reading", args=[self.pk])

    @property
    def ref(self) -> str:
        """What figures name this document by."""
        return f"reader:{self.pk}"

    @property
    def kind_label(self) -> str:
        return KIND_LABELS.get(self.kind, self.kind)

    @property
    def period_label(self) -> str:
        try:
            return Period.parse(self.period).label if self.period else ""
        except PeriodError:
            return self.period

    @property
    def failing(self) -> list[dict[str, object]]:
        """Checks that do not hold."""
        return [check for check in self.result.get("checks", []) if check["holds"] is False]

    @property
    def asking(self) -> list[dict[str, object]]:
        """Checks that are worth a question."""
        return [check for check in self.result.get("checks", []) if check["holds"] is None]


class Correction(models.Model):
    """What a person decided about one number of a document. Kept as a labelled example; the newest of an offset counts.

    An empty `code` says that the number is no catalogue figure.
    """

    reading = models.ForeignKey(KeptReading, verbose_name="文稿", on_delete=models.CASCADE, related_name="corrections")
    offset = models.PositiveIntegerField("位置")
    code = models.CharField("指标代码", max_length=60, blank=True)
    status = models.CharField("状态", max_length=10, blank=True)
    period = models.CharField("期间", max_length=9, blank=True)
    scope = models.CharField("范围", max_length=100, blank=True)
    calibre = models.CharField("口径", max_length=60, blank=True)
    level = models.CharField("级别", max_length=30, blank=True)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="更正人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    corrected_at = models.DateTimeField("更正时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "人工更正"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.reading} 第 {self.offset} 字"
