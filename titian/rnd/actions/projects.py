"""Research projects and the entries of their ledger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.registry.actions.organisations import hold_current
from titian.registry.actions.rows import added, amended, hold, removed
from titian.registry.models import Organisation
from titian.rnd.models import CostLine, Project
from titian.rnd.permissions import can_amend_project, can_file, can_remove


@transaction.atomic
def add_project(organisation: Organisation, *, code: str, name: str, by: User, **fields: Any) -> Project:
    """`until` is the day after the last."""
    can_file(by, organisation).demand()
    hold_current(organisation)
    project = Project(organisation=organisation, code=code.strip(), name=name.strip(), **fields)
    added("rnd.project.added", project, by=by)
    return project


@transaction.atomic
def amend_project(project: Project, *, changes: Mapping[str, Any], by: User, reason: str = "") -> None:
    can_amend_project(by, project).demand()
    hold(project)
    amended("rnd.project.amended", project, changes, by=by, reason=reason)


@transaction.atomic
def remove_project(project: Project, *, reason: str, by: User) -> None:
    """Entered by mistake; one with entries stays."""
    can_remove(by, project).demand()
    hold(project)
    if project.costs.exists():
        raise Refused("这个项目已有辅助账分录，请先删除分录，或改填完成日期")
    removed("rnd.project.removed", project, by=by, reason=reason)


@transaction.atomic
def add_cost(project: Project, *, year: int, category: str, sub: str, amount: int, by: User, **fields: Any) -> CostLine:
    """One entry; fen, negative for a red entry."""
    can_file(by, project.organisation).demand()
    hold(project)
    if amount == 0:
        raise Refused("金额为零，不必登记")
    line = CostLine(project=project, year=year, category=category, sub=sub, amount=amount, **fields)
    added("rnd.cost.added", line, by=by)
    return line


@transaction.atomic
def amend_cost(line: CostLine, *, changes: Mapping[str, Any], by: User, reason: str = "") -> None:
    can_amend_project(by, line.project).demand()
    hold(line)
    amended("rnd.cost.amended", line, changes, by=by, reason=reason)


@transaction.atomic
def remove_cost(line: CostLine, *, reason: str, by: User) -> None:
    """Entered by mistake; what was booked and reversed gets a red entry instead."""
    can_amend_project(by, line.project).demand()
    hold(line)
    removed("rnd.cost.removed", line, by=by, reason=reason)
