"""Raw octets, and what Amazon SES answers to them, each with where that was seen: one table for each group of texts."""

from vectors.answers import addresses, fields, mime, parts, settings
from vectors.answers.vector import Vector

__all__ = ["VECTORS", "Vector"]

VECTORS = (*addresses.VECTORS, *fields.VECTORS, *mime.VECTORS, *parts.VECTORS, *settings.VECTORS)
