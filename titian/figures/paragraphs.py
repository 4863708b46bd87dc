"""What reports say of the indicators the office added: their own sentence, else the ordinary one."""

from __future__ import annotations

from collections.abc import Iterator

from titian.base.paragraphs import Paragraph
from titian.figures.models import LocalIndicator


def paragraphs() -> Iterator[Paragraph]:
    for entry in LocalIndicator.objects.filter(is_archived=False):
        yield Paragraph((entry.code,), entry.sentence, area=entry.area)
