"""Signatures for the examples of rules."""

from __future__ import annotations

from mimeforge.tree.dkim import body_hash

__all__ = ["signed"]


def signed(names: str, *, body: bytes = b"See you at noon.\r\n", **changes: str) -> str:
    """Sign a body for an example as an author does, but for ``b=``, which takes a key; an empty tag is left out."""
    written = {"v": "1", "a": "rsa-sha256", "c": "relaxed/simple", "d": "example.com", "s": "may", "h": names} | changes
    known = written["a"] if written["a"] in {"rsa-sha1", "ed25519-sha256"} else "rsa-sha256"
    written = written | {"bh": str(body_hash(body, "simple", known)), "b": "MTIz"} | changes
    return "DKIM-Signature: " + ";\r\n ".join(f"{name}={value}" for name, value in written.items() if value)
