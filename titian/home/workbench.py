"""What each role's first screen holds: which parts, in which order, and the data of those parts only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.conf import settings

from titian.accounts.models import User
from titian.accounts.roles import Role
from titian.base.charts import Chart
from titian.base.pages import Tile
from titian.base.printing import quantity_text
from titian.base.quantities import Quantity, plain
from titian.base.todos import Todo, todos_of
from titian.figures.asked import home_region
from titian.figures.board import LegRow, ShareRow, TargetRow, conflict_list, target_rows
from titian.figures.catalogue import Indicator
from titian.figures.checks import Conflict
from titian.figures.models import SentFigure, indicators
from titian.figures.permissions import TARGETS, can_see_figures
from titian.figures.progress import Colour
from titian.home import alerts, cockpit, keepers
from titian.home.own import Own
from titian.journal.models import Entry
from titian.ledgers.models import Ledger
from titian.ledgers.permissions import can_enter
from titian.places.models import Region
from titian.registry.titles import MECHANISMS

TILES, ENTRIES = 6, 12
VISITS = "visits"
_URGENCY = {Colour.RED: 0, Colour.YELLOW: 1, Colour.GREY: 2, Colour.GREEN: 3}


@dataclass(frozen=True)
class Layout:
    """Parts are templates of `home/parts/`; `tiles` is figures, system, security or nothing."""

    title: str
    tiles: str = ""
    left: Sequence[str] = ("todos",)
    right: Sequence[str] = ()
    below: Sequence[str] = ()
    most: int = 12  # of what waits, before it is folded


_SECTION = Layout("今日工作", "figures", ("visit", "todos", "behind"), ("alerts", "conflicts"))
_LEADING = Layout("科技工作", "figures", ("matters",), ("trend",), ("todos", "alerts", "money", "tomorrow"), most=4)
LAYOUTS: dict[Role, Layout] = {
    Role.OFFICER: _SECTION,
    Role.CHIEF: _SECTION,
    Role.FINANCE: _SECTION,
    Role.OFFICE: Layout("今日工作", "", ("todos", "behind"), ("alerts", "conflicts")),
    Role.DEPUTY: _LEADING,
    Role.LEADER: _LEADING,
    Role.TOWN: Layout("科技工作", "", ("todos", "shares"), ("firms",)),
    Role.ENTERPRISE: Layout("", "", ("panels", "own", "titles"), ("todos", "contact")),
    Role.CARRIER: Layout("", "", ("own", "firms"), ("todos", "titles", "contact")),
    Role.BANK: Layout("", "", ("own",), ("todos", "contact")),
    Role.EXPERT: Layout("专家工作台", "", ("own",), ("todos",)),
    Role.AUDITOR: Layout("监督工作", "", ("behind", "conflicts"), ("entries",)),
    Role.AUDIT: Layout("监督工作", "", ("entries",)),
    Role.SECURITY: Layout("安全保密", "security", ("todos",)),
    Role.SYSTEM: Layout("系统管理", "system", ("todos",)),
}
MECHANISM_OF = {"behind": TARGETS, "shares": TARGETS, "titles": MECHANISMS, "visit": VISITS}
OWN_SECTION = frozenset({Role.OFFICER, Role.CHIEF, Role.FINANCE})


@dataclass(frozen=True)
class Share:
    """What a target asks of one town."""

    row: TargetRow
    leg: LegRow
    share: ShareRow

    @property
    def asked(self) -> Quantity:
        return Quantity(self.share.amount, self.leg.leg.unit)

    @property
    def reached(self) -> Quantity | None:
        return None if self.share.reached is None else Quantity(self.share.reached, self.leg.leg.unit)


@dataclass(frozen=True)
class Dispute:
    """A figure with two values, as one line."""

    name: str
    period: str
    values: str


@dataclass
class Workbench:
    """The first screen of `user` on `day`. Every part is computed when its template asks, so a part not shown costs nothing."""

    user: User
    day: date
    layout: Layout = field(init=False)

    def __post_init__(self) -> None:
        self.layout = LAYOUTS.get(Role(self.user.role), Layout("工作台"))

    @property
    def title(self) -> str:
        """Of whose work: the county's for who leads, the town's for its clerk; who acts for an organisation reads its name."""
        whose = self.county if self.layout is _LEADING else self.user.town
        return f"{whose or ''}{self.layout.title}" or str(self.own.organisation or "工作台")

    @property
    def note(self) -> str:
        """The day, what waits, how far the year is."""
        parts = [f"{self.day:%Y-%m-%d} 星期{'一二三四五六日'[self.day.weekday()]}"]
        parts += (
            [f"待办 {len(self.todos)} 件" + (f"（逾期 {self.late} 件）" if self.late else "")] if "todos" in self._parts else []
        )
        parts += [f"时间进度 {self.elapsed}（竖线）"] if self.layout.tiles == "figures" and self.elapsed else []
        return " · ".join(parts)

    @property
    def _parts(self) -> set[str]:
        return {*self.layout.left, *self.layout.right, *self.layout.below}

    @property
    def left(self) -> list[str]:
        return _templates(self.layout.left)

    @property
    def right(self) -> list[str]:
        return _templates(self.layout.right)

    @property
    def below(self) -> list[str]:
        return _templates(self.layout.below)

    @cached_property
    def own(self) -> Own:
        return Own(self.user, self.day)

    @cached_property
    def notes_visits(self) -> bool:
        """May this person write a visit down here?"""
        ledger = Ledger.objects.visible_to(self.user).filter(code=VISITS).first()
        return ledger is not None and bool(can_enter(self.user, ledger))

    @cached_property
    def todos(self) -> list[Todo]:
        return todos_of(self.user)

    @cached_property
    def late(self) -> int:
        return sum(todo.late(self.day) for todo in self.todos)

    @cached_property
    def county(self) -> Region | None:
        region = home_region(self.user)
        return region.parent if region and region.level == "town" and region.parent else region

    @cached_property
    def targets(self) -> list[TargetRow]:
        """The year's targets, the own section's only for who works in one."""
        if self.county is None or not can_see_figures(self.user):
            return []
        rows = target_rows(user=self.user, region=self.county, year=self.day.year, day=self.day)
        own = [row for row in rows if row.target.department_id == self.user.department_id]
        return own if self.user.role in OWN_SECTION and own else rows

    @property
    def whose(self) -> str:
        """Of whom the targets are: the section or the county."""
        section = self.user.role in OWN_SECTION and self.user.department
        return str(section or self.county or "")

    @property
    def as_of(self) -> date | None:
        """The latest day the targets' figures are of."""
        days = (leg.known.as_of for row in self.targets for leg in row.legs if leg.known.as_of)
        return max(days, default=None)

    @property
    def elapsed(self) -> str:
        return f"{plain(self.targets[0].elapsed_percent)} %" if self.targets else ""

    @property
    def behind(self) -> list[TargetRow]:
        """Red first, then yellow, then those without a figure; within a colour in the order of the sheet."""
        rows = [row for row in self.targets if row.colour is not Colour.GREEN]
        return sorted(rows, key=lambda row: _URGENCY[row.colour])

    @property
    def tiles(self) -> list[Tile]:
        if self.layout.tiles == "figures":
            return self._figure_tiles()
        known = {"system": keepers.system_tiles, "security": keepers.security_tiles}
        return known[self.layout.tiles](self.user, self.day) if self.layout.tiles else []

    def _figure_tiles(self) -> list[Tile]:
        known = [row for row in self.targets if row.progress.completion is not None][:TILES]
        if not self.layout.below or self.county is None:
            return [cockpit.tile(row) for row in known]
        ranks = cockpit.standings(self.user, self.county, self.day)
        sent = SentFigure.objects.latest_by_identity()
        return [cockpit.tile(row, cockpit.rank(row, ranks), cockpit.since_sent(row, sent)) for row in known]

    @cached_property
    def matters(self) -> list[cockpit.Matter]:
        """What is behind or late, and whose it is."""
        return cockpit.matters(self.targets, self.user, self.day)

    @cached_property
    def trend(self) -> Chart | None:
        return cockpit.trend(self.user, self.county, self.day) if self.county is not None else None

    @cached_property
    def visits(self) -> list[cockpit.Visit]:
        return cockpit.tomorrow(self.user, self.day)

    @cached_property
    def disputes(self) -> list[Dispute]:
        """Figures that contradict themselves."""
        if self.county is None or not can_see_figures(self.user):
            return []
        known = indicators()
        return [_dispute(found, known) for found in conflict_list(user=self.user, regions=[self.county])]

    @cached_property
    def warnings(self) -> list[alerts.Alert]:
        """What is wrong or about to end; of an officer's own firms and rows."""
        own = self.user.role == Role.OFFICER
        return alerts.alerts(self.targets, len(self.disputes), self.user, self.day, own=own)

    @cached_property
    def money(self) -> list[alerts.Money]:
        return alerts.money(self.user, self.county, self.day) if self.county is not None else []

    @property
    def waiting(self) -> list[Todo]:
        """What is shown at once of what waits; `folded` is the rest."""
        return self.todos[: self.layout.most]

    @property
    def folded(self) -> list[Todo]:
        return self.todos[self.layout.most :]

    @cached_property
    def shares(self) -> list[Share]:
        """What the county asks of the clerk's town."""
        return [
            Share(row, leg, share)
            for row in self.targets
            for leg in row.legs
            for share in leg.shares
            if share.town.pk == self.user.town_id
        ]

    @cached_property
    def entries(self) -> list[Entry]:
        """The latest acts, for who may read the journal."""
        return list(Entry.objects.all()[:ENTRIES]) if self.user.reads_journal else []


def _templates(parts: Sequence[str]) -> list[str]:
    """Without parts of what the office has nothing to do with."""
    return [f"home/parts/{part}.html" for part in parts if settings.TITIAN.shows(MECHANISM_OF.get(part, ""))]


def _dispute(found: Conflict, known: Mapping[str, Indicator]) -> Dispute:
    entry = known.get(found.key.indicator)
    unit = entry.unit if entry else ""
    values = dict.fromkeys(quantity_text(Quantity(one.value, unit, one.operator)) for one in found.statements)
    return Dispute(entry.name if entry else found.key.indicator, found.key.period.label, " / ".join(values))
