"""Through which door an act came in: the request's id and channel, carried beside the call so that actions need not pass it on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Door:
    """`channel` is web, command or job; `request_id` ties all acts of one request together."""

    channel: str = "web"
    request_id: str = ""


_door: ContextVar[Door] = ContextVar("titian_journal_door", default=Door())


def current() -> Door:
    return _door.get()


@contextmanager
def through(channel: str, request_id: str = "") -> Iterator[None]:
    """Acts inside the block are journalled with this channel and request id."""
    token = _door.set(Door(channel, request_id))
    try:
        yield
    finally:
        _door.reset(token)
