"""The generic pages of every ledger: no page knows a particular one, all read the definition."""
