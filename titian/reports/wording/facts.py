"""What a sentence can speak of: the figures of the books, the targets, what was last sent, and the frame of the paper. Pure values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from titian.base.periods import Period
from titian.base.quantities import Operator
from titian.figures.catalogue import Indicator
from titian.figures.checks import Statement, conflicts, current, uncorrected
from titian.figures.key import EXPECTED_STAGES, TARGET, FigureKey, status_of
from titian.figures.outgoing import Outgoing, Prefer, Tally
from titian.figures.progress import Leg
from titian.reports.wording.periods import day_words, last_day, rest_of, span_words, whole_day
from titian.reports.wording.registers import NoRegisters, Registers
from titian.reports.wording.terms import PAPER_WORDS

REGISTERS = "本局台账"
_WORD = re.compile(r"[{｛]([^{}｛｝]+)[}｝]")


@dataclass(frozen=True)
class Frame:
    """The paper: its period, the day its figures are computed to, the region's key and name, the bureau.

    `kind` is what follows 全 and 我 where the office chose it (县, 区, 市, 旗); empty: the last character of the region's name.
    `aim` is the period whose targets are meant when a placeholder names none (None: the year's, else the paper's own).
    """

    period: Period
    as_of: date
    region: str
    region_name: str = "本县"
    bureau: str = "科技局"
    aim: Period | None = None
    kind: str = ""

    @property
    def is_over(self) -> bool:
        """Nothing of the period lies beyond the as-of day."""
        return self.as_of >= last_day(self.period)

    def word(self, code: str) -> str:
        """A word of the paper, as printed."""
        year = self.period.year
        return {
            "paper.period": self.period.label,
            "paper.span": span_words(self.period, year=year),
            "paper.rest": span_words(rest_of(self.period), year=year),
            "paper.year": f"{year}年",
            "paper.last_year": f"{year - 1}年",
            "paper.next_year": f"{year + 1}年",
            "paper.plan_year": "全年" if self.period.kind != "year" else f"{year + 1}年",
            "paper.as_of": day_words(self.as_of, year=year),
            "paper.as_of_day": whole_day(self.as_of),
            "paper.end": day_words(last_day(self.period), year=year),
            "paper.whole": f"全{self._kind}",
            "paper.home": f"我{self._kind}",
            "paper.bureau": self._short_bureau,
            "paper.bureau_full": self.bureau,
        }[code]

    def worded(self, text: str) -> str:
        """A heading with the words of the paper put in: «{下期}工作打算» → «下半年工作打算»."""
        codes = {label: code for code, (label, _) in PAPER_WORDS.items()}
        return _WORD.sub(lambda found: self.word(codes[found[1]]) if found[1] in codes else found[0], text)

    @property
    def planned(self) -> Period:
        """The period a plan's targets are for: after a first half the whole year, after a year the next."""
        rest = rest_of(self.period)
        return rest.whole_year if rest.kind == "half" else rest

    @property
    def _kind(self) -> str:
        """县, 区, 市, 旗, 镇 …."""
        last = self.kind or self.region_name[-1:]
        return last if last in "省市区县旗镇乡盟州" else "县"

    @property
    def _short_bureau(self) -> str:
        """县科技局 for 示范县科学技术局."""
        name = self.bureau.replace("科学技术局", "科技局")
        rest = name.removeprefix(self.region_name)
        return f"{self._kind}{rest}" if rest.startswith("科") else name


@dataclass(frozen=True)
class Fact:
    """One statement of the books with what a paper wants to know of it."""

    statement: Statement
    names: tuple[str, ...] = ()
    source: str = ""
    has_document: bool = False
    department: str = ""
    stated_by: str = ""

    @property
    def key(self) -> FigureKey:
        return self.statement.key

    @property
    def value(self) -> Decimal:
        return self.statement.value

    @property
    def operator(self) -> Operator:
        return self.statement.operator

    @property
    def as_of(self) -> date | None:
        return self.statement.as_of

    @property
    def id(self) -> int:
        return self.statement.id


@dataclass(frozen=True)
class Goal:
    """One measure of a target; its key has the status target. `others` are the indicators of the same target's other legs; `figure` is
    the statement that states it, where only a paper does."""

    key: FigureKey
    leg: Leg
    base: Decimal | None = None
    target: int | None = None
    figure: int | None = None
    title: str = ""
    join: str = "and"
    others: tuple[str, ...] = ()
    department: str = ""
    owner: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        if self.key.status != TARGET:
            raise ValueError("the key of a goal has the status target")


@dataclass(frozen=True)
class Sent:
    """What was last reported under one identity."""

    value: Decimal
    operator: Operator
    printed: str
    receiver: str
    day: date
    paper: str = ""


