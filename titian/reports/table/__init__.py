"""指标表 and 重点任务进展表: the figures of the reports as a table of seven columns."""
