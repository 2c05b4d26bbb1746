"""DAT: dates and identifiers."""
