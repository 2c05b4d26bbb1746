"""How CPython cuts an address list."""

from __future__ import annotations

from email.utils import getaddresses
from inspect import signature

__all__ = ["split_addresses"]

# The strict mode, which came with 3.13 and with security releases of older versions, gives up on domain literals.
_LOOSE = {"strict": False} if "strict" in signature(getaddresses).parameters else {}


def split_addresses(body: str) -> list[tuple[str, str]]:
    """Cut a field body into pairs of display name, not decoded, and addr-spec, unquoted."""
    return getaddresses([body], **_LOOSE)
