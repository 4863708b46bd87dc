"""Intellectual property of an organisation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from titian.accounts.models import User
from titian.registry.actions.organisations import hold_current
from titian.registry.actions.rows import added, amended, hold, removed
from titian.registry.models import IntellectualProperty, Organisation
from titian.registry.permissions import can_edit


@transaction.atomic
def add_right(organisation: Organisation, *, kind: str, number: str, name: str, by: User, **fields: Any) -> IntellectualProperty:
    """`expires_on` is the day after the last."""
    can_edit(by, organisation).demand()
    hold_current(organisation)
    right = IntellectualProperty(organisation=organisation, kind=kind, number=number.strip(), name=name.strip(), **fields)
    added("registry.property.added", right, by=by)
    return right


@transaction.atomic
def amend_right(right: IntellectualProperty, *, changes: Mapping[str, Any], by: User, reason: str = "") -> None:
    can_edit(by, right.organisation).demand()
    hold(right)
    amended("registry.property.amended", right, changes, by=by, reason=reason)


@transaction.atomic
def remove_right(right: IntellectualProperty, *, reason: str, by: User) -> None:
    """Entered by mistake."""
    can_edit(by, right.organisation).demand()
    hold(right)
    removed("registry.property.removed", right, by=by, reason=reason)
