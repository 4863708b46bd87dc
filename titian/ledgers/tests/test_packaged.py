"""The packaged ledgers: every one can be used, counts what the catalogue knows, and its sheet is understood."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from titian.base.mechanisms import MECHANISMS
from titian.figures.catalogue import packaged as catalogue
from titian.ledgers.columns.made import made
from titian.ledgers.definition import Colour, Definition, Take
from titian.ledgers.definition.colours import Standing, colour_of
from titian.ledgers.packages import packaged

LEDGERS = pytest.mark.parametrize("ledger", packaged().values(), ids=lambda ledger: ledger.name)


@LEDGERS
def test_a_packaged_ledger_belongs_to_a_mechanism_and_counts_what_the_catalogue_knows(ledger: Definition) -> None:
    assert ledger.mechanism in MECHANISMS
    assert ledger.group != "local"
    assert {figure.code for figure in ledger.figures if not figure.is_local} <= set(catalogue())
    assert ledger.help


@LEDGERS
def test_firms_and_people_are_counted_in_the_unit_papers_print(ledger: Definition) -> None:
    """As the papers print them: 入孵科技型企业 93家 on every page, and nowhere 93个."""
    units = {Take.FIRMS: "家", Take.PEOPLE: "人"}
    counted = [
        figure for figure in ledger.figures if figure.take in units and figure.code != "commissioner.legal"
    ]  # 一个单位计一名
    told = {figure.code: figure.unit or catalogue()[figure.code].unit for figure in counted}
    assert told == {figure.code: units[figure.take] for figure in counted}


@LEDGERS
def test_a_head_names_one_column_of_a_ledgers_sheet(ledger: Definition) -> None:
    heads = Counter(head for column in made(ledger) for head in {column.label, *column.aliases})
    assert [head for head, times in heads.items() if times > 1] == []


@LEDGERS
def test_a_ledger_names_ledgers_that_are_there_and_finds_its_rows_again(ledger: Definition) -> None:
    assert {one.ledger for one in ledger.fields if one.ledger} <= set(packaged())
    assert ledger.identity
    assert not any(one.inside and one.required for one in ledger.fields), "what a town may not see it need not fill in"


def test_no_two_packaged_ledgers_count_the_same_figure_or_share_a_name() -> None:
    figures = Counter(figure.code for ledger in packaged().values() for figure in ledger.figures)
    labels = Counter(ledger.label for ledger in packaged().values())
    assert [what for what, times in (figures + labels).items() if times > 1] == []


@pytest.mark.parametrize(
    ("due", "closed", "progress", "colour"),
    [
        (date(2026, 5, 30), None, 90, Colour.RED),
        (date(2026, 5, 20), date(2026, 5, 25), 100, Colour.YELLOW),
        (date(2026, 12, 31), None, 31, Colour.YELLOW),
        (date(2026, 12, 31), None, 32, Colour.GREEN),
        (date(2026, 12, 31), None, None, Colour.GREEN),
        (date(2026, 5, 20), date(2026, 5, 20), 100, Colour.GREEN),
    ],
)
def test_a_supervised_task_is_red_when_due_and_unmet_and_yellow_when_late_or_ten_points_behind(
    due: date, closed: date | None, progress: int | None, colour: Colour
) -> None:
    """On 31 May 2026 a year's task has had 151 of 365 days: 41.4 %."""
    rules = packaged()["supervision"].colours
    found = colour_of(rules, Standing(date(2026, 1, 1), due, closed, progress), date(2026, 5, 31))
    assert found is not None
    assert found.colour is colour


def test_only_what_was_issued_counts_as_fetched_from_above() -> None:
    (figure,) = packaged()["upper_funds"].figures
    stages = {state.code: state.rank or 0 for state in packaged()["upper_funds"].stages}
    assert {stages[code] for code in figure.states} == {rank for rank in stages.values() if rank >= stages["issued"]}
    assert (figure.sum, figure.filled) == ("amount", ("amount",))
