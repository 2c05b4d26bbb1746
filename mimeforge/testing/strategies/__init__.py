"""Strategies for Hypothesis: what mail is made of, whole messages, and messages with one defect.

    from hypothesis import given
    from mimeforge.testing import strategies as mail

    @given(mail.messages())

Each strategy says what it covers and what it never makes. All shrink to something small that can be printed.
"""

from importlib.util import find_spec

if find_spec("hypothesis") is None:
    raise ModuleNotFoundError(
        "mimeforge.testing.strategies needs Hypothesis: pip install 'mimeforge[hypothesis]'", name="hypothesis"
    )

from mimeforge.testing.strategies.addresses import addresses, domains, groups, local_parts, mailboxes, recipients
from mimeforge.testing.strategies.body import Body, bodies
from mimeforge.testing.strategies.broken import broken_messages
from mimeforge.testing.strategies.content import contents, texts
from mimeforge.testing.strategies.eml import eml_bytes
from mimeforge.testing.strategies.encoded_words import EncodedText, EncodedWord, encoded_texts, encoded_words
from mimeforge.testing.strategies.fields import raw_headers
from mimeforge.testing.strategies.filenames import filenames
from mimeforge.testing.strategies.message import envelopes, messages
from mimeforge.testing.strategies.parameters import Parameters, parameters
from mimeforge.testing.strategies.texts import display_names, header_names, header_values, subjects
from mimeforge.testing.strategies.trees import MimeShape, MimeTree, mime_trees
from mimeforge.testing.strategies.types import register_types

__all__ = [
    "Body",
    "EncodedText",
    "EncodedWord",
    "MimeShape",
    "MimeTree",
    "Parameters",
    "addresses",
    "bodies",
    "broken_messages",
    "contents",
    "display_names",
    "domains",
    "eml_bytes",
    "encoded_texts",
    "encoded_words",
    "envelopes",
    "filenames",
    "groups",
    "header_names",
    "header_values",
    "local_parts",
    "mailboxes",
    "messages",
    "mime_trees",
    "parameters",
    "raw_headers",
    "recipients",
    "subjects",
    "texts",
]

register_types()
