"""ENC: encoded-words."""
