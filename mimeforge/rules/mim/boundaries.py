"""MIM: the boundaries that multiparts name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge import _limits
from mimeforge._grammar.multiparts import NOT_BCHARS_RE
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import MESSAGE, Hit, parts, rule
from mimeforge.rules.mim.fixes import name_boundary, rename_boundary, trim_boundary
from mimeforge.rules.mim.multiparts import (
    NO_DELIMITER,
    boundary_span,
    delimiter_of,
    enclosed,
    ends_in_blank,
    has_hyphens,
    is_told,
    reusing,
    sample_of,
    type_span,
)
from mimeforge.rules.par.content_fields import unreadable
from mimeforge.rules.par.fixes import leave_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = ["RULES"]

_MIXED = 'Content-Type: multipart/mixed; boundary="{0}"'
_BODY = "--{0}\r\n\r\nSee you at noon.\r\n--{0}--\r\n"
_TEXT = "\r\nSee you at noon."
_NESTED = 'Content-Type: multipart/alternative; boundary="{0}"\r\n\r\n' + _BODY
_ATTACHED = "Content-Type: message/rfc822\r\n\r\nSubject: Lunch\r\n"
# Multiparts to which a message is looked through for another boundary, at a time.
_FIXES_MAX = 100
_SEVENTY = "b" * _limits.BOUNDARY_MAX


def _bounded(boundary: str, body: str | None = None) -> bytes:
    return sample(_MIXED.format(boundary), body=(_BODY if body is None else body).format(boundary))


@rule(
    "MIM101",
    "multipart-no-boundary",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §5.1.1: the boundary parameter is required; bbottema/simple-java-mail#259",
    looks_at=parts("multipart"),
    bad=(
        sample("Content-Type: multipart/mixed", body=_BODY.format("b")),
        sample("Content-Type: multipart/alternative", body="See you at noon.\r\n"),
    ),
    good=(sample_of("mixed", _TEXT),),
)
def multipart_without_boundary(part: Part, context: Context) -> Iterator[Hit]:
    """A multipart names no boundary.

    Readers cannot find its parts; some guess, others show all of it as text. SES seems to take the first line that
    begins with two hyphens for a delimiter, and refuses a body without one. Name the boundary in Content-Type.
    """
    if part.boundary is not None or "boundary" in part.parameters or is_told(part, context):
        return
    field = part.field("Content-Type")
    span = field.span if field else part.header_span
    message = "a multipart without a boundary: name the one its parts are separated by"
    if part.stray or has_hyphens(part):
        yield Hit(span, message, fix=name_boundary(part))
    else:
        yield Hit(span, message, predicts=NO_DELIMITER, evidence=Evidence.FIELD_REPORT)


@rule(
    "MIM102",
    "boundary-empty",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §5.1.1: a boundary is 1 to 70 characters long and does not end in a blank",
    looks_at=parts("multipart"),
    bad=(_bounded(""), _bounded(" ")),
    good=(_bounded("b"),),
)
def boundary_is_empty(part: Part, context: Context) -> Iterator[Hit]:
    """The boundary of a multipart is empty.

    Some readers take every line of two hyphens for a delimiter, others find no part and show all of it as text. Name a
    boundary that stands in no part.
    """
    if part.boundary is None and "boundary" in part.parameters and not is_told(part, context):
        yield Hit(type_span(part), "the boundary of this multipart is empty: name one that stands in no part")


@rule(
    "MIM103",
    "boundary-too-long",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §5.1.1: boundaries must be no longer than 70 characters",
    looks_at=parts("multipart"),
    bad=(_bounded(f"{_SEVENTY}b"),),
    good=(_bounded(_SEVENTY),),
)
def boundary_too_long(part: Part, context: Context) -> Iterator[Hit]:
    """The boundary of a multipart is longer than 70 characters.

    Readers may keep the first 70 only, and find no delimiter, or refuse the message. Take a shorter one.
    """
    length = len(part.boundary or b"")
    if length > _limits.BOUNDARY_MAX and not is_told(part, context):
        message = f"a boundary of {length:,} characters: take one of at most {_limits.BOUNDARY_MAX}"
        yield Hit(boundary_span(part), message, fix=rename_boundary(part))


@rule(
    "MIM104",
    "boundary-bad-chars",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §5.1.1: bchars, and no boundary ends in white space; what SES answers is inferred",
    looks_at=parts("multipart"),
    bad=(
        _bounded("b ", _BODY.format("b")),
        _bounded("b "),
        _bounded("b*c"),
        _bounded("[b]"),
    ),
    good=(_bounded("b c"), _bounded("'()+_,-./:=?")),
)
def boundary_with_bad_characters(part: Part, context: Context) -> Iterator[Hit]:
    """The boundary of a multipart ends in a blank, or holds a character that no boundary may hold.

    Blanks at the end of a line come and go on the way, so readers drop them there, SES's reader too: no line is the
    delimiter then, and no part is found. Other characters have other meanings on the way. Write letters and digits.
    """
    if part.boundary is None or is_told(part, context):
        return
    boundary = part.parameters["boundary"]
    if ends_in_blank(part):
        message = f"the boundary {shown(boundary)} ends in a blank: take it away"
        answer, fix = NO_DELIMITER, trim_boundary(part)
        yield Hit(boundary_span(part), message, predicts=answer, evidence=Evidence.INFERRED, fix=fix)
    elif found := NOT_BCHARS_RE.search(boundary):
        message = f"the boundary {shown(boundary)} holds {shown(found[0])}: make it of letters, digits and '()+_,-./:=?"
        yield Hit(boundary_span(part), message, fix=rename_boundary(part))


@rule(
    "MIM108",
    "boundary-prefix-collision",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §5.1, §5.1.1: no boundary begins with that of a multipart around; readers compare beginnings",
    looks_at=MESSAGE,
    bad=(
        sample_of("mixed", _NESTED.format("b_alt")),
        sample_of("mixed", _ATTACHED + _NESTED.format("bc")),
        _bounded("b_mixed", "--{0}\r\n" + _NESTED.format("b") + "--{0}--\r\n"),
    ),
    good=(sample_of("mixed", _NESTED.format("c"), _NESTED.format("cb")),),
)
def boundaries_begin_alike(root: Part, context: Context) -> Iterator[Hit]:
    """The boundary of a multipart begins with that of a multipart around it, or the other way round.

    Readers that compare the beginnings of lines, as the standard asks them to, take the delimiter of one for that of
    the other: they see other parts than readers that compare whole lines. Give each a boundary of its own.
    """
    made = 0
    for part, around, is_attached in context.once(enclosed, root):
        own = part.boundary or b""
        alike = [other for other in around if other != own and (own.startswith(other) or other.startswith(own))]
        if alike:
            message = f"the boundaries {shown(own)} and {shown(max(alike))} around it begin alike: give it another"
            made += 1
            # An attached message is somebody else's. Each fix takes a look at all of the message.
            may_be_fixed = not is_attached and made <= _FIXES_MAX and not _stands_elsewhere(part, root, context)
            yield Hit(boundary_span(part), message, part=part, fix=rename_boundary(part) if may_be_fixed else None)


def _stands_elsewhere(part: Part, root: Part, context: Context) -> bool:
    """Whether a line that is no delimiter begins with that of a multipart: without the latter it is one of another."""
    delimiters = context.once(_delimiter_starts, root)
    octets, needle = root.source.octets, b"\n" + delimiter_of(part)
    at = octets.find(needle)
    while at >= 0:
        if at + 1 not in delimiters:
            return True
        at = octets.find(needle, at + 1)
    return False


def _delimiter_starts(root: Part) -> frozenset[int]:
    lines = (line for one in enclosed(root) for line in (*one.part.delimiters, one.part.close_delimiter))
    return frozenset(line.start for line in lines if line)


@rule(
    "MIM109",
    "boundary-reused",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §5.1, §5.1.1; SES developer guide, sending raw email: boundaries of nested multiparts differ",
    looks_at=MESSAGE,
    bad=(
        sample_of("mixed", _NESTED.format("b")),
        sample_of("mixed", _NESTED.format("b"), _TEXT),
        sample_of("mixed", _ATTACHED + _NESTED.format("b")),
    ),
    good=(
        sample_of("mixed", _NESTED.format("c"), _NESTED.format("c")),
        sample_of("mixed", _ATTACHED + _NESTED.format("c")),
    ),
)
def boundary_reused(root: Part, context: Context) -> Iterator[Hit]:
    """A multipart has the boundary of a multipart around it.

    All its delimiters are those of the outer one: its parts stand beside it, not in it, and what follows its closing
    delimiter is lost. An attached message can do so to the multipart that holds it. Give each a boundary of its own.
    """
    for part, _, is_attached in context.once(reusing, root).values():
        message = f"the boundary {shown(part.boundary or b'')} is that of a multipart around this one: give it another"
        # SES is not known to read what is attached.
        yield Hit(boundary_span(part), message, predicts=None if is_attached else NO_DELIMITER)


@rule(
    "MIM112",
    "boundary-on-leaf",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.INFERRED,
    source="RFC 2046 §5.1.1: the boundary parameter is one of multiparts",
    looks_at=parts("text", "application", "message", "image", "audio", "video"),
    bad=(
        sample("Content-Type: text/plain; charset=us-ascii; boundary=b"),
        sample("Content-Type: text/html; charset=us-ascii; boundary=b", body=_BODY.format("b")),
    ),
    good=(_bounded("b"), sample("Content-Type: text/plain; charset=us-ascii")),
)
def boundary_on_leaf(part: Part, context: Context) -> Iterator[Hit]:
    """A part that is no multipart names a boundary.

    Often a multipart was meant: where the body holds the delimiter, it is a warning, since readers show all of it as
    text, and attachments as gibberish. Correct the type, or leave the boundary out.
    """
    boundary = part.parameters.get("boundary")
    field = part.field("Content-Type")
    if not boundary or field is None or unreadable(field, context) or field.value.lower().startswith("multipart"):
        return
    if b"\n--" + boundary.encode(field.encoding, "replace") in b"\n" + part.raw:
        message = f"not read as a multipart, since the type is {shown(part.media_type)}: correct it, for it has parts"
        yield Hit(field.value_span, message, severity=Severity.WARNING)
    else:
        message = f"{shown(part.media_type)} has no parts: leave the boundary out, or name the type that was meant"
        yield Hit(field.value_span, message, fix=leave_out(field, "boundary"))


RULES = (
    multipart_without_boundary,
    boundary_is_empty,
    boundary_too_long,
    boundary_with_bad_characters,
    boundaries_begin_alike,
    boundary_reused,
    boundary_on_leaf,
)
