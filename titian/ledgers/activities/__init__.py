"""活动与对接会: from the event to the need, the match and the contract. `ledger.py` is what the list asks."""
