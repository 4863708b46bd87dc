"""What a chronicle is written from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from titian.accounts.models import User
from titian.base.periods import Period
from titian.figures.models import SentFigure
from titian.ledgers.definition.fields import NUMBERS
from titian.ledgers.models import Ledger, LedgerRow, LedgerStep
from titian.ledgers.models.notable import notable_rows, notable_steps
from titian.registry.models import Title

# Talent programmes stay out: the names in them are 内部, and a chronicle is shown around. Their definitions call nothing notable.
NAMED, MOST = 3, 1_000
# Entries of a pool and the yearly evaluation are routine: they are told on demand.
ROUTINE = frozenset({"hnte_pool", "tsme"})


@dataclass(frozen=True)
class Line:
    """One line: the day, what happened, where it is kept."""

    day: date
    text: str
    url: str = ""
    room: str = ""


def gather(user: User, period: Period, day: date, *, every: bool = False) -> list[Line]:
    """The period up to and with `day`, in order; a number of queries that does not grow with the rows. What each ledger calls notable, and
    what firms were granted; `every`: also the routine beside it, and what was sent up."""
    ledgers = list(Ledger.objects.visible_to(user))
    found = [
        *_rows(user, ledgers, period, day, every),
        *_steps(user, ledgers, period, day, every),
        *_titles(user, period, day, every),
    ]
    found += _sent(period, day) if every else ()
    return sorted(found, key=lambda line: (line.day, line.room, line.text))


def _rows(user: User, ledgers: Sequence[Ledger], period: Period, day: date, every: bool) -> Iterator[Line]:
    rows = LedgerRow.objects.visible_to(user).kept().filter(notable_rows(ledgers, every=every)).within(period, day)
    for row in rows.select_related("ledger", "organisation", "person").order_by("day", "pk")[:MOST]:
        assert row.day is not None
        yield Line(row.day, f"{row.ledger.label}：{row}{_many(row)}{_result(row)}", row.get_absolute_url(), row.ledger.label)


def _many(row: LedgerRow) -> str:
    """How many came, where the ledger counts that."""
    one = row.ledger.about.field("count")
    return f"，{row.count:,} {one.unit}" if row.count and one and one.unit in {"人", "人次"} else ""


def _result(row: LedgerRow) -> str:
    """What came of it: 优秀，位次 2."""
    notable = row.ledger.about.notable
    told = ""
    for key in notable.result if notable else ():
        one, said = row.ledger.about.field(key), row.shown(key)
        if one and said not in {None, ""}:
            told += f"，{f'{one.label} ' if one.kind in NUMBERS else ''}{said}"
    return told


def _steps(user: User, ledgers: Sequence[Ledger], period: Period, day: date, every: bool) -> Iterator[Line]:
    rows = LedgerRow.objects.visible_to(user).kept()
    steps = LedgerStep.objects.filter(notable_steps(ledgers, every=every), row__in=rows)
    steps = steps.filter(day__gte=period.since, day__lt=period.until, day__lte=day)
    related = ("row__ledger", "row__organisation", "row__person")
    together: dict[tuple[date, str, str, str], list[LedgerStep]] = {}
    for step in steps.select_related(*related).order_by("day", "pk")[:MOST]:
        together.setdefault((step.day, step.row.ledger.code, step.state, _result(step.row)), []).append(step)
    for (on, _, _, result), some in together.items():
        ledger, row = some[0].row.ledger, some[0].row
        more = f"等 {len(some)} {ledger.about.counted}" if len(some) > NAMED else ""
        named = "".join(f"「{step.row}」" for step in some[:NAMED])
        url = row.get_absolute_url() if len(some) == 1 else ledger.get_absolute_url()
        yield Line(on, f"{ledger.label}：{named}{more}{some[0].label}{result}", url, ledger.label)


def _titles(user: User, period: Period, day: date, every: bool) -> Iterator[Line]:
    found: dict[tuple[date, str], list[str]] = {}
    titles = Title.objects.visible_to(user).granted_in(period, day).select_related("organisation").order_by("since", "kind", "pk")
    for title in (titles if every else titles.exclude(kind__in=ROUTINE))[:MOST]:
        assert title.since is not None
        found.setdefault((title.since, title.label), []).append(title.organisation.name)
    for (since, label), names in found.items():
        shown = "、".join(names[:NAMED]) + (f"等 {len(names)} 家企业" if len(names) > NAMED else "")
        yield Line(since, f"{shown}取得{label}", room="资质荣誉")


def _sent(period: Period, day: date) -> Iterator[Line]:
    rows = SentFigure.objects.filter(sent_on__gte=period.since, sent_on__lt=period.until, sent_on__lte=day)
    for sent_on, paper, receiver in rows.order_by("sent_on").values_list("sent_on", "paper", "receiver").distinct():
        yield Line(sent_on, f"向{receiver}报送《{paper}》", room="报送")
