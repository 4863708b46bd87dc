"""What the search box finds among papers: kept versions by title and words, papers by genre and number."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from titian.accounts.models import User
from titian.base.search import LIMIT, Hit
from titian.reports.models import Paper, PaperVersion
from titian.reports.permissions import can_see_papers


def search(user: User, words: str) -> Iterator[Hit]:
    if not can_see_papers(user):
        return
    papers = Paper.objects.visible_to(user)
    numbered = papers.filter(Q(number__icontains=words) | Q(addressee__icontains=words))
    for paper in numbered[:LIMIT]:
        yield Hit("文稿", str(paper), paper.get_absolute_url(), paper.number or paper.state_label)
    kept = PaperVersion.objects.filter(Q(title__icontains=words) | Q(text__icontains=words), paper__in=papers, edition="clean")
    for version in kept.select_related("paper")[:LIMIT]:
        yield Hit("文稿", version.title, version.get_absolute_url(), f"第{version.number}版 {version.state_label}")
