"""Platforms that stand still: the rule that names candidates for 淘汰或改造. Pure Python; what is decided of them is people's business."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Milestone:
    """A planned day of construction: 开工, 封顶, 投用. `reached` None: not yet."""

    label: str
    planned: date
    reached: date | None = None

    def days_late(self, day: date) -> int:
        """How many days it is overdue on a day; 0 once reached or not due."""
        return 0 if self.reached is not None and self.reached <= day else max(0, (day - self.planned).days)


@dataclass(frozen=True)
class Course:
    """What is known of a platform. `since`: the day it was approved or begun; `progress_on`, `output_on` the last day of either."""

    since: date | None
    progress_on: date | None = None
    output_on: date | None = None
    milestones: Sequence[Milestone] = ()


@dataclass(frozen=True)
class Rule:
    """months        nothing entered and nothing put out for more than so many months
    late_days     a milestone of construction overdue by more than so many days"""

    months: int = 12
    late_days: int = 90


def months_between(since: date, day: date) -> int:
    """Whole months gone: from 31 January to 28 February none, to 1 March one."""
    months = (day.year - since.year) * 12 + day.month - since.month
    return months - (day.day < since.day)


def signs(course: Course, rule: Rule, day: date) -> Iterator[str]:
    """Why a platform is a candidate; nothing: it is none. What is not known is said as such and never taken for standing still."""
    last = max(filter(None, (course.since, course.progress_on, course.output_on)), default=None)
    if last is not None and last <= day and (gone := months_between(last, day)) >= rule.months:
        what = "列入以来" if last == course.since else f"{last} 以来"
        yield f"{what} {gone} 个月没有进展和产出（规则：{rule.months} 个月）"
    for milestone in course.milestones:
        if (late := milestone.days_late(day)) > rule.late_days:
            yield f"计划 {milestone.planned} {milestone.label}，已逾期 {late} 天（规则：{rule.late_days} 天）"
