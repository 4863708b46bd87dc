"""What a leader's one screen holds beside the targets: what is late and whose it is, a trend, tomorrow's firms, rank and change since last sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Prefetch, Q

from titian.accounts.models import User
from titian.base.charts import Chart, Series, bar_line, line
from titian.base.clock import today
from titian.base.pages import Link, Mark, Tile
from titian.base.periods import Period
from titian.base.printing import quantity_text
from titian.base.quantities import plain, scaled
from titian.figures.board import TargetRow
from titian.figures.books import Books
from titian.figures.computed import RowBooks
from titian.figures.key import FigureKey
from titian.figures.models import SentFigure, indicators
from titian.figures.neighbours import compare
from titian.figures.progress import Colour
from titian.ledgers.models import Ledger, LedgerRow, LedgerRowQuerySet
from titian.places.models import Region
from titian.registry.models import Organisation, Title

YEARS = 5
AHEAD = timedelta(days=3)
LATE_ROWS = 6
# Ledgers whose overdue rows a leader is told of one by one, in this order.
ISSUES = "rectification"
TOLD = ("supervision", "proposals", "promises", ISSUES, "measures", "problems", "investments", "platform_progress")


@dataclass(frozen=True)
class Matter:
    """One line of what is behind or late. `asked`, `reached`, `gap` are printed with their units; empty where they say nothing."""

    text: str
    url: str
    who: str
    due: date | None
    asked: str = ""
    reached: str = ""
    gap: str = ""
    mark: Mark | None = None


@dataclass(frozen=True)
class Visit:
    """A firm somebody goes to in the next days, with what is known of it in a few words."""

    firm: Link
    day: date
    note: str


def matters(targets: Sequence[TargetRow], user: User, day: date) -> list[Matter]:
    """Red targets, then what the ledgers have overdue, then yellow targets."""
    lines = [(row.colour, _of_target(row)) for row in targets if row.colour in {Colour.RED, Colour.YELLOW}]
    red = [line for colour, line in lines if colour is Colour.RED]
    return [*red, *overdue(user, day), *(line for colour, line in lines if colour is Colour.YELLOW)]


def _of_target(row: TargetRow) -> Matter:
    legs = [leg for leg in row.legs if leg.reached is not None]
    gaps = [quantity_text(leg.gap) for leg in row.legs if leg.gap is not None and leg.gap.value]
    return Matter(
        row.target.title,
        row.target.get_absolute_url(),
        str(row.target.owner or row.target.department or ""),
        Period(row.target.period).until - timedelta(days=1),
        asked=str(row.target.goal),
        reached="；".join(quantity_text(leg.reached) for leg in legs if leg.reached is not None),
        gap=f" {row.target.join_label} ".join(gaps),
        mark=Mark(row.colour.value, row.colour.label),
    )


def without_issues_told(rows: LedgerRowQuerySet, day: date) -> LedgerRowQuerySet:
    """Without measures whose issue is overdue itself: who hears of the issue has heard of them."""
    return rows.exclude(parent__ledger__code=ISSUES, parent__closes__gt=day, parent__due__lt=day)


def overdue(user: User, day: date) -> Iterator[Matter]:
    """The rows longest overdue of the ledgers a leader answers for; a measure only where its issue is not told of already."""
    seen = Ledger.objects.visible_to(user).in_use().filter(code__in=TOLD)
    rows = LedgerRow.objects.visible_to(user).kept().overdue_on(day).filter(ledger__in=seen)
    rows = without_issues_told(rows, day)
    related = ("ledger", "organisation", "person", "responsible", "department")
    for row in rows.select_related(*related).order_by("due", "pk")[:LATE_ROWS]:
        assert row.due is not None
        who = str(row.responsible or row.department or "")
        reached = "" if row.progress is None else f"{row.progress} %"
        late = Mark("red", f"逾期 {(day - row.due).days} 天")
        yield Matter(
            f"{row.ledger.label}：{row}", row.get_absolute_url(), who, row.due, reached=reached, gap=row.state_label, mark=late
        )


def standings(user: User, county: Region, day: date) -> dict[str, str]:
    """Indicator code → 「2025年 3 个县区中第 1」: by what the bureau knows of its neighbours for the latest half-year or year."""
    peers = [county, *Region.objects.filter(level=county.level, parent=county.parent_id).exclude(pk=county.pk)]
    found: dict[str, str] = {}
    if len(peers) < 2:
        return found
    known = indicators()
    half = Period(f"{day.year}H1" if day.month <= 6 else f"{day.year}H2")
    for period in (half, Period.of_year(day.year - 1)):
        for row in compare(user=user, regions=peers, period=period):
            entry, own = known.get(row.key.indicator), row.cells[0]
            if own is None or entry is None or row.key.qualifiers or entry.direction == "none":
                continue
            values = [cell.quantity.value for cell in row.cells if cell is not None]
            better = sum(value > own.quantity.value if entry.direction == "up" else value < own.quantity.value for value in values)
            found.setdefault(row.key.indicator, f"{period.label} {len(values)} 个县区中第 {better + 1}")
    return found


def since_sent(row: TargetRow, sent: dict[str, SentFigure]) -> str:
    """「较 06-02 报送 +2家」, where the figure of the first leg was sent before and differs."""
    for leg in row.legs:
        key = leg.leg.key(period=Period(row.target.period), region=row.target.region.key)
        last = sent.get(key.text)
        if last is not None and leg.reached is not None and (change := last.difference(leg.reached.value)):
            return f"较 {last.sent_on:%m-%d} 报送 {change}"
    return ""


def trend(user: User, county: Region, day: date) -> Chart | None:
    """R&D expenditure and its share of GDP where the books have three years of them, else the firms of the ladder from the registers."""
    return _research(user, county, day) or _ladder(user, county, day)


def _years(day: date) -> list[Period]:
    return [Period.of_year(year) for year in range(day.year - YEARS, day.year)]


def _research(user: User, county: Region, day: date) -> Chart | None:
    books = Books.open(user=user, region_ids=[county.pk], until=day)
    spent = [books.value(FigureKey("rnd.expenditure", year, county.key)) for year in _years(day)]
    if sum(value is not None for value in spent) < 3:
        return None
    share = [books.value(FigureKey("rnd.gdp_ratio", year, county.key)) for year in _years(day)]
    bars = Series.of("全社会R&D经费", "元", [value.value if value else None for value in spent])
    over = Series("占GDP比重", "%", [value.value if value else None for value in share])
    labels = [str(year.year) for year in _years(day)]
    return bar_line("全社会R&D经费与占GDP比重", labels, bars, over, period=f"{labels[0]}—{labels[-1]}年", source="账面认定数")


def _ladder(user: User, county: Region, day: date) -> Chart | None:
    rows = RowBooks(user=user, day=day)
    periods = [*_years(day)[1:], Period.of_year(day.year)]
    series = []
    for code, name in (("hnte.valid", "有效高新技术企业"), ("tsme.stored", "入库科技型中小企业")):
        # Entries count anew every year: of a year under way they say nothing beside whole years.
        asked = periods if code == "hnte.valid" else periods[:-1]
        counted = [rows.counted(code, region=county, period=period) for period in asked]
        values: list[Decimal | None] = [one.value if one else None for one in counted]
        values += [None] * (len(periods) - len(values))
        if any(value is not None for value in values):
            series.append(Series(name, "家", values))
    if not series:
        return None
    labels = [f"{period.year}" for period in periods]
    title = "高新技术企业与科技型中小企业"
    return line(title, labels, series, period=f"{labels[0]}—{labels[-1]}年（{labels[-1]}年高企截至{day:%m-%d}）", source="企业名录")


def tomorrow(user: User, day: date) -> list[Visit]:
    """Firms with a visit entered for the next days: titles they hold, problems they still wait for."""
    rows = LedgerRow.objects.visible_to(user).kept().of("visits").filter(day__gt=day, day__lte=day + AHEAD)
    waiting = Count("ledger_rows", filter=Q(ledger_rows__ledger__code="problems", ledger_rows__closed_on=None))
    planned = {row.organisation_id: row.day for row in rows.order_by("-day") if row.organisation_id and row.day}
    valid = Prefetch("titles", Title.objects.valid_on(today()), to_attr="valid")
    firms = Organisation.objects.filter(pk__in=planned).annotate(waiting=waiting).prefetch_related(valid)
    found = [Visit(Link(firm.name, firm.get_absolute_url()), planned[firm.pk], _note(firm)) for firm in firms]
    return sorted(found, key=lambda visit: visit.day)


def _note(firm: Organisation) -> str:
    titles = "、".join(dict.fromkeys(title.about.short for title in getattr(firm, "valid", [])))
    waiting: int = getattr(firm, "waiting", 0)
    return " · ".join(filter(None, [titles, f"{waiting} 个问题未解决" if waiting else ""])) or "暂无资质"


def rank(row: TargetRow, ranks: Mapping[str, str]) -> str:
    return next((ranks[leg.leg.indicator] for leg in row.legs if leg.leg.indicator in ranks), "")


def tile(row: TargetRow, *more: str) -> Tile:
    leg = next(leg for leg in row.legs if leg.reached is not None)
    assert leg.reached is not None
    number, unit = scaled(leg.reached.value, leg.reached.unit)
    missing = [quantity_text(part.gap) for part in row.legs if part.gap is not None and part.gap.value]
    met = row.progress.met is True
    return Tile(
        label=row.target.title,
        number=plain(number, grouped=True),
        unit=unit,
        url=row.target.get_absolute_url(),
        share=row.progress.completion,
        elapsed=row.progress.elapsed,
        colour=row.colour.value,
        mark=Mark(row.colour.value, "已完成" if met else row.colour.label),
        lines=(
            f"目标 {row.target.goal}",
            "" if met else f"还差 {f' {row.target.join_label} '.join(missing)}" if missing else "",
            *more,
        ),
    )
