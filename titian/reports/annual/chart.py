"""The charts of an annual report: targets, then the main figures over the years."""

from __future__ import annotations

from collections.abc import Sequence

from titian.base.charts import Chart
from titian.reports.writer.charts import history_chart, present, targets_chart
from titian.reports.writer.written import Composed

_OVER_YEARS = ("hnte.valid", "rnd.expenditure", "contract.value")


def charts(composed: Composed) -> Sequence[Chart]:
    facts = composed.facts
    return present([targets_chart(facts), *(history_chart(facts, code, "year") for code in _OVER_YEARS)])
