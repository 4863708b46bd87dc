"""Who may do what with R&D spending. Which rows a person sees is `visible_to` of each QuerySet."""

from __future__ import annotations

from django.conf import settings

from titian.accounts.models import User
from titian.accounts.roles import STAFF
from titian.base.permissions import YES, Verdict, entered_here, no, shown_here
from titian.registry.models import Organisation
from titian.registry.models.annual import RETURNS
from titian.rnd.models import EvaluationResult, Project, Return
from titian.rnd.models.evaluation import MECHANISM as EVALUATION
from titian.rnd.models.evaluation import RunState
from titian.rnd.models.subsidy import MECHANISM as SUBSIDY

ONLY_STAFF = no("只有局内经办可以办理")
ONLY_LEADERS = no("只有局领导可以审定")
POLICIES = f"{RETURNS} {EVALUATION} {SUBSIDY}"


def can_see_returns(user: User, obj: object = None) -> Verdict:
    """Projects, cost lines, returns: the bureau and the firm itself; a town has no R&D rows."""
    if not (shown := shown_here(RETURNS)):
        return shown
    own = user.is_enterprise and user.own_organisation_id
    return YES if user.is_inside or own else no("研发投入只对局内人员和企业本身开放")


def can_watch(user: User, obj: object = None) -> Verdict:
    shown = shown_here(RETURNS)
    return _inside(user) if shown else shown


def can_see_evaluations(user: User, obj: object = None) -> Verdict:
    shown = shown_here(EVALUATION)
    return _inside(user) if shown else shown


def can_see_subsidies(user: User, obj: object = None) -> Verdict:
    shown = shown_here(SUBSIDY)
    return _inside(user) if shown else shown


def can_see_policies(user: User, obj: object = None) -> Verdict:
    shown = shown_here(POLICIES)
    return _inside(user) if shown else shown


def can_edit(user: User, obj: object = None) -> Verdict:
    return YES if user.role in STAFF or user.commands else ONLY_STAFF


def can_file(user: User, organisation: Organisation) -> Verdict:
    """Projects, cost lines and returns of a firm: staff for it (代录), or the firm where its door is open."""
    if not (entered := entered_here(RETURNS)):
        return entered
    return YES if can_edit(user) else _own_enterprise(user, organisation)


def can_add(user: User, obj: object = None) -> Verdict:
    """By hand, for some firm."""
    if not (entered := entered_here(RETURNS)):
        return entered
    if can_edit(user):
        return YES
    if user.is_enterprise and user.own_organisation_id:
        return YES if "enterprise" in settings.TITIAN.portals else no("企业入口没有开通")
    return ONLY_STAFF


def can_amend_project(user: User, project: Project) -> Verdict:
    """What was imported may be mended too."""
    return YES if can_edit(user) else _own_enterprise(user, project.organisation)


def can_remove(user: User, obj: object = None) -> Verdict:
    return can_edit(user)


def can_amend_return(user: User, found: Return) -> Verdict:
    """As long as it is a draft or was sent back."""
    if not found.is_open:
        return no(f"填报{found.state_label}，不能再改；要改请先退回")
    return YES if can_edit(user) else _own_enterprise(user, found.organisation)


def can_submit(user: User, found: Return) -> Verdict:
    return can_amend_return(user, found)


def can_review(user: User, found: Return | None = None) -> Verdict:
    """Accept or send back what was submitted."""
    return can_edit(user)


def can_state_policy(user: User, obj: object = None) -> Verdict:
    return can_edit(user)


def can_exempt(user: User, obj: object = None) -> Verdict:
    return can_edit(user)


def can_evaluate(user: User, obj: object = None) -> Verdict:
    entered = entered_here(EVALUATION)
    return can_edit(user) if entered else entered


def can_publish(user: User, obj: object = None) -> Verdict:
    """It takes subsidies away from firms: a leader's act."""
    return YES if user.is_leader or user.commands else no("评价结果由局领导公布")


def can_exempt_result(user: User, result: EvaluationResult) -> Verdict:
    """Before it is published whoever evaluates, afterwards who published it."""
    return can_publish(user) if result.run.state == RunState.PUBLISHED else can_evaluate(user)


def can_appeal(user: User, result: EvaluationResult) -> Verdict:
    """The firm itself, or staff for it."""
    return YES if can_edit(user) else _own_enterprise(user, result.organisation)


def can_decide_appeal(user: User, obj: object = None) -> Verdict:
    return YES if user.is_leader or user.commands else no("申诉由局领导决定")


def can_run_subsidy(user: User, obj: object = None) -> Verdict:
    entered = entered_here(SUBSIDY)
    return can_edit(user) if entered else entered


def can_approve(user: User, obj: object = None) -> Verdict:
    return YES if user.is_leader or user.commands else ONLY_LEADERS


def can_pay(user: User, obj: object = None) -> Verdict:
    return can_edit(user)


def _inside(user: User) -> Verdict:
    return YES if user.is_inside else no("只对局内人员开放")


def _own_enterprise(user: User, organisation: Organisation) -> Verdict:
    if not user.is_enterprise or user.own_organisation_id != organisation.pk:
        return no("只能维护本企业的信息")
    return YES if "enterprise" in settings.TITIAN.portals else no(f"企业入口没有开通，请把材料交{settings.TITIAN.bureau}代为录入")
