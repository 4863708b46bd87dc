"""Platforms that stand still, and what pages ask of platforms, of their construction and of operators' agreements."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import Max
from django.urls import reverse

from titian.accounts.models import User
from titian.accounts.roles import STAFF
from titian.base.money import WAN
from titian.base.pages import Action, Fact
from titian.base.quantities import plain
from titian.base.registers import Remark
from titian.ledgers.assessments.fees import Payable, Tier, Value, payable
from titian.ledgers.assessments.standstill import Course, Milestone, Rule, signs
from titian.ledgers.computing import Computing, Parameter
from titian.ledgers.definition import Definition
from titian.ledgers.models import Ledger, LedgerRow, LedgerRowQuerySet, LedgerStep

_MOST, _NAMED = 500, 4  # rows a sentence above a list looks through, and how many it names
PLATFORMS, PROGRESS, ASSESSMENTS = "platforms", "platform_progress", "assessments"
AGREEMENTS, VALUES, SUMMARY = "kpi_agreements", "kpi_values", "季度总评"
SMALLEST = 100  # 平方米 of a carrier
# States in which a platform can be kept, rectified or revoked.
HELD = ("approved", "kept", "rectifying")
MONTHS = Parameter("stalled_months", "多久没有进展和产出算停滞", 12, unit="个月", maximum=120)
CYCLE = Parameter(
    "cycle_years", "考核周期", 3, unit="年", help="考核保留后，下次考核日期往后推几年；0：不推，由经办填写", maximum=10
)
LATE_DAYS = Parameter("late_days", "建设节点逾期多久算停滞", 90, unit="天", maximum=3_650)
FULL_FROM = Parameter("full_from", "全额拨付", Decimal(90), unit="分以上（含）", maximum=120)
SECOND_FROM = Parameter("second_from", "第二档", Decimal(80), unit="分以上（含）", maximum=120)
SECOND_PERCENT = Parameter("second_percent", "第二档拨付", Decimal(80), unit="%", maximum=100)
THIRD_FROM = Parameter("third_from", "第三档", Decimal(60), unit="分以上（含）", help="协议写了达标分的按协议", maximum=120)
THIRD_PERCENT = Parameter("third_percent", "第三档拨付", Decimal(60), unit="%", maximum=100)


@dataclass(frozen=True)
class Candidate:
    """A platform the rule names, with its reasons; `assessment` the latest of it, `decided` the last step with a decision."""

    row: LedgerRow
    reasons: Sequence[str]
    assessment: LedgerRow | None
    decided: LedgerStep | None


class Platforms(Computing):
    """Approved platforms: no progress, no output for so many months."""

    parameters: ClassVar[tuple[Parameter, ...]] = (MONTHS, CYCLE)

    def facts(self, row: LedgerRow, user: User, day: date) -> Iterator[Fact]:
        for reason in _reasons(row, _outputs([row]).get(row.pk), day):
            yield Fact("停滞", reason, source="规则参数", day=day)

    def acts(self, row: LedgerRow, user: User) -> Iterator[Action]:
        if user.role in STAFF and row.state in HELD:
            yield Action("登记处理决定", reverse("ledgers:decide", args=[row.pk]))

    def list_acts(self, ledger: Ledger, user: User) -> Iterator[Action]:
        if user.is_inside:
            yield Action("停滞平台", reverse("ledgers:stalled"))


class PlatformProgress(Platforms):
    """Buildings under way: milestones overdue."""

    parameters = (MONTHS, LATE_DAYS)
    kept = ("look", "stuck")

    def facts(self, row: LedgerRow, user: User, day: date) -> Iterator[Fact]:
        """Planned against reached, milestone by milestone; then what the rule of standing still says."""
        for one in _milestones(row):
            late = f"，已逾期 {one.days_late(day)} 天" if one.days_late(day) and row.closed_on is None else ""
            said = one.reached or ("没有到" if row.closed_on else "还没有到")
            yield Fact(f"{one.label}节点", f"计划 {one.planned}，实际 {said}{late}", source="计划日期、逐次登记的进展")
        yield from super().facts(row, user, day)

    def notes(self, rows: LedgerRowQuerySet, user: User, day: date) -> Iterator[str]:
        """Milestones whose day has passed."""
        going = rows.open_on(day).select_related("ledger").prefetch_related("steps").order_by("due", "pk")[:_MOST]
        late = [
            f"{row.title}（{one.label}逾期 {one.days_late(day)} 天）"
            for row in going
            for one in _milestones(row)
            if one.days_late(day)
        ]
        if late:
            yield f"建设节点逾期 {len(late)} 个：{'、'.join(late[:_NAMED])}{'等' if len(late) > _NAMED else ''}。"

    def acts(self, row: LedgerRow, user: User) -> Iterator[Action]:
        if user.role in STAFF and row.closed_on is None:
            yield Action("登记处理决定", reverse("ledgers:decide", args=[row.pk]))


class Carriers(Computing):
    """An area that was meant in 万平方米."""

    def doubts(self, row: LedgerRow, known: dict[str, Any]) -> Iterator[Remark]:
        for key in ("area", "planned_area"):
            area = row.value(key)
            if area is not None and 0 < area < SMALLEST:
                said = f"只有 {area} 平方米，请核对单位：17.12 万平方米写 171200"
                yield Remark(key, said, doubtful=True)


class CarrierReports(Computing):
    """A quarter's report belongs to whoever runs the carrier."""

    inherits = ("organisation", "region")


