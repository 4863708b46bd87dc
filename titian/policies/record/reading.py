"""A record of the input, checked: types, signs, sizes, parts and wholes. Everything that is wrong is said at once, in Chinese, by its key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from titian.policies.engine.units import Unit
from titian.policies.record.catalogue import (
    CALIBRES,
    EXPERT_MAXIMUM,
    FIELDS,
    LABELS,
    STRUCTURED,
    TOP_KEYS,
    WHOLES,
    YEAR_KEYS,
)
from titian.policies.record.numbers import Numbers, plain_amount, short
from titian.registry.codes import uscc_check, uscc_problem

_YEAR = re.compile(r"[0-9]{4}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_IP_KEYS = {"class", "kind", "obtained", "granted_on", "high_value"}
_CLASSES = {"I": 1, "II": 2}
_OBTAINED = {"own", "transfer"}


class RefusedRecord(ValueError):
    """A record that cannot be assessed. `problems` holds every reason; `uscc` the code, where it could be read."""

    def __init__(self, uscc: str | None, problems: Iterable[str]) -> None:
        self.uscc, self.problems = uscc, tuple(problems)
        super().__init__("；".join(self.problems))


@dataclass(frozen=True, slots=True)
class Property:
    """One intellectual property. `kind` 1 or 2 (Ⅰ类, Ⅱ类); None where it is not said."""

    kind: int | None
    own: bool | None
    granted: date | None
    valuable: bool | None = None


@dataclass(frozen=True)
class Given:
    """A checked record. Money in fen, shares in half basis points, points in millionths; None is unknown.

    years      year → short name of a fact → value
    top        facts of the record itself
    experts    item → points
    exact      shares as they were given, by key
    """

    uscc: str
    name: str | None = None
    region: str | None = None
    founded: date | None = None
    years: Mapping[int, Mapping[str, int | None]] = field(default_factory=dict)
    properties: tuple[Property, ...] | None = None
    area: str | None = None
    incidents: tuple[date, ...] | None = None
    experts: Mapping[str, int | None] = field(default_factory=dict)
    titles: tuple[str, ...] | None = None
    top: Mapping[str, int | None] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    exact: Mapping[str, Fraction] = field(default_factory=dict)


def read_record(data: object, day: date) -> Given:
    """Check one JSON object (numbers as int or Decimal). Raises RefusedRecord."""
    if not isinstance(data, dict):
        raise RefusedRecord(None, ["应为一个 JSON 对象（{…}）"])
    return _Reader(data, day).read()


class _Reader(Numbers):
    """One record being read: problems and notes gather as it goes."""

    def __init__(self, data: Mapping[str, Any], day: date) -> None:
        super().__init__()
        self.data, self.day = data, day

    def read(self) -> Given:
        uscc = self._uscc()
        self.unknown(self.data, STRUCTURED.keys() | TOP_KEYS.keys(), "")
        given = Given(
            uscc=uscc or "",
            name=self._text("name"),
            region=self._text("region"),
            founded=self._founded(),
            years=self._years(),
            properties=self._properties(),
            area=self._area(),
            incidents=self._incidents(),
            experts=self._experts(),
            titles=self._titles(),
            top={one.fact: self.number(self.data.get(key), key, one.unit) for key, one in TOP_KEYS.items()},
            notes=tuple(self.notes),
            exact=self.exact,
        )
        self._text("industry")
        if self.problems:
            raise RefusedRecord(uscc, self.problems)
        return given

    # --- words and days

    def _uscc(self) -> str | None:
        uscc = self.data.get("uscc")
        if not isinstance(uscc, str) or not uscc.strip():
            self.problems.append("uscc（统一社会信用代码）缺少或不是文字")
            return None
        problem = uscc_problem(uscc) or ("" if uscc_check(uscc[:17]) == uscc[17] else "统一社会信用代码校验位不对")
        if problem:
            self.notes.append(f"uscc：{problem}，请核对")
        return uscc

    def _text(self, key: str) -> str | None:
        value = self.data.get(key)
        if value is None or isinstance(value, str):
            return value
        self.wrong(key, "应为文字", value)
        return None

    def _date(self, value: object, key: str) -> date | None:
        if value is None:
            return None
        if isinstance(value, str) and _DAY.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        self.wrong(key, "应为日期，如 2026-01-02", value)
        return None

    def _founded(self) -> date | None:
        founded = self._date(self.data.get("founded_on"), "founded_on")
        if founded and founded > self.day:
            self.wrong("founded_on", f"晚于评估日 {self.day}", founded.isoformat())
        return founded

    def _area(self) -> str | None:
        value = self.data.get("field")
        if value is None or (isinstance(value, str) and value in FIELDS):
            return value
        self.wrong("field", f"应为八大领域之一（{'、'.join(FIELDS)}）或 null", value)
        return None

    # --- lists

    def _list(self, key: str) -> list[Any] | None:
        value = self.data.get(key)
        if value is None or isinstance(value, list):
            return value
        self.wrong(key, "应为列表（[…]）", value)
        return None

    def _incidents(self) -> tuple[date, ...] | None:
        found = self._list("incidents")
        if found is None:
            return None
        days = [self._date("" if one is None else one, f"incidents.{place}") for place, one in enumerate(found)]
        return tuple(day for day in days if day)

    def _titles(self) -> tuple[str, ...] | None:
        found = self._list("titles")
        for place, one in enumerate(found or ()):
            if not isinstance(one, str):
                self.wrong(f"titles.{place}", "应为文字", one)
        return None if found is None else tuple(one for one in found if isinstance(one, str))

    def _properties(self) -> tuple[Property, ...] | None:
        found = self._list("ip")
        return None if found is None else tuple(self._property(one, f"ip.{place}") for place, one in enumerate(found))

    def _property(self, data: object, key: str) -> Property:
        if not isinstance(data, dict):
            self.wrong(key, "应为对象（{…}）", data)
            return Property(None, None, None)
        self.unknown(data, _IP_KEYS, f"{key}.")
        kind = self._word(data.get("class"), f"{key}.class", _CLASSES, "I 或 II")
        own = self._word(data.get("obtained"), f"{key}.obtained", _OBTAINED, "own（自主研发）或 transfer（受让、受赠、并购）")
        if data.get("kind") is not None and not isinstance(data["kind"], str):
            self.wrong(f"{key}.kind", "应为文字", data["kind"])
        granted = self._date(data.get("granted_on"), f"{key}.granted_on")
        valuable = self.number(data.get("high_value"), f"{key}.high_value", Unit.FLAG)
        return Property(
            _CLASSES[kind] if kind else None, own == "own" if own else None, granted, None if valuable is None else bool(valuable)
        )

    def _word(self, value: object, key: str, allowed: Iterable[str], told: str) -> str | None:
        if value is None or (isinstance(value, str) and value in allowed):
            return value
        self.wrong(key, f"应为 {told}", value)
        return None

    # --- objects

    def _object(self, data: object, key: str) -> Mapping[str, Any]:
        if data is None:
            return {}
        if isinstance(data, dict):
            return data
        self.wrong(key, "应为对象（{…}）", data)
        return {}

    def _experts(self) -> dict[str, int | None]:
        data = self._object(self.data.get("expert_scores"), "expert_scores")
        self.unknown(data, EXPERT_MAXIMUM, "expert_scores.")
        return {item: self.points(data.get(item), f"expert_scores.{item}", most) for item, most in EXPERT_MAXIMUM.items()}

    def _years(self) -> dict[int, dict[str, int | None]]:
        found = {}
        for key, data in self._object(self.data.get("years"), "years").items():
            if not _YEAR.fullmatch(key):
                self.problems.append(f"years 的键「{short(key)}」应为四位年份，如 2025")
                continue
            if int(key) > self.day.year:
                self.notes.append(f"years.{key}：晚于评估日 {self.day}，未采用，请核对年份")
            found[int(key)] = self._year(self._object(data, f"years.{key}"), f"years.{key}")
        return found

    def _year(self, data: Mapping[str, Any], key: str) -> dict[str, int | None]:
        self.unknown(data, YEAR_KEYS, f"{key}.")
        found: dict[str, int | None] = {}
        for name, one in YEAR_KEYS.items():
            if name == "rd_expense_yuan":
                found |= self._research(data.get(name), f"{key}.{name}")
            else:
                found[one.fact] = self.number(data.get(name), f"{key}.{name}", one.unit, signed=one.signed)
        self._parts(found, key)
        return found

    def _research(self, value: object, key: str) -> dict[str, int | None]:
        """One number is every programme's own calibre; an object gives some of them."""
        if not isinstance(value, dict):
            number = self.number(value, key, Unit.MONEY)
            return {f"rd.{code}": number for code in (*CALIBRES, "own")}
        self.unknown(value, CALIBRES, f"{key}.")
        return {f"rd.{code}": self.number(value.get(code), f"{key}.{code}", Unit.MONEY) for code in CALIBRES} | {"rd.own": None}

    def _parts(self, found: Mapping[str, int | None], key: str) -> None:
        for name, whole_name in WHOLES.items():
            fact = YEAR_KEYS[whole_name].fact
            part, whole = found[YEAR_KEYS[name].fact], found["rd.hnte" if fact == "rd" else fact]
            if part is not None and whole is not None and part > whole:
                self.problems.append(
                    f"{key}.{name}（{LABELS[name]}，{plain_amount(part, name)}）"
                    f"大于 {whole_name}（{LABELS[whole_name]}，{plain_amount(whole, name)}）"
                )
