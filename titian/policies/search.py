"""Batches are found by their name or document."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from titian.accounts.models import User
from titian.base.search import LIMIT, Hit
from titian.policies.models import DeclarationBatch
from titian.policies.permissions import can_see_forecast


def search(user: User, words: str) -> Iterator[Hit]:
    if can_see_forecast(user):
        found = DeclarationBatch.objects.filter(Q(name__contains=words) | Q(document__contains=words))
        yield from (Hit("申报批次", str(batch), batch.get_absolute_url(), batch.document) for batch in found[:LIMIT])
