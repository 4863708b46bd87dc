"""The firms of a subsidy run, each with what is known of it and what it was granted already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from titian.accounts.models import User
from titian.registry.models import Organisation, Title
from titian.registry.models.organisations import ACTIVE
from titian.rnd.basis import Basis, basis
from titian.rnd.blocking import blocked_in
from titian.rnd.judging.firms import industrial, scale_lists
from titian.rnd.models import Award
from titian.rnd.policy import Policy
from titian.rnd.subsidy import Claim, Firm, assess

PURPOSE = "研发费用后补助测算"


def subsidised(user: User, year: int, policy: Policy, *, day: date) -> Iterator[tuple[Organisation, Claim, str]]:
    """Firm, claim, what its figures rest on; a firm and type once. `day`: on which it has to be in business here; who does not
    meet the evaluation of the year on this day is blocked."""
    known, before = basis(user, year, purpose=PURPOSE), basis(user, year - 1, purpose=PURPOSE)
    above, newcomers = industrial(year), _newcomers(year)
    held = _holders(date(year, 12, 31))
    granted, ever = _granted(year)
    stopped = blocked_in(day.year)
    listed = year in scale_lists()
    firms = Organisation.objects.in_bulk(sorted({*known, *above}))
    for pk in sorted(firms):
        firm, mine, last = firms[pk], known.get(pk), before.get(pk)
        facts = Firm(
            spent=mine.rd_deduction if mine else None,
            before=last.rd_deduction if last else None,
            main_business=mine.main_business if mine else None,
            above=(pk in above) if listed else None,
            newcomer=(pk in newcomers) if newcomers is not None else None,
            hnte=pk in held["hnte"],
            tsme=pk in held["tsme"],
            here=_here(firm, day),
            blocked=stopped.get(pk, ""),
            granted=frozenset(granted[pk]),
            ever=frozenset(ever[pk]),
        )
        for kind in policy.types:
            claim = assess(facts, policy, kind)
            if claim is not None:
                yield firm, claim, _source(mine)


def _source(mine: Basis | None) -> str:
    return mine.source_of("rd_deduction", "main_business") if mine else ""


def _here(firm: Organisation, day: date) -> bool:
    gone = firm.state != ACTIVE and (firm.state_since is None or firm.state_since <= day)
    return firm.merged_into_id is None and not gone


def _newcomers(year: int) -> frozenset[int] | None:
    """Above scale in a year and in no earlier one; None where the year's list or that of the year before is missing."""
    lists = scale_lists()
    if year not in lists or year - 1 not in lists:
        return None
    earlier = frozenset[int]().union(*(industrial(one) for one in lists if one < year))
    return industrial(year) - earlier


def _holders(day: date) -> dict[str, frozenset[int]]:
    rows = Title.objects.valid_on(day).filter(kind__in=("hnte", "tsme")).values_list("kind", "organisation")
    found: dict[str, set[int]] = {"hnte": set(), "tsme": set()}
    for kind, organisation in rows:
        found[kind].add(organisation)
    return {kind: frozenset(holders) for kind, holders in found.items()}


def _granted(year: int) -> tuple[dict[int, set[str]], dict[int, set[str]]]:
    """Organisation → types granted for this year, and types ever granted."""
    now: dict[int, set[str]] = defaultdict(set)
    ever: dict[int, set[str]] = defaultdict(set)
    for organisation, kind, of_year in Award.objects.standing().values_list("organisation", "type", "year"):
        ever[organisation].add(kind)
        if of_year == year:
            now[organisation].add(kind)
    return now, ever
