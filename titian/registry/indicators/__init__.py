"""The figures that come out of the registers: titles, research spending, enterprises above scale."""

from __future__ import annotations

from collections.abc import Iterator

from titian.figures.computed import Computed
from titian.registry.indicators.annual import annual_figures
from titian.registry.indicators.titles import title_figures


def indicators() -> Iterator[Computed]:
    yield from title_figures()
    yield from annual_figures()
