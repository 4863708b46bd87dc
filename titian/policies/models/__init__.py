"""What this room keeps: facts somebody told, and what comes of them."""

from titian.policies.models.stated import StatedFact, StatedFactQuerySet

__all__ = ["StatedFact", "StatedFactQuerySet"]
