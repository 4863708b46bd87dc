"""Pages of the books: list and record of figures, conflicts, targets board, catalogue, neighbours."""
