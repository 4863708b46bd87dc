"""The two calculators: open to everybody when the office has opened its door to the public; nothing is stored, no firm is named."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

from titian.base.clock import today
from titian.base.pages import Link, demand_or_404, page
from titian.policies.benefits.compiling import compiled_for
from titian.policies.benefits.deduction import Estimate, estimate
from titian.policies.benefits.standing import State, standing
from titian.policies.benefits.wording import benefit_words, wan
from titian.policies.claiming.standings import in_force
from titian.policies.forms import CalculatorForm, DeductionForm
from titian.policies.permissions import calculators_open
from titian.policies.views.shared import STATISTICS_NOTE, mark_of


@login_not_required
def calculator(request: HttpRequest) -> HttpResponse:
    """What a visitor types in is compared with every issued clause; POST, so that no figure stands in an address or a log."""
    demand_or_404(calculators_open())
    day = today()
    clauses = in_force(day)
    year = day.year - 1
    reads = frozenset(name for _, clause in clauses for name in compiled_for(clause, year).reads)
    form = CalculatorForm(request.POST or None, reads=reads, year=year, day=day)
    lines = []
    if request.method == "POST" and form.is_valid():
        known = form.known(region=settings.TITIAN.region)
        for row, clause in clauses:
            found = standing(clause, known, day)
            lines.append(
                (row, mark_of(found.state), found.sentence, benefit_words(clause, found.year), str(clause.window), found.state)
            )
        shown = (State.CLAIMABLE, State.CLOSED, State.NEAR, State.LACKING, State.PENDING)
        lines = sorted((line for line in lines if line[5] in shown), key=lambda line: shown.index(line[5]))
    return page(
        request,
        "policies/calculator.html",
        title="政策计算器",
        as_of=day,
        form=form,
        lines=lines,
        asked=request.method == "POST" and form.is_valid(),
        statistics_note=STATISTICS_NOTE,
    )


@login_not_required
def deduction(request: HttpRequest) -> HttpResponse:
    demand_or_404(calculators_open())
    form = DeductionForm(request.POST or None, initial={"year": today().year - 1, "tax_rate": 25})
    found: Estimate | None = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            found = estimate(form.costs(), year=said["year"], who=said["who"], tax_rate=said["tax_rate"])
        except ValueError as problem:
            form.add_error(None, str(problem))
    return page(
        request,
        "policies/deduction.html",
        title="研发费用加计扣除估算",
        back=Link("政策计算器", "../"),
        form=form,
        found=found,
        steps=[(step.label, step.how, wan(step.amount)) for step in found.steps] if found else [],
        add_on=wan(found.add_on) if found and found.add_on is not None else "",
        saved=wan(found.saved) if found and found.saved is not None else "",
    )
