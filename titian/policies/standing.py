"""Where the firms of a place stand on a day: the board, movement between two days, what ends, what the year may bring.

Every number is a query over titles, pool entries, declarations and assessments that a person may see; None is «not known».
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Count, Q

from titian.accounts.models import User
from titian.figures.models import TargetLeg
from titian.policies.models import Assessment, AssessmentRun, Declaration, DeclarationBatch, PoolEntry
from titian.policies.rungs import Rung, rungs, title_kind
from titian.registry.models import Organisation, Title
from titian.registry.models.organisations import ACTIVE

NO_RUNG = "未入梯次"
PLACED = "organisation__region", "organisation__officer"


def here() -> list[Rung]:
    """The ladder of this office, without what it has nothing to do with."""
    return [rung for rung in rungs(settings.TITIAN.region) if settings.TITIAN.shows(rung.kind.mechanism)]


@dataclass(frozen=True)
class Step:
    """One rung of the board on a day. `met`: meets the rules as assessed and holds no such title; None: not assessed."""

    rung: Rung
    stock: int
    new: int
    pool: int
    waiting: int
    met: int | None
    near: int | None


def board(user: User, day: date) -> tuple[list[Step], AssessmentRun | None]:
    """Every rung from the bottom up, in a constant number of queries, and the assessment behind it."""
    titles = Title.objects.visible_to(user).filter(organisation__merged_into=None, organisation__state=ACTIVE)
    stock = _by(titles.valid_on(day), "kind")
    new = _by(titles.filter(since__year=day.year, since__lte=day), "kind")
    pool = _by(PoolEntry.objects.visible_to(user).in_pool_on(day), "programme")
    waiting = _by(Declaration.objects.visible_to(user).waiting().filter(declared_on__lte=day), "batch__programme")
    run = AssessmentRun.objects.latest_until(day)
    met, near = _assessed(user, run, day) if run else ({}, {})
    steps = []
    for rung in here():
        known = run is not None and rung.code in run.clauses
        kind, code = rung.kind.code, rung.code
        found = (met.get(code, 0), near.get(code, 0)) if known else (None, None)
        steps.append(Step(rung, stock.get(kind, 0), new.get(kind, 0), pool.get(code, 0), waiting.get(code, 0), *found))
    return steps, run


def _by(rows: Any, key: str) -> dict[str, int]:
    return dict(rows.order_by().values_list(key).annotate(count=Count("organisation", distinct=True)))


def _assessed(user: User, run: AssessmentRun, day: date) -> tuple[dict[str, int], dict[str, int]]:
    """Firms that meet a programme, and those one clause away, by programme; holders of the title left out."""
    rows = Assessment.objects.visible_to(user).filter(run=run).filter(Q(verdict=1) | Q(gaps=1)).order_by()
    holders = holders_of(day)
    met: Counter[str] = Counter()
    near: Counter[str] = Counter()
    half = {code: run.half(code) for code in run.clauses}
    for firm, code, verdict, unknown in rows.values_list("organisation", "programme", "verdict", "open"):
        if firm not in holders[title_kind(code)] and (verdict == 1 or unknown <= half[code]):
            (met if verdict == 1 else near)[code] += 1
    return dict(met), dict(near)


def holders_of(day: date) -> dict[str, set[int]]:
    """Kind of title → who holds it on a day."""
    found: dict[str, set[int]] = defaultdict(set)
    for kind, firm in Title.objects.valid_on(day).order_by().values_list("kind", "organisation"):
        found[kind].add(firm)
    return found


# --- movement between two days


@dataclass(frozen=True)
class Movement:
    """Firms by the highest rung on one day (rows) and on another (columns)."""

    labels: Sequence[str]
    counts: Mapping[tuple[str, str], int]

    @property
    def lines(self) -> list[tuple[str, list[int], int]]:
        """A line a rung: its label, the counts by the later rung, and their sum; empty lines are left out."""
        made = [(before, [self.counts.get((before, after), 0) for after in self.labels]) for before in self.labels]
        return [(before, numbers, sum(numbers)) for before, numbers in made if sum(numbers)]

    @property
    def risen(self) -> int:
        return self._moved(1)

    @property
    def fallen(self) -> int:
        return self._moved(-1)

    def _moved(self, way: int) -> int:
        place = {label: number for number, label in enumerate(self.labels)}
        return sum(count for (before, after), count in self.counts.items() if (place[after] - place[before]) * way > 0)


def movement(user: User, since: date, until: date) -> Movement:
    """Firms that stood on a rung on either day. Who stood on none is 未入梯次."""
    ladder = here()
    before, after = _highest(user, since, ladder), _highest(user, until, ladder)
    counts = Counter((before.get(firm, NO_RUNG), after.get(firm, NO_RUNG)) for firm in before.keys() | after.keys())
    return Movement([NO_RUNG, *(rung.label for rung in ladder)], counts)


def _highest(user: User, day: date, ladder: Sequence[Rung]) -> dict[int, str]:
    order = {rung.kind.code: place for place, rung in enumerate(ladder)}
    found: dict[int, int] = {}
    rows = Title.objects.visible_to(user).valid_on(day).filter(kind__in=order, organisation__merged_into=None).order_by()
    for firm, kind in rows.values_list("organisation", "kind"):
        found[firm] = max(found.get(firm, 0), order[kind])
    return {firm: ladder[place].label for firm, place in found.items()}


@dataclass(frozen=True)
class Turn:
    """Firms that met a programme by the assessments of two days: how many then and now, how many came to it and fell from it."""

    label: str
    before: int
    after: int
    gained: int
    lost: int


def turns(user: User, since: date, until: date) -> list[Turn]:
    """By programme, from the last assessments on or before either day; nothing where they are the same or one is missing."""
    runs = [AssessmentRun.objects.latest_until(day) for day in (since, until)]
    earlier, later = runs
    if earlier is None or later is None or earlier.pk == later.pk:
        return []
    met: dict[tuple[int, str], set[int]] = defaultdict(set)
    rows = Assessment.objects.visible_to(user).filter(run__in=[earlier.pk, later.pk], verdict=1).order_by()
    for run, code, firm in rows.values_list("run", "programme", "organisation"):
        met[run, code].add(firm)
    found = []
    for rung in here():
        if rung.code in earlier.clauses and rung.code in later.clauses:
            old, new = met[earlier.pk, rung.code], met[later.pk, rung.code]
            found.append(Turn(rung.label, len(old), len(new), len(new - old), len(old - new)))
    return found


# --- what the year may bring


@dataclass(frozen=True)
class BatchLine:
    """One batch: how many firms came to each step. `rate` None while anybody waits."""

    batch: DeclarationBatch
    planned: int
    declared: int
    accepted: int
    passed: int
    failed: int
    withdrawn: int

    @property
    def waiting(self) -> int:
        return self.declared - self.passed - self.failed - self.withdrawn

    @property
    def rate(self) -> Decimal | None:
        """Passed of those with an answer, once nobody waits any more; who withdrew has none."""
        answered = self.passed + self.failed
        return Decimal(self.passed) / answered if answered and not self.waiting else None


def batch_lines(user: User, programme: str = "") -> list[BatchLine]:
    seen = Declaration.objects.visible_to(user)
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for one in seen.only("batch", *(f"{step}_on" for step in Declaration.STEPS)):
        found = counts[one.batch_id]
        found["planned"] += 1
        found.update(step for step in ("declared", "accepted", "passed", "failed") if one.day_of(step))
        found["withdrawn"] += bool(one.withdrawn_on and one.declared_on)
    batches = DeclarationBatch.objects.filter(**({"programme": programme} if programme else {}))
    steps = ("planned", "declared", "accepted", "passed", "failed", "withdrawn")
    return [BatchLine(batch, *(counts[batch.pk][step] for step in steps)) for batch in batches]


@dataclass(frozen=True)
class Outlook:
    """New titles of a year: given, waiting, planned; the share that passed in batches that are over; the target."""

    rung: Rung
    given: int
    waiting: int
    planned: int
    rate: Decimal | None
    target: Decimal | None

    @property
    def expected(self) -> int | None:
        """Given and, of those who wait, as many as passed before (rounded down); None where no batch is over yet."""
        return None if self.rate is None else self.given + int(self.waiting * self.rate)

    @property
    def most(self) -> int:
        return self.given + self.waiting + self.planned

    @property
    def lacking(self) -> int | None:
        """What is missing to the target even so."""
        if self.target is None or self.expected is None:
            return None
        return max(0, int(-(-self.target // 1)) - self.expected)


def outlook(user: User, day: date) -> list[Outlook]:
    """The forecast of every rung that counts new titles in the figures."""
    lines = batch_lines(user)
    titles = Title.objects.visible_to(user).filter(organisation__merged_into=None, since__year=day.year, since__lte=day)
    given = _by(titles, "kind")
    targets = _targets(day.year)
    found = []
    for rung in (one for one in here() if one.kind.new):
        own = [line for line in lines if line.batch.programme == rung.code]
        over = [line for line in own if line.rate is not None]
        passed, answered = sum(line.passed for line in over), sum(line.passed + line.failed for line in over)
        found.append(
            Outlook(
                rung,
                given.get(rung.kind.code, 0),
                sum(line.waiting for line in own),
                sum(max(0, line.planned - line.declared) for line in own if not _closed(line.batch, day)),
                Decimal(passed) / answered if answered else None,
                targets.get(rung.kind.new),
            )
        )
    return found


def _targets(year: int) -> dict[str, Decimal]:
    """What the office's own targets of a year ask for, by indicator."""
    own = {"target__period": str(year), "target__is_dropped": False, "target__region__code": settings.TITIAN.region}
    legs = TargetLeg.objects.filter(measure="level", **own).order_by("-pk")
    return dict(legs.values_list("indicator", "low"))


def _closed(batch: DeclarationBatch, day: date) -> bool:
    return bool(batch.upper_deadline and batch.upper_deadline < day)


def ending(user: User, day: date, within: int) -> Any:
    """Titles whose last day lies within so many days, soonest first."""
    kinds = [rung.kind.code for rung in here()]
    rows = Title.objects.visible_to(user).filter(kind__in=kinds, organisation__merged_into=None)
    return rows.ending(day, day + timedelta(days=within)).select_related(*PLACED).order_by("until", "pk")


def firms_of(user: User) -> Any:
    return Organisation.objects.visible_to(user).current()
