"""Message identifiers: Message-ID, In-Reply-To, References, Content-ID (RFC 5322 §3.6.4, RFC 2045 §7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from mimeforge._grammar import CONTENT_ID_RE, ID_LEFT_AND_RIGHT_RE, MSG_ID_RE, MSG_IDS_RE, RECEIVED_MSG_ID_RE
from mimeforge._limits import LINE_MAX
from mimeforge.errors import HeaderError
from mimeforge.headers.checks import require, require_str
from mimeforge.headers.folding import fold

__all__ = ["MessageIds", "content_id", "own_message_id"]


@dataclass(frozen=True, slots=True)
class MessageIds:
    """One or more identifiers, each with its angle brackets, to the letter: a reply is threaded by them."""

    ids: tuple[str, ...]

    @classmethod
    def of(cls, value: str | Iterable[str], argument: str) -> MessageIds:
        """Take identifiers as received mail holds them: one str with blanks between them, or several."""
        if not isinstance(value, Iterable) or isinstance(value, bytes | bytearray | memoryview | Set | Mapping):
            raise TypeError(f"{argument} takes message ids, not {type(value).__name__}")
        if isinstance(value, str):
            return cls(tuple(_received(value, argument))) if value else cls(())
        texts = ((text, f"{argument}[{index}]") for index, text in enumerate(value))
        return cls(tuple(found for text, place in texts for found in _received(require_str(text, place), place)))

    def write(self, name: str) -> bytes:
        """Write the whole field, folded between identifiers, never inside one; raises `HeaderError` for none."""
        if not self.ids:
            raise HeaderError("no message id", field=name)
        return fold(name, [" " + identifier for identifier in self.ids])


def own_message_id(value: str, argument: str) -> MessageIds:
    """Take the identifier of a message that is being written, with or without its angle brackets."""
    text = require_str(value, argument)
    is_bracketed = text.startswith("<")
    pattern = MSG_ID_RE if is_bracketed else ID_LEFT_AND_RIGHT_RE
    if "@" not in text:
        raise HeaderError("no @: a message id is <left@right>", field=argument, position=len(text))
    require(pattern, text, argument, "a message id is <left@right>, printable ASCII without blanks")
    return MessageIds(tuple(_fitting([text if is_bracketed else f"<{text}>"], argument)))


def content_id(value: str, argument: str) -> MessageIds:
    """Take a content id without angle brackets, as ``cid:`` URLs name it (RFC 2392); it is written as it is given."""
    cid = require(CONTENT_ID_RE, value, argument, "a content id is printable ASCII without blanks and angle brackets")
    return MessageIds(tuple(_fitting([f"<{cid}>"], argument)))


def _received(text: str, argument: str) -> list[str]:
    require(MSG_IDS_RE, text, argument, "message ids stand in angle brackets: <left@right>")
    return _fitting(RECEIVED_MSG_ID_RE.findall(text), argument)


def _fitting(ids: list[str], argument: str) -> list[str]:
    """Refuse an identifier that no line can hold: it is never folded inside."""
    longest = max(map(len, ids))
    if longest > _ID_MAX:
        raise HeaderError(f"an identifier of {longest} characters, at most {_ID_MAX} fit a line", field=argument)
    return ids


_ID_MAX = LINE_MAX - len("Original-Message-ID: ")
