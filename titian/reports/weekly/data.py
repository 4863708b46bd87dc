"""What a week's summary is written from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from titian.accounts.models import User
from titian.base.deadlines import Deadline, deadlines_of
from titian.ledgers import deadlines as of_ledgers
from titian.ledgers.models import Ledger, LedgerRow, LedgerRowQuerySet
from titian.registry.models import Title
from titian.reports import deadlines as of_papers
from titian.reports.models import Section

WHOSE = {"me": "本人", "section": "本科室", "bureau": "全局"}
NAMED, MOST = 5, 400


@dataclass(frozen=True)
class Item:
    """One line of what was done: 入企服务 3 次（甲公司、乙公司等）; `url` opens the rows."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Week:
    """`since` a Monday; `until` the Monday after, exclusive."""

    since: date
    until: date
    whose: str
    done: tuple[Item, ...]
    planned: tuple[Deadline, ...]

    @property
    def label(self) -> str:
        last = self.until - timedelta(days=1)
        return f"{self.since.year}年{self.since.month}月{self.since.day}日至{last.month}月{last.day}日"


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def gather(user: User, day: date, whose: str) -> Week:
    """The week `day` lies in; nothing after `day` was done yet. A number of queries that does not grow with the rows."""
    since = monday(day)
    until = since + timedelta(days=7)
    rows = _whose(LedgerRow.objects.visible_to(user).kept(), user, whose).filter(ledger__in=Ledger.objects.visible_to(user))
    done = [
        *_entered(rows, since, min(until, day + timedelta(days=1))),
        *_closed(rows, since, until),
        *_titles(user, since, until, whose),
    ]
    planned = _planned(user, until, until + timedelta(days=7), whose)
    return Week(since, until, whose, tuple(done), tuple(line for line in planned if not line.done))


def _planned(user: User, since: date, until: date, whose: str) -> list[Deadline]:
    """What is due, of whom it is asked. What no one section answers for (a batch that closes, certificates that end, a day of the year)
    stands in the bureau's week and in every section's, not in a person's."""
    if whose == "bureau" or (whose == "section" and not user.department_id):
        return deadlines_of(user, since, until)
    rows = _whose(LedgerRow.objects.visible_to(user).kept(), user, whose)
    found = [*of_ledgers.lines(user, rows, since, until), *of_papers.lines(_sections(user, whose), since, until)]
    if whose == "section":
        kept = {of_ledgers.ROOM, of_papers.ROOM}
        found += [line for line in deadlines_of(user, since, until) if line.room not in kept]
    return sorted(found, key=lambda line: (line.day, line.room, line.text))


def _sections(user: User, whose: str) -> QuerySet[Section]:
    """Of papers, by who writes them, else whose section is asked."""
    if whose == "me":
        return Section.objects.filter(writer=user)
    return Section.objects.filter(Q(department=user.department_id) | Q(department=None, writer__department=user.department_id))


def _whose(rows: LedgerRowQuerySet, user: User, whose: str) -> LedgerRowQuerySet:
    if whose == "me":
        return rows.filter(Q(responsible=user) | Q(responsible=None, created_by=user))
    if whose == "section" and user.department_id:
        return rows.filter(Q(department=user.department_id) | Q(responsible__department=user.department_id))
    return rows


def _entered(rows: LedgerRowQuerySet, since: date, until: date) -> Iterator[Item]:
    """What happened in the week, a line a ledger."""
    found: dict[Ledger, list[LedgerRow]] = {}
    related = ("ledger", "organisation", "person")
    for row in rows.filter(day__gte=since, day__lt=until).select_related(*related).order_by("ledger__order", "day", "pk")[:MOST]:
        found.setdefault(row.ledger, []).append(row)
    for ledger, together in found.items():
        names = list(dict.fromkeys(_name(row) for row in together))
        shown = "、".join(names[:NAMED]) + ("等" if len(names) > NAMED else "")
        address = f"{ledger.get_absolute_url()}?since={since}&until={until - timedelta(days=1)}"
        yield Item(f"{ledger.label} {len(together)} {ledger.about.counted}（{shown}）", address)


def _name(row: LedgerRow) -> str:
    """A firm by its short title where the row has none of its own."""
    return row.title or (row.organisation.name if row.organisation else str(row))


def _closed(rows: LedgerRowQuerySet, since: date, until: date) -> Iterator[Item]:
    """What was brought to an end in the week though it began before."""
    ended = rows.filter(closed_on__gte=since, closed_on__lt=until, day__lt=since)
    for row in ended.select_related("ledger", "organisation", "person").order_by("ledger__order", "closed_on", "pk")[:MOST]:
        yield Item(f"{row.ledger.label}「{row}」{row.state_label or '办结'}", row.get_absolute_url())


def _titles(user: User, since: date, until: date, whose: str) -> Iterator[Item]:
    """Titles given in the week, for the whole bureau and the section that looks after the firms."""
    titles = Title.objects.visible_to(user).filter(since__gte=since, since__lt=until).select_related("organisation")
    if whose == "me":
        titles = titles.filter(organisation__officer=user)
    elif whose == "section" and user.department_id:
        titles = titles.filter(organisation__officer__department=user.department_id)
    found: dict[str, list[Title]] = {}
    for title in titles.order_by("kind", "pk")[:MOST]:
        found.setdefault(title.label, []).append(title)
    for label, together in found.items():
        shown = "、".join(title.organisation.name for title in together[:NAMED]) + ("等" if len(together) > NAMED else "")
        yield Item(f"{len(together)} 家企业取得{label}（{shown}）")
