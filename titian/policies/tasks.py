"""Assessing everybody in the background; a job that dies goes on where it was."""

from __future__ import annotations

from datetime import date

from django_tasks import task

from titian.accounts.models import User
from titian.jobs.context import acting_user_id
from titian.policies.population.running import reassess


@task()
def reassess_all(day: str, codes: list[str]) -> None:
    acting = acting_user_id()
    by = None if acting is None else User.objects.get(pk=acting)
    reassess(date.fromisoformat(day), by=by, codes=tuple(codes))
