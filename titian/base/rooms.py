"""Finding what the rooms registered: a module of an agreed name in every installed room that has it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils.module_loading import import_string, module_has_submodule

GROUND = "titian.base"


def begin() -> None:
    """What a room has to see to before anything else happens in this process: `at_start` of its AppConfig names a function."""
    for config in apps.get_app_configs():
        if wanted := getattr(config, "at_start", ""):
            import_string(wanted)()


def modules(name: str) -> Iterator[Any]:
    """`titian.<room>.<name>` of every installed room but base, in the order of the settings (lower rooms first)."""
    for config in apps.get_app_configs():
        if config.name.startswith("titian.") and config.name != GROUND and module_has_submodule(config.module, name):
            yield import_module(f"{config.name}.{name}")
