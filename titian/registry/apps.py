from __future__ import annotations

from typing import Any

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "titian.registry"
    verbose_name = "名录"
    glossary = "titian.registry.titles.terms"
    journal_words: dict[str, str] = {}
    areas: list[Any] = []
