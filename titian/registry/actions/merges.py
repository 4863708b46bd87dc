"""Two organisations found to be one: merged, and taken apart again; or found not to be one, and never asked about again."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from titian.accounts.actions import ask_to_follow, send_back
from titian.accounts.models import User
from titian.base.errors import Refused
from titian.journal.actions import Change, record_many
from titian.registry.actions.rows import hold
from titian.registry.merging import FILLED, LOGINS, Pointer, blank, emptied, pointers
from titian.registry.models import DistinctPair, Merge, Organisation, OrganisationName
from titian.registry.models.organisations import MERGED
from titian.registry.names import folded
from titian.registry.permissions import can_merge


@transaction.atomic
def merge_organisations(duplicate: Organisation, *, into: Organisation, by: User, reason: str = "") -> Merge:
    """Everything of the duplicate becomes the survivor's; what a rule of its table keeps back stays and is listed in `kept`.

    The duplicate keeps its row and its name and stands in no list; the survivor is found by that name too. Its log-ins see none of the
    survivor's rows before that is confirmed.
    """
    can_merge(by).demand()
    _hold_both(duplicate, into)
    _demand_mergeable(duplicate, into, reason)
    merge = Merge(duplicate=duplicate, survivor=into, reason=reason.strip(), merged_by=by)
    for pointer in pointers():
        keys = pointer.rows(duplicate).values_list("pk", flat=True)
        _noted(merge, pointer, *pointer.move(keys, giver=duplicate, taker=into))
    _ask_for_logins(merge, by)
    _fill(merge)
    duplicate.merged_into = into
    duplicate.save()
    merge.save()
    alias = OrganisationName.of(into, duplicate.name, MERGED)
    if not into.names.filter(kind=MERGED, folded=alias.folded).exists():
        alias.save()
    _told("registry.organisation.merged", merge, by=by, reason=reason)
    return merge


@transaction.atomic
def undo_merge(merge: Merge, *, by: User, reason: str = "") -> None:
    """Move back what the merge moved and what is still where it put it."""
    can_merge(by).demand()
    hold(merge)
    if merge.undone_at is not None:
        raise Refused("这次合并已经撤销")
    duplicate, survivor = merge.duplicate, merge.survivor
    _hold_both(duplicate, survivor)
    if survivor.merged_into is not None:
        raise Refused(f"「{survivor}」后来又并入了「{survivor.merged_into}」，请先撤销那一次合并")
    for name, keys in merge.moved.items():
        Pointer.named(name).move(keys, giver=survivor, taker=duplicate)
    _unfill(merge)
    duplicate.merged_into = None
    duplicate.save()
    _send_logins_back(merge, by)
    merge.undone_by, merge.undone_at = by, timezone.now()
    merge.save()
    _forget_alias(merge)
    _told("registry.organisation.merge_undone", merge, by=by, reason=reason)


@transaction.atomic
def tell_apart(one: Organisation, other: Organisation, *, by: User) -> DistinctPair:
    """They look alike and are two."""
    can_merge(by).demand()
    if one.pk == other.pk:
        raise Refused("这是同一条记录")
    first, second = sorted((one, other), key=lambda organisation: organisation.pk)
    pair, new = DistinctPair.objects.get_or_create(first=first, second=second, defaults={"said_by": by})
    if new:
        changes = [Change(first, after={"distinct": str(second)}), Change(second, after={"distinct": str(first)})]
        record_many("registry.organisation.told_apart", changes, by=by)
    return pair


def _hold_both(duplicate: Organisation, survivor: Organisation) -> None:
    """Always in one order, so that two merges of the same two never wait for each other."""
    for organisation in sorted((duplicate, survivor), key=lambda one: one.pk):
        hold(organisation)


def _demand_mergeable(duplicate: Organisation, survivor: Organisation, reason: str) -> None:
    if duplicate.pk == survivor.pk:
        raise Refused("不能与自己合并，请另选一家")
    for organisation in (duplicate, survivor):
        if organisation.merged_into is not None:
            raise Refused(f"「{organisation}」已并入「{organisation.merged_into}」，请刷新后再办")
        if organisation.carrier_id in {duplicate.pk, survivor.pk}:
            raise Refused(f"两家里一家登记为另一家的入驻载体，不会是同一家；确为同一家的，请先改「{organisation}」的入驻载体")
    if duplicate.uscc and survivor.uscc and not reason.strip():
        raise Refused("两家的统一社会信用代码不同，一般不是同一家；确为同一家的，请写明理由")


def _noted(merge: Merge, pointer: Pointer, moved: list[int], kept: list[int]) -> None:
    for place, keys in ((merge.moved, moved), (merge.kept, kept)):
        if keys:
            place[pointer.name] = keys


def _ask_for_logins(merge: Merge, by: User) -> None:
    users = list(User.objects.filter(organisation=merge.duplicate).order_by("pk"))
    for user in users:
        ask_to_follow(user, merge.survivor, by=by, reason=f"「{merge.duplicate}」并入「{merge.survivor}」")
    if users:
        merge.kept[LOGINS] = [user.pk for user in users]


def _send_logins_back(merge: Merge, by: User) -> None:
    """Those of this merge; of merges before log-ins were asked for there are none here, they moved with the rows."""
    for user in User.objects.filter(pk__in=merge.kept.get(LOGINS, ())).order_by("pk"):
        reason = f"撤销合并：「{merge.duplicate}」不是「{merge.survivor}」"
        send_back(user, merge.duplicate, out_of=merge.survivor, by=by, reason=reason)


def _fill(merge: Merge) -> None:
    """The survivor takes what it has not. The code stands once in the register, so that the duplicate gives it away first."""
    duplicate, survivor = merge.duplicate, merge.survivor
    merge.filled = [name for name in FILLED if blank(survivor, name) and not blank(duplicate, name)]
    for name in merge.filled:
        setattr(survivor, name, getattr(duplicate, name))
    if "capital" in merge.filled:
        survivor.capital_currency = duplicate.capital_currency
    if "uscc" in merge.filled:
        merge.uscc, duplicate.uscc = duplicate.uscc or "", None
        duplicate.save(update_fields=["uscc"])
    survivor.save()


def _unfill(merge: Merge) -> None:
    """What the survivor took and nobody changed since."""
    duplicate, survivor = merge.duplicate, merge.survivor
    for name in merge.filled:
        given = merge.uscc if name == "uscc" else getattr(duplicate, name)
        if getattr(survivor, name) == given:
            setattr(survivor, name, emptied(name))
    survivor.save()
    if merge.uscc and survivor.uscc != merge.uscc:
        duplicate.uscc = merge.uscc


def _forget_alias(merge: Merge) -> None:
    """Unless another one of that name was merged into it too."""
    name = folded(merge.duplicate.name)
    others = merge.survivor.received.standing().select_related("duplicate")
    if all(folded(other.duplicate.name) != name for other in others):
        OrganisationName.objects.filter(organisation=merge.survivor, kind=MERGED, folded=name).delete()


def _told(code: str, merge: Merge, *, by: User, reason: str) -> None:
    """In the journal of both."""
    said = {"duplicate": merge.duplicate.name, "survivor": merge.survivor.name, "moved": merge.moved, "kept": merge.kept}
    record_many(code, [Change(merge.survivor, after=said), Change(merge.duplicate, after=said)], by=by, reason=reason)
