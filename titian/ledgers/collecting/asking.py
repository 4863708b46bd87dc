"""The part of a ledger's definition that somebody outside fills in."""

from __future__ import annotations

from dataclasses import replace

from titian.ledgers.definition import Definition
from titian.ledgers.models.collections import FIRMS, TOWNS

# Whose rows they are follows from whom was asked.
_OWN = {TOWNS: frozenset({"region"}), FIRMS: frozenset({"organisation", "region"})}


def asked_of(definition: Definition, asked: str) -> Definition:
    """Its fields without the bureau's own and without what follows from whom is asked; no course: the bureau moves rows on."""
    own = _OWN[asked] | {"parent"}
    fields = tuple(one for one in definition.fields if not one.inside and one.key not in own)
    kept = {one.key for one in fields}
    identity = tuple(key for key in definition.identity if key in kept)
    return replace(definition, fields=fields, identity=identity, states=(), colours=(), figures=(), paragraphs=())


def relaxed(definition: Definition) -> Definition:
    """Nothing has to be there yet: a draft is saved as far as it goes."""
    return replace(definition, fields=tuple(replace(one, required=False) for one in definition.fields))
