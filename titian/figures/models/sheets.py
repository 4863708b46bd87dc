"""填上级表样： forms others send us to fill, remembered by their layout, and the copies that were sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse

from titian.base.periods import Period
from titian.exchange.foreign import Choice
from titian.figures.outgoing import PREFERENCES, Prefer

if TYPE_CHECKING:
    from titian.accounts.models import User


class SheetLayout(models.Model):
    """A form whatever period it is for: `mapping` says for each blank (by the name of its spot) what goes in: key, take, unit.
    `lists` says for each list (by its table's number) from which register its lines come, which columns, and which lines alone."""

    fingerprint = models.CharField("版式指纹", max_length=64, unique=True)
    title = models.CharField("表名", max_length=100)
    mapping = models.JSONField("对应关系", default=dict, blank=True)
    lists = models.JSONField("名单对应", default=dict, blank=True)
    is_mapped = models.BooleanField("已核对对应关系", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "表样版式"
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def choices(self) -> Mapping[str, Choice]:
        return {name: Choice(**said) for name, said in self.mapping.items()}


class FilledSheetQuerySet(models.QuerySet["FilledSheet"]):
    def visible_to(self, user: User) -> FilledSheetQuerySet:
        """What is sent upwards is the bureau's own business."""
        return self if user.is_inside else self.none()

    def sent(self) -> FilledSheetQuerySet:
        return self.filter(sent_on__isnull=False)


class FilledSheet(models.Model):
    """One form of one period. While it is a draft its values are those of the books; `answers` are the values it was sent with, by spot."""

    layout = models.ForeignKey(SheetLayout, verbose_name="表样版式", on_delete=models.PROTECT, related_name="filled")
    title = models.CharField("表名", max_length=100)
    region = models.ForeignKey("places.Region", verbose_name="区域", on_delete=models.PROTECT, related_name="+")
    period = models.CharField("期间", max_length=9)
    prefer = models.CharField("数从哪里来", max_length=10, default=Prefer.ROWS.value)
    blank = models.ForeignKey(
        "files.StoredFile", verbose_name="空白表样", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    copy = models.ForeignKey(
        "files.StoredFile", verbose_name="报送的表", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    receiver = models.CharField("报送对象", max_length=100, blank=True)
    sent_on = models.DateField("报送日期", null=True, blank=True)
    answers = models.JSONField("报送的数", default=list, blank=True)
    lines = models.PositiveIntegerField("报送的名单行数", default=0)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="经办人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField("建立时间", auto_now_add=True)

    objects = FilledSheetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "上级表样"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.title}（{self.period_label}）"

    def get_absolute_url(self) -> str:
        return reverse("figures:sheet", args=[self.pk])

    @property
    def prefer_label(self) -> str:
        return PREFERENCES[self.prefer]

    @property
    def other_preference(self) -> Prefer:
        """What the sheet may be switched to."""
        return Prefer.BOOKS if self.prefer == Prefer.ROWS else Prefer.ROWS

    @property
    def period_label(self) -> str:
        return Period(self.period).label

    @property
    def is_sent(self) -> bool:
        return self.sent_on is not None

    @property
    def previous(self) -> FilledSheet | None:
        """The copy of the same form sent last before this one."""
        earlier = FilledSheet.objects.sent().filter(layout=self.layout_id, region=self.region_id).exclude(pk=self.pk)
        if self.sent_on:
            earlier = earlier.filter(models.Q(sent_on__lt=self.sent_on) | models.Q(sent_on=self.sent_on, pk__lt=self.pk))
        return earlier.order_by("-sent_on", "-pk").first()
