"""The county's policy library: a document in force, drafts to compare, a sample taken over; who was told, who asked, what was paid."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from titian.accounts.models import User
from titian.demo.county.policies import CLAUSES, IN_FORCE, drafts
from titian.policies.actions import (
    add_clause,
    add_policy,
    approve_claim,
    ask_claim,
    deliver_pushes,
    issue_policy,
    pay_claim,
    push_clause,
)
from titian.policies.benefits.standing import State, standing
from titian.policies.claiming.population import known_of
from titian.policies.library import samples
from titian.policies.models import Claim, PolicyClause, Push
from titian.registry.actions.rows import Handed
from titian.registry.models import Organisation
from titian.registry.models.organisations import ACTIVE

SAMPLE = "ningxia_rd"
ASKED, APPROVED, PAID = 3, 3, 2  # of five firms so many have asked; of five claims so many are approved, and paid
TOLD = 14


def load_policies(day: date, people: Mapping[str, User]) -> int:
    """Registers and people must be there. Returns how many claims there are."""
    office, chief = people["enterprise"], people["chief"]
    document = add_policy(by=office, **IN_FORCE)
    clauses = [add_clause(document, definition=one, since=IN_FORCE["since"], by=office) for one in CLAUSES]
    issue_policy(document, by=chief)
    for fields, definitions in drafts():
        draft = add_policy(by=office, **fields)
        for one in definitions:
            add_clause(draft, definition=one, since=fields["since"], by=office)
    sample = samples()[SAMPLE]
    taken = add_policy(by=office, package=SAMPLE, **sample.fields)
    for one in sample.clauses:
        add_clause(taken, definition=one, since=date(2022, 11, 1), by=office)
    for clause in clauses[:3]:
        _claims(clause, day, people)
    return Claim.objects.count()


def _claims(clause: PolicyClause, day: date, people: Mapping[str, User]) -> None:
    """Firms in the order of their codes: most were told, of five three asked, the earlier ones are approved and paid."""
    firms = _claimable(clause, day)
    push_clause(clause, firms[:TOLD], year=day.year - 1, on=day - timedelta(days=25), by=people["enterprise"])
    pushes = list(Push.objects.filter(clause=clause).order_by("pk"))
    deliver_pushes(pushes[:-3], on=day - timedelta(days=24), by=people["enterprise"])
    asking = [firm for place, firm in enumerate(firms) if place % 5 < ASKED]
    for place, firm in enumerate(asking):
        on = day - timedelta(days=20 - place % 12)
        handed = Handed("企业财务负责人", on)
        claim = ask_claim(firm, clause, year=day.year - 1, on=on, by=people["enterprise"], handed=handed)
        if place % 5 < APPROVED and claim.asked:
            approve_claim(claim, amount=claim.asked, on=day - timedelta(days=6), by=people["leader"])
            if place % 5 < PAID:
                pay_claim(
                    claim, amount=claim.asked, on=day - timedelta(days=2), document="示财教〔2026〕22号", by=people["enterprise"]
                )


def _claimable(clause: PolicyClause, day: date) -> list[Organisation]:
    version = clause.version_on(day)
    assert version is not None
    firms = Organisation.objects.current().enterprises().filter(state=ACTIVE)
    found = [pk for pk, known in known_of(firms, day).items() if standing(version.benefit, known, day).state is State.CLAIMABLE]
    return list(firms.filter(pk__in=found).order_by("uscc", "pk"))
