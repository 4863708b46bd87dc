"""Annual figures: one row a year and source, entered by the enterprise or for it (代录); one of several is chosen with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.journal.actions import record
from titian.registry.actions.organisations import hold_current
from titian.registry.actions.rows import Upload, added, amended, attach, hold, removed
from titian.registry.models import AnnualFigure, Organisation, Source
from titian.registry.permissions import can_amend_annual_figures, can_choose_source, can_edit, can_file_annual_figures

FIGURES = (*AnnualFigure.MONEY, *AnnualFigure.PEOPLE)


@transaction.atomic
def enter_annual_figures(
    organisation: Organisation, *, year: int, source: str, by: User, evidence: Sequence[Upload] = (), **fields: Any
) -> AnnualFigure:
    """What one source says of one year; money in fen. What an enterprise says, entered for it, names who handed it over and when."""
    can_file_annual_figures(by, organisation).demand()
    hold_current(organisation)
    if by.is_enterprise and source != Source.RETURN:
        raise Refused("企业只能填报本企业自己的数据")
    row = AnnualFigure(organisation=organisation, year=year, source=source, entered_by=by, **fields)
    if all(getattr(row, name) is None for name in FIGURES):
        raise Refused("一个数也没有填，请至少填一项")
    if source == Source.RETURN and not by.is_enterprise and not (row.handed_by and row.handed_on):
        raise Refused("代企业录入，请填写对方经办人和交来日期")
    added("registry.annual_figure.added", row, by=by)
    attach("registry.annual_figure.evidenced", row, evidence, by=by)
    return row


@transaction.atomic
def amend_annual_figures(
    figures: AnnualFigure, *, changes: Mapping[str, Any], by: User, evidence: Sequence[Upload] = (), reason: str = ""
) -> None:
    can_amend_annual_figures(by, figures).demand()
    hold(figures)
    amended("registry.annual_figure.amended", figures, changes, by=by, reason=reason)
    attach("registry.annual_figure.evidenced", figures, evidence, by=by)


@transaction.atomic
def choose_source(figures: AnnualFigure, *, reason: str, by: User) -> None:
    """Of several sources of a year this one counts; the others stay readable."""
    can_choose_source(by, figures).demand()
    hold(figures.organisation)
    hold(figures)
    if not reason.strip():
        raise Refused("请写明采用的理由，例如：以专项审计报告为准")
    same = AnnualFigure.objects.filter(organisation=figures.organisation_id, year=figures.year)
    chosen = same.filter(is_chosen=True).first()
    before = {"source": chosen.source_label if chosen else None}
    same.filter(is_chosen=True).update(is_chosen=False, chosen_reason="")
    figures.is_chosen, figures.chosen_reason = True, reason.strip()
    figures.save(update_fields=["is_chosen", "chosen_reason", "updated_at"])
    record("registry.annual_figure.chosen", figures, by=by, before=before, after={"source": figures.source_label}, reason=reason)


@transaction.atomic
def remove_annual_figures(figures: AnnualFigure, *, reason: str, by: User) -> None:
    """Entered by mistake."""
    can_edit(by, figures.organisation).demand()
    hold(figures)
    removed("registry.annual_figure.removed", figures, by=by, reason=reason)
