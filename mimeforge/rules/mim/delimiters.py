"""MIM: the delimiter lines of multiparts, and lines that may be taken for them."""

from __future__ import annotations

from bisect import bisect_right
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge import _limits
from mimeforge._grammar.multiparts import LEADING_HYPHENS_RE
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import MESSAGE, Hit, rule
from mimeforge.rules.mim.fixes import close, name_boundary, without_second_closing
from mimeforge.rules.mim.multiparts import (
    ENCODED,
    NO_DELIMITER,
    begins_in_epilogue,
    boundary_span,
    delimiter_of,
    ends_in_blank,
    has_no_delimiter,
    is_told,
    reusing,
    sample_of,
    stands_twice,
)
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = ["RULES"]

_MIXED = 'Content-Type: multipart/mixed; boundary="b"'
_BODY = "--b\r\n\r\nSee you at noon.\r\n--b--\r\n"
_TEXT = "\r\nSee you at noon."
_WHOLE = sample_of("mixed", _TEXT)
_NESTED = f'Content-Type: multipart/alternative; boundary="c"\r\n\r\n{_BODY.replace("b", "c")}'

# More lines than anybody would look through.
_SUSPECTS_MAX: Final = 2_000


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
    ),
    good=(_WHOLE,),
)
def boundary_never_used(root: Part, context: Context) -> Iterator[Hit]:
    """No line of a multipart is its delimiter.

    The boundary in Content-Type and the one in the body differ, the body is missing, or an empty line cut the header
    section short. Write ``--`` and the boundary on a line of its own before each part.
    """
    for part in _without_delimiter(root, context):
        if not part.close_delimiter:
            delimiter = shown(delimiter_of(part))
            message = f"no line of this multipart is {delimiter}: write it before each part, or correct the boundary"
            yield Hit(boundary_span(part), message, predicts=NO_DELIMITER, fix=name_boundary(part))


@rule(
    "MIM113",
    "multipart-zero-parts",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.FIELD_REPORT,
    source="RFC 2046 §5.1.1: one body part or more; swiftmailer/swiftmailer#563, nodemailer/nodemailer#1440",
    looks_at=MESSAGE,
    bad=(
        sample(_MIXED, body="--b--\r\n"),
        sample(_MIXED, body="--b--\r\n" + _BODY),
    ),
    good=(_WHOLE,),
)
def multipart_without_parts(root: Part, context: Context) -> Iterator[Hit]:
    """A multipart is closed before a part begins.

    Its closing delimiter comes first: it has no part, and what follows is not read. Write ``--`` and the boundary on a
    line of its own before each part, or leave the multipart out.
    """
    for part in _without_delimiter(root, context):
        if part.close_delimiter:
            delimiter, closing = shown(delimiter_of(part)), shown(delimiter_of(part) + b"--")
            message = f"the closing delimiter {closing} comes before any {delimiter}: write that before each part"
            # SES's reader looks for the first delimiter only: it would find one behind the closing one.
            yield Hit(boundary_span(part), message, predicts=None if begins_in_epilogue(part) else NO_DELIMITER)


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
        if _ends_inside(part, context.once(reusing, root)) or ends_in_blank(part) or stands_twice(part, context):
            continue
        ends.add(part.span.end)
        closing = shown(delimiter_of(part) + b"--")
        message = f"the parts that begin here are never closed: write {closing} behind the last, or find what was lost"
        yield Hit(part.delimiters[0], message, fix=close(part))


