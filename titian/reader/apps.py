from __future__ import annotations

from typing import Any

from django.apps import AppConfig

from titian.base.navigation import Area


def _works_inside(user: Any) -> bool:
    return bool(user.is_inside)


class ReaderConfig(AppConfig):
    name = "titian.reader"
    verbose_name = "读文稿"
    areas = [
        Area("读文稿", "reader:list", 95, _works_inside, group="文稿"),
        Area("核稿", "reader:draft", 96, _works_inside, group="文稿"),
    ]
