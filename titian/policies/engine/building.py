"""What a rule function builds its tree from: the parameters of a book as they stand on one day, as nodes that remember where they are from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from math import lcm

from titian.policies.engine.dated import Amount, Band, Book, Entry, on
from titian.policies.engine.keys import ParameterError
from titian.policies.engine.nodes import Compare, Condition, Constant, Node, Number, Operator, Ratio, Share, Step, Steps
from titian.policies.engine.programme import Citation, Clause, Interval, Programme, Remark, Route, Shown, Words
from titian.policies.engine.texts import called
from titian.policies.engine.units import POINT, Unit, as_share

MISSPELT = 0.8  # how alike two names are of which one is a slip of the other
TENTHS = 1_000  # the largest denominator of a share: amounts of three years times it stay within 64 bits


class Parameters:
    """The parameters of one book on one day. `used` is what the rule asked for (the lint compares)."""

    def __init__(self, book: Book, day: date) -> None:
        self.book, self.day = book, day
        self.used: set[str] = set()

    def number(self, key: str) -> Constant:
        """A threshold to compare a number with: money in fen, points in millionths, shares in half basis points."""
        entry, unit = self._entry(key)
        return Constant(_whole(_value(entry, key), unit), key, entry.citation.confirmed)

    def share(self, key: str) -> Share:
        """A threshold to compare a ratio with."""
        entry, _ = self._entry(key)
        value = Fraction(_value(entry, key))
        return _share(value, key, entry.citation.confirmed)

    def steps(self, key: str, by: Number | Ratio, end: int = 0) -> Steps:
        """A table of points, people, amounts; `end` 0 takes the least of a band, 1 the most."""
        entry, unit = self._entry(key)
        return self._steps(key, entry, by, lambda value: _whole(value, unit), end)

    def share_steps(self, key: str, by: Number | Ratio) -> Share:
        """A table of shares, as what a ratio is compared with."""
        entry, _ = self._entry(key)
        shares = [Fraction(band.gives[0]) for band in entry.bands]
        below = lcm(*(share.denominator for share in shares))
        return Share(self._steps(key, entry, by, lambda value: int(Fraction(value) * below), 0), below)

    def open_end(self, key: str, end: int) -> Constant:
        """The least (0) or most (1) of what data do not decide: a table of one line without bounds."""
        entry, unit = self._entry(key)
        if len(entry.bands) != 1:
            raise ParameterError(f"{self.book.pack}/{self.book.programme} {key}：应只有一行 else")
        return Constant(_whole(entry.bands[0].gives[end], unit), key, entry.citation.confirmed)

    def cite(self, code: str) -> Citation:
        """Where a clause is written."""
        self.used.add(f"clause {code}")
        text = self.book.clauses.get(code)
        found = on(text, self.day) if text else None
        if found is None:
            labels = {key: one.label for key, one in self.book.clauses.items() if f"clause {key}" not in self.used}
            raise ParameterError(
                f"{self.book.pack}/{self.book.programme}：{self.day} 没有条款「{code}」{_instead(text, code, labels)}"
            )
        return replace(found.citation, until=self._until(code))

    def clause(
        self,
        code: str,
        test: Condition,
        *,
        shows: Shown | str = "test",
        unit: Unit = Unit.COUNT,
        routes: tuple[Route, ...] = (),
    ) -> Clause:
        """A clause with its label and citation. What it shows is its test, where that is a comparison, unless something else is said.

        A clause whose own text nobody has checked stays unknown.
        """
        citation, text = self.cite(code), self.book.clauses[code]
        if isinstance(shows, str):
            shows = test if isinstance(test, Compare) else None
        unconfirmed = [self.book.parameters[key].label for key in _unconfirmed(test)]
        if not citation.confirmed:
            test, unconfirmed = Compare(Constant(0, confirmed=False), "=", Constant(0)), [text.label]
        return Clause(code, text.label, test, citation, shows, unit, routes, tuple(dict.fromkeys(unconfirmed)), text.proof)

    def words(self, code: str, test: Condition, key: str) -> Clause:
        """A clause that shows a word of the record."""
        return self.clause(code, test, shows=Words(key))

    def route(self, code: str, when: Condition) -> Route:
        """A direct way, printed as `direct:<code>`."""
        key = f"direct:{code}"
        return Route(when, key, self.book.clauses[key].label if key in self.book.clauses else key, self.cite(key))

    def programme(
        self, *clauses: Clause, score: Interval | None = None, unscored: Condition | None = None, remarks: tuple[Remark, ...] = ()
    ) -> Programme:
        """The programme itself, with a note for the definitions nobody has checked."""
        open_ones = [f"{one.label}（{one.says}）" for one in self.book.definitions if not one.citation.confirmed]
        notes = (f"以下口径尚待与原文核对：{'；'.join(open_ones)}",) if open_ones else ()
        return Programme(self.book.programme, self.book.label, self.book.pack, clauses, score, unscored, remarks, notes)

    def _entry(self, key: str) -> tuple[Entry, Unit]:
        self.used.add(key)
        parameter = self.book.parameters.get(key)
        found = on(parameter, self.day) if parameter else None
        if parameter is None or found is None:
            labels = {name: one.label for name, one in self.book.parameters.items() if name not in self.used}
            raise ParameterError(
                f"{self.book.pack}/{self.book.programme}：{self.day} 没有参数「{key}」{_instead(parameter, key, labels)}"
            )
        return found, parameter.unit

    def _until(self, code: str) -> date | None:
        later = [entry.since for entry in self.book.clauses[code].entries if entry.since > self.day]
        return min([*later, *([self.book.until] if self.book.until else [])], default=None)

    def _steps(self, key: str, entry: Entry, by: Number | Ratio, whole: Callable[[Amount], int], end: int) -> Steps:
        confirmed = entry.citation.confirmed
        if not entry.bands or entry.bands[-1].bound is not None:
            raise ParameterError(f"{self.book.pack}/{self.book.programme} {key}：档位要以 else 收尾")
        rising = entry.bands[0].operator in ("<=", "<")
        steps = tuple(
            Step(_bound(band, by, key, confirmed), Constant(whole(band.gives[end]), key, confirmed), band.word)
            for band in entry.bands[:-1]
        )
        last = Constant(whole(entry.bands[-1].gives[end]), key, confirmed)
        return Steps(by, _operator(entry.bands, by, rising=rising), steps, last)


def _instead(there: object, key: str, labels: dict[str, str]) -> str:
    """Why what a rule asks for is not there: no entry holds yet, or it is written a little otherwise."""
    if there:
        return "：条目都从以后的日子起"
    near = get_close_matches(key, labels, n=1, cutoff=MISSPELT)
    return f"；文件里写的是不是{called(near[0], labels)}？" if near else ""


def _operator(bands: tuple[Band, ...], by: Number | Ratio, *, rising: bool) -> Operator:
    """Bounds of whole numbers are made inclusive (`_bound`); a ratio's stay as they are written, all alike (the lint sees to it)."""
    if isinstance(by, Ratio) and bands[0].operator:
        return bands[0].operator
    return "<=" if rising else ">="


