"""CHR: charsets and characters."""
