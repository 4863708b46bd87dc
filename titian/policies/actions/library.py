"""The policy library: documents, clauses and their versions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.journal.actions import record
from titian.policies.benefits.definition import ClauseError, parse
from titian.policies.models import ClauseVersion, Policy, PolicyClause
from titian.policies.models.library import DRAFT, ENDED, IN_FORCE, REPLACED
from titian.policies.permissions import can_issue, can_keep_library
from titian.registry.actions.rows import added, amended, hold, removed


@transaction.atomic
def add_policy(*, by: User, **fields: Any) -> Policy:
    """A document, as a draft until it is issued."""
    can_keep_library(by).demand()
    policy = Policy(**fields, state=DRAFT)
    added("policies.policy.added", policy, by=by)
    return policy


@transaction.atomic
def amend_policy(policy: Policy, *, changes: Mapping[str, Any], by: User, reason: str = "") -> None:
    can_keep_library(by).demand()
    hold(policy)
    amended("policies.policy.amended", policy, changes, by=by, reason=reason)


@transaction.atomic
def issue_policy(policy: Policy, *, by: User) -> None:
    """From now on enterprises are told of it."""
    can_issue(by).demand()
    hold(policy)
    if policy.state != DRAFT:
        raise Refused(f"「{policy}」{policy.state_label}，不能再确认施行")
    if policy.since is None:
        raise Refused("请先填写施行日期")
    amended("policies.policy.issued", policy, {"state": IN_FORCE}, by=by)


@transaction.atomic
def end_policy(policy: Policy, *, until: date, reason: str, by: User, replaced_by: Policy | None = None) -> None:
    """`until` is the first day on which it no longer holds."""
    can_issue(by).demand()
    hold(policy)
    if policy.state != IN_FORCE:
        raise Refused(f"「{policy}」{policy.state_label}，不能再登记失效")
    if replaced_by is not None and replaced_by.pk == policy.pk:
        raise Refused("不能由自己替代自己")
    state = REPLACED if replaced_by else ENDED
    changes = {"state": state, "until": until, "replaced_by": replaced_by}
    amended("policies.policy.ended", policy, changes, by=by, reason=reason)


@transaction.atomic
def remove_policy(policy: Policy, *, reason: str, by: User) -> None:
    """A draft that came to nothing."""
    can_keep_library(by).demand()
    hold(policy)
    if policy.state != DRAFT:
        raise Refused("已施行的政策不能删除，请登记失效")
    removed("policies.policy.removed", policy, by=by, reason=reason)


@transaction.atomic
def add_clause(policy: Policy, *, definition: Mapping[str, Any], since: date, by: User) -> PolicyClause:
    """A clause with its first version. Raises Refused with everything wrong in the definition."""
    can_keep_library(by).demand()
    hold(policy)
    found = _read(definition)
    clause = PolicyClause(policy=policy, code=found.code, label=found.label, order=policy.clauses.count())
    added("policies.clause.added", clause, by=by)
    _keep_version(clause, definition, since=since, reason="", by=by)
    return clause


@transaction.atomic
def amend_clause(clause: PolicyClause, *, definition: Mapping[str, Any], since: date, reason: str, by: User) -> None:
    """Another version from a day on; what was worked out before stays as it was."""
    can_keep_library(by).demand()
    hold(clause)
    if not reason.strip():
        raise Refused("请写明修改的理由，例如：修订文件文号、与原文核对")
    found = _read(definition)
    if found.code != clause.code:
        raise Refused(f"条款代码不能改，应为 {clause.code}")
    amended("policies.clause.amended", clause, {"label": found.label}, by=by, reason=reason)
    _keep_version(clause, definition, since=since, reason=reason, by=by)


@transaction.atomic
def stop_clause(clause: PolicyClause, *, reason: str, by: User) -> None:
    can_keep_library(by).demand()
    hold(clause)
    amended("policies.clause.stopped", clause, {"is_open": False}, by=by, reason=reason)


@transaction.atomic
def resume_clause(clause: PolicyClause, *, by: User) -> None:
    can_keep_library(by).demand()
    hold(clause)
    amended("policies.clause.resumed", clause, {"is_open": True}, by=by)


def _read(definition: Mapping[str, Any]) -> Any:
    try:
        return parse(dict(definition))
    except ClauseError as problem:
        raise Refused(list(problem.problems)) from problem


@transaction.atomic
def _keep_version(clause: PolicyClause, definition: Mapping[str, Any], *, since: date, reason: str, by: User) -> None:
    number = clause.versions.count() + 1
    version = ClauseVersion(
        clause=clause,
        number=number,
        since=since,
        definition=dict(definition),
        reason=reason,
        entered_by=by,
    )
    version.full_clean(exclude=["entered_by"])
    version.save()
    said = {"第几版": number, "自何日起": since, "内容": version.definition}
    record("policies.clause.versioned", clause, by=by, after=said, reason=reason)
