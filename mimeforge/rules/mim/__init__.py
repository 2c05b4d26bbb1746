"""MIM: the structure of MIME."""
