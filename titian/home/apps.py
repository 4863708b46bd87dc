from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

from titian.base.navigation import SYSTEM, Area

if TYPE_CHECKING:
    from titian.accounts.models import User


def _everybody(user: object) -> bool:
    return True


def _sees_calendar(user: User) -> bool:
    return user.is_inside or user.own_town_id is not None


def _sees_gaps(user: User) -> bool:
    return user.is_inside


def _may_hand_over(user: User) -> bool:
    return user.is_staff_member


def _sees_settings(user: User) -> bool:
    return user.is_administrator or user.is_inside


class HomeConfig(AppConfig):
    name = "titian.home"
    verbose_name = "工作台"
    at_start = "titian.home.backup.unfinished.take_up"
    glossary = "titian.base.mechanisms.terms"
    areas = [
        Area("工作台", "home:index", 0, _everybody, group="工作台"),
        Area("还差几家", "home:gaps", 2, _sees_gaps, group="工作台", mechanism="targets"),
        Area("办公年历", "home:calendar", 1, _sees_calendar, group="工作台"),
        Area("交接包", "home:handovers", 3, _may_hand_over, group="工作台", prefixes=("/handover/",)),
        Area("本局设置", "home:settings", 940, _sees_settings, group=SYSTEM),
    ]
    journal_words = {
        "home.handover.done": "换岗交接",
        "home.installation.backed_up": "备份",
        "home.installation.restored": "从备份恢复",
        "home.settings.changed": "修改本局设置",
    }
