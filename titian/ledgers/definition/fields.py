"""A field of a ledger. Keys of `SHARED` are columns of the table every ledger shares; every other field lives in the row's JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from titian.base.disclosure import Disclosure


class Kind(StrEnum):
    """What a field holds.

    money is yuan as Decimal at the edges and fen in the row; percent 3.42 is 3.42 %; choices are several codes of `choices`;
    organisation, region, person, user, department and row point at registers and exist for the shared keys of that meaning only.
    """

    TEXT, PROSE, INTEGER, DECIMAL, MONEY, PERCENT, DAY, FLAG, CHOICE, CHOICES = (
        *("text", "prose", "integer", "decimal", "money", "percent", "day", "flag", "choice", "choices"),
    )
    ORGANISATION, REGION, PERSON, USER, DEPARTMENT, ROW = "organisation", "region", "person", "user", "department", "row"

    @property
    def label(self) -> str:
        return KINDS[self]


KINDS: dict[Kind, str] = {
    Kind.TEXT: "文字",
    Kind.PROSE: "长文字",
    Kind.INTEGER: "整数",
    Kind.DECIMAL: "小数",
    Kind.MONEY: "金额",
    Kind.PERCENT: "百分数",
    Kind.DAY: "日期",
    Kind.FLAG: "是否",
    Kind.CHOICE: "选项",
    Kind.CHOICES: "多选",
    Kind.ORGANISATION: "企业（单位）",
    Kind.REGION: "乡镇",
    Kind.PERSON: "人员",
    Kind.USER: "责任人",
    Kind.DEPARTMENT: "科室",
    Kind.ROW: "另一本台账的一行",
}

# The columns every ledger shares, with the kind a field of that key must have. `state` is set by steps and is no field.
SHARED: Mapping[str, frozenset[Kind]] = {
    "title": frozenset({Kind.TEXT}),
    "kind": frozenset({Kind.CHOICE}),
    "level": frozenset({Kind.CHOICE}),
    "batch": frozenset({Kind.TEXT}),
    "organisation": frozenset({Kind.ORGANISATION}),
    "region": frozenset({Kind.REGION}),
    "person": frozenset({Kind.PERSON}),
    "parent": frozenset({Kind.ROW}),
    "day": frozenset({Kind.DAY}),
    "due": frozenset({Kind.DAY}),
    "closed_on": frozenset({Kind.DAY}),
    "amount": frozenset({Kind.MONEY}),
    "count": frozenset({Kind.INTEGER}),
    "progress": frozenset({Kind.PERCENT}),
    "responsible": frozenset({Kind.USER}),
    "department": frozenset({Kind.DEPARTMENT}),
}
# What a text must look like, where it must look like something.
# Days that end a month or quarter, and days a term, a title or a seat began, which a paper says: nobody enters them on the day itself.
_NOT_TODAY = re.compile("月份|月末|季末|年度|选派|任期|任职|到岗|入驻|起始|生效|施行|成立|认定|批准|投用|入网|签约|立项|使用|计划")
SHAPES: Mapping[str, str] = {"document_number": "文号（如示科〔2026〕12号）"}
REFERENCES = frozenset({Kind.ORGANISATION, Kind.REGION, Kind.PERSON, Kind.USER, Kind.DEPARTMENT, Kind.ROW})
NUMBERS = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.PERCENT})
# Marks and prices; and what is counted once only, of which two rows may hold the same.
YUAN, WAN = "元", "万元"
_NO_SUMS = frozenset({"分", "元/小时", "%", "家", "人", "户"})


@dataclass(frozen=True)
class Field:
    """One field.

    key         a shared key (see SHARED) or a name of the ledger's own
    label       the words in heads and forms, without the unit
    required    a row without it is refused; «待补» is allowed where it is not
    choices     code → label for choice and choices; {} for an open list that is only suggested
    ledger      for kind row: the ledger whose rows it names
    listed      stands on the list; quick: stands on the short form for a phone
    inside      only the bureau's own people see and fill it in; a town, firm or expert never does
    unit        behind the label: 人, 亩; percent brings its own, and money is in 万元 unless the unit says 元 (small sums: a fee, 慰问金)
    minimum, maximum   inclusive edges of a number
    summed      do rows add up? None: money does and so do numbers of something, but not 家 and 人, of which the next row may count the same
                ones again. A standard and what stood at the end of a quarter never do
    shape       of SHAPES: a text that is written otherwise is refused; "" for any text
    """

    key: str
    label: str
    kind: Kind = Kind.TEXT
    required: bool = False
    choices: Mapping[str, str] = field(default_factory=dict, hash=False)
    ledger: str = ""
    listed: bool = True
    quick: bool = False
    inside: bool = False
    unit: str = ""
    help: str = ""
    example: str = ""
    aliases: tuple[str, ...] = ()
    spoken: Mapping[str, str] = field(default_factory=dict, hash=False)
    minimum: int | None = None
    maximum: int | None = None
    summed: bool | None = None
    shape: str = ""
    disclosure: Disclosure = Disclosure.INTERNAL

    @property
    def is_shared(self) -> bool:
        return self.key in SHARED

    @property
    def is_today(self) -> bool:
        """The day a thing happened, as a rule the day it is entered: a form begins with today in it."""
        return self.key == "day" and not _NOT_TODAY.search(self.label)

    @property
    def adds_up(self) -> bool:
        """次, 人次, 平方米, 万元; a number without a unit is one of its own kind."""
        if self.summed is not None:
            return self.summed
        return self.kind is Kind.MONEY or (
            self.kind in {Kind.INTEGER, Kind.DECIMAL} and bool(self.unit) and self.unit not in _NO_SUMS
        )

    @property
    def is_reference(self) -> bool:
        return self.kind in REFERENCES

    @property
    def head(self) -> str:
        """The label with its unit: 培训人次（人次）, 金额（万元）."""
        return f"{self.label}（{self.printed_unit}）" if self.printed_unit else self.label

    @property
    def printed_unit(self) -> str:
        return self.unit or {Kind.MONEY: WAN, Kind.PERCENT: "%"}.get(self.kind, "")

    @property
    def worth(self) -> int:
        """Yuan that one of what an amount is typed and shown in is."""
        return 1 if self.unit == YUAN else 10_000
