"""What is done at a firm of the 五建五制 checklist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from titian.policies.checklist import items
from titian.policies.models.ladder import of_organisation, somebody
from titian.registry.models import Organisation

if TYPE_CHECKING:
    from titian.accounts.models import User


class ChecklistQuerySet(models.QuerySet["ChecklistItem"]):
    def visible_to(self, user: User) -> ChecklistQuerySet:
        return self if user.is_inside else self.filter(organisation__in=Organisation.objects.visible_to(user))


class ChecklistItem(models.Model):
    """One item of the 五建五制 checklist that is done at a firm. No row: not done, as far as anybody knows."""

    organisation = of_organisation("checklist")
    item = models.CharField("事项", max_length=40)
    done_on = models.DateField("建成日期")
    proof = models.CharField("佐证", max_length=200, blank=True, help_text="如 文件名称、文号")
    evidence = models.ManyToManyField("files.StoredFile", verbose_name="佐证材料", blank=True, related_name="+")
    entered_by = somebody("登记人")
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "五建五制"
        ordering = ["organisation", "item"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "item"], name="one_tick_an_item", violation_error_message="这一项已登记"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.item_label}"

    def get_absolute_url(self) -> str:
        return reverse("policies:checklist", args=[self.organisation_id])

    def clean(self) -> None:
        if self.item not in items():
            raise ValidationError({"item": "没有这一项"})

    @property
    def item_label(self) -> str:
        found = items().get(self.item)
        return found.label if found else self.item
