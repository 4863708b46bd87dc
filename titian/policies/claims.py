"""What was claimed in this room itself, for the rule that nobody is given the same twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from titian.policies.claiming.told import Received
from titian.policies.models import Claim


def received(organisations: Any) -> Iterator[Received]:
    """What was asked for counts too: a second claim would otherwise pass while the first one waits."""
    rows = Claim.objects.standing().filter(organisation__in=organisations).order_by("pk")
    for pk, code, year, asked, approved, paid in rows.values_list(
        "organisation", "clause__code", "year", "asked", "approved", "paid"
    ):
        amount = paid if paid is not None else approved if approved is not None else asked
        yield Received(pk, code, year, amount or 0)
