"""Builders for rows of ledgers."""

from __future__ import annotations

from datetime import date
from typing import Any

from titian.accounts.models import User
from titian.ledgers import actions
from titian.ledgers.models import Ledger, LedgerRow
from titian.registry.tests import make as registry

LIST: dict[str, Any] = {
    "name": "clearing",
    "label": "清零清单",
    "counted": "家",
    "fields": [
        {"key": "day", "label": "列入日期", "required": True},
        {"key": "organisation", "label": "企业名称", "required": True},
        {"key": "kind", "label": "清零原因", "choices": {"none": "未开展", "moved": "总部结算"}},
        {"key": "gap", "label": "缺口", "kind": "money"},
        {"key": "due", "label": "清零期限"},
    ],
    "states": [
        {"code": "listed", "label": "已列入", "rank": 1},
        {"code": "cleared", "label": "已清零", "closes": True, "colour": "green", "rank": 2},
    ],
    "colours": [{"when": "overdue", "colour": "red", "word": "逾期"}],
    "figures": [
        {"code": "local.clearing.listed", "take": "firms", "name": "列入清零企业数", "unit": "家", "definition": "列入清单的企业"},
        {
            "code": "local.clearing.cleared",
            "take": "firms",
            "by": "reached",
            "states": ["cleared"],
            "name": "已清零企业数",
            "unit": "家",
            "definition": "到期内办结的企业",
        },
    ],
}


def ledger(code: str = "visits") -> Ledger:
    """A packaged one."""
    return Ledger.objects.get(code=code)


def visit(by: User, day: date = date(2026, 3, 5), **values: Any) -> LedgerRow:
    values.setdefault("organisation", None)
    firm = values.pop("organisation") or registry.organisation()
    return actions.add_row(ledger(), {"day": day, "organisation": firm, "kind": "visit", **values}, by=by)


def problem(by: User, day: date = date(2026, 3, 5), **values: Any) -> LedgerRow:
    values.setdefault("title", "热处理合格率偏低")
    if "organisation" not in values:
        values["organisation"] = registry.organisation()
    return actions.add_row(ledger("problems"), {"day": day, **values}, by=by)
