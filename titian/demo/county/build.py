"""The whole county, put together once."""

from __future__ import annotations

from functools import cache

from titian.demo.county.annual import annual_rows, sizes_of
from titian.demo.county.cohorts import cohorts
from titian.demo.county.organisations import NAMED, organisations
from titian.demo.county.people import people_rows
from titian.demo.county.rights import right_rows
from titian.demo.county.rows import County, Firm
from titian.demo.county.titles import title_rows
from titian.demo.county.twins import twins

LARGEST = 180_000_000  # yuan of revenue; a 科技型中小企业 has at most 200 million, and at most 500 people


@cache
def county() -> County:
    """All registers; the same every time. Nobody may change what it returns."""
    firms = organisations()
    named = {firm.short: firm for firm in firms[: len(NAMED)]}
    parts = cohorts(firms, named)
    sizes = sizes_of(firms, parts)
    annual = annual_rows(firms, parts, sizes)
    small = _small(firms, {firm for (firm, _), size in sizes.items() if size.revenue > LARGEST})
    titles = title_rows(firms, parts, named, small)
    doubled, again = twins(firms, [row for row in titles if row.kind == "tsme"])
    people = people_rows(firms, named)
    return County([*firms, *doubled], [*titles, again], annual, right_rows(firms, parts), people)


def _small(firms: list[Firm], too_big: set[Firm]) -> set[Firm]:
    return {firm for firm in firms if firm.tech and firm.kind == "enterprise" and firm.state != "closed" and firm not in too_big}
