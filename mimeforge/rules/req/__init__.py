"""REQ: which fields there are."""
