"""The funnel of a batch: declared → selected → accepted. Pure arithmetic over counts of rows by where they stand.

A rate is stated only once it can change no more: of 32 that were declared 3 are selected so far, and 29 have no answer yet, so there is
no 选中率 of 9.4 %. Between two stages everybody who reached the first or may still reach it must have gone on or fallen out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from titian.ledgers.definition.ledger import Definition, State


@dataclass(frozen=True)
class Count:
    """How many rows of a batch stand in `state` now, having come as far as the stage `reached` ("": to none yet).

    `reached` is the furthest stage of all steps of the row; a refused one stands in `refused`, having reached `declared`.
    """

    batch: str
    state: str
    reached: str
    rows: int


@dataclass(frozen=True)
class Stage:
    """One stage of a funnel.

    rows      came to this stage or further
    waiting   stand here without an answer yet
    fallen    came no further than this stage and are out
    rate      share of the stage before that came here (0-1); None: the first stage, or not final yet
    of_first  share of the first stage that came here
    """

    state: State
    rows: int
    waiting: int
    fallen: int
    rate: Fraction | None
    of_first: Fraction | None


@dataclass(frozen=True)
class Funnel:
    """One batch (or several complete ones together, `batch` ""). `why` says why rates are missing; empty when all are stated."""

    batch: str
    stages: tuple[Stage, ...]
    before: int
    why: str = ""

    @property
    def waiting(self) -> int:
        """Rows without an answer yet, those before the first stage among them."""
        return self.before + sum(stage.waiting for stage in self.stages)

    @property
    def is_complete(self) -> bool:
        return not self.why


@dataclass(frozen=True)
class Funnels:
    """Every batch, and the complete ones together; `whole` None while there is no complete one. `left_out` names the others."""

    batches: tuple[Funnel, ...]
    whole: Funnel | None
    left_out: tuple[str, ...]


def funnel(definition: Definition, counts: Iterable[Count]) -> Funnels:
    """Batches in the order in which `counts` first names them. Raises ValueError for a ledger without stages."""
    stages = definition.stages
    if not stages:
        raise ValueError(f"{definition.name} has no stages (states with a rank)")
    by_batch: dict[str, list[Count]] = {}
    for count in counts:
        by_batch.setdefault(count.batch, []).append(count)
    batches = tuple(_funnel(definition, batch, some) for batch, some in by_batch.items())
    complete = [one.batch for one in batches if one.is_complete]
    rows = [count for batch in complete for count in by_batch[batch]]
    whole = _funnel(definition, "", rows, summed=True) if complete else None
    return Funnels(batches, whole, tuple(one.batch for one in batches if not one.is_complete))


def _funnel(definition: Definition, batch: str, counts: Sequence[Count], *, summed: bool = False) -> Funnel:
    stages = definition.stages
    places = {state.code: number for number, state in enumerate(stages)}
    came, waiting, fallen = ([0] * len(stages) for _ in range(3))
    before = 0
    for count in counts:
        place = max(places.get(count.reached, -1), places.get(count.state, -1))
        is_out = _closed(definition, count.state)
        if place < 0:
            before += 0 if is_out else count.rows
            continue
        for number in range(place + 1):
            came[number] += count.rows
        if is_out:
            fallen[place] += count.rows if place < len(stages) - 1 else 0
        elif place < len(stages) - 1:
            waiting[place] += count.rows
    named = bool(batch) or summed
    settled = [named and before + sum(waiting[:number]) == 0 for number in range(len(stages) + 1)]
    made = tuple(
        Stage(
            state,
            came[number],
            waiting[number],
            fallen[number],
            _share(came[number], came[number - 1]) if number and settled[number] else None,
            _share(came[number], came[0]) if number and settled[number] else None,
        )
        for number, state in enumerate(stages)
    )
    return Funnel(batch, made, before, _why(named, before + sum(waiting), definition.counted))


def _closed(definition: Definition, code: str) -> bool:
    state = definition.state(code)
    return state is not None and state.closes


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None


def _why(named: bool, waiting: int, counted: str) -> str:
    if not named:
        return "没有写批次，不知道是否报齐，不计算比率"
    return f"还有 {waiting} {counted}没有结果，这一批不计算比率" if waiting else ""
