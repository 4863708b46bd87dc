"""How an annual report is laid out: as every report of the bureau."""

from titian.reports.writer.template import report as paper

__all__ = ["paper"]
