"""What the search box finds among papers: papers by title, genre, period and number, kept versions by title and words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.db.models import Q

from titian.accounts.models import User
from titian.base.search import LIMIT, Hit
from titian.reports.models import Paper, PaperVersion
from titian.reports.permissions import can_see_papers

LOOKED_AT = 500


def _says(paper: Paper, words: str) -> bool:
    said = "".join((paper.heading, str(paper), paper.number, paper.addressee)).lower()
    return all(word.lower() in said for word in words.split())


def search(user: User, words: str) -> Iterator[Hit]:
    if not can_see_papers(user):
        return
    papers = Paper.objects.visible_to(user)
    # The title is made of the paper's period, so it is looked for in the program: an office has some hundred papers.
    found = (paper for paper in papers.order_by("-pk")[:LOOKED_AT] if _says(paper, words))
    for paper in islice(found, LIMIT):
        yield Hit("文稿", paper.heading or str(paper), paper.get_absolute_url(), f"{paper} {paper.number or paper.state_label}")
    kept = PaperVersion.objects.filter(Q(title__icontains=words) | Q(text__icontains=words), paper__in=papers, edition="clean")
    for version in kept.select_related("paper")[:LIMIT]:
        yield Hit("文稿", version.title, version.get_absolute_url(), f"第{version.number}版 {version.state_label}")