class KpiAgreements(Computing):
    """What the operator earned, quarter by quarter."""

    parameters = (FULL_FROM, SECOND_FROM, SECOND_PERCENT, THIRD_FROM, THIRD_PERCENT)

    def facts(self, row: LedgerRow, user: User, day: date) -> Iterator[Fact]:
        if not user.is_inside:
            return
        for quarter, values in list(_quarters(row).items())[:4]:
            found = fee_of(row, values)
            said = (
                "算不出：" + found.formula[-1]
                if found.amount is None
                else f"{plain(found.amount / WAN)} 万元（{found.formula[-2]}）"
            )
            yield Fact(f"{quarter}应拨付", said, source="运营指标季度值")


class KpiValues(Computing):
    """The formula stands at the quarter's summary, and at every value."""

    inherits = ("organisation", "region")

    def facts(self, row: LedgerRow, user: User, day: date) -> Iterator[Fact]:
        if row.parent is None or not user.is_inside:
            return
        if row.title != SUMMARY:
            yield Fact("得分", value_of(row).formula, source="分值 × 完成值 ÷ 目标值")
            return
        found = fee_of(row.parent, _quarters(row.parent).get(row.batch, []))
        yield Fact("应拨付", None if found.amount is None else f"{plain(found.amount / WAN)} 万元", source="运营指标季度值")
        yield Fact("算法", "；".join(found.formula), source="规则参数")
        paid = row.value("amount")
        if paid is not None and found.amount is not None and paid != found.amount:
            yield Fact("请核对", f"登记拨付 {plain(paid / WAN)} 万元，与算出的不同", source="运营指标季度值")


def candidates(day: date) -> list[Candidate]:
    """Everything the rule names, platforms first; a fixed number of queries."""
    rows = list(
        LedgerRow.objects.of(PLATFORMS).kept().filter(state__in=HELD).select_related("ledger", "organisation", "responsible")
    )
    building = LedgerRow.objects.of(PROGRESS).kept().open_on(day).exclude(state="in_use")
    rows += list(building.select_related("ledger", "organisation", "responsible").prefetch_related("steps"))
    outputs = _outputs(rows)
    found = [(row, list(_reasons(row, outputs.get(row.pk), day))) for row in rows]
    named = [row for row, reasons in found if reasons]
    latest = _latest_assessments(named)
    decided = _decided(named)
    return [Candidate(row, reasons, latest.get(row.pk), decided.get(row.pk)) for row, reasons in found if reasons]


