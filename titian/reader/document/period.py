"""The period a paper is about, and the year its 今年 means.

A title's own year wins; then a bracket under it; then the date of issue together with the kind of paper: a summary of January to March
tells of the year before, a plan of November and December of the year to come.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from titian.base.periods import Period
from titian.reader.document.issued import Issued
from titian.reader.document.opening import (
    account,
    below_title,
    closed,
    cumulative,
    milestone_year,
    opening,
    opening_year,
    planned_year,
    speaks_of_a_whole_year,
    tells_of_last_year,
    years_named,
)
from titian.reader.document.paper import SPAN, YEAR, Paper
from titian.reader.document.parts import LAST_YEAR, NEXT_YEAR, Named, Part, named
from titian.reader.document.title import Title
from titian.reader.roles.times import FIVE_YEAR_PLANS

_EVALUATED = re.compile(rf"以({YEAR})年为评估年|评估(?:基准)?年[为是:]?({YEAR})年?|评估期(?:为|是|:)?{YEAR}年?{SPAN}({YEAR})年")
_BASE = re.compile(rf"以({YEAR})年为基[期年]|基期(?:为|年)?({YEAR})")
_CODED = re.compile(rf"编号:?\s*[A-Z\d]*[-—]?({YEAR})(?!\d)")
_COMPARED = re.compile(rf"[比较]{YEAR}年?")  # 比2025年底的71家: a year to compare with is not the paper's own
_SUMMARIES = ("annual", "other")
_YEARLY = ("annual", "half_year")
_SUMMARY_UNTIL, _PLAN_FROM, _LATE_UNTIL = 3, 11, 2
_LOW_SERIAL = 15
_TOLD = 300
_SINCE_LAST_YEAR = "去年以来"


@dataclass(frozen=True)
class Dating:
    """`period` as text; `this_year` is what 今年 means where that is not the period's year; `base_year` and `plan_end` bound a plan
    that is evaluated.
    """

    period: str | None
    this_year: int | None = None
    base_year: int | None = None
    plan_end: int | None = None


@dataclass(frozen=True)
class _Facts:
    """Everything the rules look at."""

    title: str
    kind: str
    issue: Issued | None
    serial: int | None
    head: str
    plain: str

    @property
    def is_plan(self) -> bool:
        return self.kind == "plan"

    @property
    def says_last_year(self) -> bool:
        return bool(LAST_YEAR.search(self.title) or LAST_YEAR.search(account(self.head)[1]))


def dating(paper: Paper, title: Title | None, issue: Issued | None, *, kind: str, number: str | None, hint: str | None) -> Dating:
    """Date a paper; `hint` is a name given from outside, used for a year only where title and bracket name none."""
    serial = re.search(r"(\d+)号", number or "")
    facts = _Facts(
        title.plain if title else "", kind, issue, int(serial[1]) if serial else None, opening(paper, title), paper.plain
    )
    base, end = _plan_bounds(facts)
    evaluated = _evaluated(facts, end)
    if evaluated:
        return Dating(str(evaluated), None, base, end)
    found = _named(paper, title, hint, facts)
    year = found.year or (_year_of_part(facts, found.part) if found.part else _year(facts))
    if year is None:
        return Dating(None, None, base, end)
    period = found.part.of(year) if found.part else Period.of_year(year)
    return Dating(str(period), _this_year(facts, year), base, end)


def _plan_bounds(facts: _Facts) -> tuple[int | None, int | None]:
    """The year before a plan of five years and its last, for a paper that evaluates it."""
    said = _BASE.search(facts.plain)
    plan = next((years for name, years in FIVE_YEAR_PLANS.items() if name in facts.title), None)
    if said:
        return int(said[1] or said[2]), plan[1] if plan else None
    is_evaluation = plan is not None and "评估" in facts.title
    return (plan[0] - 1, plan[1]) if plan and is_evaluation else (None, None)


def _evaluated(facts: _Facts, end: int | None) -> int | None:
    """The year an evaluation looks from: the one it names; midway the last full year, at the end the plan's last."""
    said = _EVALUATED.search(facts.plain)
    if said:
        return next(int(year) for year in said.groups() if year)
    if (
        end is None
        or "评估" not in facts.title
        or re.search(rf"\(?{YEAR}年度?\)?", re.sub(rf"{YEAR}年?{SPAN}{YEAR}年?", "", facts.title))
    ):
        return None
    if "中期" in facts.title:
        return facts.issue.year - 1 if facts.issue else None
    return min(end, facts.issue.year) if facts.issue else end


def _named(paper: Paper, title: Title | None, hint: str | None, facts: _Facts) -> Named:
    """Year and part of the title, completed by the bracket under it, the opening and the name given from outside."""
    first = named(facts.title, planned=facts.is_plan)
    below, (told, _) = below_title(paper.lines, title), account(facts.head)
    outside = _outside(hint) if first.year is None and below.year is None else Named()
    year = first.year or below.year or outside.year or _first_year(told, first)
    part = first.part or below.part or outside.part or (None if facts.is_plan else told.part or _closed_half(facts))
    if part is None and facts.kind == "half_year":
        part = Part("half", 1)
    return Named(year, _widened(part, facts, below, told))


def _first_year(told: Named, first: Named) -> int | None:
    return told.year if first.year is None else None


def _outside(hint: str | None) -> Named:
    """A file's name dates a paper only with a year written out."""
    return named(hint) if hint and re.search(rf"{YEAR}\s*年", hint) else Named()


