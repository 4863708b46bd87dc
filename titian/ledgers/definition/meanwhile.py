"""What the office set on the page of parameters while somebody was drafting a new version: it holds over what the draft was opened with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from titian.ledgers.definition.changes import told
from titian.ledgers.definition.colours import ColourRule
from titian.ledgers.definition.ledger import Definition

_SET = ("days", "points", "word")


def with_settings(draft: Definition, opened: Definition, now: Definition) -> Definition:
    """The draft with the days, points and words of colours and the 科室 that were set since it was opened.

    opened, now   the same version of the ledger, with the office's settings of then and of now
    """
    colours = list(draft.colours)
    for before, after in zip(opened.colours, now.colours, strict=True):
        place = _place(draft.colours, before, opened.colours.index(before))
        if before != after and place is not None:
            said = {name: getattr(after, name) for name in _SET if getattr(after, name) != getattr(before, name)}
            colours[place] = replace(colours[place], **said)
    department = now.department if now.department != opened.department else draft.department
    return replace(draft, colours=tuple(colours), department=department)


def set_since(opened: Definition, now: Definition) -> Iterator[str]:
    """The same in words, for whoever drafts."""
    yield from (told(after) for before, after in zip(opened.colours, now.colours, strict=True) if before != after)
    if now.department != opened.department:
        yield f"负责科室：{now.department or '（不指定）'}"


def _place(colours: tuple[ColourRule, ...], rule: ColourRule, place: int) -> int | None:
    """Where a rule stands in the draft: as it was, else in its old place, else the only one of its kind; None when it was taken out."""
    if rule in colours:
        return colours.index(rule)
    if place < len(colours) and colours[place].when is rule.when:
        return place
    same = [number for number, one in enumerate(colours) if one.when is rule.when]
    return same[0] if len(same) == 1 else None
