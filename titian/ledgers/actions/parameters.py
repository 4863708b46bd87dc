"""Which 科室 answers for a ledger, and the numbers of its rules, set by the office itself and kept apart from the definition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.db import transaction

from titian.accounts.models import Department, User
from titian.base.errors import Refused
from titian.base.quantities import plain
from titian.journal.actions import record
from titian.ledgers.computing import Parameter, computing
from titian.ledgers.definition import Definition
from titian.ledgers.definition.changes import told
from titian.ledgers.definition.colours import BY_DAYS, BY_POINTS
from titian.ledgers.models import Ledger
from titian.ledgers.permissions import can_amend_definition


@transaction.atomic
def set_parameters(
    ledger: Ledger,
    options: Mapping[str, Any],
    thresholds: Mapping[int, Mapping[str, Any]],
    *,
    department: str | None = None,
    by: User,
    reason: str,
) -> list[str]:
    """Set numbers of rules, and days, points and words of colours; what changed comes back, in words. What is not named stays.

    No new version: a release may still bring one, and what the office set holds over it. Rows that are there keep what was computed.

    options      key of a `Parameter` → value
    thresholds   place of a colour rule → {"days", "points", "word"}, only what the rule counts by
    department   name of the 科室 that answers for the ledger; empty: the definition's own
    """
    can_amend_definition(by, ledger).demand()
    if not reason.strip():
        raise Refused("请写明修改的依据")
    held = Ledger.objects.select_for_update().get(pk=ledger.pk)
    before = held.about
    held.options = _options(held, options)
    held.thresholds = _thresholds(held, thresholds)
    if department is not None:
        held.department = _department(held, department)
    was, now = _said(before), _said(held.about)
    changed = [line for line in now if line not in was]
    if changed:
        held.save(update_fields=["options", "thresholds", "department", "updated_at"])
        gone = [line for line in was if line not in now]
        record(
            "ledgers.ledger.parameters_set", held, by=by, before={"parameters": gone}, after={"parameters": changed}, reason=reason
        )
    return changed


def _options(held: Ledger, said: Mapping[str, Any]) -> dict[str, Any]:
    """What the office keeps of its own: values that are not the definition's."""
    kept, own = dict(held.options), held.as_defined
    known = {one.key: one for one in computing(held.code).parameters}
    for key, value in said.items():
        if key not in known:
            raise Refused(f"「{held.label}」没有规则参数「{key}」")
        kept.pop(key, None)
        if value != known[key].of(own):
            kept[key] = str(value) if isinstance(value, Decimal) else value
    return kept


def _thresholds(held: Ledger, said: Mapping[int, Mapping[str, Any]]) -> dict[str, Any]:
    """The same for colours, by the place of the rule."""
    kept, own, rules = dict(held.thresholds), held.as_defined.colours, held.about.colours
    for place, entry in said.items():
        if not 0 <= place < len(rules) or rules[place].when not in BY_DAYS | BY_POINTS:
            raise Refused("这条颜色规则没有天数和点数可以改")
        rule = replace(rules[place], **entry)
        if not rule.word.strip() or min(rule.days, rule.points) < 0 or rule.points > 100:
            raise Refused(f"「{rules[place].word}」：请写明显示的文字，天数不小于 0，百分点在 0 到 100 之间")
        kept.pop(str(place), None)
        if rule != own[place]:
            kept[str(place)] = {"when": rule.when.value, "days": rule.days, "points": rule.points, "word": rule.word.strip()}
    return kept


def _department(held: Ledger, name: str) -> str:
    if name and not Department.objects.filter(name=name).exists():
        raise Refused(f"没有科室「{name}」，请先在用户管理里建")
    return "" if name == held.as_defined.department else name


def _said(definition: Definition) -> list[str]:
    """Every number in words: 「首次提醒 20 天」, «十天内到期：还有几天到期（10 天）»."""
    keeper = [f"负责科室：{definition.department or '（不指定）'}"]
    numbers = [_number(one, one.of(definition)) for one in computing(definition.name).parameters]
    return keeper + numbers + [told(rule) for rule in definition.colours if rule.when in BY_DAYS | BY_POINTS]


def _number(one: Parameter, value: Any) -> str:
    if one.choices is not None:
        return f"{one.label}：{one.choices.get(str(value), value)}"
    return f"{one.label}：{plain(value) if isinstance(value, Decimal) else value} {one.unit}".rstrip()
