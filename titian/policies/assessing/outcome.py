"""One record assessed: what `titian assess` prints of it, as data and in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from titian.policies.assessing.lines import Line
from titian.policies.engine.dated import Book
from titian.policies.engine.explain import Explained, ExplainedClause, explain
from titian.policies.engine.units import Unit
from titian.policies.packs import PROVINCES, NotYetInForce, packs, standing
from titian.policies.record.deriving import derive
from titian.policies.record.numbers import short
from titian.policies.record.reading import Given, RefusedRecord, read_record

_REGION = re.compile(r"[0-9]{6}([0-9]{3}){0,2}")  # a county, a town, a village


@dataclass(frozen=True)
class Outcome:
    """What became of one line: explained, or refused with one sentence."""

    uscc: str | None
    given: Given | None = None
    explained: Explained | None = None
    error: str = ""

    def as_json(self) -> dict[str, Any]:
        """The line of `--json`."""
        if self.explained is None:
            return {"uscc": self.uscc, "error": self.error}
        explained = self.explained
        return {
            "uscc": self.uscc,
            "verdict": explained.verdict.value,
            "notes": list(explained.notes),
            "score": explained.score,
            "clauses": [_clause(one) for one in explained.clauses],
            "missing": list(explained.missing),
        }

    def in_words(self) -> Iterator[str]:
        """The lines of a page to read."""
        if self.explained is None or self.given is None:
            yield f"{self.uscc or '（无代码）'}：未评估。{self.error}"
            return
        explained = self.explained
        score = "" if explained.score is None else f"，得分 {_range(explained.score)}"
        yield f"{self.given.name or '（未写名称）'}（{self.uscc}）：{explained.verdict.label}{score}"
        for one in explained.clauses:
            yield f"  {one.verdict.label}\t{one.label}{_numbers(one)}\t{one.citation.text}"
        if explained.missing:
            yield f"  缺：{'、'.join(explained.missing)}"
        for note in explained.notes:
            yield f"  注：{note}"


def assess(line: Line, book: Book, day: date) -> Outcome:
    """One line of facts against a programme on a day."""
    if line.problem:
        return Outcome(None, error=f"第 {line.number} 行：{line.problem}")
    try:
        given = _read(line, day)
        programme = standing(book.programme, book.pack, day)
    except RefusedRecord as refused:
        where = "" if refused.uscc else f"第 {line.number} 行："
        return Outcome(refused.uscc, error=f"{where}{refused}")
    except NotYetInForce as problem:
        return Outcome(given.uscc, error=str(problem))
    given = replace(given, notes=(*given.notes, *_about_region(given.region, book)))
    return Outcome(given.uscc, given, explain(programme, derive(given, day)))


def _about_region(region: str | None, book: Book) -> Iterator[str]:
    """Which rules are used the call says; a record that says it is from elsewhere was perhaps put into the wrong file."""
    if not region:
        return
    province = packs()[book.pack]
    if not _REGION.fullmatch(region) or region[:2] not in PROVINCES:
        yield f"region：不认识的区划代码{short(region)}，应为六位数字，如 640121，请核对"
    elif province["region"] not in ("", region[:2]):
        yield f"region：{region} 不在{province['label']}，这里按{province['label']}的规则评估，请核对"


def _read(line: Line, day: date) -> Given:
    """The record, unless a key stands twice in it: which of the two values is meant nobody can say."""
    twice = [f"键「{key}」重复" for key in line.repeated]
    try:
        given = read_record(line.data, day)
    except RefusedRecord as refused:
        raise RefusedRecord(None if "uscc" in line.repeated else refused.uscc, (*twice, *refused.problems)) from refused
    if twice:
        raise RefusedRecord(None if "uscc" in line.repeated else given.uscc, twice)
    return given


def _clause(one: ExplainedClause) -> dict[str, Any]:
    found = {
        "id": one.id,
        "verdict": one.verdict.value,
        "value": one.value,
        "threshold": one.threshold,
        "gap": one.gap,
        "reference": one.citation.text,
    }
    return found | ({"reason": one.reason} if one.reason == "unconfirmed" else {})


def _numbers(one: ExplainedClause) -> str:
    """«：4.99%（应为 5%，差 0.01 个百分点）»."""
    if one.value is None or isinstance(one.value, bool | dict):
        return ""
    parts = [] if one.threshold is None else [f"标准 {_told(one.threshold, one.unit)}"]
    parts += [f"差 {_told(one.gap, one.unit)}"] if one.gap else []
    return f"：{_told(one.value, one.unit)}" + (f"（{'，'.join(parts)}）" if parts else "")


def _told(value: Any, unit: Unit) -> str:
    if isinstance(value, list | str):
        return _range(value)
    if unit is Unit.SHARE:
        return f"{value * 100:.4f}".rstrip("0").rstrip(".") + "%"
    if unit is Unit.MONEY:
        return f"{value / 10_000:,.4f}".rstrip("0").rstrip(".") + " 万元"
    return f"{value} {unit.label}"


def _range(value: Any) -> str:
    return f"{value[0]}-{value[1]}" if isinstance(value, list) else str(value)
