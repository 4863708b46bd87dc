"""不具备条件 with its reason, and the list of key enterprises."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.registry.actions.organisations import hold_current
from titian.registry.actions.rows import added, hold, removed
from titian.registry.models import Organisation
from titian.rnd.actions.rows import demand_reason
from titian.rnd.models import Exemption, KeyEnterprise
from titian.rnd.permissions import can_edit, can_exempt


@transaction.atomic
def state_exemption(
    organisation: Organisation, *, purpose: str, year: int, ground: str, reason: str, day: date, by: User
) -> Exemption:
    """A firm that cannot: 总部结算, 停产. Always with the reason; a list without them would lie."""
    can_exempt(by).demand()
    hold_current(organisation)
    if purpose not in Exemption.PURPOSES or ground not in Exemption.GROUNDS:
        raise Refused(f"事项应为{'、'.join(Exemption.PURPOSES.values())}，情形应为{'、'.join(Exemption.GROUNDS.values())}之一")
    demand_reason(reason, "请写明不具备条件的理由，例如：总部统一结算，本地无研发支出，附总部说明")
    found = Exemption(
        organisation=organisation, purpose=purpose, year=year, ground=ground, reason=reason.strip(), day=day, stated_by=by
    )
    added("rnd.exemption.stated", found, by=by, reason=reason)
    return found


@transaction.atomic
def withdraw_exemption(exemption: Exemption, *, reason: str, by: User) -> None:
    can_exempt(by, exemption).demand()
    hold(exemption)
    removed("rnd.exemption.withdrawn", exemption, by=by, reason=reason)


@transaction.atomic
def list_key_enterprise(organisation: Organisation, *, year: int, by: User, note: str = "", order: int = 0) -> KeyEnterprise:
    can_edit(by).demand()
    hold_current(organisation)
    found = KeyEnterprise(organisation=organisation, year=year, note=note.strip(), order=order)
    added("rnd.key.listed", found, by=by)
    return found


@transaction.atomic
def drop_key_enterprise(listed: KeyEnterprise, *, reason: str, by: User) -> None:
    can_edit(by).demand()
    hold(listed)
    removed("rnd.key.dropped", listed, by=by, reason=reason)
