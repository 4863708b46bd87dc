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
    journal_words = {
        "reader.reading.kept": "读入文稿",
        "reader.reading.corrected": "更正读出的数",
        "reader.reading.accepted": "文稿入账",
        "reader.reading.forgotten": "删除读过的文稿",
    }
