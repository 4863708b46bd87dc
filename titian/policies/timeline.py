"""A firm's course: in and out of pools, step by step through batches, what it claimed and was paid."""

from __future__ import annotations

from collections.abc import Iterator

from titian.accounts.models import User
from titian.base.clock import today
from titian.base.pages import Event
from titian.policies.models import Claim, Declaration, PoolEntry
from titian.policies.permissions import can_see_ladder
from titian.registry.models import Organisation


def events(organisation: Organisation, user: User) -> Iterator[Event]:
    yield from _ladder(organisation, user)
    yield from _claims(organisation, user)


def _ladder(organisation: Organisation, user: User) -> Iterator[Event]:
    if not can_see_ladder(user):
        return
    for entry in PoolEntry.objects.visible_to(user).filter(organisation=organisation):
        yield Event(entry.entered_on, f"进入{entry.programme_label}培育库", url=entry.get_absolute_url())
        if entry.left_on and entry.left_on <= today():
            yield Event(entry.left_on, f"出{entry.programme_label}培育库（{entry.left_why_label}）", url=entry.get_absolute_url())
    for one in Declaration.objects.visible_to(user).filter(organisation=organisation).select_related("batch"):
        for step, label in Declaration.STEPS.items():
            if (day := one.day_of(step)) and day <= today():
                yield Event(day, f"{one.batch}：{label}", url=one.get_absolute_url())


def _claims(organisation: Organisation, user: User) -> Iterator[Event]:
    for claim in Claim.objects.visible_to(user).filter(organisation=organisation).select_related("clause"):
        if claim.asked_on <= today():
            yield Event(claim.asked_on, f"申请兑现：{claim.clause.label}（{claim.year}年度）", url=claim.get_absolute_url())
        if claim.paid_on and claim.paid_on <= today():
            yield Event(claim.paid_on, f"兑现到账：{claim.clause.label} {claim.paid_label}", url=claim.get_absolute_url())
