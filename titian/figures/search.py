"""What the search box finds in the books: figures by indicator name or code, targets by title."""

from __future__ import annotations

from collections.abc import Iterator

from titian.accounts.models import User
from titian.base.search import LIMIT, Hit
from titian.figures.models import Figure, Target, find_indicators
from titian.figures.permissions import can_see_figures


def search(user: User, words: str) -> Iterator[Hit]:
    if not can_see_figures(user):
        return
    codes = [entry.code for entry in find_indicators(words)]
    rows = (
        Figure.objects.visible_to(user)
        .counting()
        .filter(indicator__in=codes)
        .select_related("region")
        .order_by("-period", "indicator")
    )
    for row in rows[:LIMIT]:
        yield Hit("指标", row.name, row.get_absolute_url(), f"{row.region} {row.period_label} {row.status_label} {row.printed}")
    for target in Target.objects.visible_to(user).filter(title__icontains=words, is_dropped=False)[:LIMIT]:
        yield Hit("目标", target.title, target.get_absolute_url(), target.period_label)
