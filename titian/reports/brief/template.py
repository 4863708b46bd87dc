"""How a brief is laid out: title, paragraphs, who wrote it. Pure Python."""

from __future__ import annotations

from titian.base.gongwen.paper import Edition, Paper
from titian.reports.writer.layout import Link, body
from titian.reports.writer.particulars import Particulars
from titian.reports.writer.written import Composed


def paper(composed: Composed, particulars: Particulars, edition: Edition, link: Link) -> Paper:
    brief = Paper(particulars.title or composed.title, edition=edition, issuer=particulars.issuer, day=particulars.dated)
    return brief.extend(body(composed, link)).signature(particulars.issuer, particulars.dated, sealed=False)
