"""Who may do what with ledgers. Which rows a person sees at all is `LedgerRow.objects.visible_to`."""

from __future__ import annotations

from django.conf import settings

from titian.accounts.models import User
from titian.accounts.roles import LEADERS, STAFF, Role
from titian.base.permissions import YES, Verdict, entered_here, no
from titian.ledgers.definition.ledger import FILLERS
from titian.ledgers.models import Answer, Collection, CollectionRequest, CollectionState, Ledger, LedgerDraft, LedgerRow
from titian.ledgers.models.ledgers import FILLED_BY
from titian.ledgers.packages import is_packaged

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
    """Staff any row; who filled a row in until it is closed. What a town or firm has not handed in yet is changed on its form."""
    if row.is_draft and row.collected is not None:
        return can_fill(user, row.collected)
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
    """A new ledger or campaign list needs no programmer: whoever keeps ledgers may define one."""
    return YES if user.role in STAFF or user.commands else no("台账由局内经办建立")


def can_amend_definition(user: User, ledger: Ledger) -> Verdict:
    """Change it, set the numbers of its rules, take it out of use: 办公室, chiefs and leaders any ledger, others what they defined themselves."""
    if user.role in _DEFINES or user.commands:
        return YES
    if is_packaged(ledger.code):
        return no("系统自带的台账由办公室、股室长或局领导修改")
    own = user.role in STAFF and ledger.versions.filter(number=1, by=user).exists()
    return YES if own else no("这本台账由建立人、办公室、股室长或局领导修改")


def _sends(user: User) -> bool:
    """Somebody outside with a town, an organisation or a person of their own to fill in for."""
    return Role(user.role) in FILLED_BY and bool(user.own_town_id or user.own_organisation_id or user.own_person_id)


def can_see_definitions(user: User, obj: object = None) -> Verdict:
    return YES if user.is_inside else no("台账的定义只对局内人员开放")


def can_work_on(user: User, draft: LedgerDraft) -> Verdict:
    """Whoever may define goes on with what a colleague began; an amendment is for those who may amend."""
    return can_define(user) if draft.ledger is None else can_amend_definition(user, draft.ledger)


def can_discard(user: User, draft: LedgerDraft) -> Verdict:
    """Whose it is, and who may change any ledger."""
    own = draft.by_id == user.pk or user.role in _DEFINES or user.commands
    return can_work_on(user, draft) if own else no("草稿由起草人、办公室、股室长或局领导放弃")


def can_see_collections(user: User, obj: object = None) -> Verdict:
    return YES if user.is_inside else no("发表收数只对局内人员开放")


def can_see_requests(user: User, obj: object = None) -> Verdict:
    """What was asked of one's own town or firm; whoever is asked answers where the door is open."""
    asked = bool(user.own_town_id or (user.is_enterprise and user.own_organisation_id))
    return _door_is_open(user) if asked else no("收到的表只对乡镇街道和企业开放")


def can_collect(user: User, ledger: Ledger) -> Verdict:
    """Draft a form for towns or firms; it goes out when a leader has approved it."""
    if ledger.is_archived:
        return no(f"「{ledger.label}」已停用，不能再发")
    return YES if user.role in STAFF else no("只有局内经办可以发表收数")


def can_amend_collection(user: User, collection: Collection) -> Verdict:
    if user.role not in STAFF:
        return no("只有局内经办可以修改")
    return YES if collection.is_open else no(f"这份表{collection.state_label}，不能再改；待批的先撤回")


def can_withdraw(user: User, collection: Collection) -> Verdict:
    if collection.state != CollectionState.WAITING:
        return no(f"这份表{collection.state_label}，没有可撤回的送批")
    return YES if user.role in STAFF else no("只有局内经办可以撤回")


def can_approve(user: User, collection: Collection) -> Verdict:
    """表单准入: a leader's, and not of one's own form."""
    if user.role not in LEADERS:
        return no("发给乡镇和企业的表由局领导审批")
    if collection.state != CollectionState.WAITING:
        return no(f"这份表{collection.state_label}，不在待批")
    return no("起草人不能审批自己起草的表，请另一位领导审批") if collection.created_by_id == user.pk else YES


def can_run(user: User, collection: Collection) -> Verdict:
    """Chase, take over, put off, close: while it is out."""
    if user.role not in STAFF:
        return no("只有局内经办可以办理")
    return YES if collection.is_running else no(f"这份表{collection.state_label}，不在收报中")


def can_fill(user: User, request: CollectionRequest) -> Verdict:
    """The town or firm that is asked, until it hands in; the bureau's staff for them (代录), until it is taken over."""
    if user.role in STAFF:
        open_ = request.collection.is_running and request.state in {Answer.OPEN, Answer.RETURNED, Answer.SUBMITTED}
        return YES if open_ else no(f"这份表{request.collection.state_label}、{request.state_label}，不能再填")
    if not _is_asked(user, request):
        return no("只能填报发给本单位的表")
    if not request.is_fillable:
        return no(f"这份表{request.state_label}，不能再改；要改请联系{settings.TITIAN.bureau}退回")
    return _door_is_open(user)


def can_take_over(user: User, request: CollectionRequest) -> Verdict:
    allowed = can_run(user, request.collection)
    if not allowed or request.state == Answer.SUBMITTED:
        return allowed
    return no(f"「{request.whom}」{request.state_label}，没有待接收的内容")


def can_excuse(user: User, request: CollectionRequest) -> Verdict:
    allowed = can_run(user, request.collection)
    if not allowed or request.state in {Answer.OPEN, Answer.RETURNED}:
        return allowed
    return no(f"「{request.whom}」{request.state_label}，不用免报")


def _is_asked(user: User, request: CollectionRequest) -> bool:
    if user.own_town_id:
        return request.region_id == user.own_town_id
    return bool(user.is_enterprise and user.own_organisation_id) and request.organisation_id == user.own_organisation_id


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
