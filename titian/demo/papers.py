"""The demonstration's papers: last year's, final and sent; this half-year's, under way with some sections in, one back, one reviewed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from titian.accounts.models import Department, User
from titian.base.periods import Period
from titian.places.models import Region
from titian.reports.actions import (
    assign_section,
    circulate,
    edit_section,
    freeze,
    hand_in,
    return_for_correction,
    review,
    send,
    start_paper,
)
from titian.reports.models import Paper, Section

OFFICE_TIME = ZoneInfo("Asia/Shanghai")
DUE = datetime(2026, 6, 3, 18, tzinfo=OFFICE_TIME)
DEPARTMENTS = {"办公室": "office", "企业股": "enterprise", "研发与项目股": "research", "成果与人才股": "transfer"}
TOPICS = {
    "企业股": ("梯次培育", "入企", "培训"),
    "研发与项目股": ("研发", "平台", "项目", "指标"),
    "成果与人才股": ("转化", "金融", "人才", "特派员"),
}
WORDS = "本节文字由责任股室撰写，数字由系统从账上取。"


def write_papers(*, county: Region, people: Mapping[str, User]) -> None:
    """Both papers, by the people who would do it."""
    last = _annual(county, people)
    _half_year(county, people, last)


def _annual(county: Region, people: Mapping[str, User]) -> Paper:
    office, leader = people["office"], people["leader"]
    paper = start_paper(genre="annual", period=Period("2025"), as_of=date(2025, 12, 31), region=county, by=office)
    for section in _written(paper):
        hand_in(section, by=office)
        review(section, by=leader)
    freeze(paper, by=leader, reason="演示：核数所列各项已与责任股室核对")
    send(paper, receiver="示范县人民政府", day=date(2026, 1, 14), channel="公文交换", by=office)
    return paper


def _half_year(county: Region, people: Mapping[str, User], last: Paper) -> None:
    office = people["office"]
    paper = start_paper(genre="half-year", period=Period("2026H1"), as_of=date(2026, 5, 31), region=county, by=office)
    departments = {department.name: department for department in Department.objects.all()}
    sections = _written(paper)
    for section in sections:
        name = next((name for name, topics in TOPICS.items() if any(topic in section.title for topic in topics)), "办公室")
        assign_section(section, department=departments[name], writer=people[DEPARTMENTS[name]], due_at=DUE, by=office)
    circulate(paper, by=office)
    handed = [section for section in sections if section.writer in {people["enterprise"], people["transfer"]}]
    for section in handed:
        _write(section, people)
        hand_in(section, by=_writer(section))
    for section in handed[:1]:
        return_for_correction(section, reason="请补上与上年同期的比较，并说明净增的口径", by=people["chief"])
    for section in handed[1:3]:
        review(section, by=people["chief"])


def _written(paper: Paper) -> list[Section]:
    """Sections with words of their own that are switched on."""
    return [section for section in paper.sections.all() if section.is_on and section.is_written]


def _write(section: Section, people: Mapping[str, User]) -> None:
    edit_section(
        section,
        title=section.title,
        narrative=WORDS,
        style=section.style,
        narrative_last=False,
        by=_writer(section),
    )


def _writer(section: Section) -> User:
    assert section.writer is not None
    return section.writer
