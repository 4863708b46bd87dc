"""催: which sections have not come in, as a text to be copied into the office's group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from titian.reports.models import Paper, PaperState, Section, SectionState

UNASSIGNED = "还没有分工"


@dataclass(frozen=True)
class Chase:
    """`count` sections are waited for."""

    count: int
    text: str


def chase(paper: Paper, sections: Sequence[Section], now: datetime) -> Chase | None:
    """Of a paper that goes round; None when everything has come in. A line a writer, in the order of the paper, never by speed."""
    waits = {SectionState.OPEN, SectionState.RETURNED}
    owed = [one for one in sections if one.is_on and one.is_written and one.state in waits]
    if paper.state != PaperState.COMMENT or not owed:
        return None
    lines: dict[str, list[Section]] = {}
    for one in owed:
        lines.setdefault(one.asked or UNASSIGNED, []).append(one)
    said = [f"{whose}：{_asked(together, now)}。" for whose, together in lines.items()]
    opening = f"各位好，《{paper}》还有 {len(owed)} 节没有交稿："
    return Chase(len(owed), "\n".join([opening, *said, "写好后在系统「文稿」里打开本节，点「交稿」。谢谢！"]))


def _asked(sections: Sequence[Section], now: datetime) -> str:
    """「导语」「党的建设」，6月3日18:00前; each hour once, what was returned with its reason."""
    hours: dict[str, list[str]] = {}
    for one in sections:
        returned = f"（退回：{one.reason.rstrip('。')}）" if one.state == SectionState.RETURNED else ""
        hours.setdefault(_due(one, now), []).append(f"「{one.label}」{returned}")
    return "；".join("，".join(filter(None, ["".join(names), hour])) for hour, names in hours.items())


def _due(section: Section, now: datetime) -> str:
    if section.due_at is None:
        return ""
    local = timezone.localtime(section.due_at)
    said = f"{local.month}月{local.day}日{local:%H:%M}"
    return f"{said}前" if section.due_at >= now else f"已过{said}"
