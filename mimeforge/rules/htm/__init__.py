"""HTM: HTML and text."""
