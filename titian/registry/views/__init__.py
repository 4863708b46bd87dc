"""Pages of the registers: `organisations` (the list), `organisation` (一企一页), `editing`, one module a noun for what hangs on a firm."""
