from __future__ import annotations

from typing import Any

from django.apps import AppConfig

from titian.base.navigation import Area


def _sees_figures(user: Any) -> bool:
    return bool(user.is_inside or user.town_id)


class FiguresConfig(AppConfig):
    name = "titian.figures"
    verbose_name = "指标"
    glossary = "titian.figures.catalogue.terms"
    areas = [
        Area("目标看板", "figures:board", 80, _sees_figures, group="指标"),
        Area("指标数", "figures:list", 81, _sees_figures, group="指标"),
        Area("不一致的数", "figures:conflicts", 82, _sees_figures, group="指标"),
        Area("邻县对比", "figures:neighbours", 83, _sees_figures, group="指标"),
        Area("指标目录", "figures:catalogue", 84, _sees_figures, group="指标"),
    ]
