"""A row's own values: checked against the fields they were written under, in the form JSON keeps, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from titian.base.errors import Refused
from titian.base.gongwen.numbers import document_number
from titian.base.money import to_fen, to_yuan
from titian.base.quantities import plain, rounded
from titian.ledgers.definition.fields import Field, Kind
from titian.ledgers.definition.ledger import Definition

LONGEST = {Kind.TEXT: 300, Kind.PROSE: 5_000}


class ValuesError(Refused):
    """`by_field` says what is wrong, field key → message; `messages` the same with labels."""

    def __init__(self, by_field: Mapping[str, str], labels: Mapping[str, str]) -> None:
        self.by_field = dict(by_field)
        super().__init__([f"「{labels.get(key, key)}」{message}" for key, message in by_field.items()])


def clean(definition: Definition, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of all fields (shared ones included) as they are stored: money in fen, own days and decimals as text, None for what is empty.

    References stay objects. Only the fields in `values` are looked at. Raises ValuesError with everything that is wrong.
    """
    stored: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for key, value in values.items():
        one = definition.field(key)
        if one is None:
            wrong[key] = "不是这本台账的字段"
            continue
        try:
            stored[key] = _stored(one, value)
        except ValueError as problem:
            wrong[key] = str(problem)
    if wrong:
        raise ValuesError(wrong, {one.key: one.label for one in definition.fields})
    return stored


def restored(one: Field, value: Any) -> Any:
    """A stored value as pages, forms and sheets take it: yuan, Decimal, date."""
    if value is None or value == "":
        return None
    if one.kind is Kind.MONEY:
        return to_yuan(value)
    if one.is_shared:
        return Decimal(value) if one.kind is Kind.PERCENT else value
    if one.kind is Kind.DAY:
        return date.fromisoformat(value)
    return Decimal(value) if one.kind in {Kind.DECIMAL, Kind.PERCENT} else value


def shown(one: Field, value: Any) -> Any:
    """As pages print it: choices by their words."""
    value = restored(one, value)
    if one.kind is Kind.CHOICE and value is not None:
        return one.choices.get(value, value)
    if one.kind is Kind.CHOICES and value:
        return "、".join(one.choices.get(code, code) for code in value)
    return value


def amount_text(one: Field, yuan: Decimal) -> str:
    """In the field's unit, to the fen: 480 元, 1,099.5 万元."""
    return f"{plain(rounded(yuan / one.worth, 2 if one.worth == 1 else 6), grouped=True)} {one.printed_unit}"


def _stored(one: Field, value: Any) -> Any:
    if value is None or value in ("", [], ()):
        if one.required:
            raise ValueError("必填，请补上")
        return None
    check: Callable[[Field, Any], Any] = _CHECKS.get(one.kind, _text)
    return check(one, value)


def _text(one: Field, value: Any) -> str:
    text = str(value).strip()
    longest = LONGEST.get(one.kind, 300)
    if len(text) > longest:
        raise ValueError(f"有 {len(text)} 个字，最多 {longest} 个")
    return _SHAPED[one.shape](text) if one.shape else text


def _document_number(text: str) -> str:
    """Raises ValueError: a message to a field, not a refusal of its own."""
    try:
        return document_number(text)
    except Refused as problem:
        raise ValueError("；".join(problem.messages)) from problem


def _integer(one: Field, value: Any) -> int:
    if isinstance(value, bool) or Decimal(value) != int(value):
        raise ValueError("应为整数")
    return int(_in_bounds(one, int(value)))


def _decimal(one: Field, value: Any) -> str:
    number = _in_bounds(one, Decimal(value))
    return str(number.normalize() + 0) if number else "0"


def _percent(one: Field, value: Any) -> Any:
    """A shared percentage is a whole number from 0 to 100, as progress is; an own one is kept exactly."""
    if not one.is_shared:
        return _decimal(one, value)
    if Decimal(value) != int(value) or not 0 <= value <= 100:
        raise ValueError("应为 0 到 100 的整数")
    return int(value)


def _money(one: Field, value: Any) -> int:
    _in_bounds(one, Decimal(value))
    return to_fen(Decimal(value))


def _day(one: Field, value: Any) -> Any:
    if not isinstance(value, date):
        raise TypeError(f"{one.key}: {value!r} is no date")
    return value if one.is_shared else value.isoformat()


def _flag(one: Field, value: Any) -> bool:
    return bool(value)


def _choice(one: Field, value: Any) -> str:
    code = str(value)
    if one.choices and code not in one.choices:
        raise ValueError(f"没有「{code}」这个选项，应为{'、'.join(one.choices.values())}之一")
    return code


def _choices(one: Field, value: Any) -> list[str]:
    codes = value if isinstance(value, list | tuple) else [value]
    return [_choice(one, code) for code in codes]


def _reference(one: Field, value: Any) -> Any:
    return value


def _in_bounds(one: Field, number: Any) -> Any:
    if one.minimum is not None and number < one.minimum:
        raise ValueError("不能是负数" if one.minimum == 0 else f"不能小于 {one.minimum}")
    if one.maximum is not None and number > one.maximum:
        raise ValueError(f"不能大于 {one.maximum}")
    return number


_SHAPED: Mapping[str, Callable[[str], str]] = {"document_number": _document_number}
_CHECKS: Mapping[Kind, Callable[[Field, Any], Any]] = {
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.PERCENT: _percent,
    Kind.MONEY: _money,
    Kind.DAY: _day,
    Kind.FLAG: _flag,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    **dict.fromkeys(
        (Kind.ORGANISATION, Kind.REGION, Kind.PERSON, Kind.USER, Kind.DEPARTMENT, Kind.ROW),
        _reference,
    ),
}
