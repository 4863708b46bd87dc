"""Versions of thresholds, evaluations and subsidies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.registry.actions.rows import added, amended, hold
from titian.rnd.models import PolicyVersion
from titian.rnd.permissions import can_state_policy
from titian.rnd.policy import packaged


@transaction.atomic
def state_policy(package: str, *, since: date, by: User, label: str = "", **fields: Any) -> PolicyVersion:
    """A version of this office over a packaged one. What it checked against the original stands in `checked`."""
    can_state_policy(by).demand()
    about = packaged().get(package)
    if about is None:
        raise Refused(f"没有「{package}」这个样本")
    fields.setdefault("document", about.document)
    version = PolicyVersion(package=package, kind=about.kind, label=label or about.label, since=since, **fields)
    added("rnd.policy.stated", version, by=by)
    return version


@transaction.atomic
def amend_policy(version: PolicyVersion, *, changes: Mapping[str, Any], by: User, reason: str = "") -> None:
    """Refused for numbers by which something was already published or approved: those need a new version."""
    can_state_policy(by, version).demand()
    hold(version)
    if {"values", "checked"} & set(changes) and _is_used(version):
        raise Refused("已有评价公布或补助审定用了这个版本的参数，请另立一个版本，不要改旧的")
    amended("rnd.policy.amended", version, changes, by=by, reason=reason)


def _is_used(version: PolicyVersion) -> bool:
    published = version.evaluations.filter(state="published").exists()
    return published or version.subsidy_runs.filter(awards__state__in=["approved", "declined", "paid"]).exists()
