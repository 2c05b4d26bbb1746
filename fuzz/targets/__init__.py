"""What is fuzzed: plain functions that take any octets, and raise where something is not sound.

Each lets only errors pass that are documented for what it calls. None needs atheris, so tests can run them too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from fuzz.targets import addresses, decoders, documents, messages, ses

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["TARGETS", "Target"]


class Target(NamedTuple):
    """A function to be called with octets, and which of ``fuzz/dictionaries`` has the words of its format."""

    run: Callable[[bytes], None]
    dictionary: str


TARGETS: Final[Mapping[str, Target]] = {
    "parse": Target(messages.parse, "mail"),
    "lint": Target(messages.lint, "mail"),
    "fix": Target(messages.fix, "mail"),
    "base64": Target(decoders.base64, "encodings"),
    "quoted_printable": Target(decoders.quoted_printable, "encodings"),
    "encoded_word": Target(decoders.encoded_word, "encodings"),
    "parameters": Target(decoders.parameters, "parameters"),
    "charsets": Target(decoders.charsets, "charsets"),
    "dates": Target(decoders.dates, "dates"),
    "domains": Target(decoders.domains, "addresses"),
    "visible": Target(decoders.visible, "encodings"),
    "address": Target(addresses.address, "addresses"),
    "address_list": Target(addresses.address_list, "addresses"),
    "settings": Target(documents.settings, "settings"),
    "baseline": Target(documents.baseline, "json"),
    "description": Target(documents.description, "description"),
    "explain": Target(ses.explain, "answers"),
    "query": Target(ses.query, "requests"),
    "request": Target(ses.request, "requests"),
    "policy": Target(ses.policy, "policies"),
}
