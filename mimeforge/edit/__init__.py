"""Byte-exact edits of a message: what they are, what signatures forbid, and whether a message still says the same."""

from __future__ import annotations

from mimeforge.edit.edit import Edit, apply
from mimeforge.edit.meaning import meaning
from mimeforge.edit.protection import Protection, protection

__all__ = ["Edit", "Protection", "apply", "meaning", "protection"]
