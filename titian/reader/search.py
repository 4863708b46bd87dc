"""What the search box finds among the papers read: by title, file name, 文号."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from titian.accounts.models import User
from titian.base.search import LIMIT, Hit
from titian.reader.models import KeptReading


def search(user: User, words: str) -> Iterator[Hit]:
    found = Q(title__icontains=words) | Q(name__icontains=words) | Q(number__icontains=words)
    for reading in KeptReading.objects.visible_to(user).filter(found).defer("text", "result")[:LIMIT]:
        yield Hit(
            "文稿", str(reading), reading.get_absolute_url(), " ".join(filter(None, [reading.region_name, reading.period_label]))
        )
