"""A firm's year in four calibres beside each other, and how each follows from the accounts."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from titian.base.money import to_yuan
from titian.base.pages import Action, Link, demand_or_404, page
from titian.base.requests import Request
from titian.registry.models import Organisation
from titian.rnd.calibres import AddOn, Comparison, add_on
from titian.rnd.calibres.rates import labels, negative_industry, negative_reference, percent
from titian.rnd.judging import firm_year
from titian.rnd.models import CostLine, Project, Return
from titian.rnd.permissions import can_add, can_see_returns
from titian.rnd.views.common import Picker, link, year_picker, yuan


def firm_year_page(request: Request, pk: int, year: int) -> HttpResponse:
    demand_or_404(can_see_returns(request.user))
    firm = get_object_or_404(Organisation.objects.visible_to(request.user).current(), pk=pk)
    shown = _year(request, year)
    comparison = firm_year(firm, shown) if _sees(request, firm) else None
    who, tax = _asked(request, "who", "add_on"), _asked(request, "tax", "tax")
    base = comparison["deduction"].total if comparison else None
    projects = Project.objects.visible_to(request.user).filter(organisation=firm)
    return page(
        request,
        "rnd/firm_year.html",
        title=f"{firm.name} {shown}年研发投入四口径对照",
        note="会计口径来自辅助账，其余三个口径由它逐条推出",
        back=Link(firm.name, firm.get_absolute_url()),
        actions=_buttons(request, firm, shown, bool(comparison)),
        firm=firm,
        year=shown,
        comparison=comparison,
        **(_columns(comparison) if comparison else {}),
        **(_gain(add_on(base, shown, who=who, tax=tax)) if base is not None else {}),
        pickers=[
            year_picker(shown),
            Picker("who", "适用比例", who, [*labels("add_on").items()]),
            Picker("tax", "税率", tax, [*labels("tax").items()]),
        ],
        negative=negative_industry(firm.industry),
        negative_reference=negative_reference(),
        returns=Return.objects.visible_to(request.user).filter(organisation=firm, year=shown),
        projects=projects.active_in(shown),
        lines=CostLine.objects.visible_to(request.user).filter(project__organisation=firm, year=shown).count(),
    )


def _columns(comparison: Comparison) -> dict[str, Any]:
    """The four beside each other and what leads to each, as Decimal yuan."""
    return {
        "table": [(label, [to_yuan(cell) for cell in cells]) for label, cells in comparison.table],
        "start": to_yuan(comparison["accounting"].known),
        "domestic": to_yuan(comparison.domestic),
        "calibres": [
            {
                "label": calibre.label,
                "known": to_yuan(calibre.known),
                "is_estimate": calibre.is_estimate,
                "missing": calibre.missing,
                "notes": calibre.notes,
                "steps": [{**vars(step), "amount": to_yuan(step.amount)} for step in calibre.steps],
            }
            for calibre in comparison.calibres
        ],
    }


def _gain(found: AddOn) -> dict[str, Any]:
    return {
        "gain": found,
        "gain_base": to_yuan(found.base),
        "gain_rate": percent(found.rate.value) if found.rate else "",
        "gain_amount": yuan(found.amount),
        "gain_saved": yuan(found.saved),
    }


def _year(request: Request, year: int) -> int:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else year


def _sees(request: Request, firm: Organisation) -> bool:
    return bool(request.user.is_inside or request.user.own_organisation_id == firm.pk)


def _asked(request: Request, name: str, part: str) -> str:
    found = request.GET.get(name, "")
    return found if found in labels(part) else "general"


def _buttons(request: Request, firm: Organisation, year: int, has_ledger: bool) -> list[Action]:
    if not can_add(request.user):
        return []
    made = [link("登记研发项目", "add_project")]
    if has_ledger:
        label = "按辅助账起草填报"
        made.append(Action(label, f"{link('', 'begin_return').url}?organisation={firm.pk}&year={year}", primary=True))
    return made
