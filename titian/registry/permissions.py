"""Who may do what with the registers. Which rows a person sees at all is `visible_to` of each QuerySet."""

from __future__ import annotations

from django.conf import settings

from titian.accounts.models import User
from titian.accounts.roles import STAFF, Role
from titian.base.permissions import YES, Verdict, entered_here, no, shown_here
from titian.places.models import Region
from titian.registry.models import AnnualFigure, Organisation, Person, Source
from titian.registry.models.annual import RETURNS
from titian.registry.titles import KINDS, MECHANISMS

ONLY_STAFF = no("只有局内经办可以维护名录")
# What a town clerk or the enterprise itself may bring up to date.
CONTACTS = frozenset({"address", "contact", "phone"})


def can_see_organisations(user: User, obj: object = None) -> Verdict:
    """Banks and experts have no business with the register, even where their own row points at an organisation."""
    outside = user.own_town_id or (user.own_organisation_id and user.role != Role.BANK)
    return YES if user.is_inside or outside else no("企业名录只对局内人员、乡镇经办和企业本身开放")


def can_open(user: User, organisation: Organisation) -> Verdict:
    """The page of one organisation; the same rows as `Organisation.objects.visible_to`, for one that is at hand."""
    own = organisation.pk == user.own_organisation_id or (user.is_carrier and organisation.carrier_id == user.own_organisation_id)
    seen = can_see_organisations(user)
    return seen if user.is_inside or not seen or own or _own_town(user, organisation) else no("只能查看本乡镇、本单位的名录")


def can_see_titles(user: User, obj: object = None) -> Verdict:
    """Of some kind; which kinds, `Title.objects.visible_to` knows."""
    shown = shown_here(MECHANISMS)
    return can_see_organisations(user) if shown else shown


def can_add_title(user: User, kind: str = "") -> Verdict:
    """By hand; no kind named: one of any."""
    entered = entered_here(KINDS[kind].mechanism if kind in KINDS else MECHANISMS)
    return can_edit(user) if entered else entered


def can_see_annual_figures(user: User, obj: object = None) -> Verdict:
    """Tax, R&D and staff of a firm are no business of the towns."""
    if not (shown := shown_here(RETURNS)):
        return shown
    own = user.is_enterprise and user.own_organisation_id
    return YES if user.is_inside or own else no("年度数据只对局内人员和企业本身开放")


def can_edit(user: User, obj: object = None) -> Verdict:
    return YES if user.role in STAFF or user.commands else ONLY_STAFF


def can_add_organisation(user: User, region: Region | None = None) -> Verdict:
    """Staff anywhere; a town clerk reports firms of the own town (no region named: of some town)."""
    if can_edit(user):
        return YES
    if user.own_town_id and region is not None:
        return YES if user.own_town_id in {region.pk, region.parent_id} else no("只能报送本乡镇的企业")
    return YES if user.own_town_id else ONLY_STAFF


def can_amend_contacts(user: User, organisation: Organisation) -> Verdict:
    """Address, contact and phone: staff, the clerk of its town, the enterprise itself where its portal is open."""
    if can_edit(user) or _own_town(user, organisation):
        return YES
    return _own_enterprise(user, organisation)


def can_file_annual_figures(user: User, organisation: Organisation) -> Verdict:
    if not (entered := entered_here(RETURNS)):
        return entered
    return YES if can_edit(user) else _own_enterprise(user, organisation)


def can_amend_annual_figures(user: User, figures: AnnualFigure) -> Verdict:
    """An enterprise mends its own return until the bureau uses it."""
    if can_edit(user):
        return YES
    if figures.source != Source.RETURN or figures.is_chosen:
        return no(f"这一行已被采用或不是企业填报，修改请联系{settings.TITIAN.bureau}")
    return _own_enterprise(user, figures.organisation)


def can_choose_source(user: User, obj: object = None) -> Verdict:
    return can_edit(user)


def can_merge(user: User, obj: object = None) -> Verdict:
    return can_edit(user)


def can_see_people(user: User, obj: object = None) -> Verdict:
    return YES if user.is_inside else no("人员名册只对局内人员开放")


def can_export(user: User, obj: object = None) -> Verdict:
    return YES if user.is_inside else no("只有局内人员可以打印企业一页")


def can_reveal(user: User, obj: Organisation | Person) -> Verdict:
    """Whoever works with the row may open a masked number, with a purpose; so may whoever supervises that."""
    if user.is_inside or (isinstance(obj, Organisation) and _own_town(user, obj)):
        return YES
    return no("联系方式只对局内人员和本乡镇经办开放")


def sees_contacts(user: User, organisation: Organisation) -> bool:
    """Are contacts shown whole? Only to the organisation they are of."""
    return user.own_organisation_id == organisation.pk


def _own_town(user: User, organisation: Organisation) -> bool:
    region = organisation.region
    return bool(user.own_town_id and region and user.own_town_id in {region.pk, region.parent_id})


def _own_enterprise(user: User, organisation: Organisation) -> Verdict:
    if not user.is_enterprise or user.own_organisation_id != organisation.pk:
        return no("只能维护本企业的信息")
    return YES if "enterprise" in settings.TITIAN.portals else no(f"企业入口没有开通，请把材料交{settings.TITIAN.bureau}代为录入")
