"""Builders for projects, entries, returns, policy versions, runs."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.registry.models import Organisation, ScaleYear
from titian.registry.tests import make as registry
from titian.rnd.models import (
    Award,
    CostLine,
    EvaluationResult,
    EvaluationRun,
    Exemption,
    KeyEnterprise,
    PaymentBatch,
    PolicyVersion,
    Project,
    Return,
    SubsidyRun,
)
from titian.rnd.policy import packaged

YEAR = 2025
DAY = date(2026, 5, 31)
WAN = 1_000_000  # fen
_numbers = count(1)


def project(organisation: Organisation | None = None, code: str = "", **fields: Any) -> Project:
    number = next(_numbers)
    fields.setdefault("name", "高强度耐磨铸件工艺研发")
    return Project.objects.create(organisation=organisation or registry.organisation(), code=code or f"RD{number:02d}", **fields)


def cost(project: Project, amount: int = WAN, category: str = "personnel", sub: str = "wages", **fields: Any) -> CostLine:
    fields.setdefault("year", YEAR)
    fields.setdefault("voucher", f"记-{next(_numbers)}")
    return CostLine.objects.create(project=project, amount=amount, category=category, sub=sub, **fields)


def handed_in(organisation: Organisation | None = None, period: str = str(YEAR), **fields: Any) -> Return:
    """A return; a draft unless a state is given."""
    fields.setdefault("accounting", 100 * WAN)
    fields.setdefault("handed_by", "王会计")
    fields.setdefault("handed_on", date(2026, 3, 1))
    return Return.objects.create(organisation=organisation or registry.organisation(), period=period, **fields)


def policy(
    package: str = "ningxia_2022", *, confirmed: bool = True, since: date = date(2022, 11, 1), **values: str
) -> PolicyVersion:
    about = packaged()[package]
    checked = list(about.parameters) if confirmed else []
    return PolicyVersion.objects.create(
        package=package,
        label=about.label,
        document=about.document or "示科发〔2025〕1号",
        since=since,
        values=values,
        checked=checked,
    )


def above(organisation: Organisation, *years: int) -> Organisation:
    for year in years or (YEAR,):
        ScaleYear.objects.create(organisation=organisation, year=year, is_above=True, sector="industry")
    return organisation


def reporting(*, spent: int = 100 * WAN, before: int | None = None, year: int = YEAR, **fields: Any) -> Organisation:
    """A firm above scale that filed and declared its spending; `before`: of the year before."""
    firm = above(registry.organisation(industry="C3512"), year)
    said = {"revenue": 2_000 * WAN, "main_business": 1_900 * WAN, "staff": 100, "rd_staff": 12, **fields}
    registry.annual(firm, year, "return", rd_expense=spent, is_chosen=True, **said)
    registry.annual(firm, year, "deduction", rd_deduction=spent)
    if before is not None:
        registry.annual(firm, year - 1, "return", rd_expense=before, is_chosen=True)
        registry.annual(firm, year - 1, "deduction", rd_deduction=before)
    return firm


def evaluation(**fields: Any) -> EvaluationRun:
    """Of the latest year that has none."""
    taken = set(EvaluationRun.objects.values_list("year", flat=True))
    year = fields.pop("year", next(year for year in range(YEAR, 0, -1) if year not in taken))
    fields.setdefault("policy", policy("evaluation"))
    fields.setdefault("made_by", people.user("officer"))
    return EvaluationRun.objects.create(year=year, blocked_year=fields.pop("blocked_year", year + 1), **fields)


def result(organisation: Organisation | None = None, outcome: str = "not_met", **fields: Any) -> EvaluationResult:
    run = fields.pop("run", None) or evaluation(state="published", published_on=DAY)
    return EvaluationResult.objects.create(
        run=run, organisation=organisation or registry.organisation(), outcome=outcome, low=20, high=20, **fields
    )


def subsidy(**fields: Any) -> SubsidyRun:
    fields.setdefault("policy", policy())
    fields.setdefault("made_by", people.user("officer"))
    return SubsidyRun.objects.create(year=fields.pop("year", YEAR), title="2025年度研发费用后补助", **fields)


def award(organisation: Organisation | None = None, state: str = "eligible", **fields: Any) -> Award:
    run = fields.pop("run", None) or subsidy()
    fields.setdefault("computed", 10 * WAN)
    if state in {"approved", "paid"}:
        fields.setdefault("amount", fields["computed"])
    return Award.objects.create(
        run=run, organisation=organisation or registry.organisation(), type=fields.pop("type", "annual"), state=state, **fields
    )


def batch(*awards: Award) -> PaymentBatch:
    run = awards[0].run if awards else subsidy()
    made = PaymentBatch.objects.create(run=run, number=1, day=DAY, made_by=people.user("officer"))
    for one in awards:
        one.batch = made
        one.save()
    return made


def exemption(organisation: Organisation | None = None, purpose: str = "zero", **fields: Any) -> Exemption:
    fields.setdefault("day", date(2026, 4, 1))
    return Exemption.objects.create(
        organisation=organisation or registry.organisation(),
        purpose=purpose,
        year=fields.pop("year", YEAR),
        ground="headquarters",
        reason="总部统一结算，本地无研发支出",
        **fields,
    )


def key(organisation: Organisation | None = None, year: int = YEAR) -> KeyEnterprise:
    return KeyEnterprise.objects.create(organisation=organisation or registry.organisation(), year=year)


def enterprise(organisation: Organisation) -> User:
    return people.user("enterprise", organisation=organisation)
