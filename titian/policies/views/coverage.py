"""应享尽享, and the simulation of a draft over the whole county."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from titian.base.clock import today
from titian.base.columns import Column
from titian.base.money import in_wan
from titian.base.pages import Link, ListPage, Mark, Tile, board_page, demand_or_404, page
from titian.base.requests import Request
from titian.policies.benefits.simulation import ALL, EXPLAINED, FIRST_COME, IN_TURN, PRO_RATA, RANKED, SCORED, SMALLEST, compared
from titian.policies.claiming.coverage import Covered, Line, coverage
from titian.policies.claiming.simulating import SimulatedPolicy, simulate_policy
from titian.policies.forms import SimulationForm
from titian.policies.models import Policy
from titian.policies.permissions import can_see_coverage, can_see_drafts, sees_values
from titian.policies.views.shared import STATISTICS_NOTE, amount, yuan
from titian.registry.forms.fields import wan
from titian.registry.models import Organisation
from titian.registry.views.common import back_to

SHOWN = 100
DEFAULT_SCORE = "tsme"  # the score most small firms have


def _share(value: Fraction | None) -> str:
    """«83.3%», rounded down, so that 100% is said of nothing less."""
    return "—" if value is None else f"{value.numerator * 1000 // value.denominator / 10:g}%"


def _told(line: Line) -> dict[str, object]:
    return {
        "line": line,
        "firms": _share(line.share_of_firms),
        "money": _share(line.share_of_money),
        "claimable": amount(line.money),
        "claimed": amount(line.money_claimed),
    }


def coverage_page(request: Request) -> HttpResponse:
    """A town sees its own firms, and no amounts: what a rate gives would tell what a firm spends."""
    demand_or_404(can_see_coverage(request.user))
    found = coverage(today(), Organisation.objects.visible_to(request.user))
    rows, values = reverse("policies:covered"), sees_values(request.user)
    return board_page(
        request,
        title="应享尽享",
        tiles=[*_firms(found.total(), rows), *(_money(found.total(), rows) if values else [])],
        values=values,
        as_of=today(),
        template="policies/coverage.html",
        clauses=[_told(line) for line in found.by_clause()],
        towns=[_told(line) for line in found.by_town()],
        unknown=sum(found.unknown.values()),
        unconfirmed=found.unconfirmed,
        rows=rows,
        statistics_note=STATISTICS_NOTE,
    )


def _firms(total: Line, rows: str) -> list[Tile]:
    share = total.share_of_firms
    return [
        Tile("应享企业", str(total.firms), "家", url=rows),
        Tile("已全部申领", str(total.firms_claimed), "家", url=f"{rows}?claimed=1", share=share, lines=[_share(share)]),
    ]


def _money(total: Line, rows: str) -> list[Tile]:
    share = total.share_of_money
    return [
        Tile("应享金额", in_wan(total.money), "万元", url=rows),
        Tile("已申领金额", in_wan(total.money_claimed), "万元", url=f"{rows}?claimed=1", share=share, lines=[_share(share)]),
    ]


def _covered(row: Covered) -> Mapping[str, object]:
    claimed = Mark("green", "已申领") if row.claimed is not None else Mark("yellow", "未申领")
    return {
        "organisation": Link(row.name, reverse("policies:benefits", args=[row.organisation])),
        "town": row.town or None,
        "clause": Link(row.clause.label, row.clause.get_absolute_url()),
        "year": row.year,
        "claimable": yuan(row.claimable),
        "claimed": yuan(row.claimed),
        "state": Link(claimed, reverse("policies:claim", args=[row.claim])) if row.claim else claimed,
    }


def _covered_in_town(row: Covered) -> Mapping[str, object]:
    """Links to what a town may open."""
    firm = Link(row.name, reverse("registry:organisation", args=[row.organisation]))
    claimed = Mark("green", "已申领") if row.claimed is not None else Mark("yellow", "未申领")
    return {**_covered(row), "organisation": firm, "state": claimed}


_AMOUNTS = (Column("claimable", "应享金额", "money_wan"), Column("claimed", "已申领金额", "money_wan"))
COVERED: ListPage[Covered] = ListPage(
    title="应享尽享明细",
    columns=(
        Column("organisation", "企业名称", width=32),
        Column("town", "所属乡镇", width=12),
        Column("clause", "条款", width=30),
        Column("year", "所属年度", "year"),
        *_AMOUNTS,
        Column("state", "状态", width=10),
    ),
    row=_covered,
    empty="没有符合条件的企业：政策库里还没有核对过、施行中的条款。",
    counted="条",
    sorts={"organisation": "organisation", "town": "town", "claimable": "claimable"},
)
# For a town: no amounts, and none to sort by.
WITHOUT_AMOUNTS: ListPage[Covered] = replace(
    COVERED,
    columns=tuple(column for column in COVERED.columns if column not in _AMOUNTS),
    row=_covered_in_town,
    sorts={"organisation": "organisation"},
)


def covered(request: Request) -> HttpResponse:
    """The rows behind; by clause, town, claimed or not, as the address says."""
    demand_or_404(can_see_coverage(request.user))
    asked, listed = request.GET, COVERED if sees_values(request.user) else WITHOUT_AMOUNTS
    rows = [
        row
        for row in coverage(today(), Organisation.objects.visible_to(request.user)).rows
        if asked.get("clause", "") in ("", str(row.clause.pk))
        and ("town" not in asked or asked["town"] == row.town)
        and asked.get("claimed", "") in ("", str(int(row.claimed is not None)))
    ]
    return listed.respond(request, rows, as_of=today(), back=Link("应享尽享", reverse("policies:coverage")))


def simulate(request: Request, pk: int) -> HttpResponse:
    """Who gains by a document as it stands, issued or not; nothing is stored."""
    demand_or_404(can_see_drafts(request.user))
    policy = get_object_or_404(Policy.objects.visible_to(request.user), pk=pk)
    first = {"ceiling": wan(policy.budget), "cut": ALL if policy.budget is None else PRO_RATA}
    form = SimulationForm(request.GET if "cut" in request.GET else first, policy=policy, day=today())
    said = form.cleaned_data if form.is_valid() else {}
    how: dict[str, Any] = {
        "ceiling": said.get("ceiling"),
        "cut": said.get("cut") or ALL,
        "score": said.get("score") or DEFAULT_SCORE,
    }
    found = simulate_policy(policy, today(), **how)
    other = said.get("against")
    against = simulate_policy(other, today(), **how) if other else None
    differences = compared(found.whole, against.whole)[:SHOWN] if against else []
    names = _names({one.key for one in found.whole.gains[:SHOWN]} | {row.key for row in differences})
    return page(
        request,
        "policies/simulation.html",
        title=f"测算：{policy}",
        note="草案，未施行" if policy.is_draft else policy.state_label,
        as_of=today(),
        back=back_to(policy),
        form=form,
        found=found,
        explained=_explained(policy, found, how),
        asked=amount(found.whole.asked),
        granted=amount(found.whole.granted),
        towns=[(place or "乡镇未定", firms, amount(money)) for place, firms, money in found.whole.by_place()],
        lines=[(clause, firms, amount(money), unknown) for clause, firms, money, unknown in found.lines],
        gains=[
            (names.get(one.key, ""), one.key, one.place, amount(one.asked or 0), amount(one.granted or 0))
            for one in found.whole.gains[:SHOWN]
        ],
        against=against,
        other=other,
        other_granted=amount(against.whole.granted) if against else "",
        differences=[
            (names.get(row.key, ""), row.key, amount(row.first), amount(row.second), amount(row.change)) for row in differences
        ],
        statistics_note=STATISTICS_NOTE,
    )


def _explained(policy: Policy, found: SimulatedPolicy, how: Mapping[str, Any]) -> list[str]:
    """What the chosen way does, in sentences; what it cannot know is said with how far the answer may go."""
    whole, cut = found.whole, how["cut"]
    if cut != ALL and whole.ceiling is None:
        return ["没有填预算上限，按全额测算。"]
    if cut != ALL and not whole.is_cut:
        return ["没有超出预算，每家全额安排。"]
    said = [EXPLAINED[cut]]
    if whole.most is not None:
        said.append(f"这里的最高额是每家 {amount(whole.most)}。")
    if cut in IN_TURN:
        said.append(f"安排 {whole.firms} 家，{whole.left_out} 家排不上，余 {amount((whole.ceiling or 0) - whole.granted)}。")
    if found.unplaced and cut == FIRST_COME:
        fewest, most = (simulate_policy(policy, today(), ceiling=whole.ceiling, cut=one).whole.firms for one in (RANKED, SMALLEST))
        said.append(
            f"{found.unplaced} 家还没有申请，谁先来不知道：都由金额大的先来只够 {fewest} 家，都由金额小的先来够 {most} 家。"
        )
    if found.unplaced and cut == SCORED:
        said.append(f"{found.unplaced} 家没有评估得分；先在「企业梯次」里重新评估。")
    return said


def _names(keys: set[int]) -> dict[int, str]:
    return dict(Organisation.objects.filter(pk__in=keys).values_list("pk", "name"))
