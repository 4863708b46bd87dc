"""Starting a paper, its head, and its way from 起草 to 送审; opening a final one again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction

from titian.accounts.models import Department, User
from titian.base.errors import Refused
from titian.base.gongwen.numbers import DocumentNumberError, document_number
from titian.base.paragraphs import offered
from titian.base.periods import Period
from titian.figures.models import indicators
from titian.figures.outgoing import PREFERENCES, Prefer
from titian.journal.actions import record
from titian.places.models import Region
from titian.reports.actions.answering import hand_up
from titian.reports.catalogue import GENRES
from titian.reports.models import OfficeOutline, Paper, PaperState, Section
from titian.reports.models.papers import section_fields
from titian.reports.permissions import can_arrange, can_circulate, can_freeze, can_revise, can_start
from titian.reports.writer.outline import Outline, OutlineError, SectionPlan
from titian.reports.writer.particulars import Case, Particulars, ParticularsError, parse_case

HEAD = ("subtitle", "number", "addressee", "copies", "dated", "extras", "title", "as_of", "prefer")


@transaction.atomic
def start_paper(
    *,
    genre: str,
    period: Period,
    as_of: date,
    region: Region,
    by: User,
    outline: OfficeOutline | None = None,
    like: Paper | None = None,
    extras: Mapping[str, Any] | None = None,
    prefer: Prefer = Prefer.ROWS,
) -> Paper:
    """Begin a paper from the office's outline, from last time's paper (`like`: its sections, sentences and who writes them, not its
    texts), or from the packaged outline; with what the rooms offer to say by now. Raises Refused."""
    can_start(by).demand()
    return begun(
        genre=genre, period=period, as_of=as_of, region=region, by=by, outline=outline, like=like, extras=extras, prefer=prefer
    )


@transaction.atomic
def begun(
    *,
    genre: str,
    period: Period,
    as_of: date,
    region: Region,
    by: User,
    outline: OfficeOutline | None = None,
    like: Paper | None = None,
    extras: Mapping[str, Any] | None = None,
    prefer: Prefer = Prefer.ROWS,
    department: Department | None = None,
) -> Paper:
    """A paper with its sections, for verbs that have asked already who may; `department` writes what nobody else is named for."""
    _demand_period(genre, period, as_of)
    plan, departments, origin = _origin(genre, outline, like, dict(extras or {}))
    plan = GENRES[genre].offers(plan, offered(), indicators())
    paper = Paper.objects.create(
        genre=genre,
        title=plan.title,
        subtitle=plan.subtitle,
        period=period.text,
        as_of=as_of,
        region=region,
        prefer=prefer,
        extras=dict(extras or {}),
        based_on=origin,
        made_by=by,
    )
    known = {department.name: department for department in Department.objects.all()}
    Section.objects.bulk_create(
        Section(
            paper=paper,
            order=order,
            department=known.get(departments.get(section.key, "")) or department,
            **section_fields(section),
        )
        for order, section in enumerate(plan.sections, 1)
    )
    after = {"genre": genre, "period": period.text, "as_of": as_of, "outline": origin, "prefer": prefer.value}
    record("reports.paper.started", paper, by=by, after=after)
    return paper


@transaction.atomic
def amend_paper(paper: Paper, *, by: User, **head: Any) -> None:
    """Change the head: 标题, 副标题, 文号, 主送, 抄送, 成文日期, 截至日, other matters. Raises Refused for a 文号 with faults."""
    can_arrange(by, paper).demand()
    unknown = set(head) - set(HEAD)
    if unknown:
        raise ValueError(f"not part of a paper's head: {sorted(unknown)}")
    _demand_head(paper, head)
    before = {name: getattr(paper, name) for name in head}
    for name, value in head.items():
        setattr(paper, name, value)
    paper.save(update_fields=list(head))
    after = {name: value for name, value in head.items() if before[name] != value}
    record("reports.paper.amended", paper, by=by, before={name: before[name] for name in after}, after=after)


@transaction.atomic
def circulate(paper: Paper, *, by: User) -> None:
    """征求意见: the draft goes round."""
    can_circulate(by, paper).demand()
    if paper.state != PaperState.DRAFT:
        raise Refused(f"本稿已是{paper.state_label}")
    _move(paper, PaperState.COMMENT, "reports.paper.circulated", by)


@transaction.atomic
def submit_for_approval(paper: Paper, *, by: User) -> None:
    """送审: the leaders read it."""
    can_freeze(by, paper).demand()
    if paper.state == PaperState.REVIEW:
        raise Refused("本稿已送审")
    _move(paper, PaperState.REVIEW, "reports.paper.submitted", by)
    hand_up(paper, by=by)


@transaction.atomic
def revise(paper: Paper, *, reason: str, by: User) -> None:
    """Open a final or sent paper again; its versions and what was sent stay as they are."""
    can_revise(by, paper).demand()
    if not reason.strip():
        raise Refused("请写明重新修改的理由")
    _move(paper, PaperState.REVIEW, "reports.paper.reopened", by, reason=reason)


def _move(paper: Paper, state: str, code: str, by: User, *, reason: str = "") -> None:
    before = {"state": paper.state}
    paper.state = state
    paper.save(update_fields=["state"])
    record(code, paper, by=by, before=before, after={"state": state}, reason=reason)


def _demand_period(genre: str, period: Period, as_of: date) -> None:
    if genre not in GENRES:
        raise Refused(f"没有「{genre}」这种文种")
    problems = [refusal] if (refusal := GENRES[genre].refusal(period)) else []
    problems += [f"截至日 {as_of} 在{period.label}之前"] if as_of < period.since else []
    if problems:
        raise Refused(problems)


def _origin(
    genre: str, outline: OfficeOutline | None, like: Paper | None, extras: dict[str, Any]
) -> tuple[Outline, Mapping[str, str], str]:
    """The outline to begin with, the department of each section, and what it is called."""
    try:
        if like is not None:
            return outline_like(like), departments_of(like), str(like)
        outline = outline or (OfficeOutline.default_for(genre) if genre != "reply" else None)
        if outline is not None:
            return outline.as_outline(), outline.departments, outline.name
        particulars = Particulars(
            date.min, limit=extras.get("limit", 300), layout=extras.get("layout", "indicators"), case=_case(extras)
        )
        return GENRES[genre].outline(particulars), {}, "系统提纲"
    except OutlineError as problem:
        raise Refused(f"提纲不能用：{problem}") from problem


def outline_like(paper: Paper) -> Outline:
    """A paper's sections without the officers' texts of that time; the opening words of the packaged lead stay."""
    outline = paper.as_outline()
    for section in outline.sections:
        if section.role != "lead":
            outline = outline.with_section(section.key, _without_text)
    return outline


def departments_of(paper: Paper) -> dict[str, str]:
    """Section key → department, where one is named."""
    sections = paper.sections.select_related("department")
    return {section.key: section.department.name for section in sections if section.department}


def _without_text(section: SectionPlan) -> SectionPlan:
    return replace(section, narrative="")


def _case(extras: Mapping[str, Any]) -> Case:
    try:
        return parse_case(extras.get("case", {}))
    except ParticularsError as problem:
        raise Refused(str(problem)) from problem


def _demand_head(paper: Paper, head: Mapping[str, Any]) -> None:
    problems = []
    if head.get("number"):
        try:
            document_number(head["number"])
        except DocumentNumberError as problem:
            problems.append(str(problem))
    if "as_of" in head and head["as_of"] < Period(paper.period).since:
        problems.append(f"截至日 {head['as_of']} 在{paper.period_label}之前")
    if "extras" in head:
        _case(head["extras"])
    if head.get("prefer", Prefer.ROWS) not in PREFERENCES:
        problems.append(f"数从哪里来应为：{'、'.join(PREFERENCES.values())}")
    if problems:
        raise Refused(problems)
