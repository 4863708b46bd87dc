"""What papers say of the ledgers' figures: the sentences their definitions bring."""

from __future__ import annotations

from collections.abc import Iterator

from titian.base.paragraphs import Paragraph
from titian.ledgers.models import Ledger


def paragraphs() -> Iterator[Paragraph]:
    """Of ledgers in use; papers begun before one was archived keep their sentence."""
    for ledger in Ledger.objects.in_use():
        for said in ledger.about.paragraphs:
            more = {"plan": said.plan, "title": said.title, "topic": said.topic, "area": said.area}
            yield Paragraph(said.speaks_of, said.text, order=said.order, **more)
