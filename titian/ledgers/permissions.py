"""Who may do what with ledgers. Which rows a person sees at all is `LedgerRow.objects.visible_to`."""

from __future__ import annotations

from django.conf import settings

from titian.accounts.models import User
from titian.accounts.roles import LEADERS, STAFF, Role
from titian.base.permissions import YES, Verdict, entered_here, no
from titian.ledgers.definition.ledger import FILLERS
from titian.ledgers.models import Ledger, LedgerRow
from titian.ledgers.models.ledgers import FILLED_BY

ONLY_STAFF = no("只有局内经办可以维护台账")
_DEFINES = LEADERS | {Role.OFFICE, Role.CHIEF}


def can_see_ledgers(user: User, obj: object = None) -> Verdict:
    """May this person open ledgers at all? Which of them is `Ledger.objects.visible_to`."""
    return YES if user.is_inside or _sends(user) else no("台账只对局内人员和填报单位开放")


def can_see(user: User, ledger: Ledger) -> Verdict:
    if not settings.TITIAN.shows(ledger.mechanism):
        return no(f"本局设置里「{ledger.label}」为不涉及")
    if user.is_inside or _fills(user, ledger):
        return YES
    return no(f"「{ledger.label}」不对{user.role_label}开放")


def can_see_overviews(user: User, obj: object = None) -> Verdict:
    """Whole areas of the office's work, and what became of whole batches, are the bureau's own."""
    return YES if user.is_inside else no("分领域的台账和阶段统计只对局内人员开放")


def can_add(user: User, ledger: Ledger) -> Verdict:
    """A row by hand or by sheet: the bureau's staff, and who fills the ledger in where their door is open."""
    if ledger.is_archived:
        return no(f"「{ledger.label}」已停用，只能查看")
    if user.role in STAFF or user.commands:
        return YES
    if _fills(user, ledger):
        return _door_is_open(user)
    return ONLY_STAFF if user.is_inside else no(f"「{ledger.label}」不由{user.role_label}填报")


def can_enter(user: User, ledger: Ledger) -> Verdict:
    """By hand: also asks whether the office enters this mechanism itself or only imports it."""
    allowed = can_add(user, ledger)
    return allowed if not allowed or not ledger.mechanism else entered_here(ledger.mechanism)


def can_change(user: User, row: LedgerRow) -> Verdict:
    """Staff any row; who filled a row in until it is closed."""
    if user.role in STAFF or user.commands:
        return can_add(user, row.ledger)
    if not _owns(user, row):
        return no("只能修改本单位填报的记录")
    if row.closed_on is not None:
        return no(f"这条记录已经办结，修改请联系{settings.TITIAN.bureau}")
    return can_add(user, row.ledger)


def can_remove(user: User, row: LedgerRow) -> Verdict:
    """Staff; others what they sent and nobody has taken over yet."""
    if user.role in STAFF or user.commands:
        return can_add(user, row.ledger)
    return can_change(user, row) if row.is_draft else no(f"已经接收的记录不能自行删除，请联系{settings.TITIAN.bureau}")


def can_step(user: User, row: LedgerRow) -> Verdict:
    """Moving a row on is the bureau's own act."""
    return can_add(user, row.ledger) if user.role in STAFF or user.commands else ONLY_STAFF


def can_grade(user: User, obj: object = None) -> Verdict:
    """Scores and grades of a whole batch, and what becomes of a platform: who answers for the section, the office and the leaders."""
    return YES if user.role in _DEFINES or user.commands else no("考核等次和平台去留由股室长、办公室或局领导登记")


def can_define(user: User, obj: object = None) -> Verdict:
    """A new ledger or campaign list needs no programmer: 办公室, chiefs and leaders define it."""
    return YES if user.role in _DEFINES or user.commands else no("由办公室、股室长或局领导建立和修改台账")


def _sends(user: User) -> bool:
    """Somebody outside with a town, an organisation or a person of their own to fill in for."""
    return Role(user.role) in FILLED_BY and bool(user.own_town_id or user.own_organisation_id or user.own_person_id)


def _fills(user: User, ledger: Ledger) -> bool:
    return _sends(user) and bool(getattr(ledger, FILLED_BY[Role(user.role)]))


def _owns(user: User, row: LedgerRow) -> bool:
    if user.own_town_id:
        return bool(row.region and user.own_town_id in {row.region_id, row.region.parent_id}) and _fills(user, row.ledger)
    if user.own_organisation_id:
        return row.organisation_id == user.own_organisation_id and _fills(user, row.ledger)
    return bool(user.own_person_id) and row.person_id == user.own_person_id and _fills(user, row.ledger)


def _door_is_open(user: User) -> Verdict:
    if user.role in settings.TITIAN.portals:
        return YES
    return no(f"{FILLERS.get(user.role, user.role_label)}入口没有开通，请把材料交{settings.TITIAN.bureau}代为录入")
