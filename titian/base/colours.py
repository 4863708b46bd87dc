"""The colours of states and warnings: each goes with its word, never alone. Pure Python."""

from __future__ import annotations

from typing import Literal

Colour = Literal["green", "yellow", "red", "grey", "blue"]
