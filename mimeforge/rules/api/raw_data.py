"""API: what is sent: one of the three kinds of version 2, and the octets of a raw message."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Final

from mimeforge._grammar.addresses import BEYOND_ASCII_RE
from mimeforge._grammar.content import BASE64_EITHER_RE, MESSAGE_START_RE
from mimeforge.codecs import base64
from mimeforge.errors import code_points
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import ABSENT, Evidence, Severity
from mimeforge.linter.rule import Hit, requests, rule
from mimeforge.rules.api.examples import SIMPLE, raw, raw_2, simple_2
from mimeforge.rules.api.places import at
from mimeforge.rules.api.roles import is_raw, roles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.linter.request import Request

__all__ = ["RULES"]

_KINDS: Final = ("Simple", "Raw", "Template")

# RFC 4648 §5: the alphabet for URLs, and what it has for the two characters at the end of the other. The beginning of a
# message tells what it is.
_EITHER_ALPHABET: Final = bytes.maketrans(b"-_", b"+/")
_BEGINNING: Final = 1000


@rule(
    "API125",
    "request-content-kind",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="API model of SendEmail (v2), EmailContent: one of Simple, Raw and Template",
    looks_at=requests("sesv2.SendEmail"),
    bad=(
        simple_2(Content={}),
        simple_2(Content={"Simple": SIMPLE["Message"], "Template": {"TemplateName": "receipt"}}),
    ),
    good=(simple_2(), raw_2()),
)
def content_kind(request: Request, context: Context) -> Iterator[Hit]:
    """``Content`` does not hold exactly one of ``Simple``, ``Raw`` and ``Template``.

    They are three ways to say what is sent. Give one of them.
    """
    given = [kind for kind in _KINDS if request.get(f"Content.{kind}") is not None]
    if "Content" in request.arguments and len(given) != 1:
        found = " and ".join(given) if given else "nothing"
        yield at(request, "Content", f"Content holds {found}: give exactly one of {', '.join(_KINDS)}")


@rule(
    "API126",
    "request-data-encoded-twice",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="API models: SDKs write the blob in base64 by themselves; a blob without a header is no message",
    looks_at=requests("ses.SendRawEmail", "sesv2.SendEmail"),
    alone=True,
    bad=(raw(b64encode(sample())), raw_2(b64encode(sample()).decode())),
    good=(raw(), raw_2()),
)
def data_encoded_twice(request: Request, context: Context) -> Iterator[Hit]:
    """The raw message is in base64 already.

    boto3, and every other client, writes ``Data`` in base64 by itself. What is encoded before that arrives as one long
    line, without a header. Give the octets of the message. As long as that is so, nothing else is looked at.
    """
    if request.octets is not None and is_raw(request) and _is_encoded_message(request.octets):
        text = "base64 already, and the client encodes it once more: pass the octets of the message"
        yield Hit(ABSENT, text, member=roles(request).data, quoted=b"")


def _is_encoded_message(octets: bytes) -> bool:
    """Whether octets are base64, and a message is encoded in it. No message is: its fields have colons."""
    if not BASE64_EITHER_RE.fullmatch(octets):
        return False
    beginning = octets.translate(_EITHER_ALPHABET, b" \t\r\n")[:_BEGINNING]
    return MESSAGE_START_RE.match(base64.decode_leniently(beginning)) is not None


@rule(
    "API127",
    "request-data-str",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="API models: a blob; botocore writes a str in UTF-8; examples of AWS give a str",
    looks_at=requests("ses.SendRawEmail", "sesv2.SendEmail"),
    bad=(raw(sample().decode()), raw_2(sample().decode())),
    good=(raw(), raw_2()),
)
def data_as_str(request: Request, context: Context) -> Iterator[Hit]:
    """The raw message is a str, and not octets.

    boto3 takes it, and examples of AWS give it so; other clients do not. What is beyond ASCII is written in UTF-8,
    whatever charset a part of the message says it is in: a warning. Give octets: those of ``as_bytes()``, and not what
    ``as_string()`` makes.
    """
    path = roles(request).data
    data = request.text(path)
    if data is None or request.message is None or not request.message.fields:
        return  # of what is no message, other rules speak
    beyond = BEYOND_ASCII_RE.search(data)
    severity, found = None, "the raw message is a str"
    if beyond:
        severity = Severity.WARNING
        found += f" with {code_points(beyond[0])}, which goes out in UTF-8 whatever its charset"
    # What stands there is a whole message, and shown where its own findings are.
    yield Hit(ABSENT, f"{found}: give octets, as as_bytes() does", member=path, quoted=b"", severity=severity)


RULES = (content_kind, data_encoded_twice, data_as_str)
