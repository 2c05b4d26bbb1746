"""ADR: addresses."""
