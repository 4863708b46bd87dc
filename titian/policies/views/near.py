"""只差一步: firms that lack one clause of a programme, the easiest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.urls import reverse

from titian.base.clock import today
from titian.base.columns import Column
from titian.base.pages import Action, Link, ListPage, demand_or_404
from titian.base.requests import Request
from titian.policies.engine.plans import Plan
from titian.policies.engine.programme import Programme
from titian.policies.facts import records
from titian.policies.filters import NearFilters
from titian.policies.gaps import easiest
from titian.policies.models import Assessment, AssessmentRun
from titian.policies.packs import standing
from titian.policies.permissions import can_see_board, sees_values
from titian.policies.rungs import programme_labels, title_kind
from titian.policies.standing import holders_of
from titian.policies.views.common import firm_link, to_ladder
from titian.registry.models import Organisation

WEIGHED = 200  # firms whose cheapest way is looked for; beyond that, fewest unknown clauses first
HARD = 10**9


@dataclass(frozen=True)
class Near:
    """A firm one clause away: which clause, how many are not known, the easiest way."""

    assessment: Assessment
    lacking: str
    plan: Plan | None

    @property
    def effort(self) -> int:
        return self.plan.effort if self.plan else HARD


def near(request: Request) -> HttpResponse:
    demand_or_404(can_see_board(request.user))
    day = today()
    run = AssessmentRun.objects.latest_until(day)
    codes = list(run.clauses) if run else []
    code = request.GET.get("programme", "")
    code = code if code in codes else next((one for one in ("hnte", *codes) if one in codes), "")
    rows = _rows(request, run, code) if run else []
    label = programme_labels().get(code, "")
    ways = [
        Action(programme_labels().get(one, one), f"{reverse('policies:near')}?programme={one}", primary=one == code)
        for one in codes
    ]
    note = f"{label}：不符合的只有一条、待定的不过半，按办成的难易排列" if label else ""
    return _listing(sees_values(request.user)).respond(
        request, rows, title="只差一步", note=note, as_of=run.day if run else day, actions=ways, back=to_ladder()
    )


def _rows(request: Request, run: AssessmentRun, code: str) -> list[Near]:
    programme = standing(*run.packs[code], run.day)
    found = Assessment.objects.visible_to(request.user).one_step_away(run, code)
    found = found.select_related("organisation__region", "organisation__officer")
    chosen = NearFilters(request.GET, queryset=found, request=request).qs
    holders = holders_of(run.day)[title_kind(code)]
    there = [one for one in chosen if one.organisation_id not in holders]
    weighed = _plans(programme, there[:WEIGHED], run.day) if sees_values(request.user) else {}
    labels = {clause.id: clause.label for clause in programme.clauses}
    made = [
        Near(one, "、".join(labels.get(name, name) for name in run.named(code, one.failing)), weighed.get(one.organisation_id))
        for one in there
    ]
    return sorted(made, key=lambda line: (line.effort, line.assessment.open, line.assessment.organisation_id))


def _plans(programme: Programme, rows: list[Assessment], day: date) -> dict[int, Plan | None]:
    known = records(Organisation.objects.filter(pk__in=[one.organisation_id for one in rows]), day)
    return {pk: easiest(programme, record) for pk, record in known.items()}


def _row(line: Near) -> Mapping[str, object]:
    one, firm = line.assessment, line.assessment.organisation
    return {
        "organisation": firm_link(firm),
        "lacking": Link(line.lacking, reverse("policies:sheet", args=[firm.pk, one.programme])),
        "plan": str(line.plan) if line.plan else "没有算得出的办法",
        "open": one.open or None,
        "score": one.score_label,
        "town": firm.region and firm.region.name,
        "officer": firm.officer and firm.officer.name,
    }


def _listing(with_values: bool) -> ListPage[Near]:
    columns = [
        Column("organisation", "企业名称", width=34),
        Column("lacking", "还差", width=22),
        Column("plan", "最容易的办法", width=34),
        Column("open", "待定条数", "integer"),
        Column("score", "得分", width=12),
        Column("town", "所属乡镇", width=14),
        Column("officer", "责任人", width=10),
    ]
    kept = columns if with_values else [column for column in columns if column.key not in {"plan", "score"}]
    return ListPage(
        title="只差一步",
        columns=tuple(kept),
        row=_row,
        empty="这里列出只差一条就符合的企业。先在「企业梯次」里点「重新评估全部企业」；评估过而这里是空的，就是没有只差一条的企业。",
        counted="家",
    )
