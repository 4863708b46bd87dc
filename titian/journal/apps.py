from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

from titian.base.navigation import SYSTEM, Area

if TYPE_CHECKING:
    from titian.accounts.models import User


def _reads_journal(user: User) -> bool:
    return user.reads_journal


class JournalConfig(AppConfig):
    name = "titian.journal"
    verbose_name = "操作日志"
    areas = [Area("操作日志", "journal:index", 940, _reads_journal, group=SYSTEM)]
