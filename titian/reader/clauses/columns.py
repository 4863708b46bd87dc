"""Numbers of tables that are no figures of the paper: ranks, scores and completion rates, and the shares of towns and counties."""

from __future__ import annotations

from titian.reader.clauses.phrases import Layout, Phrase
from titian.reader.clauses.tables import Cell
from titian.reader.clauses.words import Titles


def silent(page: Layout, titles: Titles) -> dict[int, str]:
    """Index of each number that its column or row silences, with the reason in Chinese."""
    found: dict[int, str] = {}
    for phrase in page.phrases:
        if phrase.cell is not None and (reason := _reason(page, phrase, phrase.cell, titles)):
            found[phrase.index] = reason
    return found


def _reason(page: Layout, phrase: Phrase, cell: Cell, titles: Titles) -> str | None:
    for start, end in cell.titles:
        title = page.plain[start:end]
        if titles.is_silent(title):
            return f"列「{title}」不是指标值"
        if titles.is_place(title):
            return f"「{title}」一列是分到下级的数"
    label = page.plain[cell.label[0] : cell.label[1]] if cell.label else ""
    return f"「{label}」一行是下级的数" if not cell.total and titles.is_place(label) else None
