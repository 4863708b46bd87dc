"""The layout that reports share: title, body, signature; red head only when the paper has a 文号. Pure Python."""

from __future__ import annotations

from titian.base.gongwen.paper import Edition, Paper
from titian.reports.writer.layout import Link, body
from titian.reports.writer.particulars import Particulars
from titian.reports.writer.written import Composed


def report(composed: Composed, particulars: Particulars, edition: Edition, link: Link) -> Paper:
    """A report of the bureau. Raises DocumentNumberError for a 文号 the standard does not allow."""
    paper = Paper(
        particulars.title or composed.title,
        edition=edition,
        issuer=particulars.issuer,
        number=particulars.number,
        letterhead="file" if particulars.number else None,
        subtitle=composed.subtitle,
        day=particulars.dated,
    )
    if particulars.addressee:
        paper.addressee(particulars.addressee)
    paper.extend(body(composed, link))
    paper.signature(particulars.issuer, particulars.dated, sealed=bool(particulars.number))
    if particulars.number and particulars.copies:
        paper.imprint(particulars.copies, particulars.issuer, particulars.dated)
    return paper