def _bound(band: Band, by: Number | Ratio, key: str, confirmed: bool) -> Constant | Share:
    assert band.bound is not None, "the last band has no bound"
    if isinstance(by, Ratio):
        return _share(Fraction(band.bound), key, confirmed)
    whole = as_share(band.bound) if isinstance(band.bound, Fraction) else band.bound
    return Constant(whole + {">": 1, "<": -1}.get(band.operator or "", 0), key, confirmed)


def _share(value: Fraction, key: str, confirmed: bool) -> Share:
    if value.denominator > TENTHS:
        raise ParameterError(f"{key}：比例 {value} 的位数太多")
    return Share(Constant(value.numerator, key, confirmed), value.denominator)


def _value(entry: Entry, key: str) -> Amount:
    if entry.value is None:
        raise ParameterError(f"{key}：要的是一个数，给的是档位")
    return entry.value


def _whole(value: Amount, unit: Unit) -> int:
    """A value of a parameter as the engine's integer."""
    if unit is Unit.POINTS:
        return int(value * POINT)
    return as_share(Fraction(value)) if unit is Unit.SHARE else int(value)


def _unconfirmed(node: Node) -> list[str]:
    return [one.parameter for one in node.walk() if isinstance(one, Constant) and not one.confirmed and one.parameter]
