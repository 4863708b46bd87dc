"""大事记: what happened in a period, day by day, out of the ledgers, titles and papers sent."""
