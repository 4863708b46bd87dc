"""Setting targets, splitting them over towns, moving shares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction

from titian.accounts.models import Department, User
from titian.accounts.permissions import can_hand_over
from titian.base.errors import Refused
from titian.base.quantities import Operator, Quantity
from titian.figures.actions.statements import hold
from titian.figures.key import ACHIEVED
from titian.figures.models import ColourSetting, Target, TargetLeg, TargetShare, indicator
from titian.figures.models.targets import JOINS
from titian.figures.permissions import can_decompose, can_set_targets
from titian.figures.progress import Measure
from titian.journal.actions import Change, record, record_many
from titian.places.models import Region


@dataclass(frozen=True)
class NewLeg:
    """One measure of a new target; amounts in the indicator's base unit, growth in per cent."""

    indicator: str
    low: Decimal
    high: Decimal | None = None
    operator: Operator = Operator.AT_LEAST
    measure: Measure = Measure.LEVEL
    base: Decimal | None = None
    status: str = ACHIEVED
    calibre: str = ""
    level: str = ""
    stage: str = ""
    scope: str = ""


@dataclass(frozen=True)
class NewTarget:
    title: str
    period: str
    legs: Sequence[NewLeg]
    join: str = "and"
    number: str = ""
    department: Department | None = None
    owner: User | None = None
    source: str = ""
    weight: Decimal | None = None
    shares: Mapping[int, Mapping[Region, Decimal]] = field(default_factory=dict)
    """leg index → town → amount."""


@transaction.atomic
def set_targets(new: Sequence[NewTarget], *, region: Region, by: User) -> list[Target]:
    """Put targets into the books, all or none. A target of the same title, period and source replaces the earlier one (journalled).

    What the statistics bureau issues is a target of the whole place, never of a town.
    """
    can_set_targets(by).demand()
    problems = [problem for entry in new for problem in (*_problems(entry), *_split_problems(entry, region))]
    if problems:
        raise Refused(problems)
    hold(region)
    return [_set_one(entry, region, by) for entry in new]


@transaction.atomic
def decompose(leg: TargetLeg, *, shares: Mapping[Region, Decimal], basis: str, by: User) -> None:
    """Split a leg over towns; the parts must add up to the leg exactly. Replaces an earlier split; both are journalled."""
    can_decompose(by).demand()
    _hold_leg(leg)
    _demand_splittable(leg)
    _demand_sum(leg, shares)
    before = _shares_of(leg)
    leg.shares.all().delete()
    TargetShare.objects.bulk_create(TargetShare(leg=leg, town=town, amount=amount, basis=basis) for town, amount in shares.items())
    after = {town.name: amount for town, amount in shares.items()}
    record("figures.target.decomposed", leg, by=by, before=before or None, after=after, reason=basis)


@transaction.atomic
def reallocate(leg: TargetLeg, *, giver: Region, taker: Region, amount: Decimal, reason: str, by: User) -> None:
    """Move part of one town's share to another; the sum stays."""
    can_decompose(by).demand()
    _hold_leg(leg)
    _demand_splittable(leg)
    shares = {share.town_id: share for share in leg.shares.select_related("town")}
    given, taken = shares.get(giver.pk), shares.get(taker.pk) or TargetShare(leg=leg, town=taker, amount=Decimal(0))
    problems = [] if reason.strip() else ["请写明调整的理由"]
    if given is None or given.amount < amount or amount <= 0:
        problems.append(f"{giver}的分解数不足以调出 {Quantity(amount, leg.unit)}")
    if giver.pk == taker.pk:
        problems.append("调出和调入不能是同一个乡镇")
    if problems or given is None:
        raise Refused(problems)
    before = {giver.name: given.amount, taker.name: taken.amount}
    given.amount -= amount
    taken.amount += amount
    given.save()
    taken.save()
    after = {giver.name: given.amount, taker.name: taken.amount}
    record("figures.target.reallocated", leg, by=by, before=before, after=after, reason=reason)


@transaction.atomic
def drop_target(target: Target, *, reason: str, by: User) -> None:
    """A target no longer asked for; it stays readable."""
    can_set_targets(by).demand()
    if not reason.strip():
        raise Refused("请写明撤销目标的理由")
    target.is_dropped = True
    target.save(update_fields=["is_dropped"])
    record("figures.target.dropped", target, by=by, after={"is_dropped": True}, reason=reason)


