"""Firms on their way to a title: applied for and not yet given, then those of the pool, then those whose certificate ended unrenewed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from titian.accounts.models import User
from titian.base.pipelines import Candidate, Stage
from titian.registry.models import Title, TitleQuerySet
from titian.registry.titles import KINDS, TitleKind

POOLS = {"hnte": "hnte_pool"}
RECENT = timedelta(days=365)


def pipelines(user: User, code: str, day: date) -> Iterator[Stage]:
    kind = next((kind for kind in KINDS.values() if code in {kind.valid, kind.new} and code), None)
    if kind is None:
        return
    titles = Title.objects.visible_to(user).filter(organisation__merged_into=None, organisation__state="active")
    titles = titles.select_related("organisation__region", "organisation__officer")
    holders = set(titles.valid_on(day).filter(kind=kind.code).values_list("organisation", flat=True))
    for label, rows in _stages(kind, titles, day):
        fresh = {title.organisation_id: title for title in rows if title.organisation_id not in holders}
        holders |= fresh.keys()
        yield Stage(label, [_candidate(title) for title in fresh.values()])


def _stages(kind: TitleKind, titles: TitleQuerySet, day: date) -> Iterator[tuple[str, Iterable[Title]]]:
    waiting = titles.filter(kind=kind.code, applied_on__lte=day).standing("applied", day)
    yield "已申报，待公布", waiting.order_by("applied_on", "pk")
    if kind.code in POOLS:
        yield f"{KINDS[POOLS[kind.code]].short}在库", titles.filter(kind=POOLS[kind.code]).valid_on(day).order_by("since", "pk")
    ended = titles.filter(kind=kind.code, revoked_on=None, until__lte=day, until__gt=day - RECENT)
    yield "一年内到期，还没有重新认定", ended.order_by("until", "pk")


def _candidate(title: Title) -> Candidate:
    firm = title.organisation
    since = title.applied_on if title.since is None else title.since
    note = f"{title.last_day} 到期" if title.last_day else ""
    who, town = (firm.officer.name if firm.officer else ""), (firm.region.name if firm.region else "")
    return Candidate(firm.name, firm.get_absolute_url(), who, town, note, since)