@dataclass(frozen=True)
class Facts:
    """Everything a paper is written from. `statements` holds the counting statements by key, corrections and series included; `registers`
    count, and `prefer` says which of the two goes out where both know a figure (数从哪里来)."""

    frame: Frame
    known: Mapping[str, Indicator]
    statements: Mapping[FigureKey, tuple[Fact, ...]]
    goals: tuple[Goal, ...] = ()
    sent: Mapping[str, Sent] = field(default_factory=dict)
    behind_points: int = 10
    registers: Registers = field(default_factory=NoRegisters)
    prefer: Prefer = Prefer.ROWS

    @classmethod
    def of(
        cls,
        frame: Frame,
        known: Mapping[str, Indicator],
        facts: Iterable[Fact],
        *,
        goals: Iterable[Goal] = (),
        sent: Mapping[str, Sent] | None = None,
        behind_points: int = 10,
        registers: Registers | None = None,
        prefer: Prefer = Prefer.ROWS,
    ) -> Facts:
        grouped: dict[FigureKey, list[Fact]] = {}
        for fact in facts:
            grouped.setdefault(fact.key, []).append(fact)
        statements = {key: tuple(group) for key, group in grouped.items()}
        return cls(frame, known, statements, tuple(goals), sent or {}, behind_points, registers or NoRegisters(), prefer)

    @cached_property
    def _keys(self) -> Mapping[str, tuple[FigureKey, ...]]:
        grouped: dict[str, list[FigureKey]] = {}
        for key in self.statements:
            grouped.setdefault(key.indicator, []).append(key)
        return {code: tuple(keys) for code, keys in grouped.items()}

    def keys_of(self, indicator: str) -> tuple[FigureKey, ...]:
        return self._keys.get(indicator, ())

    @cached_property
    def _goals(self) -> Mapping[str, tuple[Goal, ...]]:
        grouped: dict[str, list[Goal]] = {}
        for goal in self.goals:
            grouped.setdefault(goal.key.indicator, []).append(goal)
        return {code: tuple(goals) for code, goals in grouped.items()}

    def goals_of(self, indicator: str) -> tuple[Goal, ...]:
        return self._goals.get(indicator, ())

    def counted(self, key: FigureKey) -> tuple[Fact, ...]:
        """The statements of a key up to the as-of day; expected ones (环节 预计) are counted whenever they were made."""
        day = self.frame.as_of
        every = self.statements.get(key, ())
        if key.stage in EXPECTED_STAGES:
            return every
        return tuple(fact for fact in every if fact.as_of is None or fact.as_of <= day)

    def live(self, key: FigureKey) -> tuple[Fact, ...]:
        """The counted statements that nothing has corrected."""
        counted = self.counted(key)
        ids = {statement.id for statement in uncorrected(fact.statement for fact in counted)}
        return tuple(fact for fact in counted if fact.id in ids)

    def current(self, key: FigureKey) -> Fact | None:
        """The statement that counts in the books; None when there is none or the statements contradict each other."""
        counted = self.counted(key)
        chosen = current([fact.statement for fact in counted])
        return next((fact for fact in counted if chosen and fact.id == chosen.id), None)

    def tally(self, key: FigureKey, day: date | None = None) -> Tally | None:
        """What rows say of a key up to a day, the paper's own if none is said."""
        return self.registers.tally(key, day or self.frame.as_of)

    def from_rows(self, key: FigureKey, day: date | None = None) -> Fact | None:
        """The count as a fact; None where rows say nothing."""
        tally = self.tally(key, day)
        statement = tally.statement if tally else None
        return Fact(statement, source=REGISTERS, department=tally.keeper) if tally and statement else None

    def outgoing(self, key: FigureKey, day: date | None = None) -> Outgoing:
        """Everything both sources say of a key."""
        stated, unit = self.current(key), self.known[key.indicator].unit if key.indicator in self.known else ""
        statement = stated.statement if stated else None
        return Outgoing(key, unit, self.prefer, statement, self.tally(key, day), self.is_contradicted(key))

    def value(self, key: FigureKey, *, like: Fact | None = None) -> Fact | None:
        """What goes out for a key; with `like` only of the source that one comes from."""
        stated, counted = self.current(key), self.from_rows(key)
        if like is not None:
            return counted if like.statement.counted else stated
        if self.prefer is Prefer.ROWS:
            return counted or stated
        return stated or (None if self.is_contradicted(key) else counted)

    def names_of(self, fact: Fact) -> tuple[str, ...]:
        """Who was counted: as stated, or the first of the rows."""
        if fact.statement.counted and fact.as_of:
            return self.registers.names(fact.key, fact.as_of)
        return fact.names

    def was_known(self, indicator: str) -> bool:
        """Has the bureau stated this figure for any period, been set a target of it, or reported it?"""
        stated = any(not key.stage for key in self.keys_of(indicator))
        return stated or bool(self.goals_of(indicator))

    def is_contradicted(self, key: FigureKey) -> bool:
        return bool(conflicts(fact.statement for fact in self.counted(key)))

    def status_of(self, indicator: str) -> str:
        """Applications are pending, everything else is done."""
        return status_of(indicator)

    def aiming(self, at: Period) -> Facts:
        """The same books, with the targets of another period meant."""
        return replace(self, frame=replace(self.frame, aim=at))
