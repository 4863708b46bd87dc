"""What a reading is made of: plain values, no behaviour but their JSON. Offsets count Unicode code points of the extracted text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from titian.base.quantities import Operator


def number(value: Decimal) -> int | float:
    """A Decimal as JSON prints it: an integer when it is one."""
    return int(value) if value == value.to_integral_value() else float(value)


@dataclass(frozen=True)
class Document:
    """What a paper says about itself. `period` and `issued_on` are texts (`2024H1`, `2024-07-05`); unknown is None.

    `kind`: half_year | annual | quarter | reply | ledger | brief | speech | plan | other.
    """

    title: str | None = None
    region: str | None = None
    period: str | None = None
    kind: str = "other"
    issued_on: str | None = None
    number: str | None = None

    def to_json(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in ("title", "region", "period", "kind", "issued_on", "number")}


@dataclass(frozen=True)
class FoundQuantity:
    """A number with its printed unit. `value` is multiplied out (7.47亿元 → 747000000); `unit` is without scale, `unknown` when none.

    `numeral` marks a number written in Chinese numerals: it may become a figure but is not listed among the quantities.
    """

    offset: int
    number_text: str
    value: Decimal
    unit: str
    qualifier: Operator = Operator.EXACT
    numeral: bool = False

    @cached_property
    def end(self) -> int:
        """Offset just past the number's unit."""
        return self.offset + len(self.number_text)

    def to_json(self) -> dict[str, object]:
        return {
            "offset": self.offset,
            "number_text": self.number_text,
            "value": number(self.value),
            "unit": self.unit,
            "qualifier": self.qualifier.value,
        }


@dataclass(frozen=True)
class FoundFigure:
    """A quantity that is a catalogue figure: value in the catalogue's base unit, `status` achieved | target | submitted, `period` text.

    `why` lists, in Chinese, the decisions that led here (stage, evidence), for `--why OFFSET`.
    """

    offset: int
    number_text: str
    value: Decimal
    unit: str
    qualifier: Operator
    code: str
    status: str
    period: str
    quote: str
    scope: str | None = None
    calibre: str | None = None
    level: str | None = None
    as_of: str | None = None
    compared_to: str | None = None
    why: tuple[str, ...] = ()

    @property
    def end(self) -> int:
        return self.offset + len(self.number_text)

    def to_json(self) -> dict[str, object]:
        shown: dict[str, object] = {
            "offset": self.offset,
            "number_text": self.number_text,
            "value": number(self.value),
            "unit": self.unit,
            "qualifier": self.qualifier.value,
            "code": self.code,
            "status": self.status,
            "period": self.period,
            "quote": self.quote,
        }
        optional = {name: getattr(self, name) for name in ("scope", "calibre", "level", "as_of", "compared_to")}
        return shown | {name: value for name, value in optional.items() if value is not None}


@dataclass(frozen=True)
class FoundCheck:
    """An arithmetic statement of the text, recomputed.

    `kind`: sum | subset | list | repeat | conflict | ratio | difference | growth | span | plan. `holds` is None when the numbers may speak
    of different calibres or populations: worth asking, never an error. `offsets`: the total first, then the parts; for a list its count.
    """

    kind: str
    holds: bool | None
    offsets: tuple[int, ...]
    message: str

    def to_json(self) -> dict[str, object]:
        return {"kind": self.kind, "holds": self.holds, "offsets": list(self.offsets), "message": self.message}


@dataclass(frozen=True)
class Reading:
    """Everything read from one document."""

    text: str
    document: Document
    quantities: tuple[FoundQuantity, ...] = ()
    figures: tuple[FoundFigure, ...] = ()
    checks: tuple[FoundCheck, ...] = ()
    why: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        return {
            "document": self.document.to_json(),
            "quantities": [entry.to_json() for entry in self.quantities if not entry.numeral],
            "figures": [entry.to_json() for entry in self.figures],
            "checks": [entry.to_json() for entry in self.checks],
        }
