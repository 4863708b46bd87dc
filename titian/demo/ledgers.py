"""The county's ledgers: workbooks written from `county/ledgers_*.py` and imported, ledger by ledger; then what no sheet says.

A noun of the county is a module with `books() -> Sequence[Book]`; add it to NOUNS behind those whose rows it names (a measure behind its
issue). What has to be done by hand afterwards (evidence, drafts, steps with a note) is a function of FINISHING.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from titian.accounts.models import User
from titian.base.registers import registers
from titian.demo.collecting import collect
from titian.demo.county import (
    ledgers_activities,
    ledgers_assessments,
    ledgers_building,
    ledgers_carriers,
    ledgers_checks,
    ledgers_commissioners,
    ledgers_funds,
    ledgers_institutions,
    ledgers_instruments,
    ledgers_office,
    ledgers_paperwork,
    ledgers_platforms,
    ledgers_proposals,
    ledgers_rankings,
    ledgers_rectification,
    ledgers_reserve,
    ledgers_scale,
    ledgers_services,
    ledgers_supervision,
    ledgers_talents,
    ledgers_trainings,
    ledgers_villages,
    ledgers_visits,
    ledgers_zones,
)
from titian.demo.county.books import Book
from titian.demo.finishing import evidence, sent_in
from titian.demo.registers import Loaded, import_book
from titian.demo.steps import decide_platforms, look_after_instruments
from titian.demo.workbooks import write_book
from titian.ledgers.actions import set_parameters
from titian.ledgers.models import Ledger


class Noun(Protocol):
    """A module of the county that has rows of ledgers."""

    def books(self) -> Sequence[Book]:
        """The same every time."""


# In the order in which they come in.
NOUNS: Sequence[Noun] = (
    ledgers_visits,
    ledgers_trainings,
    ledgers_activities,
    ledgers_scale,
    ledgers_reserve,
    ledgers_supervision,
    ledgers_proposals,
    ledgers_checks,
    ledgers_rectification,
    ledgers_funds,
    ledgers_building,
    ledgers_platforms,
    ledgers_institutions,
    ledgers_assessments,
    ledgers_carriers,
    ledgers_instruments,
    ledgers_zones,
    ledgers_commissioners,
    ledgers_services,
    ledgers_talents,
    ledgers_villages,
    ledgers_office,
    ledgers_paperwork,
    ledgers_rankings,
)
# Which 科室 answers for the ledgers of an area.
SECTIONS: Mapping[str, str] = {
    "enterprises": "企业股",
    "supervision": "办公室",
    "funds": "研发与项目股",
    "platforms": "研发与项目股",
    "talent": "成果与人才股",
    "office": "办公室",
}
FINISHING: Sequence[Callable[[date, Mapping[str, User]], None]] = (
    decide_platforms,
    look_after_instruments,
    evidence,
    sent_in,
    collect,
)


def load_ledgers(folder: Path, *, day: date, people: Mapping[str, User]) -> list[Loaded]:
    """Write every workbook into `folder` and import it. The registers and all people must be there. Raises RuntimeError for a row that is refused."""
    for ledger in Ledger.objects.filter(group__in=SECTIONS):
        set_parameters(ledger, {}, {}, department=SECTIONS[ledger.group], by=people["office"], reason="演示：科室分工")
    loaded = [_load(book, folder, day=day, people=people) for noun in NOUNS for book in noun.books()]
    for finish in FINISHING:
        finish(day, people)
    return loaded


def _load(book: Book, folder: Path, *, day: date, people: Mapping[str, User]) -> Loaded:
    path = write_book(folder, registers()[book.ledger], book.title, book.rows)
    return import_book(book.ledger, path, day=book.day or day, by=people[book.by])
