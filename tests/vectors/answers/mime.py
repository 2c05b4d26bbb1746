"""Parts and the fields that describe them, and the text SES refuses each with (ses-rules.md §6)."""

from __future__ import annotations

from mimeforge.linter.examples import sample
from vectors.answers.vector import Vector

__all__ = ["VECTORS"]

MIXED = 'Content-Type: multipart/mixed; boundary="b"'

VECTORS: tuple[Vector, ...] = (
    Vector(sample(MIXED, body=""), "boundary-never-used", "Missing start boundary", None, "simple-java-mail#259"),
)
