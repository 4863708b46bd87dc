"""One section: its words with a live preview, who writes it, handing in, returning, reviewing, moving, switching."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from titian.base.forms import ReasonForm
from titian.base.pages import Action, Link, demand_or_404, page, work_page
from titian.base.requests import Request
from titian.journal.models import Entry
from titian.reports import actions
from titian.reports.actions import SectionWords
from titian.reports.forms import AddSectionForm, AssignForm, SectionForm, assignment, section_values
from titian.reports.models import Section, SectionState
from titian.reports.permissions import can_arrange, can_hand_in, can_return, can_review, can_work_on_papers, can_write
from titian.reports.views.common import attempted, paper_or_404, section_mark, section_or_404
from titian.reports.views.previews import preview_of, previews
from titian.reports.views.shown import missing_row, unused_figures
from titian.reports.wording.terms import PAPER_WORDS, VIEWS
from titian.reports.writer.assembling import Assembled

BAD_INPUT = 422


def section(request: Request, pk: int, section: int) -> HttpResponse:
    """The section's words. Saved as a whole; «预览» shows what it would print without saving."""
    found = section_or_404(request, pk, section)
    form = SectionForm(found, request.POST or None, opened=section_values(found))
    may_write = bool(can_write(request.user, found))
    if request.method == "POST":
        demand_or_404(can_write(request.user, found))
        if "preview" not in request.POST and form.is_valid() and _saved(request, found, form):
            messages.success(request, "本节已保存")
            return redirect(found)
    assembled = Assembled.of(found.paper, user=request.user)
    changed = bool(assembled.changed(found))
    return page(
        request,
        "reports/section.html",
        title=found.label,
        mark=section_mark(found, changed=changed),
        note=str(found.paper),
        back=Link(str(found.paper), found.paper.get_absolute_url()),
        actions=_actions(request, found, changed=changed),
        status=BAD_INPUT if form.is_bound and form.errors else 200,
        section=found,
        form=form,
        may_write=may_write,
        why_not=can_write(request.user, found).reason,
        rows=previews(found, form, assembled.composed.facts),
        narrative=preview_of(str(form["narrative"].value() or ""), assembled.composed.facts, found),
        left_out=[
            missing_row(entry, {}, titled=False)
            for entry in assembled.composed.missing
            if entry.section == found.key and entry.expected
        ],
        unused=unused_figures(assembled)[:60] if may_write else [],
        views=VIEWS.items(),
        words=PAPER_WORDS.items(),
        entries=Entry.objects.about(found)[:10],
    )


def _saved(request: Request, section: Section, form: SectionForm) -> bool:
    data = form.cleaned_data
    names = {name for name in form.fields if name not in {"version", "new_text"}}

    def stored(row: Section) -> dict[str, object]:
        return {name: value for name, value in section_values(row).items() if name in names}

    return form.guarded(
        section, current=stored, act=lambda row: actions.write_section(row, wanted=_words(form, data), by=request.user)
    )


def _words(form: SectionForm, data: dict[str, Any]) -> SectionWords:
    return SectionWords(
        title=data["title"],
        narrative=data["narrative"],
        style=data["style"],
        narrative_last=data["narrative_last"],
        topics=tuple(data[f"topic:{number}"] for number in range(1, len(form.points) + 1)),
        lines={line.key: (data[f"text:{line.key}"], data[f"on:{line.key}"]) for point in form.points for line in point.lines},
        new_text=data["new_text"],
    )


@require_POST
def preview(request: Request, pk: int, section: int) -> HttpResponse:
    """What one template would print with the books of now, or what is wrong with it. Nothing is saved."""
    found = section_or_404(request, pk, section)
    text = next((value for name, value in request.POST.items() if name.startswith(("text:", "new_text", "narrative"))), "")
    facts = Assembled.of(found.paper, user=request.user).composed.facts
    return render(request, "reports/section.html#preview", {"shown": preview_of(str(text), facts, found)})


