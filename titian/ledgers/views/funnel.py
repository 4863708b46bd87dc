"""How far the rows of each batch came: declared, selected, accepted. `definition.funnels` says what may be said of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Case, IntegerField, OuterRef, Subquery, Value, When
from django.http import Http404, HttpResponse
from django.utils.http import urlencode

from titian.base.clock import today
from titian.base.pages import board_page, demand_or_404
from titian.base.requests import Request
from titian.ledgers.definition import Definition
from titian.ledgers.definition.funnels import Count, Funnel, Stage
from titian.ledgers.definition.funnels import funnel as counted
from titian.ledgers.filters import OPEN
from titian.ledgers.models import Ledger, LedgerRow, LedgerRowQuerySet, LedgerStep
from titian.ledgers.permissions import can_see_overviews
from titian.ledgers.views.common import back_to, ledger_or_404, link
from titian.registry.filters import NONE

People = Mapping[tuple[str, str], set[int]]


@dataclass(frozen=True)
class Cell:
    """One stage of a batch: rows, the people among them, the list behind it."""

    stage: Stage
    people: int
    address: str


@dataclass(frozen=True)
class Line:
    """One batch, or the complete ones together (`label` says which)."""

    label: str
    funnel: Funnel
    cells: Sequence[Cell]
    address: str
    open_address: str
    is_whole: bool = False


def funnel(request: Request, code: str) -> HttpResponse:
    ledger = ledger_or_404(request, code)
    demand_or_404(can_see_overviews(request.user))
    about = ledger.about
    if not about.stages:
        raise Http404(f"「{ledger.label}」没有分阶段，不作阶段统计")
    lines = list(_lines(ledger, LedgerRow.objects.visible_to(request.user).kept().filter(ledger=ledger)))
    return board_page(
        request,
        title=f"{about.label}阶段统计",
        note=f"{sum(not line.is_whole for line in lines)} 批",
        as_of=today(),
        template="ledgers/funnel.html",
        actions=[link("打印", "funnel", code, query="print=1")],
        back=back_to(ledger),
        lines=lines,
        stages=about.stages,
        counted=about.counted,
        with_people=about.field("person") is not None,
        batch_label=about.label_of("batch") if about.field("batch") else "批次",
    )


def _lines(ledger: Ledger, rows: LedgerRowQuerySet) -> Iterator[Line]:
    """Newest batch first, the complete ones together at the end; one question."""
    counts, people = _counts(ledger.about, rows)
    found = counted(ledger.about, counts)
    yield from (_line(ledger, one, people) for one in sorted(found.batches, key=lambda one: one.batch, reverse=True))
    if found.whole is not None and len(found.batches) > 1:
        complete = {one.batch for one in found.batches if one.is_complete}
        yield _line(ledger, found.whole, _of_all(people, complete), is_whole=True)


def _counts(about: Definition, rows: LedgerRowQuerySet) -> tuple[list[Count], People]:
    """Rows by batch, state and furthest stage; and who reached which stage of which batch."""
    stages = about.stages
    whens = [When(state=state.code, then=Value(place)) for place, state in enumerate(stages)]
    place = Case(*whens, default=Value(-1), output_field=IntegerField())
    furthest = LedgerStep.objects.filter(row=OuterRef("pk"), state__in=[state.code for state in stages]).annotate(place=place)
    asked = rows.order_by().annotate(place=Subquery(furthest.order_by("-place").values("place")[:1]))
    sums: dict[tuple[str, str, str], int] = defaultdict(int)
    people: dict[tuple[str, str], set[int]] = defaultdict(set)
    order = {state.code: number for number, state in enumerate(stages)}
    for batch, state, reached, person in asked.values_list("batch", "state", "place", "person"):
        sums[batch, state, stages[reached].code if reached is not None else ""] += 1
        for number in range(max(-1 if reached is None else reached, order.get(state, -1)) + 1) if person else ():
            people[batch, stages[number].code].add(person)
    return [Count(*key, rows=number) for key, number in sums.items()], people


def _of_all(people: People, batches: set[str]) -> People:
    """Somebody of several batches is one person."""
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    for (batch, stage), some in people.items():
        if batch in batches:
            found["", stage] |= some
    return found


def _line(ledger: Ledger, one: Funnel, people: People, *, is_whole: bool = False) -> Line:
    def address(**asked: str) -> str:
        query = urlencode({**({} if is_whole else {"batch": one.batch or NONE}), **asked})
        return f"{ledger.get_absolute_url()}?{query}" if query else ledger.get_absolute_url()

    cells = [
        Cell(stage, len(people.get((one.batch, stage.state.code), ())), "" if is_whole else address(reached=stage.state.code))
        for stage in one.stages
    ]
    label = "已评完的批次合计" if is_whole else one.batch or "（未填）"
    return Line(label, one, cells, address(), address(state=OPEN), is_whole)
