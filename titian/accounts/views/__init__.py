"""Pages of log-in, users, their rights and log-ins."""
