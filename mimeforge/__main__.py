"""``python -m mimeforge``."""

from mimeforge.cli import main

main(prog_name="mimeforge")
