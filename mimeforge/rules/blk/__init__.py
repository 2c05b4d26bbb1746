"""BLK: bulk mail."""
