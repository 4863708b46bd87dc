"""How a sheet's words for something else (a town, an officer, a firm) become that thing."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django.db import models

from titian.base.rooms import modules


class NotFoundError(ValueError):
    """A reference that leads nowhere; says in Chinese what is wrong and what to do."""


class Finder(ABC):
    """Finds objects by what an office writes for them. Made once an import; `prepare` gets every text of the file before the first `find`."""

    def __init__(self, user: Any, day: date) -> None:
        self.user, self.day = user, day

    def prepare(self, texts: set[str]) -> None:
        """Load what will be asked for, in a few queries; a finder that knows everything from the start has nothing to load."""
        return

    @abstractmethod
    def find(self, text: str) -> models.Model:
        """Raises NotFoundError."""


@dataclass
class Work:
    """For whom and when an import works; rooms keep what they look up in `kept`."""

    user: Any
    day: date
    finders: dict[str, Finder] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)

    def finder(self, name: str) -> Finder:
        if name not in self.finders:
            self.finders[name] = finders()[name](self.user, self.day)
        return self.finders[name]


@cache
def finders() -> Mapping[str, type[Finder]]:
    every: list[dict[str, type[Finder]]] = [getattr(module, "finders", dict)() for module in modules("columns")]
    return {name: finder for some in every for name, finder in some.items()}
