from __future__ import annotations

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "titian.policies"
    verbose_name = "政策规则"
    glossary = "titian.policies.packs.terms"
    journal_words = {
        "policies.fact.stated": "登记事实",
        "policies.fact.amended": "更正登记事实",
        "policies.fact.removed": "删除登记事实",
        "policies.fact.evidenced": "上传登记事实佐证",
    }
