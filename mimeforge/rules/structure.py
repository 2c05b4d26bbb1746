"""MIM: multiparts and their boundaries, composite types and their encodings, the number of parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge import _limits
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import Recipe, sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import MESSAGE, PART, Hit, rule
from mimeforge.rules.multiparts import (
    begins_in_epilogue,
    begins_in_header,
    boundary_span,
    delimiter_of,
    ends_in_blank,
    has_hyphens,
    has_no_delimiter,
    is_told,
    stands_twice,
)
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = ["RULES"]

_MIXED = 'Content-Type: multipart/mixed; boundary="b"'
_BODY = "--b\r\n\r\nSee you at noon.\r\n--b--\r\n"
_WHOLE = sample(_MIXED, body=_BODY)
_NESTED = 'Content-Type: multipart/alternative; boundary="{0}"\r\n\r\n--{0}\r\n\r\nSee you at noon.\r\n--{0}--\r\n'
_ATTACHED = "Content-Type: message/rfc822\r\n\r\n"
_LUNCH = "Subject: Lunch\r\n\r\nSee you at noon.\r\n"

# RFC 2045 §6.4 forbids them on composite types; of unknown and private encodings CTE101 and CTE102 speak.
_ENCODED: Final = frozenset({"base64", "quoted-printable"})
_NO_DELIMITER: Final = "Missing start boundary"


def _in_mixed(*parts: str) -> bytes:
    return sample(_MIXED, body="".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--\r\n")


def _with_fields(count: int) -> bytes:
    more = b"".join(b"X-N: %d\r\n" % number for number in range(count))
    return sample(_MIXED, body=b"--b\r\n" + more + b"\r\nSee you at noon.\r\n--b--\r\n")


@rule(
    "MIM101",
    "multipart-no-boundary",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §5.1.1: the boundary parameter is required; bbottema/simple-java-mail#259",
    looks_at=PART,
    bad=(
        sample("Content-Type: multipart/mixed", body=_BODY),
        sample("Content-Type: multipart/alternative", body="See you at noon.\r\n"),
        sample('Content-Type: multipart/mixed; boundary=""', body="--\r\n\r\nSee you at noon.\r\n----\r\n"),
    ),
    good=(_WHOLE,),
)
def multipart_without_boundary(part: Part, context: Context) -> Iterator[Hit]:
    """A multipart names no boundary.

    Readers cannot find its parts; some guess, others show all of it as text. SES seems to take the first line that
    begins with two hyphens for a delimiter, and refuses a body without one. Name the boundary in Content-Type.
    """
    if not part.media_type.startswith("multipart/") or part.boundary is not None or is_told(part, context):
        return
    message = "a multipart without a boundary: name the one its parts are separated by"
    if "boundary" in part.parameters or part.stray or has_hyphens(part):
        yield Hit(_content_type(part), message)
    else:
        yield Hit(_content_type(part), message, predicts=_NO_DELIMITER, evidence=Evidence.FIELD_REPORT)


@rule(
    "MIM104",
    "boundary-bad-chars",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §5.1.1: no boundary ends in white space; what SES answers is inferred",
    looks_at=PART,
    bad=(
        sample('Content-Type: multipart/mixed; boundary="b "', body=_BODY),
        sample('Content-Type: multipart/mixed; boundary="b "', body=_BODY.replace("--b", "--b ")),
    ),
    good=(sample('Content-Type: multipart/mixed; boundary="b c"', body=_BODY.replace("--b", "--b c")),),
)
def boundary_ends_in_blank(part: Part, context: Context) -> Iterator[Hit]:
    """The boundary of a multipart ends in a blank.

    Blanks at the end of a line come and go on the way, so readers drop them there, SES's reader too: no line is the
    delimiter then, and no part is found. Take the blank away.
    """
    if ends_in_blank(part) and not is_told(part, context):
        message = f"the boundary {shown(part.parameters['boundary'])} ends in a blank: take it away"
        yield Hit(boundary_span(part), message, predicts=_NO_DELIMITER, evidence=Evidence.INFERRED)


@rule(
    "MIM106",
    "boundary-never-used",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.FIELD_REPORT,
    source="RFC 2046 §5.1.1; swiftmailer/swiftmailer#563, nodemailer/nodemailer#1440, bbottema/simple-java-mail#259",
    looks_at=MESSAGE,
    bad=(
        sample(_MIXED),
        sample(_MIXED, body=""),
        sample(_MIXED, body="--c\r\n\r\nSee you at noon.\r\n--c--\r\n"),
        sample(_MIXED, body="--b--\r\n"),
        sample(_MIXED, body="--b--\r\n" + _BODY),
    ),
    good=(_WHOLE,),
)
def boundary_never_used(root: Part, context: Context) -> Iterator[Hit]:
    """No line of a multipart is its delimiter.

    The boundary in Content-Type and the one in the body differ, the body is missing, or an empty line cut the header
    section short. Or the closing delimiter comes first, and ends the multipart before it begins. Write ``--`` and the
    boundary on a line of its own before each part.
    """
    reusing = context.once(_reusing, root)
    for part in root.walk(into_messages=False):
        if not has_no_delimiter(part) or part.path in reusing or part.transfer_encoding in _ENCODED:
            continue
        if ends_in_blank(part) or is_told(part, context):
            continue
        delimiter = shown(delimiter_of(part))
        if part.close_delimiter:
            closing = shown(delimiter_of(part) + b"--")
            message = f"the closing delimiter {closing} comes before any {delimiter}: write that before each part"
        else:
            message = f"no line of this multipart is {delimiter}: write it before each part, or correct the boundary"
        # SES's reader looks for the first delimiter only: it would find one behind the closing one.
        yield Hit(boundary_span(part), message, predicts=None if begins_in_epilogue(part) else _NO_DELIMITER)


@rule(
    "MIM109",
    "boundary-reused",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §5.1, §5.1.1; SES developer guide, sending raw email: boundaries of nested multiparts differ",
    looks_at=MESSAGE,
    bad=(
        _in_mixed(_NESTED.format("b")),
        _in_mixed(_NESTED.format("b"), "\r\nSee you at one."),
        _in_mixed(_ATTACHED + _NESTED.format("b")),
    ),
    good=(_in_mixed(_NESTED.format("c"), _NESTED.format("c")), _in_mixed(_ATTACHED + _NESTED.format("c"))),
)
def boundary_reused(root: Part, context: Context) -> Iterator[Hit]:
    """A multipart has the boundary of a multipart around it.

    All its delimiters are those of the outer one: its parts stand beside it, not in it, and what follows its closing
    delimiter is lost. An attached message can do so to the multipart that holds it. Give each a boundary of its own.
    """
    for part, is_attached in context.once(_reusing, root).values():
        message = f"the boundary {shown(part.boundary or b'')} is that of a multipart around this one: give it another"
        # SES is not known to read what is attached.
        yield Hit(boundary_span(part), message, predicts=None if is_attached else _NO_DELIMITER)


@rule(
    "MIM107",
    "boundary-not-closed",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §5.1.1: the close-delimiter is required; SES seems to tolerate it, the rest may have been lost",
    looks_at=MESSAGE,
    bad=(
        sample(_MIXED, body="--b\r\n\r\nSee you at noon.\r\n"),
        sample(_MIXED, body="--b\r\n\r\nSee you at noon.\r\n--b\r\n"),
    ),
    good=(_WHOLE,),
)
def boundary_not_closed(root: Part, context: Context) -> Iterator[Hit]:
    """A multipart has no closing delimiter.

    The message ends before its last part does: often the rest was lost on the way to the file. Of multiparts that end
    in the same place, the outermost is named. Write ``--``, the boundary and ``--`` behind the last part.
    """
    ends: set[int] = set()
    for part in root.walk(into_messages=False):
        if not part.delimiters or part.close_delimiter or part.span.end in ends:
            continue
        if _ends_inside(part, context.once(_reusing, root)) or ends_in_blank(part) or stands_twice(part, context):
            continue
        ends.add(part.span.end)
        closing = shown(delimiter_of(part) + b"--")
        message = f"the parts that begin here are never closed: write {closing} behind the last, or find what was lost"
        yield Hit(part.delimiters[0], message)


@rule(
    "MIM115",
    "multipart-encoded",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §6.4: a multipart is 7bit, 8bit or binary; what SES answers is inferred",
    looks_at=PART,
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
    if part.media_type.startswith("multipart/") and encoding in _ENCODED and not begins_in_header(part):
        message = f"a multipart that says it is {encoding}: encode its parts, and leave the field out here"
        if has_no_delimiter(part) and not is_told(part, context):
            yield Hit(_transfer_encoding(part), message, predicts=_NO_DELIMITER, evidence=Evidence.INFERRED)
        else:
            yield Hit(_transfer_encoding(part), message)


@rule(
    "MIM116",
    "message-encoded",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §5.2.1: a message/rfc822 body is 7bit, 8bit or binary",
    looks_at=PART,
    bad=(
        sample(
            "Content-Type: message/rfc822", "Content-Transfer-Encoding: base64", body="U3ViamVjdDogYQ0KDQpiDQo=\r\n"
        ),
        _in_mixed("Content-Transfer-Encoding: quoted-printable\r\n" + _ATTACHED + _LUNCH),
    ),
    good=(_in_mixed(_ATTACHED + _LUNCH),),
)
def message_encoded(part: Part, context: Context) -> Iterator[Hit]:
    """An attached message is encoded as a whole.

    Many readers do not decode it, and show it empty or as text. Encode the bodies inside of it, or attach it as
    application/octet-stream.
    """
    encoding = part.transfer_encoding
    if part.media_type == "message/rfc822" and encoding in _ENCODED:
        message = f"an attached message encoded as {encoding}: encode the text inside, or attach it as a file"
        yield Hit(_transfer_encoding(part), message)


@rule(
    "MIM123",
    "too-many-parts",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="SES quotas: 500 MIME parts in a message",
    looks_at=MESSAGE,
    bad=(
        Recipe("501 parts", lambda: _in_mixed(*["\r\n"] * (_limits.SES_PARTS_MAX + 1))),
        Recipe("500 parts, one of them in a multipart", lambda: _in_mixed(_NESTED.format("c"), *["\r\n"] * 499)),
    ),
    good=(Recipe("500 parts", lambda: _in_mixed(*["\r\n"] * _limits.SES_PARTS_MAX)),),
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
        yield Hit(_header(leaves[most]), message)
    elif len(parts) > most:
        message = f"{_count(parts, is_whole)} parts with nested multiparts, at most {most} may be: send fewer"
        yield Hit(_header(parts[most]), message, severity=Severity.WARNING, evidence=Evidence.INFERRED)


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
        yield Hit(_header(part), f"over {largest:,} {part.limit}: the rest is taken as one part and not judged")


_LIMITS = {
    "levels": _limits.PARSE_LEVELS_MAX,
    "parts": _limits.PARSE_PARTS_MAX,
    "fields": _limits.PARSE_FIELDS_MAX,
}


def _reusing(root: Part) -> Mapping[str, tuple[Part, bool]]:
    """Find the multiparts, by path, that have the boundary of one around them; and which are in an attached message.

    Inside such a message, only the boundaries around it count: what it does with its own is nobody's business here.
    """
    found: dict[str, tuple[Part, bool]] = {}
    nothing: frozenset[bytes] = frozenset()
    waiting = [(root, nothing, False)]
    while waiting:
        part, around, is_attached = waiting.pop()
        if part.boundary is not None:
            if part.boundary in around:
                found[part.path] = part, is_attached
            if not is_attached:
                around |= {part.boundary}
        elif part.parts:
            is_attached = True
        waiting.extend((inner, around, is_attached) for inner in reversed(part.parts))
    return found


def _count(parts: list[Part], is_whole: bool) -> str:
    """Count parts; where reading ended at a limit, the last stands for all that were not read."""
    return f"{len(parts):,}" if is_whole else f"over {len(parts) - 1:,}"


def _content_type(part: Part) -> Span:
    field = part.field("Content-Type")
    return field.span if field else part.header_span


def _transfer_encoding(part: Part) -> Span:
    field = part.field("Content-Transfer-Encoding")
    return field.value_span if field else part.header_span


def _header(part: Part) -> Span:
    return Span(part.span.start, part.body_span.start)


def _ends_inside(part: Part, reusing: Container[str]) -> bool:
    """Whether the reading of a multipart ended below it: at a limit, or at a delimiter that an inner one has too."""
    return any(inner.limit == "parts" or inner.path in reusing for inner in part.walk())


RULES = (
    multipart_without_boundary,
    boundary_ends_in_blank,
    boundary_never_used,
    boundary_reused,
    boundary_not_closed,
    multipart_encoded,
    message_encoded,
    too_many_parts,
    parse_limit,
)
