"""MIM: reports, digests, messages in messages and in pieces, and files as they were sent before MIME."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._grammar.multiparts import LEGACY_RE
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, parts, rule
from mimeforge.rules.mim.fixes import say
from mimeforge.rules.mim.multiparts import header_of, sample_of, type_span
from mimeforge.tree import Span
from mimeforge.tree.mime import IDENTITY_ENCODINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = ["RULES"]

_TEXT = "\r\nThe mail did not arrive."
_STATUS = (
    "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; example.com\r\n\r\n"
    "Final-Recipient: rfc822; zoe@example.net\r\nAction: failed\r\nStatus: 5.1.1\r\n"
)
_DELIVERY = "report; report-type=delivery-status"
_LUNCH = "Subject: Lunch\r\n\r\nSee you at noon."
_ATTACHED = f"Content-Type: message/rfc822\r\n\r\n{_LUNCH}"
_BINHEX = ':#hGPBR9dD@acAh"X!$mr2cmr2cmr!!!!!!!8!!!!!-ka:'
_TNEF = 'Content-Type: application/ms-tnef; name="winmail.dat"\r\nContent-Transfer-Encoding: base64\r\n\r\neJ8+Ig=='
_UUENCODED = "begin 644 lunch.txt\r\n04V5E('EO=2!A=\"!N;V]N+@``\r\n`\r\nend\r\n"

# RFC 5322 §3.6, of which RFC 2046 §5.2.1 asks for one in a message/rfc822
_ONE_OF: Final = ("From", "Subject", "Date")
# How files in texts begin: uuencode, yEnc, BinHex
_SIGNS: Final = (b"begin ", b"=ybegin ", b"BinHex")


@rule(
    "MIM138",
    "report-structure",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 6522 §3: report-type, then a text, a part of that type and, if anything, the message",
    looks_at=parts("multipart/report"),
    bad=(
        sample_of("report", _TEXT, _STATUS),
        sample_of(_DELIVERY, _STATUS, _ATTACHED),
        sample_of(_DELIVERY, _TEXT),
    ),
    good=(sample_of(_DELIVERY, _TEXT, _STATUS), sample_of(_DELIVERY, _TEXT, _STATUS, _ATTACHED)),
)
def report_structure(part: Part, context: Context) -> Iterator[Hit]:
    """A multipart/report does not say of what it is, or its second part is of another type.

    Programs that wait for the report do not find it. The first part is for people, the second for programs, and
    ``report-type`` is the subtype of the second.
    """
    if not part.delimiters or part.close_delimiter is None:
        return
    kind = part.parameters.get("report-type", "").lower()
    if not kind:
        fix = (
            say(part, "report-type", _kind_of(part.parts[1]))
            if len(part.parts) > 1 and _kind_of(part.parts[1])
            else None
        )
        message = "a multipart/report without report-type: name the subtype of its second part"
        yield Hit(type_span(part), message, fix=fix)
    elif len(part.parts) < 2:
        yield Hit(type_span(part), f"a report of one part: the second, of the type {shown(kind)}, is missing")
    elif not _is_report(part.parts[1].media_type, kind):
        second = part.parts[1]
        message = f"{shown(second.media_type)} is second in a report of the type {shown(kind)}: put the report there"
        yield Hit(type_span(second), message, part=second)


@rule(
    "MIM139",
    "digest-child-type",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §5.1.5: the parts of a digest are messages",
    looks_at=parts("multipart/digest"),
    bad=(sample_of("digest", f"\r\n{_LUNCH}", "Content-Type: text/plain\r\n\r\nSee you at one."),),
    good=(sample_of("digest", f"\r\n{_LUNCH}", _ATTACHED),),
    overlay="strict",
)
def other_part_in_digest(part: Part, context: Context) -> Iterator[Hit]:
    """A part of a digest is no message.

    Programs that take a digest apart skip it, or take it for a message. Put it beside the digest, in a
    multipart/mixed.
    """
    for child in part.parts:
        if not child.media_type.startswith("message/"):
            message = f"{shown(child.media_type)} in a digest, which is made of messages: put it beside the digest"
            yield Hit(type_span(child), message, part=child)


@rule(
    "MIM140",
    "message-partial",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.FIELD_REPORT,
    source="RFC 2046 §5.2.2; filters that see one piece cannot look into the whole, so that many refuse it",
    looks_at=parts("message/partial"),
    bad=(sample('Content-Type: message/partial; id="1@example.com"; number=1; total=2', body=_LUNCH),),
    good=(sample(),),
)
def message_in_pieces(part: Part, context: Context) -> Iterator[Hit]:
    """A message is sent in pieces.

    Hardly a mail program puts them together any more, and filters refuse what they cannot look into. Send a link to the
    large file instead.
    """
    yield Hit(type_span(part), "a piece of a message, which few readers put together: send all of it, or a link")


@rule(
    "MIM141",
    "external-body",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.INFERRED,
    source="RFC 2046 §5.2.3; mail programs of today do not fetch such a body",
    looks_at=parts("message/external-body"),
    bad=(
        sample_of(
            "mixed",
            "Content-Type: message/external-body; access-type=URL; URL*=utf-8''https%3A%2F%2Fexample.com%2Fa\r\n\r\n"
            "Content-Type: text/plain\r\nContent-ID: <1@example.com>\r\n",
        ),
    ),
    good=(sample_of("mixed", _ATTACHED),),
)
def body_elsewhere(part: Part, context: Context) -> Iterator[Hit]:
    """The body of a part is somewhere else.

    Mail programs do not fetch it: they show the few lines of the part, or nothing. Attach the file, or write a link
    into the text.
    """
    yield Hit(type_span(part), "a body that is somewhere else, which readers do not fetch: attach it, or write a link")


@rule(
    "MIM142",
    "embedded-message-headers",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §5.2.1: at least one of From, Subject and Date",
    looks_at=parts("message/rfc822"),
    bad=(
        sample_of("mixed", "Content-Type: message/rfc822\r\n\r\nSee you at noon."),
        sample_of("mixed", "Content-Type: message/rfc822\r\n\r\nX-Mailer: a\r\n\r\nSee you at noon."),
    ),
    good=(sample_of("mixed", _ATTACHED),),
)
def embedded_without_header(part: Part, context: Context) -> Iterator[Hit]:
    """An attached message has neither From, Subject nor Date.

    Readers show a nameless message, or take its text for header fields. Begin it with its header fields, with no line
    before them.
    """
    for message in part.parts:
        if not any(message.field(name) for name in _ONE_OF):
            text = "an attached message without From, Subject and Date: begin it with its header fields"
            yield Hit(header_of(message), text, part=part)


@rule(
    "MIM143",
    "legacy-encapsulation",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.FIELD_REPORT,
    source="RFC 2045 §6.3: other encodings than its five are discouraged; readers differ in what they decode",
    looks_at=parts("text/plain", "application/ms-tnef"),
    bad=(
        sample(body=f"See you at noon.\r\n\r\n{_UUENCODED}"),
        sample(body="=ybegin line=128 size=3 name=a.bin\r\nabc\r\n=yend size=3\r\n"),
        sample(body=f"(This file must be converted with BinHex 4.0)\r\n\r\n{_BINHEX}\r\n"),
        sample_of("mixed", _TEXT, _TNEF),
    ),
    good=(sample(body="begin 644 pages of it\r\nat noon.\r\n"), sample_of("mixed", _TEXT)),
)
def file_in_text(part: Part, context: Context) -> Iterator[Hit]:
    """A file stands in a text, as it did before there was MIME, or in winmail.dat.

    Some readers offer the file, the others show the encoded text, and filters differ, too. Attach the file as a part of
    its own. That only Outlook opens winmail.dat is a note.
    """
    if part.media_type == "application/ms-tnef":
        message = "winmail.dat, which only Outlook opens: send the files themselves"
        yield Hit(type_span(part), message, severity=Severity.NOTE)
    elif part.transfer_encoding in IDENTITY_ENCODINGS and (found := _legacy(part)):
        yield found


def _kind_of(part: Part) -> str:
    """Give the type of report that a part is, "" where it is none."""
    top, _, subtype = part.media_type.partition("/")
    return subtype if top == "message" and subtype not in {"rfc822", "global"} else ""


def _is_report(media_type: str, kind: str) -> bool:
    """Whether a type is that of a report: with "global-" before it (RFC 6533), or with a suffix (RFC 8460)."""
    subtype = media_type.partition("/")[2].removeprefix("global-")
    return subtype.partition("+")[0] == kind.removeprefix("global-")


def _legacy(part: Part) -> Hit | None:
    octets, body = part.source.octets, part.body_span
    # Each sign is looked for as it is, which takes a tenth of the time.
    if not any(octets.find(sign, *body) >= 0 for sign in _SIGNS):
        return None
    found = LEGACY_RE.search(octets, *body)
    if found is None or found.lastgroup is None:
        return None
    span = Span(*found.span(found.lastgroup))
    return Hit(span, f"a file in {found.lastgroup} in the text: attach it as a part of its own")


RULES = (
    report_structure,
    other_part_in_digest,
    message_in_pieces,
    body_elsewhere,
    embedded_without_header,
    file_in_text,
)
