"""Kept versions of a paper, with frozen figures and the file, and to whom they were sent."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse

from titian.reports.models.papers import Paper, PaperState
from titian.reports.writer.versions import FrozenFigure, load_figures

EDITIONS = {"clean": "清稿", "check": "核对稿"}


class PaperVersion(models.Model):
    """A paper as it stood: its words, its figures with value and print, its file by checksum. Never changed, never removed."""

    paper = models.ForeignKey(Paper, verbose_name="文稿", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("版次")
    edition = models.CharField("稿别", max_length=10)
    state = models.CharField("稿态", max_length=10)
    title = models.CharField("标题", max_length=200)
    as_of = models.DateField("数据截至")
    text = models.TextField("全文")
    figures = models.JSONField("数", default=list)
    findings = models.JSONField("核数", default=list)
    file = models.ForeignKey("files.StoredFile", verbose_name="文件", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField("校验值", max_length=64)
    note = models.CharField("说明", max_length=300, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="形成人", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("形成时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "文稿版本"
        ordering = ["paper", "-number", "-pk"]
        constraints = [models.UniqueConstraint(fields=["paper", "number", "edition"], name="one_version_a_number_and_edition")]

    def __str__(self) -> str:
        return f"{self.title} 第{self.number}版{self.edition_label}"

    def get_absolute_url(self) -> str:
        return reverse("reports:version", args=[self.paper_id, self.pk])

    @property
    def edition_label(self) -> str:
        return EDITIONS[self.edition]

    @property
    def state_label(self) -> str:
        return PaperState.LABELS[self.state]

    def frozen(self) -> list[FrozenFigure]:
        return load_figures(self.figures)


class SentPaper(models.Model):
    """报送登记: which version went to whom on which day."""

    version = models.ForeignKey(PaperVersion, verbose_name="版本", on_delete=models.PROTECT, related_name="sent")
    receiver = models.CharField("报送对象", max_length=100)
    sent_on = models.DateField("报送日期")
    channel = models.CharField("方式", max_length=50, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="登记人", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "报送登记"
        ordering = ["-sent_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.receiver} {self.sent_on} {self.version}"
