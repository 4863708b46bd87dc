"""Batches are found by their name or document, policies and clauses by name, number or code."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from titian.accounts.models import User
from titian.base.search import LIMIT, Hit
from titian.policies.models import DeclarationBatch, Policy, PolicyClause
from titian.policies.permissions import can_see_forecast, can_see_library


def search(user: User, words: str) -> Iterator[Hit]:
    if can_see_forecast(user):
        found = DeclarationBatch.objects.filter(Q(name__contains=words) | Q(document__contains=words))
        yield from (Hit("申报批次", str(batch), batch.get_absolute_url(), batch.document) for batch in found[:LIMIT])
    if can_see_library(user):
        policies = Policy.objects.visible_to(user).filter(Q(title__icontains=words) | Q(number__icontains=words))
        yield from (Hit("政策", one.title, one.get_absolute_url(), one.number) for one in policies[:LIMIT])
        clauses = PolicyClause.objects.visible_to(user).filter(Q(label__icontains=words) | Q(code__iexact=words))
        for clause in clauses.select_related("policy")[:LIMIT]:
            yield Hit("政策条款", clause.label, clause.get_absolute_url(), clause.policy.title)
