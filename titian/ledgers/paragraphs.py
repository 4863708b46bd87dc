"""What papers say of the ledgers' figures: the sentences their definitions bring."""

from __future__ import annotations

from collections.abc import Iterator

from titian.base.paragraphs import Paragraph
from titian.ledgers.models import Ledger


def paragraphs() -> Iterator[Paragraph]:
    """Of ledgers in use; papers begun before one was archived keep their sentence, new ones say nothing of its own figures."""
    for ledger in Ledger.objects.filter(is_archived=True):
        yield from (Paragraph((figure.code,), silent=True) for figure in ledger.about.figures if figure.is_local)
    for ledger in Ledger.objects.in_use():
        for said in ledger.about.paragraphs:
            yield Paragraph(said.speaks_of, said.text, said.plan, said.area, said.title, said.topic, said.order)
