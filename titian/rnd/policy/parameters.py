"""A policy: parameters by key, and for a subsidy its types."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from titian.base.money import MoneyError, in_wan, to_fen
from titian.rnd.calibres.rates import RateError, fraction

RATE, MONEY, COUNT = "rate", "money", "count"
UNITS = {RATE: "如 10%", MONEY: "元", COUNT: "整数"}


class ParameterError(ValueError):
    """A value that cannot be read; says which and how to write it."""


@dataclass(frozen=True)
class Parameter:
    """One number. `kind` rate (10%), money (yuan) or count; `at_most`: the text says 不超过, so the number is a ceiling."""

    key: str
    label: str
    kind: str
    value: str
    confirmed: bool = False
    reference: str = ""
    at_most: bool = False

    @property
    def printed(self) -> str:
        """«10%», «不超过 20%», «5,000 万元»; what cannot be read stands as it was written."""
        said = self.value
        if self.kind == MONEY and not self.problem():
            said = f"{in_wan(int(self.read()), 6)} 万元"
        return f"{'不超过 ' if self.at_most else ''}{said}"

    def problem(self) -> str:
        """Empty when the value can be read."""
        try:
            self.read()
        except ParameterError as problem:
            return str(problem)
        return ""

    def read(self) -> Fraction | int:
        """Exact rate, fen, or count. Raises ParameterError."""
        text = self.value.strip().replace(",", "")
        try:
            if self.kind == RATE:
                found: Fraction | int = fraction(text)
            else:
                found = to_fen(Decimal(text)) if self.kind == MONEY else int(text)
        except (RateError, MoneyError, InvalidOperation, ValueError) as problem:
            raise ParameterError(f"「{self.label}」{self.value} 读不懂，请写成{UNITS[self.kind]}") from problem
        if found < 0:
            raise ParameterError(f"「{self.label}」不能是负数")
        return found


@dataclass(frozen=True)
class SubsidyType:
    """One kind of award.

    base        deduction: the year's declared spending; increment: what it grew by over the year before
    population  all, industry (规上工业), newcomer (首次入规工业)
    tiers       (who, key of the rate), the first that fits; who: hnte, tsme or general
    cap         key of the cap; "" without
    intensity   key of the least 研发投入 ÷ 主营业务收入; "" without
    once        one award ever
    """

    code: str
    label: str
    base: str
    population: str
    tiers: tuple[tuple[str, str], ...]
    cap: str = ""
    intensity: str = ""
    once: bool = False
    reference: str = ""


@dataclass(frozen=True)
class Policy:
    code: str
    kind: str
    label: str
    document: str = ""
    note: str = ""
    is_default: bool = False
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    types: tuple[SubsidyType, ...] = ()

    def stated(self, values: Mapping[str, str], *, checked: Collection[str], document: str = "", label: str = "") -> Policy:
        """With an office's own numbers; what it checked is confirmed, what it changed without checking is not."""
        said = {key: self._stated(about, values.get(key), key in checked) for key, about in self.parameters.items()}
        return replace(self, parameters=said, document=document or self.document, label=label or self.label)

    @staticmethod
    def _stated(about: Parameter, value: str | None, checked: bool) -> Parameter:
        changed = value is not None and value.strip() != about.value
        said = replace(about, value=value.strip()) if changed and value is not None else about
        return replace(said, confirmed=checked or (about.confirmed and not changed))

    def problems(self) -> list[str]:
        return [problem for about in self.parameters.values() if (problem := about.problem())]

    def rate(self, key: str) -> Fraction:
        return Fraction(self.parameters[key].read())

    def fen(self, key: str) -> int:
        return int(self.parameters[key].read())

    def count(self, key: str) -> int:
        return int(self.parameters[key].read())

    def is_confirmed(self, key: str) -> bool:
        return self.parameters[key].confirmed

    def reference(self, key: str) -> str:
        about = self.parameters[key]
        return self.document or about.reference

    def type(self, code: str) -> SubsidyType:
        """Raises KeyError."""
        found = next((one for one in self.types if one.code == code), None)
        if found is None:
            raise KeyError(code)
        return found
