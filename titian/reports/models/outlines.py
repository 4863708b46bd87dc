"""Outlines the office keeps for the next time."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from titian.reports.catalogue import GENRES
from titian.reports.writer.outline import Outline, parse_outline


class OfficeOutline(models.Model):
    """An outline as the office has made it: sections in its order, its own sentences, who writes what. One a genre is the default."""

    name = models.CharField("名称", max_length=100)
    genre = models.CharField("文种", max_length=20, db_index=True)
    content = models.JSONField("提纲")
    departments = models.JSONField("各节科室", default=dict, blank=True)
    based_on = models.CharField("来源", max_length=200, blank=True)
    is_default = models.BooleanField("默认提纲", default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="整理人", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("整理时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "提纲"
        ordering = ["genre", "-is_default", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["genre"], condition=models.Q(is_default=True), name="one_default_outline_a_genre")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def genre_label(self) -> str:
        return GENRES[self.genre].label if self.genre in GENRES else self.genre

    def as_outline(self) -> Outline:
        """Raises OutlineError when the stored content cannot be used any more."""
        return parse_outline(self.content)

    @classmethod
    def default_for(cls, genre: str) -> OfficeOutline | None:
        return cls.objects.filter(genre=genre, is_default=True).first()
