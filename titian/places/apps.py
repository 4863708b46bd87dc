from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

from titian.base.navigation import SYSTEM, Area

if TYPE_CHECKING:
    from titian.accounts.models import User


def _sees_places(user: User) -> bool:
    return user.is_administrator or user.is_inside


class PlacesConfig(AppConfig):
    name = "titian.places"
    verbose_name = "区划"
    areas = [Area("区划", "places:list", 935, _sees_places, group=SYSTEM)]
    journal_words = {
        "places.region.added": "添加区划",
        "places.region.coded": "补填区划代码",
        "places.region.amended": "修改区划",
        "places.region.removed": "撤回添加的区划",
        "places.region.renamed": "区划更名",
        "places.region.name_taken_back": "撤回更名",
        "places.region.merged": "并入区划",
        "places.region.abolished": "撤销区划",
        "places.region.reinstated": "恢复区划",
        "places.base.stated": "填报基数",
    }
