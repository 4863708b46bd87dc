"""Organisations: adding, amending, names, state, above scale, who is responsible."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.journal.actions import Change, record, record_many
from titian.registry.actions.rows import Handed, added, amended, hold, note_handed
from titian.registry.models import Organisation, OrganisationName, ScaleYear
from titian.registry.models.organisations import ACTIVE, CLOSED, FORMER, FORMER_CODE, OFFICIAL, SHORT
from titian.registry.names import folded
from titian.registry.permissions import CONTACTS, can_add_organisation, can_amend_contacts, can_edit

EDITABLE = (
    *("name", "uscc", "uscc_reason", "kind", "legal_form", "region", "address", "industry", "founded_on", "capital"),
    *("capital_currency", "scope", "legal_person", "contact", "phone", "carrier", "note"),
)


@transaction.atomic
def add_organisation(
    *, name: str, by: User, short_names: Sequence[str] = (), handed: Handed | None = None, **fields: Any
) -> Organisation:
    """A new organisation, findable by its name. A firm of the same name is refused unless two codes tell them apart.

    `handed`: what a town reported on paper, entered for it.
    """
    region = fields.get("region")
    (can_add_organisation(by, region) if region else can_edit(by)).demand()
    organisation = Organisation(name=name.strip(), **_editable(fields))
    _demand_single(organisation)
    added("registry.organisation.added", organisation, by=by)
    OrganisationName.of(organisation, organisation.name).save()
    if short_names:
        _name_shortly(organisation, short_names)
    if handed:
        note_handed("registry.organisation.handed_in", organisation, handed, by=by)
    return organisation


@transaction.atomic
def amend_organisation(
    organisation: Organisation,
    *,
    changes: Mapping[str, Any],
    by: User,
    renamed_on: date | None = None,
    reason: str = "",
    handed: Handed | None = None,
) -> None:
    """Change fields. `renamed_on`: the first day of a new name, whose predecessor becomes a 曾用名; None mends a misspelt name.

    A code that is replaced stays findable. Whoever may not edit may still bring contacts up to date; `handed`: what the firm or its town
    said on paper, entered for them.
    """
    verdict = can_amend_contacts(by, organisation) if CONTACTS.issuperset(changes) else can_edit(by, organisation)
    verdict.demand()
    hold_current(organisation)
    old_name, old_code = organisation.name, organisation.uscc
    changed = amended("registry.organisation.amended", organisation, _editable(changes), by=by, reason=reason)
    if "name" in changed:
        _demand_single(organisation)
        _rename(organisation, old_name, renamed_on)
    if "uscc" in changed and old_code:
        _keep(OrganisationName.of(organisation, old_code, FORMER_CODE))
    if handed:
        note_handed("registry.organisation.handed_in", organisation, handed, by=by)


@transaction.atomic
def set_short_names(organisation: Organisation, *, names: Sequence[str], by: User) -> None:
    """The whole list of 简称; those left out are no longer found."""
    can_edit(by, organisation).demand()
    hold_current(organisation)
    before = list(organisation.names.filter(kind=SHORT).values_list("text", flat=True))
    after = _name_shortly(organisation, names)
    if before != after:
        record("registry.organisation.named", organisation, by=by, before={"names": before}, after={"names": after})


@transaction.atomic
def close_organisation(organisation: Organisation, *, since: date, reason: str, by: User, state: str = CLOSED) -> None:
    """It was struck off, or moved away, on a day. What it held stays; it counts no more from then on."""
    can_edit(by, organisation).demand()
    hold_current(organisation)
    if state == ACTIVE or state not in Organisation.STATES:
        raise Refused("请选择注销或吊销、已迁出")
    if not reason.strip():
        raise Refused("请写明依据，例如：登记机关注销公告")
    amended("registry.organisation.closed", organisation, {"state": state, "state_since": since}, by=by, reason=reason)


@transaction.atomic
def reopen_organisation(organisation: Organisation, *, reason: str, by: User) -> None:
    """It is in business after all."""
    can_edit(by, organisation).demand()
    hold_current(organisation)
    if not reason.strip():
        raise Refused("请写明恢复在业的理由")
    amended("registry.organisation.reopened", organisation, {"state": ACTIVE, "state_since": None}, by=by, reason=reason)


@transaction.atomic
def state_scale(
    organisation: Organisation, *, year: int, is_above: bool | None, by: User, sector: str = "", source: str = ""
) -> None:
    """Was it above scale in a year? None takes back what was said."""
    can_edit(by, organisation).demand()
    hold_current(organisation)
    if sector not in ScaleYear.SECTORS:
        raise Refused(f"规上类别「{sector}」不认识，应为{'、'.join(filter(None, ScaleYear.SECTORS.values()))}之一")
    old = ScaleYear.objects.filter(organisation=organisation, year=year).first()
    before = {"year": year, "is_above": old.is_above if old else None}
    if is_above is None:
        ScaleYear.objects.filter(organisation=organisation, year=year).delete()
    else:
        said = {"is_above": is_above, "sector": sector if is_above else "", "source": source}
        ScaleYear.objects.update_or_create(organisation=organisation, year=year, defaults=said)
    record("registry.organisation.scaled", organisation, by=by, before=before, after={"year": year, "is_above": is_above})


@transaction.atomic
def assign_officer(organisations: Iterable[Organisation], *, officer: User | None, by: User) -> int:
    """Make one of the bureau's people responsible for firms; None: nobody. Returns for how many this is new."""
    can_edit(by).demand()
    if officer is not None and not (officer.is_staff_member and officer.is_active):
        raise Refused(f"「{officer.name}」不是在岗的局内人员，不能作为责任人")
    wanted = Organisation.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in organisations])
    changed = [one for one in wanted.select_related("officer") if one.officer_id != (officer and officer.pk)]
    changes = [Change(one, {"officer": one.officer and one.officer.name}, {"officer": officer and officer.name}) for one in changed]
    Organisation.objects.filter(pk__in=[one.pk for one in changed]).update(officer=officer)
    record_many("registry.organisation.assigned", changes, by=by)
    return len(changed)


