"""Firms that look like one: merging them, telling them apart, taking a merge back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from titian.base.columns import Column
from titian.base.forms import ReasonForm, whole_number
from titian.base.pages import Link, ListPage, demand_or_404, told, work_page
from titian.base.requests import Request
from titian.places.models import Region
from titian.registry import actions
from titian.registry.forms import MergeForm
from titian.registry.matching import Pair, Registered, suspects
from titian.registry.models import DistinctPair, IntellectualProperty, Merge, Organisation, OrganisationName, Title
from titian.registry.models.organisations import FORMER
from titian.registry.permissions import can_merge
from titian.registry.views.common import back_to, done, organisation_or_404

_KIND = re.compile("(街道|自治县|自治旗|[省市县区旗州盟镇乡])$")


@dataclass(frozen=True)
class Suspicion:
    """A pair with its two rows; the one that knows more is offered to stay."""

    pair: Pair
    stays: Organisation
    goes: Organisation

    @property
    def pk(self) -> str:
        return f"{self.pair.first}-{self.pair.second}"


def _row(found: Suspicion) -> Mapping[str, object]:
    return {
        "stays": Link(found.stays.name, found.stays.get_absolute_url()),
        "stays_code": found.stays.uscc,
        "goes": Link(found.goes.name, found.goes.get_absolute_url()),
        "goes_code": found.goes.uscc,
        "reason": found.pair.reason,
        "confidence": found.pair.confidence,
    }


DUPLICATES: ListPage[Suspicion] = ListPage(
    title="疑似重复",
    columns=(
        Column("stays", "企业", width=34),
        Column("stays_code", "信用代码", width=22),
        Column("goes", "疑似重复的企业", width=34),
        Column("goes_code", "它的信用代码", width=22),
        Column("reason", "依据", width=22),
        Column("confidence", "把握", "integer", unit="%"),
    ),
    row=_row,
    empty="没有发现疑似重复的企业。名称、曾用名、信用代码的主体部分、证书编号相同，或名称除一处笔误外相同的，会列在这里等人认定；只是同地、同行的不列。",
    counted="对",
    sorts={"stays": "stays", "reason": "reason", "confidence": "confidence"},
    template="registry/duplicates.html",
)


def duplicates(request: Request) -> HttpResponse:
    demand_or_404(can_merge(request.user))
    latest = Merge.objects.standing().select_related("duplicate", "survivor", "merged_by")[:20]
    return DUPLICATES.respond(request, _suspicions(), merges=latest)


def _suspicions() -> list[Suspicion]:
    """What nobody has decided yet."""
    former: dict[int, list[str]] = {}
    for key, text in OrganisationName.objects.filter(kind=FORMER).values_list("organisation", "text"):
        former.setdefault(key, []).append(text)
    marks = _marks()
    known = Organisation.objects.current().order_by("pk").values_list("pk", "name", "uscc", "region")
    registered = (
        Registered(pk, name, uscc or "", town, tuple(former.get(pk, ())), tuple(marks.get(pk, ())))
        for pk, name, uscc, town in known
    )
    apart = set(DistinctPair.objects.values_list("first", "second"))
    pairs = [pair for pair in suspects(registered, _places()) if (pair.first, pair.second) not in apart]
    rows = Organisation.objects.in_bulk({key for pair in pairs for key in (pair.first, pair.second)})
    return [_suspicion(pair, rows[pair.first], rows[pair.second]) for pair in pairs]


def _places() -> set[str]:
    """Names of our regions as they stand in firms' names: 示范 for 示范县, 城关 for 城关镇."""
    return {
        bare for name in Region.objects.exclude(level="village").values_list("name", flat=True) if (bare := _KIND.sub("", name))
    }


def _marks() -> dict[int, list[str]]:
    """Numbers that stand for one holder only: certificates by their title, rights by their own number."""
    found: dict[int, list[str]] = {}
    certificates = Title.objects.exclude(certificate="").values_list("organisation", "kind", "certificate")
    for holder, *mark in (*certificates, *IntellectualProperty.objects.values_list("organisation", "kind", "number")):
        found.setdefault(holder, []).append(" ".join(mark))
    return found


def _suspicion(pair: Pair, one: Organisation, other: Organisation) -> Suspicion:
    """The one with a code, a town, an officer stays; between equals the older one."""
    stays, goes = sorted((one, other), key=lambda row: (not row.uscc, not row.region_id, not row.officer_id, row.pk))
    return Suspicion(pair, stays, goes)


@require_POST
def tell_apart(request: Request) -> HttpResponse:
    demand_or_404(can_merge(request.user))
    keys = {whole_number(request.POST.get(name, "")) or 0 for name in ("first", "second")}
    pair = list(Organisation.objects.visible_to(request.user).filter(pk__in=keys))
    if len(pair) == 2:
        one, other = pair
        told(request, lambda: actions.tell_apart(one, other, by=request.user), f"已记下：「{one}」与「{other}」不是同一家。")
    return redirect("registry:duplicates")


def merge(request: Request, pk: int) -> HttpResponse:
    """Merge a firm into another one, named in the form or in the address (`into`)."""
    demand_or_404(can_merge(request.user))
    found = organisation_or_404(request, pk)
    key = whole_number(request.GET.get("into", ""))
    into = Organisation.objects.visible_to(request.user).current().filter(pk=key).first() if key else None
    form = MergeForm(request.POST or None, user=request.user, initial={"into": into})
    made: list[Merge] = []

    def act() -> Organisation:
        said = form.cleaned_data
        made.append(actions.merge_organisations(found, into=said["into"], reason=said["reason"], by=request.user))
        return made[0].survivor

    saved = done(request, form, act, "已合并。")
    if saved and made and made[0].kept_count:
        messages.warning(request, f"有 {made[0].kept_count} 条记录因两家都有而留在原处，请到合并说明里查看。")
    if saved and made and made[0].login_count:
        messages.warning(request, f"「{found}」的 {made[0].login_count} 个登录账号能否看所选企业的数据，已提请安全保密管理员确认。")
    hint = (
        f"「{found}」的资质、年度数据、知识产权、人员和其他记录全部转到所选企业，它从名录中消失，按它的名称仍能找到。"
        "所选企业缺的信息用它的补齐。它的登录账号经安全保密管理员确认后才随之转过去。合并可以撤销。"
    )
    return saved or work_page(request, form, title=f"合并：{found}", submit="合并企业", hint=hint, back=back_to(found))


def undo_merge(request: Request, pk: int) -> HttpResponse:
    demand_or_404(can_merge(request.user))
    found = get_object_or_404(Merge.objects.standing().select_related("duplicate", "survivor"), pk=pk)
    form = ReasonForm(request.POST or None)
    survivor = found.survivor

    def act() -> None:
        actions.undo_merge(found, reason=form.cleaned_data["reason"], by=request.user)

    hint = f"合并时转入的 {found.moved_count} 条记录转回「{found.duplicate}」；合并之后新登记的留在「{survivor}」。"
    saved = done(request, form, act, "已撤销合并。", reverse("registry:organisation", args=[found.duplicate_id]))
    return saved or work_page(request, form, title=f"撤销合并：{found}", submit="撤销合并", hint=hint, back=back_to(survivor))
