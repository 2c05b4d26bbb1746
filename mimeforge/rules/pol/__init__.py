"""POL: sending-authorization policies as documents, in the requests that put them."""

from typing import Final

__all__ = ["TOLD_BY_OWN_RULES"]

# Members whose length is judged here; "[]" stands for any place in a list.
TOLD_BY_OWN_RULES: Final = frozenset({"PolicyName", "PolicyNames[]", "EmailIdentity"})
