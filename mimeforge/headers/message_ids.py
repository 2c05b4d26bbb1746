"""Message identifiers: Message-ID, In-Reply-To, References, Content-ID (RFC 5322 §3.6.4, RFC 2045 §7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mimeforge._grammar import CONTENT_ID_RE, MSG_ID_RE, MSG_IDS_RE, RECEIVED_MSG_ID_RE
from mimeforge.headers.checks import require, require_str
from mimeforge.headers.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["MessageIds", "content_id", "own_message_id"]


@dataclass(frozen=True, slots=True)
class MessageIds:
    """One or more identifiers, each with its angle brackets, to the letter: a reply is threaded by them."""

    ids: tuple[str, ...]

    @classmethod
    def of(cls, value: str | Iterable[str], argument: str) -> MessageIds:
        """Take identifiers as received mail holds them: one str with blanks between them, or several."""
        if not value:
            return cls(())
        texts = [value] if isinstance(value, str) else [require_str(text, argument) for text in value]
        for text in texts:
            require(MSG_IDS_RE, text, argument, "message ids stand in angle brackets: <left@right>")
        return cls(tuple(found for text in texts for found in RECEIVED_MSG_ID_RE.findall(text)))

    def write(self, name: str) -> bytes:
        """Write the whole field, folded between identifiers, never inside one."""
        return fold(name, [" " + identifier for identifier in self.ids])


def own_message_id(value: str, argument: str) -> MessageIds:
    """Take the identifier of a message that is being written, with or without its angle brackets."""
    text = require_str(value, argument)
    bracketed = text if text.startswith("<") else f"<{text}>"
    require(MSG_ID_RE, bracketed, argument, "a message id is <left@right>, printable ASCII without blanks")
    return MessageIds((bracketed,))


def content_id(value: str, argument: str) -> MessageIds:
    """Take a content id without angle brackets, as ``cid:`` URLs name it (RFC 2392); it is written as it is given."""
    cid = require(CONTENT_ID_RE, value, argument, "a content id is printable ASCII without blanks and angle brackets")
    return MessageIds((f"<{cid}>",))
