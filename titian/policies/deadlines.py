"""Batches and windows that close, policies that end, for the office's calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q

from titian.accounts.models import User
from titian.base.deadlines import Deadline
from titian.policies.models import DeclarationBatch, Policy, PolicyClause
from titian.policies.permissions import can_see_forecast, can_see_library

ROOM, FUNDS = "企业", "资金政策"


def deadlines(user: User, since: date, until: date) -> Iterator[Deadline]:
    yield from _batches(user, since, until)
    yield from _windows(user, since, until)


def _batches(user: User, since: date, until: date) -> Iterator[Deadline]:
    if not can_see_forecast(user):
        return
    within = Q(county_deadline__gte=since, county_deadline__lt=until) | Q(upper_deadline__gte=since, upper_deadline__lt=until)
    for batch in DeclarationBatch.objects.filter(within):
        for day, label in ((batch.county_deadline, "本级截止"), (batch.upper_deadline, "报上级截止")):
            if day and since <= day < until:
                yield Deadline(day, f"{batch}{label}", batch.get_absolute_url(), room=ROOM, source=batch.document)


def _windows(user: User, since: date, until: date) -> Iterator[Deadline]:
    """The last day of each window that falls into the time, and of each policy."""
    if not can_see_library(user):
        return
    for clause in PolicyClause.objects.visible_to(user).in_force_on(since).with_versions():
        version = clause.version_on(since)
        _, last = version.benefit.window.around(since) if version else (None, None)
        if last and since <= last < until:
            yield Deadline(last, f"{clause.label}受理截止", clause.get_absolute_url(), room=FUNDS, source=clause.policy.number)
    for policy in Policy.objects.visible_to(user).filter(state="in_force", until__gt=since, until__lte=until):
        assert policy.until is not None
        yield Deadline(
            policy.until - timedelta(days=1), f"政策到期：{policy}", policy.get_absolute_url(), room=FUNDS, source=policy.number
        )
