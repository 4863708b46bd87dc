"""Certificates that end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count
from django.urls import reverse

from titian.accounts.models import User
from titian.base.clock import today
from titian.base.deadlines import Deadline
from titian.registry.models import Organisation, Title
from titian.registry.permissions import can_see_organisations
from titian.registry.titles import KINDS

ROOM = "企业"


def deadlines(user: User, since: date, until: date) -> Iterator[Deadline]:
    """One line a kind and last day. What was valid when the day began counts, whether it was renewed since or not."""
    if not can_see_organisations(user):
        return
    firms = Organisation.objects.visible_to(user).current()
    titles = Title.objects.filter(organisation__in=firms, revoked_on=None).exclude(since=None)
    ending = titles.filter(until__gt=since, until__lte=until).order_by().values("kind", "until").annotate(count=Count("pk"))
    for line in ending:
        last = line["until"] - timedelta(days=1)
        kind = KINDS.get(line["kind"])
        label = kind.label if kind else line["kind"]
        standing = "ended" if line["until"] <= today() else "valid"
        address = (
            f"{reverse('registry:titles')}?kind={line['kind']}&standing={standing}&ends_by={last + timedelta(days=1)}&sort=until"
        )
        yield Deadline(last, f"{label}到期 {line['count']} 家", address, room=ROOM, source=kind.reference if kind else "")
