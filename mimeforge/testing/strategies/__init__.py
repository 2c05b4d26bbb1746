"""Strategies for Hypothesis: what mail is made of, whole messages, and messages with one defect.

    from hypothesis import given
    from mimeforge.testing import strategies as mail

    @given(mail.messages())

Each strategy says what it covers and what it never makes. All shrink to something small that can be printed.
"""

from mimeforge.testing.strategies.addresses import addresses, domains, groups, local_parts, mailboxes, recipients
from mimeforge.testing.strategies.encoded_words import EncodedText, EncodedWord, encoded_texts, encoded_words
from mimeforge.testing.strategies.fields import raw_headers
from mimeforge.testing.strategies.filenames import filenames
from mimeforge.testing.strategies.parameters import Parameters, parameters
from mimeforge.testing.strategies.texts import display_names, header_names, header_values, subjects

__all__ = [
    "EncodedText",
    "EncodedWord",
    "Parameters",
    "addresses",
    "display_names",
    "domains",
    "encoded_texts",
    "encoded_words",
    "filenames",
    "groups",
    "header_names",
    "header_values",
    "local_parts",
    "mailboxes",
    "parameters",
    "raw_headers",
    "recipients",
    "subjects",
]
