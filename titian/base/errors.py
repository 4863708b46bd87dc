"""Refusals that belong to the product: each says what is wrong, where, and what to do, in Chinese."""

from __future__ import annotations

from collections.abc import Iterable


class Refused(Exception):
    """An act that cannot be done as asked; nothing has been written. `messages` holds every reason at once."""

    def __init__(self, messages: str | Iterable[str]) -> None:
        self.messages = [messages] if isinstance(messages, str) else list(messages)
        super().__init__("\n".join(self.messages))