def hold_current(organisation: Organisation) -> None:
    """As `hold`; refused for one that was found to be another."""
    hold(organisation)
    if organisation.merged_into is not None:
        raise Refused(f"「{organisation.name}」已并入「{organisation.merged_into}」，请在那一家上办理")


def _editable(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The code as it is stored: upper case, null for none."""
    if strange := set(fields) - set(EDITABLE):
        raise TypeError(f"not editable: {sorted(strange)}")
    made = dict(fields)
    if "uscc" in made:
        made["uscc"] = (made["uscc"] or "").strip().upper() or None
    return made


def _demand_single(organisation: Organisation) -> None:
    """Two firms of one name are told apart by their codes; without both it is the same firm entered twice."""
    same = OrganisationName.objects.filter(kind=OFFICIAL, folded=folded(organisation.name), organisation__merged_into=None)
    undecided = Q(organisation__uscc=None) if organisation.uscc else Q()
    twin = same.filter(undecided).exclude(organisation=organisation.pk).select_related("organisation").first()
    if twin:
        raise Refused(f"名录里已有「{twin.organisation}」，请打开那一家修改；确是同名的另一家时，请把两家的统一社会信用代码都填上")


def _rename(organisation: Organisation, old: str, day: date | None) -> None:
    names = organisation.names
    names.filter(kind=OFFICIAL).delete()
    names.filter(kind=SHORT, folded=folded(organisation.name)).delete()
    OrganisationName.of(organisation, organisation.name).save()
    if day is not None:
        last = names.filter(kind=FORMER).exclude(until=None).order_by("-until").first()
        _keep(OrganisationName.of(organisation, old, FORMER, since=last.until if last else None, until=day))


def _name_shortly(organisation: Organisation, names: Sequence[str]) -> list[str]:
    """One name a spelling, in the order they were said."""
    wanted = {folded(name): name.strip() for name in reversed(names) if folded(name)}
    texts = list(reversed(wanted.values()))
    organisation.names.filter(kind=SHORT).delete()
    OrganisationName.objects.bulk_create(OrganisationName.of(organisation, text, SHORT) for text in texts)
    return texts


def _keep(name: OrganisationName) -> None:
    """A name it had before and takes up again keeps the latest days."""
    dates = {"text": name.text, "initials": name.initials, "since": name.since, "until": name.until}
    OrganisationName.objects.update_or_create(organisation=name.organisation, kind=name.kind, folded=name.folded, defaults=dates)
