"""What is unknown: which facts an unknown clause waits for, and which numbers always have a value."""

from __future__ import annotations

from collections.abc import Iterator

from titian.policies.engine.nodes import (
    AllOf,
    AnyOf,
    Condition,
    Constant,
    Fact,
    FirstKnown,
    Flag,
    Least,
    Most,
    Node,
    Number,
    Sum,
    When,
)
from titian.policies.engine.verdict import FactRecord


def lacking(node: Node, record: FactRecord) -> Iterator[str]:
    """Names of facts in `record.lacking` on which the unknown part of a tree depends."""
    match node:
        case Fact(name) | Flag(name):
            if name in record.lacking:
                yield name
        case AllOf(of) | AnyOf(of):
            for one in of:
                if one.holds(record.values) is None:
                    yield from lacking(one, record)
        case FirstKnown(first, second):
            yield from lacking(first, record)
            if first.value(record.values) is None:
                yield from lacking(second, record)
        case When():
            yield from _of_branches(node, record)
        case _:
            yield from _of_parts(node, record)


def _of_parts(node: Node, record: FactRecord) -> Iterator[str]:
    for part in node.parts():
        yield from lacking(part, record)


def _of_branches(node: When, record: FactRecord) -> Iterator[str]:
    holds: bool | None = node.test.holds(record.values)
    if holds is None:
        yield from lacking(node.test, record)
    branches: dict[bool | None, tuple[Condition | Number, ...]] = {
        True: (node.then,),
        False: (node.otherwise,),
        None: (node.then, node.otherwise),
    }
    for branch in branches[holds]:
        yield from lacking(branch, record)


def never_unknown(node: Number) -> bool:
    """Whether a number has a value on every record, so that a backend need not ask."""
    match node:
        case Constant(_, _, confirmed):
            return confirmed
        case FirstKnown(_, second):
            return never_unknown(second)
        case Sum(terms):
            return all(map(never_unknown, terms))
        case Least(first, second) | Most(first, second):
            return never_unknown(first) and never_unknown(second)
    return False
