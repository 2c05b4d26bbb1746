"""MIM: what composite types may be: their encodings, how deep they nest, how many parts there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge import _limits
from mimeforge._grammar import NON_ASCII_RE
from mimeforge.linter.examples import Recipe, sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import MESSAGE, PART, Hit, parts, rule
from mimeforge.rules.cte.fixes import unencode
from mimeforge.rules.cte.rewriting import text_from_base64, text_from_quoted_printable
from mimeforge.rules.fixes import line_end
from mimeforge.rules.mim.fixes import label_7bit, label_wider
from mimeforge.rules.mim.multiparts import (
    ENCODED,
    NO_DELIMITER,
    begins_in_header,
    has_no_delimiter,
    header_of,
    is_told,
    sample_of,
)
from mimeforge.tree import Span, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.linter.fix import Fix
    from mimeforge.tree import Part

__all__ = ["RULES"]

_MIXED = 'Content-Type: multipart/mixed; boundary="b"'
_BODY = "--b\r\n\r\nSee you at noon.\r\n--b--\r\n"
_TEXT = "\r\nSee you at noon."
_WHOLE = sample_of("mixed", _TEXT)
_NESTED = 'Content-Type: multipart/alternative; boundary="{0}"\r\n\r\n--{0}\r\n\r\nSee you at noon.\r\n--{0}--\r\n'
_ATTACHED = "Content-Type: message/rfc822\r\n\r\n"
_STATUS = "Content-Type: message/delivery-status\r\n\r\n"
_LUNCH = "Subject: Lunch\r\n\r\nSee you at noon.\r\n"
_UTF8 = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nDéjeuner à midi."

# Encodings that allow octets over 127 (RFC 2045 §6.2)
_WIDE: Final = frozenset({"8bit", "binary"})
# Reports for programs, of each of which its RFC says that "7bit" is sufficient and must be used
_REPORTS: Final = frozenset({"message/delivery-status", "message/disposition-notification", "message/feedback-report"})
# RFC 2046 §5.2.1: what an attached message has one of
_ONE_OF: Final = frozenset({"from", "subject", "date"})
# How to write what is encoded as it is
_WRITTEN: Final = {"base64": text_from_base64, "quoted-printable": text_from_quoted_printable}
# How deep mail nests that is forwarded again and again, and what filters stop at.
_LEVELS_USUAL: Final = 10
_LEVELS_READ: Final = 50


def _nested(levels: int) -> bytes:
    """Make a message of so many levels."""
    names = [f"{level:03}" for level in range(levels - 1)]
    fields = [f'Content-Type: multipart/mixed; boundary="{name}"' for name in names[1:]]
    opening = "".join(f"--{name}\r\n{field}\r\n\r\n" for name, field in zip(names, fields, strict=False))
    closing = "".join(f"--{name}--\r\n" for name in reversed(names))
    body = f"{opening}--{names[-1]}\r\n{_TEXT}\r\n{closing}"
    return sample(f'Content-Type: multipart/mixed; boundary="{names[0]}"', body=body)


def _with_fields(count: int) -> bytes:
    more = b"".join(b"X-N: %d\r\n" % number for number in range(count))
    return sample(_MIXED, body=b"--b\r\n" + more + b"\r\nSee you at noon.\r\n--b--\r\n")


@rule(
    "MIM115",
    "multipart-encoded",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §6.4: a multipart is 7bit, 8bit or binary; what SES answers is inferred",
    looks_at=parts("multipart"),
    bad=(
        sample(_MIXED, "Content-Transfer-Encoding: base64", body="LS1iDQoNClNlZSB5b3UgYXQgbm9vbi4NCi0tYi0tDQo=\r\n"),
        sample(_MIXED, "Content-Transfer-Encoding: quoted-printable", body=_BODY),
    ),
    good=(sample(_MIXED, "Content-Transfer-Encoding: 8bit", body=_BODY),),
)
def multipart_encoded(part: Part, context: Context) -> Iterator[Hit]:
    """A multipart names a transfer encoding.

    Some readers decode it before they look for its parts, most do not: one of them finds none. Encode the bodies of its
    parts, and leave the field out of the multipart.
    """
    encoding = part.transfer_encoding
    if encoding in ENCODED and not begins_in_header(part):
        message = f"a multipart that says it is {encoding}: encode its parts, and leave the field out here"
        if has_no_delimiter(part) and not is_told(part, context):
            yield Hit(_transfer_encoding(part), message, predicts=NO_DELIMITER, evidence=Evidence.INFERRED)
        else:
            yield Hit(_transfer_encoding(part), message, fix=label_7bit(part))


@rule(
    "MIM116",
    "message-encoded",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §5.2.1: a message/rfc822 body is 7bit, 8bit or binary; RFC 3464 §2.1: a report is 7bit",
    looks_at=parts("message"),
    bad=(
        sample(
            "Content-Type: message/rfc822", "Content-Transfer-Encoding: base64", body="U3ViamVjdDogYQ0KDQpiDQo=\r\n"
        ),
        sample_of("mixed", "Content-Transfer-Encoding: quoted-printable\r\n" + _ATTACHED + _LUNCH),
        sample_of("mixed", f"Content-Transfer-Encoding: base64\r\n{_STATUS}UmVwb3J0aW5nLU1UQTogZG5zOyBhDQo="),
    ),
    good=(sample_of("mixed", _ATTACHED + _LUNCH), sample_of("mixed", f"{_STATUS}Reporting-MTA: dns; a")),
)
def message_encoded(part: Part, context: Context) -> Iterator[Hit]:
    """An attached message, or a report, is encoded as a whole.

    Many readers do not decode it, and show it empty or as text. Encode the bodies inside of it, or attach it as
    application/octet-stream. A report of delivery, reading or abuse is 7bit: programs that look for it there may not
    find it, a warning for SES, which passes it on.
    """
    encoding = part.transfer_encoding
    if encoding not in ENCODED:
        return
    if part.media_type == "message/rfc822":
        message = f"an attached message encoded as {encoding}: encode the text inside, or attach it as a file"
        yield Hit(_transfer_encoding(part), message, fix=_unencoded(part))
    elif part.media_type in _REPORTS:
        message = f"a report encoded as {encoding}, which programs may not read: write it as 7bit"
        severity = Severity.WARNING if context.profile.family == "ses" else None
        write = _WRITTEN[encoding]
        is_same = write(part.raw, line_end(part.source)) == part.content
        yield Hit(_transfer_encoding(part), message, severity=severity, fix=unencode(part, write, safe=is_same))


def _unencoded(part: Part) -> Fix | None:
    """Write an attached message as it is, where it is one, so that its parts are seen."""
    is_message = any(field.name.lower() in _ONE_OF for field in parse(part.content).fields)
    return unencode(part, _WRITTEN[part.transfer_encoding], safe=False) if is_message else None


@rule(
    "MIM117",
    "cte-child-wider",
    severity=None,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §6.4: what is 7bit holds no part that is 8bit or binary",
    looks_at=parts("multipart"),
    bad=(sample_of("mixed", _UTF8), sample_of("mixed", _TEXT, _UTF8)),
    good=(
        sample("Content-Transfer-Encoding: 8bit", _MIXED, body=f"--b\r\n{_UTF8}\r\n--b--\r\n"),
        sample_of("mixed", "Content-Transfer-Encoding: 8bit\r\n\r\nSee you at noon."),
    ),
)
def part_is_wider(part: Part, context: Context) -> Iterator[Hit]:
    """A part holds octets over 127, and the multipart around it says 7bit, or nothing.

    What relays the message may go by the outer label and not keep the octets. Label the multipart as 8bit, or encode
    the part as quoted-printable or base64.
    """
    if part.transfer_encoding in _WIDE | ENCODED:
        return
    for child in part.parts:
        if child.transfer_encoding in _WIDE and not child.raw.isascii():
            octets = NON_ASCII_RE.search(part.source.octets, *child.body_span)
            span = Span(*octets.span()) if octets else child.body_span
            message = f"a part that is {child.transfer_encoding} in a multipart that is 7bit: label that {_WIDER}"
            yield Hit(span, message, part=child, fix=label_wider(part))
            return


_WIDER = "8bit too, or encode the part"


@rule(
    "MIM122",
    "nesting-too-deep",
    severity=Severity.WARNING,
    rfc=Severity.NOTE,
    evidence=Evidence.INFERRED,
    source="Postfix, mime_nesting_limit: 100 levels; other filters stop at fewer",
    looks_at=MESSAGE,
    bad=(
        Recipe("51 levels", lambda: _nested(_LEVELS_READ + 1)),
        Recipe("11 levels", lambda: _nested(_LEVELS_USUAL + 1)),
    ),
    good=(Recipe("10 levels", lambda: _nested(_LEVELS_USUAL)),),
)
def nested_too_deep(root: Part, context: Context) -> Iterator[Hit]:
    """Multiparts and attached messages nest deeper than mail does.

    Over 10 levels is rare, and a note. Over 50, filters and readers stop, and take what lies deeper for text or for an
    attack. Attach an archive instead.
    """
    deepest, levels = root, 1
    for part in root.walk():
        if part.limit == "levels":  # MIM144 tells
            return
        own = part.path.count(".") + 2 if part.path else 1
        if own > levels:
            deepest, levels = part, own
    if levels > _LEVELS_USUAL:
        message = f"{levels} levels of parts within parts: attach an archive instead, or forward less"
        severity = None if levels > _LEVELS_READ else Severity.NOTE
        yield Hit(header_of(deepest), message, part=deepest, severity=severity)


@rule(
    "MIM123",
    "too-many-parts",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="SES quotas: 500 MIME parts in a message",
    looks_at=MESSAGE,
    bad=(
        Recipe("501 parts", lambda: sample_of("mixed", *[_TEXT] * (_limits.SES_PARTS_MAX + 1))),
        Recipe(
            "500 parts, one of them in a multipart", lambda: sample_of("mixed", _NESTED.format("c"), *[_TEXT] * 499)
        ),
    ),
    good=(Recipe("500 parts", lambda: sample_of("mixed", *[_TEXT] * _limits.SES_PARTS_MAX)),),
)
def too_many_parts(root: Part, context: Context) -> Iterator[Hit]:
    """The message has more than 500 parts.

    Amazon SES refuses it. Whether a multipart inside of another counts as a part is not known: where that decides, it
    is a warning. Parts of attached messages are not counted. Send several messages, or put the files into one archive.
    """
    most = _limits.SES_PARTS_MAX
    parts = list(root.walk(into_messages=False))[1:]
    leaves = [part for part in parts if not part.parts or part.boundary is None]
    is_whole = all(part.limit is None for part in root.walk())
    if len(leaves) > most:
        message = f"{_count(leaves, is_whole)} parts, at most {most} may be: send several messages, or one archive"
        yield Hit(header_of(leaves[most]), message)
    elif len(parts) > most:
        message = f"{_count(parts, is_whole)} parts with nested multiparts, at most {most} may be: send fewer"
        yield Hit(header_of(parts[most]), message, severity=Severity.WARNING, evidence=Evidence.INFERRED)


@rule(
    "MIM144",
    "parse-limit",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.INFERRED,
    source="mimeforge's own bounds; Amazon SES takes 500 parts, Postfix 100 levels",
    looks_at=PART,
    bad=(Recipe("10,001 header fields", lambda: _with_fields(10_001)),),
    good=(_WHOLE,),
    embedded=True,
)
def parse_limit(part: Part, context: Context) -> Iterator[Hit]:
    """The message is too deep, or has too many parts or fields, to be read to its end.

    Beyond 100 levels, 10,000 parts or 10,000 fields of one part, the rest is taken as one leaf and not judged.
    """
    if part.limit:
        largest = _LIMITS[part.limit]
        yield Hit(header_of(part), f"over {largest:,} {part.limit}: the rest is taken as one part and not judged")


_LIMITS = {
    "levels": _limits.PARSE_LEVELS_MAX,
    "parts": _limits.PARSE_PARTS_MAX,
    "fields": _limits.PARSE_FIELDS_MAX,
}


def _count(parts: list[Part], is_whole: bool) -> str:
    """Count parts; where reading ended at a limit, the last stands for all that were not read."""
    return f"{len(parts):,}" if is_whole else f"over {len(parts) - 1:,}"


def _transfer_encoding(part: Part) -> Span:
    field = part.field("Content-Transfer-Encoding")
    return field.value_span if field else part.header_span


RULES = (
    multipart_encoded,
    message_encoded,
    part_is_wider,
    nested_too_deep,
    too_many_parts,
    parse_limit,
)
