"""月度指标调度表: a month beside the year so far, the year's target, and how far along it should be."""
