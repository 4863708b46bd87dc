"""A range of organisations → one compact row a firm and programme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce

import polars as pl
from django.db.models import Q

from titian.policies.engine.columns import judged
from titian.policies.engine.programme import Programme
from titian.policies.facts import values as known_values
from titian.policies.models import Assessment
from titian.registry.models import Organisation, OrganisationQuerySet
from titian.registry.models.organisations import ACTIVE

OWNER = "organisation_id"
Rows = list[tuple[object, ...]]
Counts = dict[str, dict[str, int]]


@dataclass(frozen=True)
class Part:
    """Organisations whose keys lie in [first, last]."""

    first: int
    last: int


@dataclass(frozen=True)
class Computed:
    """What came of a part: rows as `Assessment.COLUMNS` without the run, and counts by programme."""

    firms: int
    rows: Rows
    counts: Counts


def population(day: date) -> OrganisationQuerySet:
    """Enterprises that were in business on the day."""
    there = Organisation.objects.current().enterprises()
    return there.filter(Q(state=ACTIVE) | Q(state_since__gt=day)).filter(Q(founded_on=None) | Q(founded_on__lte=day))


def parts_of(day: date, size: int) -> list[Part]:
    """The population cut into parts of so many firms."""
    keys = list(population(day).order_by("pk").values_list("pk", flat=True))
    return [Part(keys[start], keys[min(start + size, len(keys)) - 1]) for start in range(0, len(keys), size)]


def compute(part: Part, day: date, programmes: Mapping[str, Programme]) -> Computed:
    """Everybody of a part against every programme."""
    firms = population(day).filter(pk__gte=part.first, pk__lte=part.last)
    known = known_values(firms, day)
    return verdicts(list(known), list(known.values()), programmes)


def verdicts(keys: Sequence[int], values: Sequence[Mapping[str, int | None]], programmes: Mapping[str, Programme]) -> Computed:
    """Facts of firms → their rows; every programme is computed in columns, in one pass over the frame."""
    read = sorted({name for programme in programmes.values() for name in programme.reads})
    series = {name: pl.Series(name, [one[name] for one in values], dtype=pl.Int64) for name in read}
    frame = pl.DataFrame({OWNER: pl.Series(OWNER, keys, dtype=pl.Int64), **series})
    rows: Rows = []
    counts: Counts = {}
    for code, programme in programmes.items():
        found = _compact(frame, code, programme)
        rows += found.rows()
        counts[code] = _counted(found)
    return Computed(len(keys), rows, counts)


def _compact(frame: pl.DataFrame, code: str, programme: Programme) -> pl.DataFrame:
    """Verdict, score and masks, in the order of `Assessment.COLUMNS`."""
    found = judged(frame.lazy(), programme, keep=[OWNER])
    ids = [clause.id for clause in programme.clauses]
    failing, unknown = [~pl.col(one) for one in ids], [pl.col(one).is_null() for one in ids]
    scored = programme.score is not None
    score = [pl.col(f"score.{end}").alias(end) if scored else pl.lit(None, pl.Int64).alias(end) for end in ("low", "high")]
    made = [
        pl.col(OWNER),
        pl.lit(code).alias("programme"),
        pl.col("verdict").cast(pl.Int8),
        *score,
        _mask(failing).alias("failing"),
        _mask(unknown).alias("unknown"),
        _many(failing).alias("gaps"),
        _many(unknown).alias("open"),
    ]
    return found.select(made).select(Assessment.COLUMNS[1:]).collect()


def _mask(tests: Sequence[pl.Expr]) -> pl.Expr:
    bits = [test.fill_null(value=False).cast(pl.Int64) * (1 << place) for place, test in enumerate(tests)]
    return reduce(pl.Expr.add, bits)


def _many(tests: Sequence[pl.Expr]) -> pl.Expr:
    return reduce(pl.Expr.add, [test.fill_null(value=False).cast(pl.Int16) for test in tests])


def _counted(found: pl.DataFrame) -> dict[str, int]:
    verdict = found["verdict"]
    met = int((verdict == 1).sum() or 0)
    unknown = verdict.null_count()
    return {"met": met, "not_met": len(verdict) - met - unknown, "unknown": unknown}
