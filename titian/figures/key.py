"""The key of a figure: what makes two values statements about the same thing. Pure Python.

The bureaus' own reports contradict themselves only where two figures share a name and differ in a part of their key. So every part
is spelled out: indicator, calibre （口径）， level （级别）， stage （环节）， scope （范围）， region, department, period, status.
As-of day, operator and source are attributes of a statement, not parts of its identity.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import Any

from titian.base.periods import Period

ACHIEVED, SUBMITTED, TARGET = "achieved", "submitted", "target"
STATUSES: dict[str, str] = {ACHIEVED: "完成", SUBMITTED: "申报", TARGET: "目标"}
# Stages (环节) of what lies beyond the as-of day: it answers only who asks for that stage, and is never printed as done.
EXPECTED_STAGES = frozenset({"预计", "预测", "快报"})
PART_LABELS: dict[str, str] = {
    "indicator": "指标",
    "period": "期间",
    "status": "状态",
    "region": "区域",
    "calibre": "口径",
    "level": "级别",
    "stage": "环节",
    "scope": "范围",
    "department": "科室",
}


def status_of(indicator: str) -> str:
    """Applications are pending, everything else is done."""
    return SUBMITTED if indicator.endswith(".applied") else ACHIEVED


@dataclass(frozen=True)
class FigureKey:
    """Identity of a figure. `region` is the region's name or code as the books know it; optional parts are "" when not said."""

    indicator: str
    period: Period
    region: str
    status: str = ACHIEVED
    calibre: str = ""
    level: str = ""
    stage: str = ""
    scope: str = ""
    department: str = ""

    def __post_init__(self) -> None:
        if self.status not in STATUSES:
            raise ValueError(f"状态「{self.status}」不在 {'、'.join(STATUSES)} 之内")

    @property
    def text(self) -> str:
        """One line that two keys share exactly when they are equal."""
        return "|".join(str(getattr(self, part.name)).replace("|", "/") for part in fields(self))

    def differing(self, other: FigureKey) -> list[str]:
        """Names of the parts in which two keys differ, in the key's order."""
        return [part.name for part in fields(self) if getattr(self, part.name) != getattr(other, part.name)]

    def at(self, period: Period) -> FigureKey:
        """The same figure of another period."""
        return replace(self, period=period)

    @property
    def qualifiers(self) -> str:
        """The optional parts for people: «口径：会计；范围：科技进企», empty when none is said."""
        said = [(name, getattr(self, name)) for name in ("calibre", "level", "stage", "scope", "department")]
        return "；".join(f"{PART_LABELS[name]}：{value}" for name, value in said if value)


def with_department_renamed(stored: Any, old: str, new: str) -> Any:
    """Stored sentences, however deep in JSON, whose placeholders name a department («{code department=企业股}») under its new name."""
    if isinstance(stored, str):
        said = re.compile(rf"(?<=\s)(department|科室)\s*[=＝]\s*[“\"]?{re.escape(old)}[”\"]?(?=[\s}}｝])")
        value = f"“{new}”" if " " in new else new
        return said.sub(lambda found: f"{found[1]}={value}", stored)
    if isinstance(stored, dict):
        return {name: with_department_renamed(entry, old, new) for name, entry in stored.items()}
    return [with_department_renamed(entry, old, new) for entry in stored] if isinstance(stored, list) else stored
