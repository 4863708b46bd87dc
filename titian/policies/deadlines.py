"""Batches that close, for the office's calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from titian.accounts.models import User
from titian.base.deadlines import Deadline
from titian.policies.models import DeclarationBatch
from titian.policies.permissions import can_see_forecast

ROOM = "企业"


def deadlines(user: User, since: date, until: date) -> Iterator[Deadline]:
    if not can_see_forecast(user):
        return
    within = Q(county_deadline__gte=since, county_deadline__lt=until) | Q(upper_deadline__gte=since, upper_deadline__lt=until)
    for batch in DeclarationBatch.objects.filter(within):
        for day, label in ((batch.county_deadline, "本级截止"), (batch.upper_deadline, "报上级截止")):
            if day and since <= day < until:
                yield Deadline(day, f"{batch}{label}", batch.get_absolute_url(), room=ROOM, source=batch.document)
