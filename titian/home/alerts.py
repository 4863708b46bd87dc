"""What a first screen warns of, and the money of the year, each a line that opens what is behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count
from django.urls import reverse

from titian.accounts.models import User
from titian.base.pages import Mark
from titian.base.periods import Period
from titian.base.printing import quantity_text
from titian.base.quantities import Quantity
from titian.figures.asked import counted_address
from titian.figures.board import TargetRow
from titian.figures.books import Books
from titian.figures.catalogue import Indicator
from titian.figures.checks import Statement
from titian.figures.computed import RowBooks
from titian.figures.key import FigureKey
from titian.figures.models import indicators
from titian.figures.outgoing import Prefer
from titian.figures.progress import Colour
from titian.home.cockpit import TOLD, without_issues_told
from titian.ledgers.models import Ledger, LedgerRow
from titian.places.models import Region
from titian.registry.models import Title

SOON = timedelta(days=90)
# The money a leader asks after, in this order.
MONEY = {
    "funds.from_above": "争取上级资金",
    "rnd.subsidy_amount": "研发后补助",
    "policy.redeemed": "兑现奖补",
    "loan.granted": "科技贷款发放",
    "construction.investment": "重大项目投资",
}


@dataclass(frozen=True)
class Alert:
    """One thing to look at, with how many and where they are listed."""

    text: str
    count: str
    url: str
    mark: Mark


def alerts(targets: Sequence[TargetRow], disputed: int, user: User, day: date, *, own: bool) -> list[Alert]:
    """Red and yellow targets, figures that contradict themselves, titles that end, problems overdue; `own`: of one's own firms and rows.
    Nought is left out."""
    colours = [row.colour for row in targets]
    board = reverse("figures:board")
    found = [
        (label, colours.count(colour), "项", f"{board}?colour={colour.value}", Mark(colour.value, colour.label))
        for colour, label in ((Colour.RED, "目标未完成"), (Colour.YELLOW, "目标滞后"))
    ]
    found.append(("数字不一致", disputed, "处", reverse("figures:conflicts"), Mark("red", "待认定")))
    found += [*_ending(user, day, own=own), *_late(user, day, own=own)]
    return [Alert(text, f"{count:,} {unit}", url, mark) for text, count, unit, url, mark in found if count]


def _ending(user: User, day: date, *, own: bool) -> Iterator[tuple[str, int, str, str, Mark]]:
    """Titles of firms that end within three months."""
    last = day + SOON
    titles = Title.objects.here().visible_to(user).valid_on(day).ending(day, last)
    if own:
        titles = titles.filter(organisation__officer=user)
    address = f"{reverse('registry:titles')}?standing=valid&ends_by={last}&sort=until" + (f"&officer={user.pk}" if own else "")
    yield "90 天内到期的资质", titles.count(), "项", address, Mark("yellow", "将到期")


def _late(user: User, day: date, *, own: bool) -> Iterator[tuple[str, int, str, str, Mark]]:
    """What is overdue, a line a ledger, the most first; measures have none where all of them belong to issues that are told."""
    ledgers = {ledger.pk: ledger for ledger in Ledger.objects.visible_to(user).in_use().filter(code__in=TOLD)}
    rows = LedgerRow.objects.visible_to(user).kept().overdue_on(day).filter(ledger__in=ledgers)
    if own:
        rows = rows.filter(responsible=user)
    told = without_issues_told(rows, day).order_by().values("ledger")
    counts = rows.filter(ledger__in=told).order_by().values_list("ledger").annotate(count=Count("pk")).order_by("-count", "ledger")
    for pk, count in counts:
        ledger, mine = ledgers[pk], f"&responsible={user.pk}" if own else ""
        yield f"{ledger.label}逾期", count, ledger.about.counted, f"{ledger.get_absolute_url()}?due=late{mine}", Mark("red", "逾期")


@dataclass(frozen=True)
class Money:
    """One kind of money of the year so far; `value` is printed, `note` says where it comes from and of which day."""

    label: str
    value: str
    note: str
    url: str


def money(user: User, county: Region, day: date) -> list[Money]:
    """What came from above, was paid out and was lent this year, as rows count it or else as it was stated; the unknown is left out."""
    books = Books.open(user=user, region_ids=[county.pk], until=day, rows=RowBooks(user=user, day=day), prefer=Prefer.ROWS)
    known, year = indicators(), Period.of_year(day.year)
    return [line for code in MONEY if code in known and (line := _money(books, FigureKey(code, year, county.key), known[code]))]


def _of_another_calibre(books: Books, key: FigureKey) -> Statement | None:
    """What rows count under a calibre of their own, which answers for no other figure; the line names it."""
    region = books.rows.region(key.region) if books.rows else None
    found = books.rows.counted(key.indicator, region=region, period=key.period) if books.rows and region else None
    tally = found.tally(region) if found and region else None
    return tally.statement if tally else None


def _money(books: Books, key: FigureKey, entry: Indicator) -> Money | None:
    found = books.reached_in(key, kind=entry.kind) or _of_another_calibre(books, key)
    if found is None:
        return None
    source = "台账" if found.counted else "认定"
    within = found.key.period.label.removeprefix(f"{key.period.since.year}年")  # the card's head says the year
    when = f"截至{found.as_of:%m-%d}" if found.as_of else within or found.key.period.label
    url = counted_address(found.key, found.as_of) if found.counted and found.as_of else reverse("figures:figure", args=[found.id])
    source += f"（{found.key.calibre}）" if found.key.calibre else ""
    return Money(MONEY[key.indicator], quantity_text(Quantity(found.value, entry.unit, found.operator)), f"{source} · {when}", url)
