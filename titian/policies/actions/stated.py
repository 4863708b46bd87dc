"""Stating facts of an enterprise that no register has a column for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from titian.accounts.models import User
from titian.files.actions import store
from titian.journal.actions import record
from titian.policies.models import StatedFact
from titian.policies.models.stated import NO_YEAR
from titian.policies.permissions import can_state_facts
from titian.registry.actions.organisations import hold_current
from titian.registry.actions.rows import Upload, added, amended, hold, removed
from titian.registry.models import Organisation


@transaction.atomic
def state_fact(
    organisation: Organisation,
    *,
    key: str,
    value: Any,
    since: date,
    source: str,
    by: User,
    year: int = NO_YEAR,
    evidence: Sequence[Upload] = (),
) -> StatedFact:
    """`value` as `record.stated.parse` gives it; None: from this day on nobody knows. An earlier statement stays for earlier days."""
    can_state_facts(by, organisation).demand()
    hold_current(organisation)
    fact = StatedFact(organisation=organisation, key=key, year=year, value=value, since=since, source=source.strip(), entered_by=by)
    added("policies.fact.stated", fact, by=by)
    _attach(fact, evidence, by=by)
    return fact


@transaction.atomic
def amend_stated_fact(
    fact: StatedFact, *, changes: Mapping[str, Any], by: User, evidence: Sequence[Upload] = (), reason: str = ""
) -> None:
    """Only a mistake is amended; what has changed since is stated anew with its own day."""
    can_state_facts(by, fact.organisation).demand()
    hold(fact)
    amended("policies.fact.amended", fact, changes, by=by, reason=reason)
    _attach(fact, evidence, by=by)


@transaction.atomic
def remove_stated_fact(fact: StatedFact, *, reason: str, by: User) -> None:
    """Entered by mistake."""
    can_state_facts(by, fact.organisation).demand()
    hold(fact)
    removed("policies.fact.removed", fact, by=by, reason=reason)


@transaction.atomic
def _attach(fact: StatedFact, evidence: Sequence[Upload], *, by: User) -> None:
    files = [store(name, data, by=by, owner=fact) for name, data in evidence]
    if files:
        fact.evidence.add(*files)
        record("policies.fact.evidenced", fact, by=by, after={"evidence": [file.name for file in files]})
