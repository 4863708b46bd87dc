"""核稿： a draft's figures against the books, what the rows count, and what was last sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from titian.accounts.models import User
from titian.base.clock import today
from titian.base.periods import Period, PeriodError
from titian.base.quantities import Quantity
from titian.figures.asked import counted_address
from titian.figures.books import Books
from titian.figures.checks import Statement, compatible
from titian.figures.computed import Counted, RowBooks
from titian.figures.key import FigureKey
from titian.figures.models import SentFigure, indicators
from titian.figures.outgoing import agrees
from titian.places.models import Region
from titian.reader.values import FoundFigure, Reading

SAME, DIFFERS, DISPUTED, ABSENT = "same", "differs", "disputed", "absent"
WORDS: dict[str, tuple[str, str]] = {
    SAME: ("green", "与账一致"),
    DIFFERS: ("red", "与账不符"),
    DISPUTED: ("yellow", "账上待认定"),
    ABSENT: ("grey", "账上没有"),
}


@dataclass(frozen=True)
class Finding:
    """One figure of a draft. `booked` is what the books say, `counted` what the rows do, `sent` what was last reported; each may be None."""

    figure: FoundFigure
    name: str
    verdict: str
    booked: Quantity | None
    figure_id: int | None
    sent: SentFigure | None
    sent_differs: bool
    counted: Quantity | None = None
    counted_differs: bool = False
    counted_address: str = ""

    @property
    def colour(self) -> str:
        return WORDS[self.verdict][0]

    @property
    def word(self) -> str:
        return WORDS[self.verdict][1]


def check_draft(reading: Reading, *, region: Region, user: User) -> list[Finding]:
    """Hold every recognised figure against the books of `region`; in the text's order."""
    books = Books.open(user=user, region_ids=[region.pk])
    rows = RowBooks(user=user, day=today())
    sent, names = SentFigure.objects.latest_by_identity(), indicators()
    findings = []
    for figure in reading.figures:
        key = _key(figure, region)
        if key is None:
            continue
        entry = names.get(figure.code)
        found = _finding(figure, key, entry.name if entry else figure.code, books, sent)
        findings.append(_beside_rows(found, key, _counted(figure, key, region, rows)))
    return findings


def _counted(figure: FoundFigure, key: FigureKey, region: Region, rows: RowBooks) -> Counted | None:
    """What the rows count of the same figure, as of the day the draft states; None where they count another one, or nothing."""
    day = _day(figure.as_of) or rows.day
    found = rows.counted(figure.code, region=region, period=key.period, day=min(day, rows.day))
    if found is None or found.value is None:
        return None
    own = found.key(region)
    return found if key in {own, replace(own, calibre="")} else None


def _beside_rows(finding: Finding, key: FigureKey, counted: Counted | None) -> Finding:
    if counted is None or counted.value is None:
        return finding
    figure = finding.figure
    differs = not agrees(counted.value, figure.value, figure.qualifier, figure.unit)
    address = counted_address(key, counted.day)
    return replace(finding, counted=Quantity(counted.value, figure.unit), counted_differs=differs, counted_address=address)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _finding(figure: FoundFigure, key: FigureKey, name: str, books: Books, sent: Mapping[str, SentFigure]) -> Finding:
    keys = books.matching(key)
    booked = books.value(keys[0]) if keys else None
    disputed = bool(keys) and books.is_contradicted(keys[0])
    last = sent.get(keys[0].text if keys else key.text)
    return Finding(
        figure=figure,
        name=name,
        verdict=_verdict(figure, key, booked, disputed),
        booked=Quantity(booked.value, figure.unit, booked.operator) if booked else None,
        figure_id=booked.id if booked else None,
        sent=last,
        sent_differs=bool(last and last.value != figure.value),
    )


def _verdict(figure: FoundFigure, key: FigureKey, booked: Statement | None, disputed: bool) -> str:
    if booked is None:
        return DISPUTED if disputed else ABSENT
    drafted = Statement(-1, key, figure.value, figure.qualifier)
    return SAME if compatible(drafted, booked) else DIFFERS


def _key(figure: FoundFigure, region: Region) -> FigureKey | None:
    try:
        return FigureKey(
            figure.code,
            Period.parse(figure.period),
            region.key,
            figure.status,
            calibre=figure.calibre or "",
            level=figure.level or "",
            scope=figure.scope or "",
        )
    except (PeriodError, ValueError):
        return None
