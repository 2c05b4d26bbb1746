"""The rules, one file per group; each ends in `RULES`, and `mimeforge.preflight` joins them."""
