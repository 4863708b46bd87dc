"""By when a suggestion or proposal has to be answered, by the rule of the place and the day of receipt. Pure Python.

Months are counted as the law counts them: the day of receipt does not count, the term ends on the day of the same number, or on the last
day of a month that has no such day.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

NPC, CPPCC = "npc", "cppcc"


@dataclass(frozen=True)
class Rule:
    """One rule. None: the rule does not say, and nothing is counted.

    reply_months     from receipt to the reply of the main office
    between_months   for what was handed in outside the plenary session, where that is another number
    extend_to_months the longest, with consent, from receipt
    joint_months     from receipt until the opinion of a 会办 office is due
    return_days      within so many days what belongs to somebody else goes back
    redo_months      from 不满意 until the second reply
    """

    place: str
    kind: str
    reply_months: int
    since: date = date.min
    between_months: int | None = None
    extend_to_months: int | None = None
    joint_months: int | None = None
    return_days: int | None = None
    redo_months: int | None = None
    basis: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Deadline:
    """A day with how it was found: 收到 2026-03-05 起 3 个月, and where that stands."""

    day: date
    formula: str
    basis: str


@cache
def packaged() -> tuple[Rule, ...]:
    """The rules of `rules.yaml`."""
    return tuple(Rule(**entry) for entry in yaml.safe_load(files(__package__).joinpath("rules.yaml").read_text("utf-8")))


def places(rules: Sequence[Rule]) -> list[str]:
    """Places with a rule of their own."""
    return list(dict.fromkeys(rule.place for rule in rules if rule.place))


def rule_for(rules: Sequence[Rule], *, place: str, kind: str, day: date, own: Mapping[str, int | None] | None = None) -> Rule:
    """The rule that holds for a kind on the day of receipt. `own`: numbers the office states itself; None among them: as the rule says.

    What the place's rule leaves open is open: a number of elsewhere is no rule here. Raises LookupError for a kind there is no rule for.
    """
    held = [rule for rule in rules if rule.kind == kind and rule.since <= day and rule.place in {"", place}]
    if not held:
        raise LookupError(kind)
    found = max(held, key=lambda rule: (bool(rule.place), rule.since))
    stated: dict[str, Any] = {name: number for name, number in (own or {}).items() if number is not None}
    return replace(found, **stated, basis="本局规定" if "reply_months" in stated else found.basis) if stated else found


NUMBERS = tuple(one.name for one in fields(Rule) if one.name.endswith(("_months", "_days")))


def months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def reply_by(rule: Rule, received: date, *, between: bool | None = None) -> Deadline:
    """The main office's reply. `between`: handed in outside the plenary session; None, not said: the shorter of the two."""
    months = rule.reply_months
    if rule.between_months is not None and between is not False:
        months = rule.between_months if between else min(months, rule.between_months)
    return _after(received, months, "收到", rule)


def opinion_by(rule: Rule, received: date) -> Deadline | None:
    """The opinion of a 会办 office: due before the main reply, so never after it."""
    if rule.joint_months is None:
        return None
    found = _after(received, rule.joint_months, "收到", rule)
    main = reply_by(rule, received)
    return found if found.day < main.day else replace(found, day=main.day - timedelta(days=1), formula="主办答复之前")


def extended_by(rule: Rule, received: date) -> Deadline | None:
    """The last day with consent to an extension."""
    return None if rule.extend_to_months is None else _after(received, rule.extend_to_months, "收到", rule)


def return_by(rule: Rule, received: date) -> Deadline | None:
    if rule.return_days is None:
        return None
    return Deadline(received + timedelta(days=rule.return_days), f"收到 {received} 起 {rule.return_days} 日", rule.basis)


def redo_by(rule: Rule, told: date) -> Deadline | None:
    """The second reply, after 不满意."""
    return None if rule.redo_months is None else _after(told, rule.redo_months, "不满意", rule)


def _after(day: date, months: int, what: str, rule: Rule) -> Deadline:
    return Deadline(months_later(day, months), f"{what} {day} 起 {months} 个月", rule.basis)


def warned(due: date, day: date, thresholds: Sequence[int]) -> int | None:
    """The tightest of the thresholds (days) that is reached: 15, 7. None: still far, or past."""
    left = (due - day).days
    return min((days for days in thresholds if 0 <= left <= days), default=None)


def countdown(due: date, day: date) -> str:
    """还有 12 天, 今天到期, 已超期 3 天."""
    left = (due - day).days
    if left < 0:
        return f"已超期 {-left} 天"
    return f"还有 {left} 天" if left else "今天到期"
