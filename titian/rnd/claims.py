"""What research tells the policy library: subsidies that were granted, and whom an evaluation blocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from titian.policies.claiming.told import Gate, Received
from titian.rnd.blocking import blocked_in
from titian.rnd.models import Award


def received(organisations: Any) -> Iterator[Received]:
    """Subsidies granted to firms; a clause of the library answers to them by the code `rnd.<type>`."""
    rows = Award.objects.standing().filter(organisation__in=organisations, amount__isnull=False).order_by("pk")
    for organisation, kind, year, amount in rows.values_list("organisation", "type", "year", "amount"):
        yield Received(organisation, f"rnd.{kind}", year, amount or 0)


def gates() -> Iterator[Gate]:
    """The evaluation of R&D spending: whoever did not pass gets nothing in the year the policy names."""
    yield Gate("rd_evaluation", blocked_in)