@rule(
    "MIM110",
    "boundary-in-content",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §5.1, §5.1.1: a delimiter stands in no part; what follows the closing one is not read",
    looks_at=MESSAGE,
    bad=(
        sample_of("mixed", _TEXT, f"{_TEXT}\r\n{_BODY}\r\nSee you at one."),
        sample(_MIXED, body=_BODY + "\r\n--b\r\n\r\nSee you at one.\r\n--b--\r\n"),
        sample(_MIXED, body=_BODY + "\r\n--b--\r\n"),
        sample_of("mixed", _NESTED, f"{_TEXT}\r\n--c"),
    ),
    good=(_WHOLE, sample_of("mixed", _NESTED, _NESTED), sample_of("mixed", f"{_TEXT}\r\n > --b\r\n--c")),
)
def delimiter_in_content(root: Part, context: Context) -> Iterator[Hit]:
    """A delimiter of a multipart stands where none of its parts begins or ends.

    Behind the closing delimiter, it begins a part that is lost, or ends a text that is: often a part holds a text with
    delimiters, an attached message as a rule. A second closing delimiter with nothing before it, or a delimiter
    elsewhere, is a warning: readers differ in what they make of it. Give the multipart a boundary that stands nowhere
    else.
    """
    told = set()
    for line, part in context.once(_suspects, root):
        text = root.source.read(line).rstrip(b" \t")
        if text.removesuffix(b"--") != delimiter_of(part) and text != delimiter_of(part):
            continue
        if part.path in told or is_told(part, context):
            continue
        told.add(part.path)
        place, epilogue = Span(line.start, line.start + len(text)), part.epilogue
        if epilogue is None or not epilogue.start <= line.start < epilogue.end:
            message = f"a line {shown(text)} outside of its multipart: some readers take it for a delimiter; change it"
            yield Hit(place, message, severity=Severity.WARNING, evidence=Evidence.INFERRED)
        elif text == delimiter_of(part) or root.source.read(Span(epilogue.start, line.start)).strip():
            message = f"{shown(text)} behind the closing delimiter: what follows that is lost; take another boundary"
            yield Hit(place, message)
        else:
            message = f"{shown(text)} again behind the closing delimiter: write it once"
            yield Hit(place, message, severity=Severity.WARNING, fix=without_second_closing(part))


@rule(
    "MIM111",
    "boundary-lookalike",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §5.1.1: readers compare the beginning of a line with the delimiter; many compare all of it",
    looks_at=MESSAGE,
    bad=(
        sample_of("mixed", _TEXT + "\r\n--b;\r\n\r\nSee you at one."),
        sample_of("mixed", _TEXT + "\r\n--b--;\r\n\r\nSee you at one."),
        sample_of("mixed", _TEXT + "\r\n --b\r\n\r\nSee you at one."),
        sample_of("mixed", _TEXT + "\r\n--B\r\n\r\nSee you at one."),
        sample_of("mixed", _TEXT + "\r\n---b\r\n\r\nSee you at one."),
        sample_of("mixed", _TEXT + "\r\n-b--\r\n\r\nSee you at one."),
        sample(_MIXED, body=f"--B\r\n\r\nSee you at one.\r\n{_BODY}"),
    ),
    good=(_WHOLE, sample_of("mixed", _TEXT + "\r\n> --b\r\nx --b\r\n--\r\n"), sample_of("mixed", _NESTED)),
)
def delimiter_lookalike(root: Part, context: Context) -> Iterator[Hit]:
    """A line in a multipart is nearly a delimiter of it.

    It has a blank or a hyphen too many, another case of letters, or text behind the boundary. Some readers begin or end
    a part there, and others do not: one of them misses what follows. Write the delimiter as the boundary says, or
    take a boundary that stands nowhere else.
    """
    for line, part in context.once(_suspects, root):
        is_inside = part.close_delimiter and part.body_span.start <= line.start < part.close_delimiter.start
        if is_inside and (difference := _difference(part, root.source.read(line))) and not is_told(part, context):
            message = f"not the delimiter {shown(delimiter_of(part))}, and nearly so: {difference}; change the line"
            yield Hit(line, message)


def _without_delimiter(root: Part, context: Context) -> Iterator[Part]:
    """Give the multiparts in which no part begins, and of which no other rule says why."""
    reused = context.once(reusing, root)
    for part in root.walk(into_messages=False):
        if not has_no_delimiter(part) or part.path in reused or part.transfer_encoding in ENCODED:
            continue
        if not ends_in_blank(part) and not is_told(part, context):
            yield part


def _ends_inside(part: Part, reused: Container[str]) -> bool:
    """Whether the reading of a multipart ended below it: at a limit, or at a delimiter that an inner one has too."""
    return any(inner.limit == "parts" or inner.path in reused for inner in part.walk())


