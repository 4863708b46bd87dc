"""What a firm can claim, beside its record and on its own first screen."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from titian.accounts.models import User
from titian.base.clock import today
from titian.base.colours import Colour
from titian.base.pages import Mark
from titian.base.panels import Panel, PanelLine
from titian.policies.benefits.standing import State
from titian.policies.benefits.wording import wan
from titian.policies.claiming.standings import Placed, standings_of
from titian.policies.permissions import can_see_benefits
from titian.registry.models import Organisation
from titian.registry.models.organisations import ENTERPRISE

LINES = 6
SHOWN = (State.CLAIMABLE, State.CLOSED, State.NEAR, State.LACKING, State.PENDING)


def panels(organisation: Organisation, user: User) -> Iterator[Panel]:
    if organisation.kind != ENTERPRISE or not can_see_benefits(user, organisation):
        return
    placed = [one for one in standings_of(organisation, today()) if one.state in SHOWN]
    sure = [one.found.amount for one in placed if one.state is State.CLAIMABLE and one.found.amount]
    yield Panel(
        "能领什么",
        [_line(one) for one in placed[:LINES]],
        note=f"现在能领 {len(sure)} 项，共 {wan(sum(sure))}" if sure else "",
        empty="按施行中的政策和现有数据，没有能领或差一点的。",
        url=reverse("policies:benefits", args=[organisation.pk]),
        more="逐条对照、申请、已领",
    )


def _line(one: Placed) -> PanelLine:
    colours: dict[State, Colour] = {State.CLAIMABLE: "green", State.CLOSED: "blue", State.NEAR: "yellow", State.PENDING: "yellow"}
    mark = Mark(colours.get(one.state, "grey"), one.state.label)
    return PanelLine(one.clause.label, one.found.sentence, one.clause.get_absolute_url(), mark)
