"""周小结及下周安排: what was done in a week, out of the ledgers, and what is due in the next."""
