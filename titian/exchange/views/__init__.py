"""The pages of an import: a register's sheet, one batch, all batches."""
