"""Titles: applied for, given, amended, revoked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.registry.actions.organisations import hold_current
from titian.registry.actions.rows import Upload, added, amended, attach, hold, removed
from titian.registry.models import Organisation, Title
from titian.registry.permissions import can_add_title, can_edit


@transaction.atomic
def add_title(organisation: Organisation, *, kind: str, by: User, evidence: Sequence[Upload] = (), **fields: Any) -> Title:
    """A title applied for (`applied_on`) or given (`since`). `until` is the day after the last valid one."""
    can_add_title(by, kind).demand()
    hold_current(organisation)
    title = Title(organisation=organisation, kind=kind, **fields)
    added("registry.title.added", title, by=by)
    attach("registry.title.evidenced", title, evidence, by=by)
    return title


@transaction.atomic
def amend_title(title: Title, *, changes: Mapping[str, Any], by: User, evidence: Sequence[Upload] = (), reason: str = "") -> None:
    can_edit(by, title.organisation).demand()
    hold(title)
    amended("registry.title.amended", title, changes, by=by, reason=reason)
    attach("registry.title.evidenced", title, evidence, by=by)


@transaction.atomic
def revoke_title(title: Title, *, on: date, reason: str, by: User) -> None:
    """Taken away by who gave it: from that day it counts no more, before it did."""
    can_edit(by, title.organisation).demand()
    hold(title)
    if not reason.strip():
        raise Refused("请写明撤销的依据，例如：公告文号")
    if title.since is None:
        raise Refused("还没有发证的资质不能撤销；未通过的请修改「未通过日期」")
    if on < title.since:
        raise Refused("撤销日期不能早于发证日期")
    amended("registry.title.revoked", title, {"revoked_on": on}, by=by, reason=reason)


@transaction.atomic
def remove_title(title: Title, *, reason: str, by: User) -> None:
    """Entered by mistake."""
    can_edit(by, title.organisation).demand()
    hold(title)
    removed("registry.title.removed", title, by=by, reason=reason)
