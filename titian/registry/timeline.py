"""What the register itself knows of an organisation's course."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from titian.accounts.models import User
from titian.base.clock import today
from titian.base.pages import Event
from titian.registry.models import IntellectualProperty, Organisation, Title
from titian.registry.models.organisations import ACTIVE, FORMER


def events(organisation: Organisation, user: User) -> Iterator[Event]:
    """Founded, renamed, closed; titles applied for, given, ended, revoked; rights granted, a line a year."""
    if organisation.founded_on:
        yield Event(organisation.founded_on, "成立")
    for name in organisation.names.filter(kind=FORMER):
        if name.until is not None:
            yield Event(name.until, f"更名，原名「{name.text}」")
    if organisation.state != ACTIVE and organisation.state_since:
        yield Event(organisation.state_since, organisation.state_label)
    for title in Title.objects.visible_to(user).filter(organisation=organisation):
        yield from _title(title)
    yield from _rights(organisation, user)


def _title(title: Title) -> Iterator[Event]:
    address = title.get_absolute_url()
    detail = f"（{title.certificate}）" if title.certificate else ""
    said = (
        (title.applied_on, f"申报{title.label}"),
        (title.since, f"取得{title.label}{detail}"),
        (title.refused_on, f"{title.label}未通过"),
        (title.revoked_on, f"{title.label}被撤销"),
        (None if title.revoked_on else title.last_day, f"{title.label}到期"),
    )
    yield from (Event(day, text, url=address) for day, text in said if day and day <= today())


def _rights(organisation: Organisation, user: User) -> Iterator[Event]:
    rows = IntellectualProperty.objects.visible_to(user).filter(organisation=organisation).exclude(granted_on=None)
    days = rows.order_by("-granted_on").values_list("granted_on", flat=True)
    for year, granted in groupby((day for day in days if day), key=lambda day: day.year):
        same = list(granted)
        yield Event(same[0], f"{year}年授权知识产权 {len(same)} 件")
