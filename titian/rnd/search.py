"""What the search box finds here: projects by name or code."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from titian.accounts.models import User
from titian.base.search import LIMIT, Hit
from titian.rnd.models import Project
from titian.rnd.permissions import can_see_returns


def search(user: User, words: str) -> Iterator[Hit]:
    if can_see_returns(user):
        rows = Project.objects.visible_to(user).filter(Q(name__icontains=words) | Q(code__iexact=words))
        for project in rows.select_related("organisation")[:LIMIT]:
            yield Hit("研发项目", project.name, project.get_absolute_url(), f"{project.code} {project.organisation.name}")
