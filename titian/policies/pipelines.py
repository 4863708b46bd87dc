"""Firms on their way to a title: planned for a batch, then those of the pool by how far they are. What was applied for, the registry says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from titian.accounts.models import User
from titian.base.pipelines import Candidate, Stage
from titian.policies.models import Declaration, PoolEntry
from titian.policies.permissions import can_see_board
from titian.policies.rungs import programme_labels, title_kind
from titian.registry.models import Organisation, Title
from titian.registry.titles import KINDS

RELATED = ("organisation__region", "officer")


def pipelines(user: User, code: str, day: date) -> Iterator[Stage]:
    programme = next((one for one in programme_labels() if code and code in _figures(one)), None)
    if programme is None or not can_see_board(user):
        return
    kind = title_kind(programme)
    titles = Title.objects.filter(kind=kind)
    passed = {*titles.valid_on(day).values_list("organisation", flat=True)}
    passed |= {*titles.standing("applied", day).values_list("organisation", flat=True)}
    planned = Declaration.objects.visible_to(user).planned().filter(batch__programme=programme, planned_on__lte=day)
    rows = [one for one in planned.select_related("batch", *RELATED) if one.organisation_id not in passed]
    passed |= {one.organisation_id for one in rows}
    yield Stage("拟申报", [_candidate(one.organisation, one.officer, one.batch.name, one.planned_on) for one in rows])
    pool = PoolEntry.objects.visible_to(user).in_pool_on(day).filter(programme=programme).select_related(*RELATED)
    entries = [one for one in pool if one.organisation_id not in passed]
    for stage, label in reversed(PoolEntry.STAGES.items()):
        there = [_candidate(one.organisation, one.officer, one.note, one.stage_since) for one in entries if one.stage == stage]
        yield Stage(f"培育库：{label}", there)


def _figures(programme: str) -> set[str]:
    kind = KINDS[title_kind(programme)]
    return {kind.valid, kind.new} - {""}


def _candidate(firm: Organisation, officer: User | None, note: str, since: date | None) -> Candidate:
    town = firm.region.name if firm.region else ""
    return Candidate(firm.name, firm.get_absolute_url(), officer.name if officer else "", town, note, since)
