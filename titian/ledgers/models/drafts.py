"""A definition while somebody works on it: saved step by step, of nobody's concern until it is finished."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from titian.ledgers.definition import Definition, parse
from titian.ledgers.definition.meanwhile import set_since, with_settings
from titian.ledgers.models.ledgers import Ledger

if TYPE_CHECKING:
    from titian.accounts.models import User

# What stands for the code of a ledger that has none yet.
UNNAMED = "draft"


class LedgerDraftQuerySet(models.QuerySet["LedgerDraft"]):
    def visible_to(self, user: User) -> LedgerDraftQuerySet:
        """Inside people all: a colleague goes on where somebody fell ill."""
        return self if user.is_inside else self.none()


class LedgerDraft(models.Model):
    """`data` is what `definition.parse` reads, while drafted perhaps not yet sound; `ledger` is None for a new one.

    tuning   what the office had set itself when the draft was opened (`Ledger.tuning`): what is set later holds over the draft
    """

    ledger = models.ForeignKey(
        Ledger, verbose_name="要修改的台账", null=True, blank=True, on_delete=models.CASCADE, related_name="drafts"
    )
    base = models.PositiveSmallIntegerField("依据的版本", default=0)
    tuning = models.TextField("开始时的规则参数", blank=True)
    data = models.JSONField("定义", default=dict)
    notes = models.JSONField("说明", default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="起草人", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("开始时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = LedgerDraftQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "台账定义草稿"
        ordering = ["-updated_at"]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return self.step_url("head")

    def step_url(self, step: str) -> str:
        return reverse("ledgers:draft", args=[self.pk, step])

    @property
    def label(self) -> str:
        return str(self.data.get("label") or "未命名")

    @property
    def definition(self) -> Definition:
        """With what was set on the page of parameters meanwhile. Raises DefinitionError with everything that is still wrong."""
        drafted = parse({**self.data, "name": self.data.get("name") or UNNAMED})
        opened = self._opened
        return drafted if opened is None or self.ledger is None else with_settings(drafted, opened, self.ledger.about)

    @property
    def set_meanwhile(self) -> Sequence[str]:
        """What the office set since the draft was opened, in words."""
        opened = self._opened
        return [] if opened is None or self.ledger is None else list(set_since(opened, self.ledger.about))

    @property
    def _opened(self) -> Definition | None:
        """The ledger as it stood when the draft was opened; None for a new one, and where the ledger has another version by now."""
        if self.ledger is None or self.ledger.version != self.base:
            return None
        return self.ledger.tuned(self.tuning)

    @property
    def taken(self) -> set[str]:
        """Keys of own fields the ledger ever had: rows still hold values under them."""
        if self.ledger is None:
            return set()
        return {field["key"] for version in self.ledger.versions.all() for field in _fields(version.definition)}


def _fields(data: dict[str, Any]) -> list[dict[str, Any]]:
    return list(data.get("fields") or [])
