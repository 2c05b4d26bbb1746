"""From header fields and a tree of parts to the octets of a message. Knows nothing of where they come from."""

from mimeforge.compose.plan import Multipart, Plan, plan

__all__ = ["Multipart", "Plan", "plan"]
