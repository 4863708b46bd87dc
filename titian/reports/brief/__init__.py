"""信息简报: 300 or 800 characters of the same figures."""
