"""HDR: how header fields are written."""
