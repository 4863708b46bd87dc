"""The firms of an evaluation: industry above scale in the year, each with what is known of it."""

from __future__ import annotations

from titian.accounts.models import User
from titian.registry.models import Organisation
from titian.rnd.basis import basis
from titian.rnd.evaluation import Assessed, Facts, grade
from titian.rnd.judging.firms import industrial
from titian.rnd.policy import Policy

PURPOSE = "企业研发投入评价"


def evaluated(user: User, year: int, policy: Policy) -> dict[Organisation, Assessed]:
    """Firm → what its evaluation comes to; a statistics row decides nothing, so a firm of which there is nothing else stays unknown."""
    known, before = basis(user, year, purpose=PURPOSE), basis(user, year - 1, purpose=PURPOSE)
    firms = Organisation.objects.in_bulk(sorted(industrial(year)))
    found = {}
    for pk, firm in firms.items():
        mine, last = known.get(pk), before.get(pk)
        facts = Facts(
            spent=mine.rd_expense if mine else None,
            before=last.rd_expense if last else None,
            revenue=mine.revenue if mine else None,
            staff=mine.staff if mine else None,
            rd_staff=mine.rd_staff if mine else None,
            source=mine.source_of("rd_expense", "revenue", "staff", "rd_staff") if mine else "",
        )
        found[firm] = grade(facts, policy)
    return found
