"""What a new ledger begins with: the heads of somebody's table, another ledger, or nothing. Data as `parse` reads it. Pure Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from titian.ledgers.definition.ledger import Definition, Paragraph
from titian.ledgers.definition.parse import dump, dump_parts, part
from titian.ledgers.definition.suggest import (
    suggest,
    usual_colours,
    usual_figures,
    usual_identity,
    usual_sentence,
    usual_states,
)

# What a copy takes over; figures and sentences are the other ledger's own.
_COPIED = ("fields", "identity", "states", "colours")
COURSE = ("states", "colours")


def from_heads(heads: Sequence[str]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The parts of a definition, and what was done with the other heads."""
    found = suggest(heads)
    fields = found.fields
    data = {"fields": dump_parts(fields), "identity": list(usual_identity(fields))}
    return data, found.notes


def from_ledger(definition: Definition) -> dict[str, Any]:
    """Fields, states and colours of another ledger."""
    data = dump(definition)
    return {name: data.get(name, []) for name in _COPIED}


def completed(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The draft with what usually goes with such fields, wherever nobody has said anything yet."""
    made = dict(data)
    fields = [part("fields", one) for one in made.get("fields") or ()]
    if not fields:
        return made
    if not any(key in made for key in COURSE):
        made["states"] = dump_parts(usual_states(fields))
        made["colours"] = dump_parts(usual_colours(fields))
    if "figures" not in made:
        states = [part("states", one) for one in made.get("states") or ()]
        figures = usual_figures(name, str(made["label"]), str(made.get("counted") or "条"), fields, states)
        sentence = usual_sentence(str(made["label"]), figures, states)
        made["figures"] = dump_parts(figures)
        made["paragraphs"] = dump_parts([Paragraph(sentence, area="local")] if sentence else [])
    return made
