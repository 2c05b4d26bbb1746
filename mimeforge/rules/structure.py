"""MIM: multiparts and their boundaries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge import _limits
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import Recipe, sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import PART, Hit, rule
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = ["RULES"]

_MIXED = 'Content-Type: multipart/mixed; boundary="b"'
_WHOLE = sample(_MIXED, body="--b\r\n\r\nSee you at noon.\r\n--b--\r\n")


def _with_fields(count: int) -> bytes:
    more = b"".join(b"X-N: %d\r\n" % number for number in range(count))
    return sample().replace(b"\r\n\r\n", b"\r\n" + more + b"\r\n", 1)


@rule(
    "MIM101",
    "multipart-no-boundary",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §5.1.1: the boundary parameter is required",
    looks_at=PART,
    bad=(
        sample("Content-Type: multipart/mixed", body="--b\r\n\r\nSee you at noon.\r\n--b--\r\n"),
        sample('Content-Type: multipart/mixed; boundary=""', body="--\r\n\r\nSee you at noon.\r\n----\r\n"),
    ),
    good=(_WHOLE,),
)
def multipart_without_boundary(part: Part, context: Context) -> Iterator[Hit]:
    """A multipart names no boundary.

    Readers cannot find its parts; some guess, others show all of it as text. Name the boundary in Content-Type.
    """
    if part.media_type.startswith("multipart/") and part.boundary is None:
        yield Hit(_content_type(part), "a multipart without a boundary: name the one its parts are separated by")


@rule(
    "MIM106",
    "boundary-never-used",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.FIELD_REPORT,
    source="RFC 2046 §5.1.1; swiftmailer/swiftmailer#563, nodemailer/nodemailer#1440, bbottema/simple-java-mail#259",
    looks_at=PART,
    bad=(
        sample(_MIXED),
        sample(_MIXED, body=""),
        sample(_MIXED, body="--c\r\n\r\nSee you at noon.\r\n--c--\r\n"),
        sample(_MIXED, body="--b--\r\n"),
    ),
    good=(_WHOLE,),
)
def boundary_never_used(part: Part, context: Context) -> Iterator[Hit]:
    """No line of a multipart is its delimiter.

    The boundary in Content-Type and the one in the body differ, the body is missing, or an empty line cut the header
    section short. Write ``--`` and the boundary on a line of its own before each part.
    """
    if part.boundary is not None and not part.delimiters and part.limit is None:
        boundary = shown(b"--" + part.boundary)
        message = f"no line of this multipart is {boundary}: write it before each part, or correct the boundary"
        yield Hit(_content_type(part), message, predicts="Missing start boundary")


@rule(
    "MIM107",
    "boundary-not-closed",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §5.1.1: the close-delimiter is required; SES seems to tolerate it, the rest may have been lost",
    looks_at=PART,
    bad=(
        sample(_MIXED, body="--b\r\n\r\nSee you at noon.\r\n"),
        sample(_MIXED, body="--b\r\n\r\nSee you at noon.\r\n--b\r\n"),
    ),
    good=(_WHOLE,),
)
def boundary_not_closed(part: Part, context: Context) -> Iterator[Hit]:
    """A multipart has no closing delimiter.

    The message ends before its last part does: often the rest was lost on the way to the file. Write ``--``, the
    boundary and ``--`` behind the last part.
    """
    if part.delimiters and part.close_delimiter is None and not _was_cut(part):
        closing = shown(b"--%s--" % (part.boundary or b""))
        message = f"the parts that begin here are never closed: write {closing} behind the last, or find what was lost"
        yield Hit(part.delimiters[0], message)


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
        yield Hit(
            Span(part.span.start, part.body_span.start),
            f"over {largest:,} {part.limit}: the rest is taken as one part and not judged",
        )


_LIMITS = {
    "levels": _limits.PARSE_LEVELS_MAX,
    "parts": _limits.PARSE_PARTS_MAX,
    "fields": _limits.PARSE_FIELDS_MAX,
}


def _content_type(part: Part) -> Span:
    field = part.field("Content-Type")
    return field.span if field else part.header_span


def _was_cut(part: Part) -> bool:
    """Whether the reading of this part ended at a limit, not at its end."""
    return any(inner.limit == "parts" for inner in part.walk())


RULES = (multipart_without_boundary, boundary_never_used, boundary_not_closed, parse_limit)
