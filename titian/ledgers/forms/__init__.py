"""Forms of a ledger's rows, made from its definition."""

from titian.ledgers.forms.rows import AddRow, AmendRow, Known, row_form

__all__ = ["AddRow", "AmendRow", "Known", "row_form"]
