"""Mutated messages by the thousand: parsing and linting have to survive them all. ``python -m fuzz``."""
