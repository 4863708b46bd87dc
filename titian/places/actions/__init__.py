"""Writing regions and bases."""

from titian.places.actions.changes import abolish, merge, reinstate, rename, take_back_name
from titian.places.actions.regions import add_region, add_towns, add_villages, state_base

__all__ = [
    "abolish",
    "add_region",
    "add_towns",
    "add_villages",
    "merge",
    "reinstate",
    "rename",
    "state_base",
    "take_back_name",
]
