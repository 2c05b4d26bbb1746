"""Damaged messages by the thousand (``python -m fuzz``), and targets for a fuzzer guided by coverage (``fuzz.run``)."""
