"""SEC: secrets in plain sight."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from mimeforge._grammar.secrets import SECRET_MARKS, SECRET_RE
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import LEAF, Hit, rule
from mimeforge.linter.secrets import Secret
from mimeforge.tree.content_map import content_map

if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Match

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = ["RULES"]

# Secrets of one text that are told.
_TOLD: Final = 5
# Octets of a file that is no text by its type: keys and settings are small.
_FILE_MAX: Final = 64_000
# RFC 7468 §2: what ends a private key; and octets in which it is looked for, more than the longest have.
_KEY_END: Final = b"-----END"
_KEY_MAX: Final = 32_768
# Documentation shows keys that open nothing: they say so.
_NO_SECRETS: Final = (b"EXAMPLE",)


@rule(
    "SEC108",
    "secret-in-message",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.INFERRED,
    source="CWE-532; the forms of tokens that those who give them out document",
    looks_at=LEAF,
    bad=(
        sample(body="key: AKIA" + "Q3EGRXAB" * 2 + "\r\n"),
        sample(body="-----BEGIN RSA PRIVATE KEY-----\r\nMIIB\r\n-----END RSA PRIVATE KEY-----\r\n"),
        sample(body="export TOKEN=ghp_" + "a1B2" * 9 + "\r\n"),
        sample(
            "Content-Type: application/x-pem-file; name=key.pem",
            "Content-Disposition: attachment; filename=key.pem",
            body="-----BEGIN EC PRIVATE KEY-----\r\nMIIB\r\n",
        ),
    ),
    good=(
        sample(body="key: AKIAIOSFODNN7EXAMPLE\r\n"),
        sample(body="-----BEGIN PUBLIC KEY-----\r\n"),
        sample(body="see ghp_token and AKIA\r\n"),
    ),
)
def secret_in_message(part: Part, context: Context) -> Iterator[Hit]:
    """A text, or a small file, holds a key or token that opens something.

    Mail is kept in many places for a long time, and whoever reads it there can use it. Withdraw the secret, and send a
    way to fetch a new one.
    """
    start, end = part.body_span
    if not part.media_type.startswith("text/") and end - start > _FILE_MAX:
        return
    content = part.content
    if not any(sign in content and any(mark in content for mark in marks) for sign, marks in SECRET_MARKS.items()):
        return
    found = (match for match in SECRET_RE.finditer(content) if not match[0].endswith(_NO_SECRETS))
    for match in islice(found, _TOLD):
        kind = (match.lastgroup or "").replace("_", " ")
        located = context.once(content_map, part)
        span = located.span(*match.span())
        # Of a key the line before it is shown, and nothing of what follows.
        told = _key(match) if match.lastgroup == "private_key" else match.span()
        secret = Secret(located.span(*told), content[slice(*told)])
        text = f"a secret ({kind}, by its form): withdraw it, and send a way to fetch a new one"
        yield Hit(span, text, secret=secret)


def _key(begins: Match[bytes]) -> tuple[int, int]:
    """Give what follows the line that begins a private key: all up to the line that ends it."""
    start, whole = begins.end(), begins.string
    end = whole.find(_KEY_END, start, start + _KEY_MAX)
    return start, end if end >= 0 else min(start + _KEY_MAX, len(whole))


RULES = (secret_in_message,)
