"""SEC: security and privacy."""