def _closed_half(facts: _Facts) -> Part | None:
    """A ledger or report closed on 30 June, and issued then, is of the half-year."""
    end = closed(facts.title) or closed(facts.head)
    if facts.kind not in ("ledger", "other", "brief") or end is None or end[1] != 6:
        return None
    month = facts.issue.month if facts.issue else None
    return Part("half", 1) if month is None or 6 <= month <= 8 else None


def _widened(part: Part | None, facts: _Facts, *others: Named) -> Part | None:
    """三季度 in a title over figures of 1—9月 is the months since January, 二季度 over those of 上半年 the half-year."""
    if part == Part("quarter", 2) and not facts.is_plan and "上半年" in facts.head[:_TOLD]:
        return Part("half", 1)
    if part is None or part.last_month <= 3 or part.kind not in ("quarter", "month") or facts.is_plan:
        return part
    told: Iterable[Part | None] = (*(other.part for other in others), cumulative(facts.head[:200]))
    return next((found for found in told if found and found.kind == "months" and found.number == part.last_month), part)


def _year_of_part(facts: _Facts, part: Part) -> int | None:
    """A part of a year is told of once it is (nearly) over, and planned before it begins."""
    issue, opened = facts.issue, opening_year(facts.head)
    if opened and facts.kind in _YEARLY and (issue is None or issue.year - opened == 1):
        return opened
    if issue is None or issue.month is None or (issue.is_published and _is_out_of_use(facts, issue.year)):
        return _year(facts)
    if facts.is_plan:
        return issue.year + 1 if issue.month >= _PLAN_FROM and part.first_month < issue.month - 6 else issue.year
    begun = part.last_month if part.kind in ("months", "month") else part.first_month + (4 if part == Part("half", 1) else 0)
    return issue.year if issue.month >= begun else issue.year - 1


def _year(facts: _Facts) -> int | None:
    """Without a part: by issue and kind, else by what the text itself names."""
    issue, opened = facts.issue, opening_year(facts.head)
    if opened and (issue is None or (facts.kind in _YEARLY and issue.year - opened == 1)):
        return opened
    if issue is None:
        return _year_without_issue(facts)
    if issue.is_published and _is_out_of_use(facts, issue.year):
        return years_named(facts.plain).most_common(1)[0][0]
    if facts.is_plan:
        return issue.year + (1 if _plans_ahead(facts, issue) else 0)
    return issue.year - (1 if _looks_back(facts, issue) else 0)


def _is_out_of_use(facts: _Facts, year: int) -> bool:
    """Put on a page long after: the text names another year far more often than this one and the one before."""
    named_years = years_named(facts.plain)
    if facts.kind in ("reply", "speech", "brief") or not named_years:
        return False
    most, times = named_years.most_common(1)[0]
    return most < year and named_years[year] * 2 < times


def _looks_back(facts: _Facts, issue: Issued) -> bool:
    """Does a paper issued early in a year tell of the year before?"""
    if facts.says_last_year:
        return True
    if facts.kind == "annual":
        if issue.month is None:
            return planned_year(facts.plain) == issue.year or (facts.serial is not None and facts.serial <= _LOW_SERIAL)
        return issue.month <= _SUMMARY_UNTIL
    early = issue.month is not None and issue.month <= _LATE_UNTIL
    if facts.kind not in ("other", "brief", "ledger") or not early:
        return False
    told = opening_year(facts.head) == issue.year - 1 or _SINCE_LAST_YEAR in facts.head
    return told or speaks_of_a_whole_year(facts.title + facts.head) or planned_year(facts.plain) == issue.year


def _plans_ahead(facts: _Facts, issue: Issued) -> bool:
    """Is a plan for the year after its issue?"""
    if planned_year(facts.plain) == issue.year + 1:
        return True
    ahead = bool(NEXT_YEAR.search(facts.title) or NEXT_YEAR.search(account(facts.head)[1]))
    return ahead if issue.month is None else issue.month >= (_PLAN_FROM - 2 if ahead else _PLAN_FROM)


def _year_without_issue(facts: _Facts) -> int | None:
    meant = milestone_year(facts.head)
    if meant:
        return meant
    end = closed(facts.title) or closed(facts.head)
    if end and end[0]:
        return end[0]
    coded = _CODED.search(facts.head)
    if coded:
        return int(coded[1])
    planned, years = planned_year(facts.plain), years_named(facts.plain)
    if planned and facts.kind in _SUMMARIES and (years[planned - 1] or not years[planned + 1]):
        return planned - 1
    told = years_named(_COMPARED.sub("", facts.plain)) or years
    return told.most_common(1)[0][0] if told else None


def _this_year(facts: _Facts, year: int) -> int | None:
    """A notice of 上年度 says 去年 of the year it tells of; a plan for 明年 says 今年 of the one before."""
    if facts.issue is None or facts.issue.year == year:
        return None
    if facts.issue.year == year + 1:
        speaks_later = (
            facts.says_last_year
            or _SINCE_LAST_YEAR in facts.head
            or "今年" in facts.title
            or tells_of_last_year(facts.head, facts.plain)
        )
        return facts.issue.year if speaks_later else None
    ahead = facts.issue.year == year - 1 and facts.is_plan and NEXT_YEAR.search(facts.title + facts.head[:120])
    return facts.issue.year if ahead else None