class _Suspect(NamedTuple):
    """A line that is no delimiter, and the multipart whose boundary it begins with, blanks, hyphens and case aside."""

    line: Span
    part: Part


def _suspects(root: Part) -> tuple[_Suspect, ...]:
    """Find such lines, of multiparts that are read to their end. Rules ask through `Context.once`."""
    if root.boundary is None or reusing(root) or any(part.limit for part in root.walk()):
        return ()
    named: dict[bytes, list[Part]] = {}
    for part in root.walk(into_messages=False):
        if part.delimiters and part.close_delimiter:
            named.setdefault(_core(part.boundary or b""), []).append(part)
    sizes = sorted({len(core) for core in named if len(core) <= _limits.BOUNDARY_MAX}, reverse=True)
    if not sizes:
        return ()
    known = _known_lines(root)
    found = (
        _Suspect(root.source.line(start), meant)
        for start, text in _hyphened_lines(root)
        if start not in known and (meant := _begins_with(text, start, named, sizes))
    )
    return tuple(islice(found, _SUSPECTS_MAX))


def _begins_with(text: bytes, start: int, named: Mapping[bytes, Sequence[Part]], sizes: Iterable[int]) -> Part | None:
    """Find the multipart whose boundary a line begins with: the longest boundary, the last multipart above the line."""
    for size in sizes:
        if parts := named.get(text[:size]):
            return parts[max(bisect_right(parts, start, key=_body_start) - 1, 0)]
    return None


def _known_lines(root: Part) -> frozenset[int]:
    """Say where the lines start that are delimiters, those in attached messages too, or stray in a header section."""
    lines: set[int] = set()
    for part in root.walk():
        lines.update(line.start for line in (*part.delimiters, *part.stray))
        if part.close_delimiter:
            lines.add(part.close_delimiter.start)
    return frozenset(lines)


def _hyphened_lines(root: Part) -> Iterator[tuple[int, bytes]]:
    """Pass the lines of the body that begin with hyphens: where they start, and in lower case what comes behind."""
    octets = root.source.octets
    for hyphens in LEADING_HYPHENS_RE.finditer(octets, max(root.body_span.start - 1, 0)):
        start = hyphens.start() + 1
        yield start, octets[hyphens.end() : hyphens.end() + _limits.BOUNDARY_MAX].lower()


def _core(octets: bytes) -> bytes:
    return octets.lstrip(b" \t-").lower()


def _body_start(part: Part) -> int:
    return part.body_span.start


def _difference(part: Part, line: bytes) -> str | None:
    """Say what makes a line another than the delimiter; None where that is more than one thing.

    None, too, where it is CR alone, of which LIN106 speaks.
    """
    boundary = part.boundary or b""
    if not _core(boundary):  # hyphens alone, whose number tells no line from another
        behind = line.removeprefix(b"--" + boundary)
        return f"{shown(behind)} behind it" if behind != line else None
    own_hyphens = len(boundary) - len(boundary.lstrip(b"-"))
    start = max(len(line) - len(line.lstrip(b" \t-")) - own_hyphens, 0)
    end = start + len(boundary)
    before, written, behind = line[:start], line[start:end], line[end:].removeprefix(b"--").strip(b" \t\r")
    hyphens = before.count(b"-")
    if before.lstrip(b" \t").strip(b"-"):  # a blank behind a hyphen, as above a signature
        return None
    found = {
        "blanks before it": before.startswith((b" ", b"\t")),
        f"{hyphens} hyphen{'s' * (hyphens != 1)} before the boundary": hyphens != len(b"--"),
        f"{shown(written)} in another case": written != boundary,
        f"{shown(behind)} behind it": bool(behind),
    }
    differences = [difference for difference, is_there in found.items() if is_there]
    return differences[0] if len(differences) == 1 else None


RULES = (
    boundary_never_used,
    multipart_without_parts,
    boundary_not_closed,
    delimiter_in_content,
    delimiter_lookalike,
)
