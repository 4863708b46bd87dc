from __future__ import annotations

from django.apps import AppConfig

from titian.base.navigation import Area


def _everybody(user: object) -> bool:
    return True


class HomeConfig(AppConfig):
    name = "titian.home"
    verbose_name = "工作台"
    glossary = "titian.base.mechanisms.terms"
    areas = [Area("工作台", "home:index", 0, _everybody)]
    journal_words = {
        "home.installation.backed_up": "备份",
        "home.installation.restored": "从备份恢复",
        "home.settings.changed": "修改本局设置",
    }
