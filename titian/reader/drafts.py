"""核稿： a draft's figures against the books and against what was last sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from titian.accounts.models import User
from titian.base.periods import Period, PeriodError
from titian.base.quantities import Quantity
from titian.figures.books import Books
from titian.figures.checks import Statement, compatible
from titian.figures.key import FigureKey
from titian.figures.models import SentFigure, indicators
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
    """One figure of a draft. `booked` is what the books say, `sent` what was last reported; either may be None."""

    figure: FoundFigure
    name: str
    verdict: str
    booked: Quantity | None
    figure_id: int | None
    sent: SentFigure | None
    sent_differs: bool

    @property
    def colour(self) -> str:
        return WORDS[self.verdict][0]

    @property
    def word(self) -> str:
        return WORDS[self.verdict][1]


def check_draft(reading: Reading, *, region: Region, user: User) -> list[Finding]:
    """Hold every recognised figure against the books of `region`; in the text's order."""
    books = Books.open(user=user, region_ids=[region.pk])
    sent, names = SentFigure.objects.latest_by_identity(), indicators()
    findings = []
    for figure in reading.figures:
        key = _key(figure, region)
        if key is None:
            continue
        entry = names.get(figure.code)
        findings.append(_finding(figure, key, entry.name if entry else figure.code, books, sent))
    return findings


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
