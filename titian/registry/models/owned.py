"""Who sees rows that belong to a firm and hold what a town has no business with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from titian.accounts.models import User

Owned = TypeVar("Owned", bound=models.Model)


class OwnedQuerySet(models.QuerySet[Owned]):
    """Rows with an `organisation`. `mechanism`: where the office has nothing to do with it, nobody sees any."""

    mechanism: ClassVar[str]

    def visible_to(self, user: User) -> Self:
        """Inside people all; an enterprise its own; a town sees no R&D, tax or benefit rows, and nobody else sees any."""
        if not settings.TITIAN.shows(self.mechanism):
            return self.none()
        if user.is_inside:
            return self
        mine: dict[str, Any] = {"organisation": user.own_organisation_id}
        return self.filter(**mine) if user.is_enterprise and user.own_organisation_id else self.none()
