"""Certificates that end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import cast

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
    ending = titles.filter(until__gt=since, until__lte=until).order_by().values_list("kind", "until").annotate(count=Count("pk"))
    for code, ends, count in ending:
        first_after = cast(date, ends)  # those without an end are not asked for
        kind, standing = KINDS.get(code), "ended" if first_after <= today() else "valid"
        address = f"{reverse('registry:titles')}?kind={code}&standing={standing}&ends_by={first_after}&sort=until"
        text = f"{kind.label if kind else code}到期 {count} 家"
        yield Deadline(first_after - timedelta(days=1), text, address, room=ROOM, source=kind.reference if kind else "")
