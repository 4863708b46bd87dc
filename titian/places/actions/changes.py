"""Renames, mergers and abolitions by date. Nothing is taken away: figures and papers of earlier periods keep the region they were of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.journal.actions import Change, record, record_many
from titian.places.models import FormerName, Region
from titian.places.permissions import can_edit_places

LONGEST = 50


@transaction.atomic
def rename(region: Region, *, name: str, day: date, by: User, reason: str = "") -> Region:
    """From `day` on it is called `name`; the old name stays with the days it held. Raises Refused with every reason."""
    can_edit_places(by).demand()
    name, last = name.strip(), region.former_names.last()
    problems = _wrong_name(region, name) + _gone(region, day)
    if last and day <= last.until:
        problems.append(f"「{region}」从 {last.until} 起用现名，再次更名的日期应在其后")
    if problems:
        raise Refused(problems)
    FormerName.objects.create(region=region, text=region.name, since=last.until if last else region.since, until=day)
    before, region.name = {"name": region.name}, name
    region.save(update_fields=["name"])
    record("places.region.renamed", region, by=by, before=before, after={"name": name, "since": day}, reason=reason)
    return region


@transaction.atomic
def take_back_name(region: Region, *, by: User, reason: str = "") -> Region:
    """Undo the last rename, as if it had never been."""
    can_edit_places(by).demand()
    last = region.former_names.last()
    if last is None:
        raise Refused(f"「{region}」没有更过名")
    before, region.name = {"name": region.name, "since": last.until}, last.text
    last.delete()
    region.save(update_fields=["name"])
    record("places.region.name_taken_back", region, by=by, before=before, after={"name": region.name}, reason=reason)
    return region


@transaction.atomic
def merge(regions: Sequence[Region], *, into: Region, day: date, by: User, reason: str = "") -> Region:
    """From `day` on the regions are part of `into`, and so is what belonged to them. Raises Refused with every reason."""
    can_edit_places(by).demand()
    problems = [] if regions else ["请选要并入的区划"]
    problems += [f"「{region}」不能并入自己" for region in regions if region.pk == into.pk]
    problems += [
        f"「{region}」是{region.level_label}，不能并入{into.level_label}" for region in regions if region.level != into.level
    ]
    problems += [problem for region in (*regions, into) for problem in _gone(region, day)]
    if problems:
        raise Refused(problems)
    for region in regions:
        region.until, region.merged_into = day, into
        region.save(update_fields=["until", "merged_into"])
        region.children.filter(until=None).update(parent=into)
    after = {"merged_into": into.name, "until": day}
    before = {"merged_into": None, "until": None}
    record_many("places.region.merged", [Change(region, before, after) for region in regions], by=by, reason=reason)
    return into


@transaction.atomic
def abolish(region: Region, *, day: date, by: User, reason: str = "") -> Region:
    """It ends on `day` without a successor. Raises Refused while something still belongs to it."""
    can_edit_places(by).demand()
    problems = _gone(region, day)
    if count := region.children.filter(until=None).count():
        problems.append(f"「{region}」还有 {count} 个下级区划，请先撤销或并到别处")
    if problems:
        raise Refused(problems)
    region.until = day
    region.save(update_fields=["until"])
    record("places.region.abolished", region, by=by, before={"until": None}, after={"until": day}, reason=reason)
    return region


@transaction.atomic
def reinstate(region: Region, *, by: User, reason: str = "") -> Region:
    """Undo a merger or abolition that was entered by mistake; what moved with a merger is moved back by hand."""
    can_edit_places(by).demand()
    if region.until is None:
        raise Refused(f"「{region}」没有撤销")
    before = {"until": region.until, "merged_into": region.merged_into and region.merged_into.name}
    region.until = region.merged_into = None
    region.save(update_fields=["until", "merged_into"])
    record("places.region.reinstated", region, by=by, before=before, after={"until": None, "merged_into": None}, reason=reason)
    return region


def _wrong_name(region: Region, name: str) -> list[str]:
    if not name:
        return ["新名称不能为空"]
    if len(name) > LONGEST:
        return [f"新名称最多 {LONGEST} 字"]
    if name == region.name:
        return [f"新名称与现名「{name}」相同"]
    others = Region.objects.filter(parent=region.parent, level=region.level, name=name, until=None).exclude(pk=region.pk)
    return [f"同一上级下已有「{name}」；两个合成一个请用「并入」"] if others.exists() else []


def _gone(region: Region, day: date) -> list[str]:
    """Why nothing can happen to it on that day."""
    if region.until is not None:
        return [f"「{region}」已于 {region.until} 撤销"]
    return [f"「{region}」{region.since} 才设立，日期应在其后"] if region.since and day <= region.since else []
