"""How fast and in how much memory messages are built, beside the standard library: ``python -m benchmarks``."""