def _reasons(row: LedgerRow, output_on: date | None, day: date) -> Iterator[str]:
    if row.ledger.code == PLATFORMS and row.state not in HELD:
        return
    if row.ledger.code == PROGRESS and (row.closed_on is not None or row.state == "in_use"):
        return
    yield from signs(Course(row.day, row.touched_on, output_on, _milestones(row)), rule_of(row.ledger.about), day)


def next_assessment(definition: Definition, day: date) -> date | None:
    """So many years after an assessment; of 29 February the day before. None where the office reckons no cycle."""
    years = int(CYCLE.of(definition))
    if not years:
        return None
    return day.replace(year=day.year + years, day=min(day.day, monthrange(day.year + years, day.month)[1]))


def rule_of(definition: Definition) -> Rule:
    return Rule(int(MONTHS.of(definition)), int(LATE_DAYS.of(definition)))


def _milestones(row: LedgerRow) -> list[Milestone]:
    if row.ledger.code != PROGRESS:
        return []
    reached = {step.state: step.day for step in sorted(row.steps.all(), key=lambda step: (step.day, step.pk), reverse=True)}
    later = {"started": ("started", "topped", "in_use"), "topped": ("topped", "in_use"), "in_use": ("in_use",)}
    plans = (("开工", row.value("plan_start"), "started"), ("封顶", row.value("plan_top"), "topped"), ("投用", row.due, "in_use"))
    return [
        Milestone(label, planned, min((reached[code] for code in later[state] if code in reached), default=None))
        for label, planned, state in plans
        if planned is not None
    ]


def _outputs(rows: Sequence[LedgerRow]) -> Mapping[int, date]:
    """The last day something was entered below a platform; its assessments are no output."""
    below = LedgerRow.objects.kept().filter(parent__in=[row.pk for row in rows]).exclude(ledger__code=ASSESSMENTS)
    return {key: last for key, last in below.order_by().values_list("parent").annotate(last=Max("day")) if last}


def _latest_assessments(rows: Sequence[LedgerRow]) -> Mapping[int, LedgerRow]:
    found = LedgerRow.objects.of(ASSESSMENTS).kept().filter(parent__in=[row.pk for row in rows])
    return {row.parent_id or 0: row for row in found.select_related("ledger").order_by("day", "pk")}


def _decided(rows: Sequence[LedgerRow]) -> Mapping[int, LedgerStep]:
    steps = LedgerStep.objects.filter(row__in=[row.pk for row in rows], state__in=("kept", "rectifying")).order_by("day", "pk")
    return {step.row_id: step for step in steps}


def value_of(row: LedgerRow) -> Value:
    weight = row.data.get("weight")
    return Value(row.title, None if weight is None else Decimal(weight), row.value("goal"), row.value("value"), row.value("score"))


def _quarters(agreement: LedgerRow) -> dict[str, list[LedgerRow]]:
    """Quarter → its values without the summary, the latest quarter first."""
    rows = LedgerRow.objects.of(VALUES).kept().filter(parent=agreement.pk).select_related("ledger").order_by("-day", "pk")
    found: dict[str, list[LedgerRow]] = {}
    for row in rows:
        found.setdefault(row.batch, [])
        if row.title != SUMMARY:
            found[row.batch].append(row)
    return found


def fee_of(agreement: LedgerRow, values: Sequence[LedgerRow]) -> Payable:
    return payable(agreement.value("amount"), [value_of(row) for row in values], tiers_of(agreement))


def tiers_of(agreement: LedgerRow) -> list[Tier]:
    """Of the office, but for the points below which this agreement pays nothing."""
    about = agreement.ledger.about
    passed = agreement.data.get("pass_score")
    third = Decimal(passed) if passed is not None else THIRD_FROM.of(about)
    tiers = [
        Tier(FULL_FROM.of(about), Decimal(100)),
        Tier(SECOND_FROM.of(about), SECOND_PERCENT.of(about)),
        Tier(third, THIRD_PERCENT.of(about)),
    ]
    return [*(tier for tier in tiers if tier.low >= third), Tier(Decimal(0), Decimal(0))]
