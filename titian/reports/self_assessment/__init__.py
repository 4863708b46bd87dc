"""考核自评: each target with what was reached, why points were lost, and its evidence packed under the number of the item."""
