"""X-SES-* fields, and the text SES refuses each with (ses-rules.md §1.4, §9, §10)."""

from __future__ import annotations

from vectors.answers.vector import Vector

__all__ = ["VECTORS"]

VECTORS: tuple[Vector, ...] = ()
