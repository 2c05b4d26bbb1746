"""Internationalised domain names: IDNA 2008 after UTS 46 non-transitional mapping."""

from __future__ import annotations

from mimeforge.errors import AddressError

__all__ = ["decode", "encode"]


def encode(domain: str) -> str:
    """Write a domain in A-labels, ``bücher.example`` as ``xn--bcher-kva.example``; ASCII domains become lower case.

    Raises `AddressError` where a label is not valid under IDNA 2008 (RFC 5891 §4).
    """
    import idna

    try:
        return idna.encode(domain, uts46=True, std3_rules=True, transitional=False).decode("ascii")
    except (idna.IDNAError, UnicodeError) as error:
        raise _error(domain, error) from None


def decode(domain: str) -> str:
    """Read a domain in A-labels as people write it; strict: every A-label has to be the one its U-label gives.

    Raises `AddressError` otherwise (RFC 5891 §5.4).
    """
    import idna

    try:
        shown = idna.decode(domain)
    except (idna.IDNAError, UnicodeError) as error:
        raise _error(domain, error) from None
    if encode(shown) != domain.lower():
        raise AddressError("not the A-labels of its own U-labels", field="domain")
    return shown


def _error(domain: str, error: Exception) -> AddressError:
    position = next((index for index, character in enumerate(domain) if not character.isascii()), None)
    reason = f"no domain under IDNA 2008: {error}"
    if position is None:
        return AddressError(reason, field="domain")
    return AddressError.at(domain, position, "domain", reason)
