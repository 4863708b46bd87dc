"""Returns: begun by the firm or for it, submitted, sent back or accepted. An accepted annual return writes the register's annual figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.base.periods import Period, PeriodError
from titian.files.actions import store
from titian.journal.actions import record
from titian.registry.actions import amend_annual_figures, enter_annual_figures
from titian.registry.actions.organisations import hold_current
from titian.registry.actions.rows import Upload, added, amended, hold, removed
from titian.registry.models import AnnualFigure, Organisation, Source
from titian.rnd.actions.rows import demand_reason
from titian.rnd.models import Return
from titian.rnd.models.returns import ReturnState
from titian.rnd.permissions import can_amend_return, can_file, can_review, can_submit


@transaction.atomic
def begin_return(organisation: Organisation, *, period: str, by: User, evidence: Sequence[Upload] = (), **fields: Any) -> Return:
    """A draft. What a firm says, entered for it (代录), names who handed it over and when."""
    can_file(by, organisation).demand()
    hold_current(organisation)
    source = fields.pop("source", Source.RETURN)
    if by.is_enterprise and source != Source.RETURN:
        raise Refused("企业只能填报本企业自己的数据")
    made = Return(organisation=organisation, period=_written(period), source=source, entered_by=by, **fields)
    made.place()
    added("rnd.return.begun", made, by=by)
    _attach(made, evidence, by=by)
    return made


@transaction.atomic
def amend_return(found: Return, *, changes: Mapping[str, Any], by: User, evidence: Sequence[Upload] = (), reason: str = "") -> None:
    hold(found)
    _demand_open(found)
    can_amend_return(by, found).demand()
    amended("rnd.return.amended", found, changes, by=by, reason=reason)
    _attach(found, evidence, by=by)


@transaction.atomic
def remove_return(found: Return, *, reason: str, by: User) -> None:
    """A draft begun by mistake."""
    hold(found)
    _demand_open(found)
    can_amend_return(by, found).demand()
    removed("rnd.return.removed", found, by=by, reason=reason)


@transaction.atomic
def submit(found: Return, *, on: date, by: User) -> None:
    """Handed in. At least what the accounts say has to be there; a firm with no spending says 0."""
    hold(found)
    _demand_open(found)
    can_submit(by, found).demand()
    if found.accounting is None:
        raise Refused("请填写会计口径的研发费用；本期没有研发费用的，填 0")
    if found.source == Source.RETURN and not by.is_enterprise and not (found.handed_by and found.handed_on):
        raise Refused("代企业报送，请填写对方经办人和交来日期")
    _step(found, ReturnState.SUBMITTED, "rnd.return.submitted", by=by, submitted_on=on, returned_reason="")


@transaction.atomic
def return_for_correction(found: Return, *, reason: str, by: User) -> None:
    """Back to who filled it in; an accepted one too, whose figures in the register stay until it is accepted again."""
    can_review(by, found).demand()
    hold(found)
    if found.is_open:
        raise Refused(f"填报是{found.state_label}，不必退回")
    demand_reason(reason, "请写明退回的原因，例如：委托研发未按合同列示")
    _step(found, ReturnState.RETURNED, "rnd.return.returned", by=by, reason=reason, returned_reason=reason.strip())


@transaction.atomic
def accept(found: Return, *, on: date, by: User) -> AnnualFigure | None:
    """Counts from now on. Of a year: its figures go into the register, under the return's own source; of a quarter nothing does."""
    can_review(by, found).demand()
    hold(found)
    if found.state != ReturnState.SUBMITTED:
        raise Refused(f"填报是{found.state_label}，报送以后才能采用")
    _step(found, ReturnState.ACCEPTED, "rnd.return.accepted", by=by, accepted_on=on, accepted_by=by)
    return _written_into_register(found, by=by) if found.is_annual else None


def _written_into_register(found: Return, *, by: User) -> AnnualFigure:
    said = {name: getattr(found, own) for own, name in Return.WRITTEN.items() if getattr(found, own) is not None}
    handed: dict[str, Any] = {"handed_by": found.handed_by, "handed_on": found.handed_on}
    if not found.handed_by and found.entered_by is not None:  # the firm filed it itself
        handed = {"handed_by": found.entered_by.name, "handed_on": found.submitted_on}
    document = found.document or f"{found.period_label}研发投入填报"
    same = AnnualFigure.objects.visible_to(by).filter(organisation=found.organisation_id, year=found.year, source=found.source)
    row = same.first()
    if row is None:
        return enter_annual_figures(
            found.organisation, year=found.year, source=found.source, by=by, document=document, **handed, **said
        )
    amend_annual_figures(row, changes={**said, "document": document, **handed}, by=by, reason=f"采用{found}")
    return row


def _step(found: Return, state: str, code: str, *, by: User, reason: str = "", **fields: Any) -> None:
    before = {"state": found.state_label}
    for name, value in {"state": state, **fields}.items():
        setattr(found, name, value)
    found.save()
    record(code, found, by=by, before=before, after={"state": found.state_label}, reason=reason)


def _demand_open(found: Return) -> None:
    if not found.is_open:
        raise Refused(f"填报{found.state_label}，不能再改；要改请先退回")


def _attach(found: Return, evidence: Sequence[Upload], *, by: User) -> None:
    files = [store(name, data, by=by, owner=found) for name, data in evidence]
    if files:
        found.evidence.add(*files)
        record("rnd.return.evidenced", found, by=by, after={"evidence": [file.name for file in files]})


def _written(period: str) -> str:
    """The text form of what was typed: 2025年三季度 → 2025Q3."""
    try:
        return Period.typed(period).text
    except PeriodError as problem:
        raise Refused(str(problem)) from problem
