from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connection
from django.db.models.signals import post_migrate


def _take_in(**kwargs: Any) -> None:
    """The packaged ledgers of this release come in with its tables; there are none after a migration backwards."""
    from titian.journal.context import through
    from titian.ledgers.actions import take_in_packaged
    from titian.ledgers.models import Ledger

    if Ledger._meta.db_table in connection.introspection.table_names():
        with through("command"):
            take_in_packaged()


class LedgersConfig(AppConfig):
    name = "titian.ledgers"
    verbose_name = "台账"
    glossary = "titian.ledgers.models.terms"
    journal_words = {
        "ledgers.ledger.defined": "建立台账",
        "ledgers.ledger.amended": "修改台账定义",
        "ledgers.ledger.archived": "停用台账",
        "ledgers.ledger.reopened": "恢复台账",
        "ledgers.ledger.taken_in": "装入系统自带台账",
        "ledgers.row.added": "登记台账",
        "ledgers.row.amended": "修改台账记录",
        "ledgers.row.reported": "登记工作进度",
        "ledgers.row.stepped": "登记进展",
        "ledgers.row.step_taken_back": "撤回进展",
        "ledgers.row.removed": "删除台账记录",
        "ledgers.row.evidenced": "上传台账佐证",
    }

    def ready(self) -> None:
        post_migrate.connect(_take_in, sender=self)
