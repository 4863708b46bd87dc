"""Ledgers themselves: the packaged ones taken in, the office's own defined, amended, archived."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.base.registers import registers
from titian.figures.actions import add_counted_indicator, take_in_indicator
from titian.figures.models import indicator
from titian.figures.models.indicators import LOCAL_AREA
from titian.journal.actions import record
from titian.ledgers.actions.continuity import problems
from titian.ledgers.actions.retyping import Retyped, read_anew, retyping
from titian.ledgers.definition import Definition, Figure, dump, parse
from titian.ledgers.definition.changes import changes
from titian.ledgers.definition.measures import By
from titian.ledgers.models import Collection, CollectionState, Ledger, LedgerVersion
from titian.ledgers.models.ledgers import digest_of
from titian.ledgers.packages import packaged, packaged_data
from titian.ledgers.permissions import can_amend_definition, can_define


@transaction.atomic
def define_ledger(data: Mapping[str, Any], *, by: User) -> Ledger:
    """A new ledger or campaign list. Raises DefinitionError or Refused with everything that is wrong."""
    can_define(by).demand()
    definition = replace(parse(data), version=1)
    taken = {*Ledger.objects.values_list("code", flat=True), *registers()}
    if definition.name in taken:
        raise Refused(f"代码「{definition.name}」已经用了，请换一个")
    if Ledger.objects.filter(label=definition.label).exists():
        raise Refused(f"已有一本「{definition.label}」，请换一个名称，或在那本台账里加字段")
    ledger = Ledger(code=definition.name)
    _store(ledger, definition, by=by)
    _announce_figures(definition, by=by)
    record(
        "ledgers.ledger.defined",
        ledger,
        by=by,
        after={"label": definition.label, "fields": [one.label for one in definition.fields]},
    )
    return ledger


@transaction.atomic
def amend_ledger(ledger: Ledger, data: Mapping[str, Any], *, by: User, reason: str = "") -> Ledger:
    """A new version; rows stay under the version they were written in until they are amended themselves, but for a field that changes its type."""
    can_amend_definition(by, ledger).demand()
    held = Ledger.objects.select_for_update().get(pk=ledger.pk)
    if held.is_archived:
        raise Refused(f"「{held.label}」已停用，请先恢复再修改")
    before = held.about
    # The numbers of its rules are set apart (`set_parameters`) and stay so.
    options = held.as_defined.options
    definition = replace(parse({**data, "name": held.code}), version=held.version + 1, options=options)
    if dump(replace(definition, version=held.version)) == dump(replace(before, options=options)):
        return held
    retyped = retyping(held, definition)
    _demand_continuity(held, definition, retyped)
    if Ledger.objects.filter(label=definition.label).exclude(pk=held.pk).exists():
        raise Refused(f"已有一本「{definition.label}」，请换一个名称")
    held.is_packaged = False  # from now on the office's own: no release changes it
    held.thresholds, held.department = {}, ""  # they are part of the new version
    _store(held, definition, by=by)
    _announce_figures(definition, by=by)
    read_anew(held, retyped, by=by, reason=reason)
    record(
        "ledgers.ledger.amended",
        held,
        by=by,
        before={"version": before.version},
        after={"version": definition.version, "changes": changes(before, definition)},
        reason=reason,
    )
    return held


@transaction.atomic
def archive_ledger(ledger: Ledger, *, by: User, reason: str) -> None:
    """No longer offered and no longer written; its rows, figures and past papers stay."""
    can_amend_definition(by, ledger).demand()
    if ledger.is_archived:
        raise Refused(f"「{ledger.label}」已经停用")
    if not reason.strip():
        raise Refused("请写明停用的理由")
    if running := list(Collection.objects.filter(ledger=ledger, state=CollectionState.SENT)):
        raise Refused(f"「{running[0]}」还在填报，请先截止或撤回再停用")
    ledger.is_archived = True
    ledger.save(update_fields=["is_archived", "updated_at"])
    record("ledgers.ledger.archived", ledger, by=by, after={"is_archived": True}, reason=reason)


@transaction.atomic
def reopen_ledger(ledger: Ledger, *, by: User) -> None:
    can_amend_definition(by, ledger).demand()
    ledger.is_archived = False
    ledger.save(update_fields=["is_archived", "updated_at"])
    record("ledgers.ledger.reopened", ledger, by=by, after={"is_archived": False})


@transaction.atomic
def take_in_packaged(*, by: User | None = None) -> list[Ledger]:
    """Bring the packaged definitions of this release into the installation; what the office changed itself stays as it is.

    Runs after every migration, by nobody (None: the system itself); a ledger is written only where its packaged version is newer than the one there.
    """
    known = {one.code: one for one in Ledger.objects.filter(code__in=packaged())}
    taken = []
    for code, definition in packaged().items():
        ledger = known.get(code) or Ledger(code=code, is_packaged=True)
        if ledger.pk and (not ledger.is_packaged or ledger.version >= definition.version):
            continue
        was_there = ledger.pk is not None
        _store(ledger, definition, by=by, data=packaged_data()[code])
        for figure in definition.figures:
            if figure.is_local:
                take_in_indicator(**_entry(figure), area=definition.group, disclosure=figure.disclosure.label, by=by)
        if was_there:  # what comes with the tables themselves is no act; a newer version of what an office works with is
            record("ledgers.ledger.taken_in", ledger, by=by, after={"version": definition.version})
        taken.append(ledger)
    return taken


def _store(ledger: Ledger, definition: Definition, *, by: User | None, data: Mapping[str, Any] | None = None) -> None:
    written = dict(data) if data is not None else dump(definition)
    ledger.take_over(definition, written)
    ledger.save()
    LedgerVersion.objects.create(ledger=ledger, number=definition.version, definition=written, digest=digest_of(written), by=by)


def _demand_continuity(ledger: Ledger, definition: Definition, retyped: Sequence[Retyped]) -> None:
    if found := list(problems(ledger, definition, retyped)):
        raise Refused(found)


def _announce_figures(definition: Definition, *, by: User) -> None:
    """Figures of the office's own stand in the catalogue before anything counts them, in the area their sentence belongs to."""
    areas = {code: said.area for said in reversed(definition.paragraphs) for code in said.speaks_of if said.area}
    for figure in definition.figures:
        if figure.is_local and indicator(figure.code) is None:
            add_counted_indicator(
                **_entry(figure), area=areas.get(figure.code, LOCAL_AREA[0]), disclosure=figure.disclosure.label, by=by
            )


def _entry(figure: Figure) -> dict[str, str]:
    """As the catalogue keeps it."""
    kind = "ratio" if figure.share_of or figure.growth_over else "stock" if figure.by in {By.STANDING, By.EVER} else "flow"
    return {"code": figure.code, "name": figure.name, "unit": figure.unit, "kind": kind, "definition": figure.definition}
