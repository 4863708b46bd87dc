"""JSON lines, read exactly. Numbers with a point are Decimal; A key written twice and a line that is no JSON
are mistakes of that line alone."""

from __future__ import annotations

import codecs
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

STANDARD_INPUT = "-"


class UnreadableFacts(OSError):
    """The file as a whole cannot be read."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank: its number, and its data or what is wrong with it. `repeated`: keys that stand twice in an object."""

    number: int
    data: Any = None
    problem: str = ""
    repeated: tuple[str, ...] = ()


def read_bytes(path: str) -> bytes:
    """The whole file, or standard input. Raises UnreadableFacts."""
    try:
        return sys.stdin.buffer.read() if path == STANDARD_INPUT else Path(path).read_bytes()
    except (OSError, ValueError) as problem:
        why = getattr(problem, "strerror", None) or str(problem)
        raise UnreadableFacts(f"读不了「{path}」（{why}），请核对路径和权限") from problem


def lines_of(content: bytes) -> Iterator[Line]:
    """Every line that is not blank. A byte order mark before the first is passed over."""
    for number, raw in enumerate(content.removeprefix(codecs.BOM_UTF8).split(b"\n"), start=1):
        if raw.strip():
            yield _line(number, raw)


def _line(number: int, raw: bytes) -> Line:
    repeated: list[str] = []

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            repeated.extend(key for key in found if keys.count(key) > 1)
        return found

    try:
        data = json.loads(raw.decode("utf-8"), parse_float=Decimal, parse_constant=_not_finite, object_pairs_hook=unique)
    except UnicodeDecodeError:
        return Line(number, problem="不是 UTF-8 编码")
    except (ValueError, ArithmeticError, RecursionError):
        return Line(number, problem="不是有效的 JSON")
    return Line(number, data, repeated=tuple(repeated))


def _not_finite(name: str) -> Decimal:
    """NaN and infinities are no JSON; kept as numbers so that what refuses them can name their key."""
    return Decimal(name)
