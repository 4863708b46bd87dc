"""The charts of a half-year report: targets against time, technology contracts and valid HNTEs over the half years."""

from __future__ import annotations

from collections.abc import Sequence

from titian.base.charts import Chart
from titian.reports.writer.charts import history_chart, present, targets_chart
from titian.reports.writer.written import Composed


def charts(composed: Composed) -> Sequence[Chart]:
    facts = composed.facts
    return present(
        [targets_chart(facts), history_chart(facts, "hnte.valid", "half"), history_chart(facts, "contract.value", "half")]
    )