@transaction.atomic
def hand_targets(targets: Iterable[Target], *, of: User, to: User, reason: str, by: User) -> int:
    """换岗: what `of` answers for among these goes to `to`; how many. The department stays."""
    can_hand_over(by, of).demand()
    changed = list(Target.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in targets], owner=of))
    Target.objects.filter(pk__in=[one.pk for one in changed]).update(owner=to)
    changes = [Change(one, {"owner": of.name}, {"owner": to.name}) for one in changed]
    record_many("figures.target.handed_over", changes, by=by, reason=reason)
    return len(changed)


@transaction.atomic
def set_colour_rule(*, behind_points: int, by: User) -> ColourSetting:
    """How many percentage points behind the time elapsed make a target yellow."""
    can_set_targets(by).demand()
    if not 0 <= behind_points <= 100:
        raise Refused("滞后点数应在 0 到 100 之间")
    row = ColourSetting.objects.first() or ColourSetting()
    before = {"behind_points": row.behind_points}
    row.behind_points = behind_points
    row.save()
    record("figures.colour_rule.set", row, by=by, before=before, after={"behind_points": behind_points})
    return row


def _hold_leg(leg: TargetLeg) -> None:
    """Two people splitting one leg come one after the other."""
    TargetLeg.objects.select_for_update(of=("self",)).filter(pk=leg.pk).first()


def _set_one(entry: NewTarget, region: Region, by: User) -> Target:
    same = Target.objects.filter(title=entry.title, period=entry.period, source=entry.source, region=region, is_dropped=False)
    replaced = list(same)
    same.update(is_dropped=True)
    target = Target.objects.create(
        number=entry.number,
        title=entry.title,
        region=region,
        period=entry.period,
        join=entry.join,
        department=entry.department,
        owner=entry.owner,
        source=entry.source,
        weight=entry.weight,
    )
    legs = [TargetLeg.objects.create(target=target, **vars(leg)) for leg in entry.legs]
    record_many(
        "figures.target.replaced", [Change(old, before={"goal": old.goal}, after={"by": target.pk}) for old in replaced], by=by
    )
    record("figures.target.set", target, by=by, after={"title": entry.title, "goal": target.goal, "source": entry.source})
    for index, shares in entry.shares.items():
        decompose(legs[index], shares=shares, basis=entry.source, by=by)
    return target


def _problems(entry: NewTarget) -> list[str]:
    problems = [] if entry.legs else [f"目标「{entry.title}」没有分项"]
    problems += [] if entry.join in JOINS else [f"目标「{entry.title}」的关系应为 and（且）或 or（或）"]
    problems += [
        f"目标「{entry.title}」的指标「{leg.indicator}」不在目录里" for leg in entry.legs if indicator(leg.indicator) is None
    ]
    return problems


def _split_problems(entry: NewTarget, region: Region) -> list[str]:
    """Legs that ask of a town what may only be asked of the whole place."""
    asked_of_towns = [leg for index, leg in enumerate(entry.legs) if entry.shares.get(index) or region.level in {"town", "village"}]
    known = [indicator(leg.indicator) for leg in asked_of_towns]
    return [f"目标「{entry.title}」：{one.split_problem}" for one in known if one and one.split_problem]


def _demand_splittable(leg: TargetLeg) -> None:
    if problem := leg.split_problem:
        raise Refused(problem)


def _demand_sum(leg: TargetLeg, shares: Mapping[Region, Decimal]) -> None:
    total = sum(shares.values(), Decimal(0))
    problems = [f"{town}的分解数不能小于 0" for town, amount in shares.items() if amount < 0]
    if total != leg.low:
        word = "多" if total > leg.low else "少"
        gap = Quantity(abs(total - leg.low), leg.unit)
        problems.append(
            f"「{leg.name}」各乡镇合计 {Quantity(total, leg.unit)}，比目标 {Quantity(leg.low, leg.unit)} {word} {gap}，请调平"
        )
    if problems:
        raise Refused(problems)


def _shares_of(leg: TargetLeg) -> dict[str, Decimal]:
    return {share.town.name: share.amount for share in leg.shares.select_related("town")}
