"""What the registers ask of a person: certificates that end, sources to decide between, what is still to be filled in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from titian.accounts.models import User
from titian.accounts.roles import Role
from titian.base.clock import today
from titian.base.todos import Todo, Urgency
from titian.registry.models import AnnualFigure, Organisation, OrganisationQuerySet, Title, TitleQuerySet
from titian.registry.models.annual import RETURNS
from titian.registry.models.organisations import ACTIVE
from titian.registry.permissions import can_choose_source, can_edit, can_see_annual_figures
from titian.registry.shown import LATER_DAYS, SOON_DAYS
from titian.registry.titles import MECHANISMS

ROOM = "企业"
SHOWN = 5
_OF_A_DEPARTMENT = frozenset({Role.CHIEF, Role.DEPUTY})


def todos(user: User) -> Iterator[Todo]:
    if not can_edit(user):
        return
    own = _own(user)
    yield from _certificates(user, own, today())
    if can_choose_source(user) and can_see_annual_figures(user):
        yield from _sources(own)
    yield from _gaps(own)


def _own(user: User) -> OrganisationQuerySet:
    """An officer's firms; a chief's those of the department's officers."""
    firms = Organisation.objects.visible_to(user).current().filter(state=ACTIVE)
    if user.role in _OF_A_DEPARTMENT and user.department_id:
        return firms.filter(Q(officer=user.pk) | Q(officer__department=user.department_id))
    return firms.filter(officer=user.pk)


def _certificates(user: User, own: OrganisationQuerySet, day: date) -> Iterator[Todo]:
    """The next few one by one, the others and what ends within half a year in one line."""
    ending: TitleQuerySet = Title.objects.here().filter(organisation__in=own).valid_on(day)
    soon = list(ending.ending(day, day + timedelta(days=SOON_DAYS)).select_related("organisation").order_by("until")[:SHOWN])
    for title in soon:
        text = f"提醒「{title.organisation}」{title.label}到期复审"
        yield Todo(
            text,
            title.get_absolute_url(),
            due=title.last_day,
            state="将到期",
            colour="yellow",
            room=ROOM,
            mechanism=title.about.mechanism,
        )
    last = day + timedelta(days=LATER_DAYS)
    rest = ending.ending(day, last).count() - len(soon)
    if rest > 0:
        whose = f"&officer={user.pk}" if user.role not in _OF_A_DEPARTMENT else ""
        address = f"{reverse('registry:titles')}?standing=valid&ends_by={last}&sort=until{whose}"
        yield Todo(f"半年内还有 {rest} 项资质到期，安排复审", address, room=ROOM, mechanism=MECHANISMS)


def _sources(own: OrganisationQuerySet) -> Iterator[Todo]:
    firms = AnnualFigure.objects.filter(organisation__in=own).undecided().order_by().values("organisation").distinct().count()
    if firms:
        address = f"{reverse('registry:annual_figures')}?state=undecided"
        yield _line(f"认定 {firms} 家企业的年度数据以哪个来源为准", address, "待认定", "red", RETURNS)


def _gaps(own: OrganisationQuerySet) -> Iterator[Todo]:
    lacking = own.filter(Q(uscc=None) | Q(region=None)).count()
    if lacking:
        missing = "region" if own.lacking("region").exists() else "uscc"
        yield _line(
            f"补齐 {lacking} 家企业的乡镇或信用代码", f"{reverse('registry:organisations')}?missing={missing}", "待补", "grey"
        )


def _line(text: str, address: str, state: str, colour: Urgency, mechanism: str = "") -> Todo:
    return Todo(text, address, state=state, colour=colour, room=ROOM, mechanism=mechanism)
