"""The rows a figure was counted from, as they were when it was stated."""

from __future__ import annotations

from typing import Any

from django.db import models

from titian.figures.models.statements import Figure


class FrozenRows(models.Model):
    """What stood behind a figure stated from rows, so that a later change of the rows can be seen.

    `parts` holds for every part of the figure `{"label": 期末有效, "value": "31", "rows": [[primary key, text of the row], …]}`.
    """

    figure = models.OneToOneField(Figure, verbose_name="指标数", on_delete=models.PROTECT, related_name="frozen_rows")
    parts = models.JSONField("入账时的行")

    class Meta:
        verbose_name = verbose_name_plural = "入账时的台账行"

    def __str__(self) -> str:
        return f"{self.figure}（{self.count} 行）"

    @property
    def count(self) -> int:
        return sum(len(part["rows"]) for part in self._stored)

    def labels(self, part: int) -> dict[int, str]:
        """Primary key → text of every row of one part."""
        return {int(pk): str(text) for pk, text in self._stored[part]["rows"]}

    @property
    def _stored(self) -> list[dict[str, Any]]:
        stored: list[dict[str, Any]] = self.parts
        return stored
