"""How an organisation and what hangs on it stand on pages and on the printed sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from django.urls import reverse
from django.utils import timezone

from titian.accounts.models import User
from titian.base.colours import Colour
from titian.base.labels import label_of
from titian.base.money import WAN
from titian.base.pages import Fact, Link, Mark
from titian.base.quantities import plain, rounded
from titian.journal.models import Entry
from titian.registry.models import AnnualFigure, Organisation, Person, Title
from titian.registry.permissions import can_reveal, sees_contacts

SOON_DAYS, LATER_DAYS = 90, 180
_FEW = 3
TITLE_COLOURS: dict[str, Colour] = {
    "有效": "green",
    "已到期": "grey",
    "已撤销": "red",
    "未生效": "blue",
    "未通过": "grey",
    "已申报": "blue",
}
WRITTEN_TO_BE_FILLED = Mark("yellow", "待补")


def facts(found: Organisation, user: User, entries: Iterable[Entry] = ()) -> list[Fact]:
    """What is known of it; the journal says who said so last and when."""
    said = _said(entries)
    values: dict[str, object] = {
        "uscc": f"{found.uscc}（{found.uscc_doubt}；{found.uscc_reason or '未说明'}）" if found.uscc_doubt else found.uscc,
        "region": found.region and found.region.name,
        "industry": found.industry_label,
        "founded_on": found.founded_on,
        "capital": capital(found),
        "legal_form": found.legal_form,
        "legal_person": found.legal_person,
        "address": found.address,
        "contact": found.contact,
        "phone": phone(found, user),
        "carrier": found.carrier and Link(found.carrier.name, found.carrier.get_absolute_url()),
        "scope": found.scope,
        "note": found.note,
    }
    quiet = {"legal_form", "carrier", "note", "scope"}  # empty ones are not worth a line
    return _once([_fact(name, value, said) for name, value in values.items() if value or name not in quiet])


def _once(found: list[Fact]) -> list[Fact]:
    """A source that most facts share is said once, in a line of its own."""
    counted = Counter((fact.source, fact.day) for fact in found if fact.source and fact.day)
    (source, day), times = counted.most_common(1)[0] if counted else (("", None), 0)
    if times <= _FEW or day is None:
        return found
    kept = [replace(fact, source="", day=None) if (fact.source, fact.day) == (source, day) else fact for fact in found]
    return [*kept, Fact("资料来源", f"{source}录入，{day}；另有来源的随后注明")]


def _fact(name: str, value: object, said: Mapping[str, tuple[str, date]]) -> Fact:
    label = label_of(Organisation, name)
    shown = value or (WRITTEN_TO_BE_FILLED if name in Organisation.WANTED else value)
    return Fact(label, shown, *said.get(name, ("", None)))


def _said(entries: Iterable[Entry]) -> dict[str, tuple[str, date]]:
    """Field → who last said what it holds, and when; entries come newest first."""
    found: dict[str, tuple[str, date]] = {}
    for entry in entries:
        for name in entry.after or {}:
            found.setdefault(name, (entry.actor_name, timezone.localtime(entry.at).date()))
    return found


def capital(found: Organisation) -> str:
    """1,000 万元; 50 万美元."""
    if found.capital_amount is None:
        return ""
    unit = "万元" if found.capital_currency == "CNY" else f"万{Organisation.CURRENCIES.get(found.capital_currency, '')}"
    return f"{plain(rounded(found.capital_amount / WAN, 4), grouped=True)} {unit}"


def phone(found: Organisation, user: User) -> object:
    """Whole for the firm itself; in part for the others, and a link to open it for who may."""
    if not found.phone or sees_contacts(user, found):
        return found.phone
    hidden = Organisation.MASKED["phone"](found.phone)
    return Link(f"{hidden} 查看", reverse("registry:reveal", args=[found.pk])) if can_reveal(user, found) else hidden


def masked(person: Person, name: str) -> str:
    return Person.MASKED[name](getattr(person, name))


@dataclass(frozen=True)
class Held:
    """A title as a page shows it on a day."""

    title: Title
    state: str
    mark: Mark
    last_day: date | None
    days_left: int | None


def held(titles: Iterable[Title], day: date) -> list[Held]:
    """What holds first, what ends next before the rest."""
    rows = [_held(title, day) for title in titles]
    return sorted(rows, key=lambda row: (row.state != "有效", row.last_day or date.max))


def _held(title: Title, day: date) -> Held:
    state, last = title.state_on(day), title.last_day
    left = (last - day).days if last and state == "有效" else None
    return Held(title, state, _mark(state, left), last, left)


def _mark(state: str, left: int | None) -> Mark:
    """What ends within ninety days is red, within half a year yellow, and says how long it has."""
    if left is not None and left <= LATER_DAYS:
        return Mark("red" if left <= SOON_DAYS else "yellow", f"还有 {left} 天到期" if left else "今天到期")
    return Mark(TITLE_COLOURS.get(state, "grey"), state)


@dataclass(frozen=True)
class Cell:
    text: str
    differs: bool


@dataclass(frozen=True)
class Column:
    """What one source says of one year; `open` where several say something and none is chosen yet."""

    row: AnnualFigure
    mark: Mark | None
    open: bool


@dataclass(frozen=True)
class Comparison:
    """The last years side by side: columns, and a line a figure that any of them knows."""

    columns: Sequence[Column]
    lines: Sequence[tuple[str, str, Sequence[Cell]]]


def compared(figures: Iterable[AnnualFigure], years: int) -> Comparison:
    rows = sorted(figures, key=lambda row: (-row.year, not row.is_chosen, row.source))
    by_year = [list(same) for _, same in groupby(rows, key=lambda row: row.year)][:years]
    columns = [_column(row, same) for same in by_year for row in same]
    differing = {row.pk: set(row.differing(same)) for same in by_year for row in same}
    shown = [column.row for column in columns]
    names = [name for name in (*AnnualFigure.MONEY, *AnnualFigure.PEOPLE) if any(getattr(row, name) is not None for row in shown)]
    return Comparison(columns, [_line(name, shown, differing) for name in names])


def _column(row: AnnualFigure, same: Sequence[AnnualFigure]) -> Column:
    undecided = len(same) > 1 and not any(other.is_chosen for other in same)
    if row.is_chosen:
        return Column(row, Mark("green", "已采用"), open=False)
    return Column(row, Mark("red", "待认定") if undecided else None, open=len(same) > 1)


def _line(name: str, rows: Sequence[AnnualFigure], differing: Mapping[int, set[str]]) -> tuple[str, str, list[Cell]]:
    label = label_of(AnnualFigure, name)
    cells = [Cell(figure_text(row, name), name in differing[row.pk]) for row in rows]
    return label, "万元" if name in AnnualFigure.MONEY else "人", cells


def figure_text(row: AnnualFigure, name: str) -> str:
    """1,099 (the head says 万元) or 87; empty when not known."""
    if name in AnnualFigure.PEOPLE:
        value = getattr(row, name)
        return "" if value is None else f"{value:,}"
    amount = row.amount(name)
    return "" if amount is None else plain(rounded(amount / WAN, 4), grouped=True)