def _actions(request: Request, section: Section, *, changed: bool) -> list[Action]:
    user, at = request.user, [section.paper_id, section.pk]
    found = []
    if can_arrange(user, section.paper):
        found.append(Action("分工", reverse("reports:assign", args=at)))
    if can_return(user, section):
        found.append(Action("退回修改", reverse("reports:return", args=at)))
    if can_hand_in(user, section) and section.is_written:
        found.append(Action("交稿", reverse("reports:act", args=[*at, "hand-in"]), post=True, primary=True))
    if can_review(user, section) and (changed or section.state == SectionState.HANDED_IN):
        found.append(Action("审核通过", reverse("reports:act", args=[*at, "review"]), post=True, primary=True))
    return found


@require_POST
def act(request: Request, pk: int, section: int, verb: str) -> HttpResponse:
    """Hand in, review, switch on or off, move, take a sentence away."""
    demand_or_404(can_work_on_papers(request.user))
    found = section_or_404(request, pk, section)
    known: dict[str, tuple[Callable[[], object], str]] = {
        "hand-in": (lambda: actions.hand_in(found, by=request.user), "已交稿"),
        "review": (lambda: actions.review(found, by=request.user), "已审核"),
        "on": (lambda: actions.switch_section(found, on=True, by=request.user), "本节已写入"),
        "off": (lambda: actions.switch_section(found, on=False, by=request.user), "本节已不写入，内容保留"),
        "move": (lambda: _move(request, found), "已调整次序"),
        "remove": (lambda: actions.remove_sentence(found, key=request.POST.get("key", ""), by=request.user), "已删除这一句"),
    }
    if verb not in known:
        raise Http404
    done, said = known[verb]
    attempted(request, done, said)
    return redirect(found if verb in {"hand-in", "review", "remove"} else found.paper)


def _move(request: Request, section: Section) -> None:
    key = request.POST.get("before", "")
    before = get_object_or_404(section.paper.sections, key=key) if key else None
    actions.move_section(section, before=before, by=request.user)


def assign(request: Request, pk: int, section: int) -> HttpResponse:
    """Department, writer and due hour of a section."""
    found = section_or_404(request, pk, section)
    demand_or_404(can_arrange(request.user, found.paper))
    form = AssignForm(request.POST or None, opened=assignment(found))
    if form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("department", "writer", "due_at")}
        if form.attempt(lambda: actions.assign_section(found, by=request.user, **data)):
            messages.success(request, "分工已定")
            return redirect(found.paper)
    title = f"分工：{found.label}"
    return work_page(request, form, title=title, submit="保存分工", back=Link(str(found.paper), found.paper.get_absolute_url()))


def return_(request: Request, pk: int, section: int) -> HttpResponse:
    """退回, with what is to be changed."""
    found = section_or_404(request, pk, section)
    demand_or_404(can_return(request.user, found))
    form = ReasonForm(request.POST or None)
    if form.is_valid() and form.attempt(
        lambda: actions.return_for_correction(found, reason=form.cleaned_data["reason"], by=request.user)
    ):
        messages.success(request, "已退回撰稿人")
        return redirect(found.paper)
    return work_page(
        request, form, title=f"退回：{found.title}", submit="退回修改", back=Link(found.title, found.get_absolute_url())
    )


def add(request: Request, pk: int) -> HttpResponse:
    """A section of the office's own."""
    found = paper_or_404(request, pk)
    demand_or_404(can_arrange(request.user, found))
    form = AddSectionForm(request.POST or None)
    made: list[Section] = []
    if form.is_valid() and form.attempt(lambda: made.append(actions.add_section(found, by=request.user, **form.cleaned_data))):
        messages.success(request, "已加一节，排在最后；可在文稿页调整次序")
        return redirect(made[0])
    return work_page(request, form, title="加一节", submit="加一节", back=Link(str(found), found.get_absolute_url()))
