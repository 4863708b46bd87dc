"""Builders for rows of ledgers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from titian.accounts.models import User
from titian.ledgers import actions
from titian.ledgers.definition import Field, Kind
from titian.ledgers.models import Ledger, LedgerRow, LedgerStep
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


def many(count: int, *, firms: list[Any], people: list[Any], since: date, days: int, chance: Any) -> int:
    """Thousands of rows over all ledgers, straight into the table, each with the steps its state needs; returns how many steps."""
    ledgers = list(Ledger.objects.in_use())
    rows = LedgerRow.objects.bulk_create(
        (_random_row(ledgers[number % len(ledgers)], firms, people, since, days, chance) for number in range(count)),
        batch_size=2_000,
    )
    steps = [step for row in rows for step in _random_steps(row)]
    LedgerStep.objects.bulk_create(steps, batch_size=5_000)
    return len(steps)


def _random_row(ledger: Ledger, firms: list[Any], people: list[Any], since: date, days: int, chance: Any) -> LedgerRow:
    definition, firm = ledger.about, chance.choice(firms)
    day = since + timedelta(days=chance.randrange(days))
    state = chance.choice(definition.states) if definition.states else None
    row = LedgerRow(ledger=ledger, version=ledger.version, day=day, touched_on=day, organisation=firm, region_id=firm.region_id)
    row.state, row.closed_on = (state.code, day + timedelta(days=9) if state.closes else None) if state else ("", None)
    row.title, row.due = f"第{chance.randrange(10**6)}项", day + timedelta(days=chance.randrange(200))
    row.amount, row.count, row.progress = chance.randrange(10**9), chance.randrange(90), chance.randrange(101)
    row.person = chance.choice(people) if people else None
    row.put({one.key: _random_value(one, day, chance) for one in definition.fields if one.choices or not one.is_shared})
    row.words = row.title
    return row


def _random_value(one: Field, day: date, chance: Any) -> Any:
    if one.choices:
        return chance.choice([*one.choices]) if one.kind is Kind.CHOICE else [chance.choice([*one.choices])]
    plain = {
        Kind.INTEGER: 7,
        Kind.MONEY: 1_250_000,
        Kind.DECIMAL: "2.5",
        Kind.PERCENT: "3.4",
        Kind.FLAG: True,
        Kind.DAY: day.isoformat(),
    }
    return plain.get(one.kind, "示范内容")


def _random_steps(row: LedgerRow) -> list[LedgerStep]:
    states = row.ledger.about.states
    if not states or row.day is None:
        return []
    first = [LedgerStep(row=row, state=states[0].code, day=row.day)]
    return first if row.state == states[0].code else [*first, LedgerStep(row=row, state=row.state, day=row.closed_on or row.day)]
