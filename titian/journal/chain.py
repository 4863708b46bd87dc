"""The hash of a journal row and the check of a chain. Pure Python.

A row's hash covers the previous row's hash and every field of its own, so that a changed, removed or inserted row breaks the chain
at a place that can be named.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

GENESIS = "0" * 64
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(previous: str, content: Mapping[str, object]) -> str:
    """Hex SHA-256 of the previous hash and the row's content (JSON values only), independent of key order."""
    return hashlib.sha256(f"{previous}\n{_ENCODER.encode(content)}".encode()).hexdigest()


@dataclass(frozen=True)
class Link:
    """One row as the check sees it."""

    sequence: int
    previous: str
    hash: str
    content: Mapping[str, object]


@dataclass(frozen=True)
class Break:
    """The first row that does not fit, and what is wrong with it in Chinese."""

    sequence: int
    reason: str


def first_break(links: Iterable[Link], *, expected_count: int, expected_hash: str) -> Break | None:
    """Walk a chain in order of sequence; None when intact. `expected_*` come from the chain's head, so that a cut tail is seen too."""
    previous, count = GENESIS, 0
    for link in links:
        count += 1
        if link.sequence != count:
            return Break(count, f"第 {count} 条缺失(其后是第 {link.sequence} 条)")
        if link.previous != previous:
            return Break(count, f"第 {count} 条与上一条接不上")
        if digest(link.previous, link.content) != link.hash:
            return Break(count, f"第 {count} 条的内容与其校验值不符，已被改动")
        previous = link.hash
    if count != expected_count or previous != expected_hash:
        return Break(count + 1, f"日志止于第 {count} 条，应有 {expected_count} 条，末尾被删去或改动")
    return None
