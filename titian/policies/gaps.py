"""A firm against one programme, in plain Chinese: each clause met, not met or not known, what is missing, what proves it, how to get there.

Pure Python: from an explained verdict to lines of a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Any

from titian.base.colours import Colour
from titian.base.quantities import plain
from titian.policies.engine.explain import Explained, ExplainedClause, FactRecord, Verdict, explain
from titian.policies.engine.plans import Plan, plans
from titian.policies.engine.programme import Programme
from titian.policies.engine.reverse import single_changes
from titian.policies.engine.units import Unit
from titian.policies.record.catalogue import EXPERT_LABELS, LABELS
from titian.policies.record.levers import LEVERS

COLOURS: dict[Verdict, Colour] = {Verdict.MET: "green", Verdict.NOT_MET: "red", Verdict.UNKNOWN: "yellow"}
PLANS = 3
_IP_PARTS = {"class": "类别（Ⅰ类、Ⅱ类）", "obtained": "取得方式", "granted_on": "授权日期", "high_value": "是否高价值"}
_YEAR = re.compile(r"years\.(\d{4})\.(\w+)")


@dataclass(frozen=True)
class GapLine:
    """One clause as it is printed. `ways`: what alone would be enough, easiest first."""

    label: str
    verdict: Verdict
    word: str
    value: str
    threshold: str
    gap: str
    band: str
    missing: tuple[str, ...]
    ways: tuple[str, ...]
    documents: tuple[str, ...]
    reference: str
    url: str
    notes: tuple[str, ...]

    @property
    def colour(self) -> Colour:
        return COLOURS[self.verdict]


@dataclass(frozen=True)
class GapSheet:
    """A firm against one programme."""

    explained: Explained
    lines: tuple[GapLine, ...]
    plans: tuple[Plan, ...]
    score: str
    notes: tuple[str, ...]

    @property
    def verdict(self) -> Verdict:
        return self.explained.verdict

    @property
    def colour(self) -> Colour:
        return COLOURS[self.verdict]

    @property
    def failing(self) -> list[GapLine]:
        return [line for line in self.lines if line.verdict is Verdict.NOT_MET]

    @property
    def open(self) -> list[GapLine]:
        return [line for line in self.lines if line.verdict is Verdict.UNKNOWN]


def gap_sheet(programme: Programme, record: FactRecord, *, with_plans: bool = True) -> GapSheet:
    """Explain and put into words."""
    explained = explain(programme, record)
    return GapSheet(
        explained,
        tuple(_lines(explained, record)),
        tuple(plans(programme, record.values, LEVERS, PLANS)) if with_plans else (),
        points(explained.score),
        tuple(map(spoken, explained.notes)),
    )


def easiest(programme: Programme, record: FactRecord) -> Plan | None:
    """The cheapest plan, where there is one."""
    found = plans(programme, record.values, LEVERS, 1)
    return found[0] if found else None


def _lines(explained: Explained, record: FactRecord) -> Iterator[GapLine]:
    for clause, one in zip(explained.programme.clauses, explained.clauses, strict=True):
        failing = one.verdict is Verdict.NOT_MET
        ways = [str(change) for change in single_changes(clause.test, record.values, LEVERS)] if failing else []
        yield GapLine(
            one.label,
            one.verdict,
            "待核" if one.reason == "unconfirmed" else one.verdict.label,
            told(one.value, one.unit),
            told(one.threshold, one.unit),
            _short(one.gap, one.unit) if one.gap else "",
            one.band,
            tuple(dict.fromkeys(map(path_label, one.missing))),
            tuple(ways[:PLANS]),
            clause.documents,
            one.citation.text,
            one.citation.url,
            _remarks(one),
        )


def _remarks(one: ExplainedClause) -> tuple[str, ...]:
    return tuple(map(spoken, one.notes))


def told(value: Any, unit: Unit) -> str:
    """A JSON value of a clause as the office writes it; empty where there is none."""
    if value is None or value == {}:
        return ""
    if isinstance(value, dict):
        parts = [(LABELS.get(key, key), told(one, _unit_of(key))) for key, one in value.items()]
        return "；".join(f"{label} {text}" for label, text in parts if text)
    if isinstance(value, list):
        return "-".join(told(end, Unit.COUNT) for end in value) + (" 分" if unit is Unit.POINTS else "")
    if isinstance(value, bool):
        return "是" if value else "否"
    return value if isinstance(value, str) else _number(Decimal(str(value)), unit)


def _short(gap: Any, unit: Unit) -> str:
    """How much is missing: of a share in points of a per cent, rounded up, so that doing what is said is enough."""
    if unit is not Unit.SHARE or gap is None:
        return told(gap, unit)
    points = (Decimal(str(gap)) * 100).quantize(Decimal("0.01"), ROUND_CEILING)
    return f"{plain(points)} 个百分点"


def _number(value: Decimal, unit: Unit) -> str:
    if unit is Unit.SHARE:
        return f"{plain((value * 100).quantize(Decimal('0.0001')))}%"
    if unit is Unit.MONEY:
        return f"{plain((value / 10_000).quantize(Decimal('0.0001')), grouped=True)} 万元"
    tail = {Unit.COUNT: "", Unit.FLAG: "", Unit.PLACE: ""}.get(unit, f" {unit.label}")
    return f"{plain(value)}{tail}"


def _unit_of(key: str) -> Unit:
    if key.endswith("_yuan"):
        return Unit.MONEY
    return Unit.PEOPLE if key.endswith("staff") else Unit.COUNT


def points(score: Any) -> str:
    """«71 分», «58-83 分»."""
    if score is None:
        return ""
    return told(score, Unit.POINTS)


def path_label(path: str) -> str:
    """A key of the record as people say it: years.2025.staff → 2025年职工总数."""
    if match := _YEAR.fullmatch(path):
        return f"{match[1]}年{LABELS.get(match[2], match[2])}"
    parts = path.split(".")
    if parts[0] == "ip" and len(parts) == 3:
        return f"第 {int(parts[1]) + 1} 件知识产权的{_IP_PARTS.get(parts[2], parts[2])}"
    if parts[0] == "expert_scores":
        return f"专家评分：{EXPERT_LABELS.get(parts[-1], parts[-1])}"
    return LABELS.get(path, path)


def spoken(note: str) -> str:
    """A note without the keys of the file format."""
    text = _YEAR.sub(lambda match: path_label(match[0]), note)
    for word, instead in (("（unconfirmed）", ""), ("ip（知识产权）", "知识产权"), ("（titles）", ""), ("uscc：", "信用代码：")):
        text = text.replace(word, instead)
    return text


def summary(lines: Sequence[GapLine]) -> str:
    """«差 1 条：科技人员占比；待定 2 条»."""
    failing = [line.label for line in lines if line.verdict is Verdict.NOT_MET]
    unknown = sum(line.verdict is Verdict.UNKNOWN for line in lines)
    parts = [f"差 {len(failing)} 条：{'、'.join(failing)}"] if failing else []
    return "；".join(parts + ([f"待定 {unknown} 条"] if unknown else [])) or "全部符合"
