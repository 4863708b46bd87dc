"""The pages of the ledgers. Those of rows are generic: none knows a particular ledger, all read the definition."""
