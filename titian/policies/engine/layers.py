"""What several trees share: nodes referred to in more than one place, in the order in which they can be worked out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from titian.policies.engine.nodes import Condition, Constant, Fact, Flag, Node, Number, Ratio, Share, Step

_CHEAP = (Fact, Constant, Flag)


def layers(roots: Sequence[Node]) -> list[list[Node]]:
    """Shared nodes; those of a layer need only those of the layers before it."""
    parts: dict[Node, tuple[Node, ...]] = {}
    for root in roots:
        _gather(root, parts)
    referred = Counter(part for below in parts.values() for part in below)
    referred.update(roots)
    depth: dict[Node, int] = {}
    found: dict[int, list[Node]] = {}
    for node, below in parts.items():  # parts stand before what they are part of
        shared = referred[node] > 1 and not isinstance(node, _CHEAP)
        depth[node] = max((depth[part] for part in below), default=0) + shared
        if shared:
            found.setdefault(depth[node], []).append(node)
    return [found[level] for level in sorted(found)]


def _gather(node: Node, parts: dict[Node, tuple[Node, ...]]) -> None:
    """Every different node with the numbers and conditions right below it; ratios, shares and bands are no columns of their own."""
    if node in parts:
        return
    below = tuple(dict.fromkeys(_columns_below(node)))
    for part in below:
        _gather(part, parts)
    parts[node] = below


def _columns_below(node: Node) -> list[Node]:
    found: list[Node] = []
    for part in node.parts():
        if isinstance(part, Ratio | Share | Step):
            found += _columns_below(part)
        elif isinstance(part, Number | Condition):
            found.append(part)
    return found
