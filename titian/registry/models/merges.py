"""Organisations that were found to be one, and pairs that were found not to be."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from titian.registry.models.organisations import Organisation


class MergeQuerySet(models.QuerySet["Merge"]):
    def standing(self) -> MergeQuerySet:
        return self.filter(undone_at=None)


class Merge(models.Model):
    """One organisation found to be another: what moved, what could not, so that undoing moves exactly that back.

    moved, kept  «registry.title.organisation» (model and its key to organisations) → primary keys; among those kept the log-ins of the
                 duplicate, which follow when somebody confirms it
    filled       fields the survivor took over because it had nothing there
    uscc         the code that went with them: it can stand once only
    """

    duplicate = models.ForeignKey(Organisation, verbose_name="重复的企业", on_delete=models.PROTECT, related_name="merges")
    survivor = models.ForeignKey(Organisation, verbose_name="保留的企业", on_delete=models.PROTECT, related_name="received")
    moved = models.JSONField("转入的记录", default=dict)
    kept = models.JSONField("未能转入的记录", default=dict)
    filled = models.JSONField("补齐的项目", default=list)
    uscc = models.CharField("转入的代码", max_length=18, blank=True)
    reason = models.CharField("理由", max_length=200, blank=True)
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="合并人", on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField("合并时间", auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="撤销人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "企业合并"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["duplicate"], condition=models.Q(undone_at=None), name="one_standing_merge")]

    def __str__(self) -> str:
        return f"{self.duplicate} 并入 {self.survivor}"

    @property
    def moved_count(self) -> int:
        return sum(len(keys) for keys in self.moved.values())

    @property
    def kept_count(self) -> int:
        """What stands twice now; log-ins do not."""
        return sum(len(keys) for keys in self.kept.values()) - self.login_count

    @property
    def login_count(self) -> int:
        return len(self.kept.get("accounts.user.organisation", ()))


class DistinctPair(models.Model):
    """Two organisations that look alike and are not the same: said once, never asked again. `first` has the smaller key."""

    first = models.ForeignKey(Organisation, verbose_name="企业", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Organisation, verbose_name="另一家企业", on_delete=models.CASCADE, related_name="+")
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="认定人", on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField("认定时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "非同一家"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_row_a_pair"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="smaller_key_first"),
        ]

    def __str__(self) -> str:
        return f"{self.first} 与 {self.second}"
