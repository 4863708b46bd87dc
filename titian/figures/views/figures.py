"""One figure's page, entering, correcting, withdrawing, approving."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from titian.base.errors import Refused
from titian.base.forms import ReasonForm
from titian.base.pages import Action, Link, Mark, Record, demand_or_404, record_page, work_page
from titian.base.pages.drawn import chart_file, downloads
from titian.base.pages.record import Fact
from titian.base.periods import Period
from titian.base.quantities import Quantity
from titian.base.requests import Request
from titian.figures import actions
from titian.figures.asked import asked
from titian.figures.charts import history_chart
from titian.figures.forms import CorrectionForm, EntryForm, SpecifyForm
from titian.figures.models import Figure, PeriodApproval, SentFigure
from titian.figures.permissions import can_approve, can_correct, can_lift_approval, can_see_figures, can_state
from titian.figures.views.counted import frozen_of, panel_of
from titian.journal.models import Entry


def figure(request: Request, pk: int) -> HttpResponse:
    """One figure: value, key, history, every statement behind it, what was sent."""
    demand_or_404(can_see_figures(request.user))
    visible = Figure.objects.visible_to(request.user).select_related("region", "department", "stated_by", "approved_by", "corrects")
    row = get_object_or_404(visible, pk=pk)
    same = list(visible.of_key(row.key).order_by("pk"))
    contradicted = bool(visible.of_key(row.key).conflicts())
    chart = history_chart(user=request.user, figure=row)
    if (file := chart_file(request, chart)) is not None:
        return file
    return record_page(
        request,
        Record(
            title=row.name,
            mark=Mark("red", "不一致，待认定") if contradicted else _state_mark(row),
            note=f"{row.region} · {row.period_label}",
            facts=_facts(row),
            entries=Entry.objects.about(row)[:20],
        ),
        template="figures/figure.html",
        actions=_figure_actions(request, row, contradicted),
        back=Link("指标数", f"{reverse('figures:list')}?region={row.region.key}"),
        figure=row,
        panel=panel_of(request.user, row),
        frozen=frozen_of(request.user, row),
        same=same,
        chart=chart,
        downloads=downloads(request),
        sent=[(sent, sent.difference(row.value)) for sent in SentFigure.objects.filter(identity=row.identity)],
    )


def _state_mark(row: Figure) -> Mark:
    if row.state != "stated":
        return Mark("grey", row.state_label)
    return Mark("green", "已审定") if row.approved_at else Mark("blue", "在账")


def _facts(row: Figure) -> list[Fact]:
    entry = row.entry
    place = f"第 {row.offset} 字" if row.offset is not None else ""
    facts = [
        Fact("数值", row.quantity, source=row.document or row.origin_label, day=row.as_of),
        Fact("完整数值", f"{row.value.normalize():,f} {entry.unit}"),
        Fact("状态", row.status_label),
        Fact("期间", Period(row.period)),
        Fact("口径、级别、环节、范围", row.key.qualifiers),
        Fact("来源", row.origin_label, source=" ".join(filter(None, [row.document, place]))),
        Fact("定义", entry.definition),
        Fact("发布部门与频次", " · ".join(filter(None, [entry.publisher, entry.frequency]))),
    ]
    if row.names:
        facts.append(Fact("名单", "、".join(row.names)))
    if row.note or row.state_reason:
        facts.append(Fact("说明", row.note or row.state_reason))
    if row.corrects:
        facts.append(Fact("更正前", Link(row.corrects.printed, row.corrects.get_absolute_url())))
    return facts


def _figure_actions(request: Request, row: Figure, contradicted: bool) -> list[Action]:
    if row.state != "stated" or not can_correct(request.user):
        return []
    found = [Action("认定不一致", reverse("figures:conflicts"))] if contradicted else []
    return [
        *found,
        Action("补写口径范围", reverse("figures:specify", args=[row.pk])),
        Action("更正此数", reverse("figures:correct", args=[row.pk])),
        Action("撤回此数", reverse("figures:withdraw", args=[row.pk])),
    ]


def enter(request: Request) -> HttpResponse:
    """Type a figure with its evidence."""
    demand_or_404(can_state(request.user))
    wanted = asked(request.GET, request.user)
    form = EntryForm(request.POST or None, initial={"region": wanted.region, "period": wanted.period})
    if request.method == "POST" and form.is_valid():
        stated: list[Figure] = []
        new = form.as_new()
        if form.attempt(lambda: stated.extend(actions.state_figures([new], region=form.cleaned_data["region"], by=request.user))):
            messages.success(request, f"已入账：{stated[0]}")
            return redirect(stated[0])
    back = Link("指标数", reverse("figures:list"))
    return work_page(request, form, title="录入指标", submit="录入指标", template="figures/enter.html", back=back)


def correct(request: Request, pk: int) -> HttpResponse:
    """更正 with a reason."""
    demand_or_404(can_correct(request.user))
    row = get_object_or_404(Figure.objects.visible_to(request.user), pk=pk)
    form = CorrectionForm(request.POST or None, initial={"value": str(row.quantity)}, unit=row.entry.unit)
    if request.method == "POST" and form.is_valid():
        said: Quantity = form.cleaned_data["value"]
        made: list[Figure] = []

        def act() -> None:
            made.append(
                actions.correct(row, value=said.value, operator=said.operator, reason=form.cleaned_data["reason"], by=request.user)
            )

        if form.attempt(act):
            messages.success(request, f"已更正为 {made[0].printed}，原数 {row.printed} 保留可查")
            return redirect(made[0])
    hint = "更正后原数仍可查；已报送的文稿保留原数，并显示差额。"
    return work_page(request, form, title=f"更正：{row}", submit="更正此数", hint=hint, back=Link(row.name, row.get_absolute_url()))


def specify(request: Request, pk: int) -> HttpResponse:
    """Say calibre, level and scope of a figure already in the books."""
    demand_or_404(can_correct(request.user))
    row = get_object_or_404(Figure.objects.visible_to(request.user), pk=pk)
    form = SpecifyForm(request.POST or None, initial={"scope": row.scope, "calibre": row.calibre, "level": row.level})
    if (
        request.method == "POST"
        and form.is_valid()
        and form.attempt(lambda: actions.specify(row, **form.cleaned_data, by=request.user))
    ):
        messages.success(request, f"已补写：{row.key.qualifiers or '无'}")
        return redirect(row)
    hint = "两个数同名而范围不同（如不同行动的走访次数），各自写明范围后就不再算矛盾。"
    return work_page(
        request, form, title=f"补写口径范围：{row}", submit="保存口径范围", hint=hint, back=Link(row.name, row.get_absolute_url())
    )


def withdraw(request: Request, pk: int) -> HttpResponse:
    """Take a wrong entry out, with a reason."""
    demand_or_404(can_correct(request.user))
    row = get_object_or_404(Figure.objects.visible_to(request.user), pk=pk)
    form = ReasonForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.attempt(lambda: actions.withdraw(row, reason=form.cleaned_data["reason"], by=request.user))
    ):
        messages.success(request, f"已撤回 {row}")
        return redirect(row)
    return work_page(request, form, title=f"撤回：{row}", submit="撤回此数", back=Link(row.name, row.get_absolute_url()))


@require_POST
def approve(request: Request) -> HttpResponse:
    """Approve and lock the period named in the form."""
    demand_or_404(can_approve(request.user))
    wanted = asked(request.POST, request.user)
    address = f"{reverse('figures:list')}?region={wanted.region.key}&period={request.POST.get('period', '')}"
    if wanted.period is None:
        messages.error(request, "请先选定期间再审定")
        return redirect(address)
    try:
        actions.approve_period(region=wanted.region, period=wanted.period, by=request.user)
        messages.success(request, f"已审定并锁定 {wanted.region}{wanted.period.label}的数")
    except Refused as problem:
        for message in problem.messages:
            messages.error(request, message)
    return redirect(address)


def lift(request: Request, pk: int) -> HttpResponse:
    """Open an approved period again."""
    demand_or_404(can_lift_approval(request.user))
    approval = get_object_or_404(PeriodApproval, pk=pk, lifted_at=None)
    form = ReasonForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.attempt(lambda: actions.lift_approval(approval, reason=form.cleaned_data["reason"], by=request.user))
    ):
        messages.success(request, f"已解除 {approval} 的审定")
        return redirect(f"{reverse('figures:list')}?region={approval.region.key}&period={approval.period}")
    return work_page(request, form, title=f"解除审定：{approval}", submit="解除审定", back=Link("指标数", reverse("figures:list")))
