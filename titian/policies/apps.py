from __future__ import annotations

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "titian.policies"
    verbose_name = "政策规则"
    glossary = "titian.policies.packs.terms"
