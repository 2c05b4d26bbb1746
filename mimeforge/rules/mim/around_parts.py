"""MIM: text before and behind the parts of a multipart, and fields that have got into it or into a body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._grammar.multiparts import LOST_PART_RE, PART_FIELD_RE, STOCK_SENTENCE_RE, VISIBLE_RE
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import LEAF, MESSAGE, Hit, parts, rule
from mimeforge.rules.hdr.displaced import below_empty_line
from mimeforge.rules.lin.line_end_tricks import disputed_end
from mimeforge.rules.mim.fixes import join_header
from mimeforge.rules.mim.multiparts import delimiter_of, sample_of
from mimeforge.tree import Span
from mimeforge.tree.mime import IDENTITY_ENCODINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = ["RULES"]

_MIXED = 'Content-Type: multipart/mixed; boundary="b"'
_TEXT = "\r\nSee you at noon."
_BODY = f"--b\r\n{_TEXT}\r\n--b--\r\n"
_FIELDS = "Content-Type: text/plain\r\n\r\nSee you at one.\r\n"

# Fields by which software that adds a footer to what it passes on can be known.
_LIST_FIELDS: Final = ("List-Id", "List-Post", "List-Unsubscribe", "Mailing-List", "Precedence")
# A longer text is more than such a sentence, whatever it speaks of.
_STOCK_MAX: Final = 1_000
# Types of which the content is a header section, or begins with one.
_HEADERS: Final = frozenset({"text/rfc822-headers", "text/rfc822", "application/mbox"})


@rule(
    "MIM118",
    "preamble-text",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §5.1.1: readers ignore what stands before the first delimiter",
    looks_at=parts("multipart"),
    bad=(
        sample(_MIXED, body=f"{_FIELDS}{_BODY}"),
        sample(_MIXED, body=f"See you at one.\r\n{_BODY}"),
        sample(_MIXED, body=f"This is a MIME message.\r\n\r\n--c\r\n\r\nSee you at one.\r\n{_BODY}"),
    ),
    good=(
        sample(_MIXED, body=f"This is a multi-part message in MIME format.\r\n{_BODY}"),
        sample(_MIXED, body=f"Dies ist eine mehrteilige Nachricht im MIME-Format.\r\n\r\n{_BODY}"),
        sample(_MIXED, body=f"\r\n{_BODY}"),
    ),
)
def text_in_preamble(part: Part, context: Context) -> Iterator[Hit]:
    """Text stands before the first part of a multipart.

    Most readers do not show it. Where it holds fields of a part, or a line like a delimiter, the delimiter was lost or
    damaged, and a part with it; other text is a note, and the sentence for readers that know no MIME, in any language,
    is ordinary. Write the delimiter before it, or leave it out.
    """
    if part.preamble is None or not part.delimiters:
        return
    text = part.source.read(part.preamble)
    if not VISIBLE_RE.search(text):
        return
    if field := PART_FIELD_RE.search(part.source.octets, *part.preamble):
        name = shown(field[1].decode("ascii"))
        yield Hit(Span(*field.span(1)), f"{name} before the first part, which is not shown: write the delimiter above")
    elif lost := _lost_part(part):
        yield lost
    elif not (_is_stock(text) or _is_told(part, text) or _has_lookalike(part, text)):
        message = "text before the first part, which is not shown: put it into a part, or leave it out"
        yield Hit(_without_blanks(part, part.preamble), message, severity=Severity.NOTE)


@rule(
    "MIM119",
    "epilogue-text",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §5.1.1: readers ignore what stands behind the closing delimiter",
    looks_at=MESSAGE,
    bad=(
        sample(_MIXED, body=f"{_BODY}\r\nJo Doe, Example Ltd.\r\n"),
        sample(_MIXED, body=f"{_BODY}\r\n{_FIELDS}"),
    ),
    good=(sample(_MIXED, body=_BODY), sample(_MIXED, body=f"{_BODY}\r\n \r\n")),
)
def text_in_epilogue(root: Part, context: Context) -> Iterator[Hit]:
    """Text stands behind the last part of a multipart.

    Readers do not show it: a signature or a footer that was added there is lost. In mail of a mailing list and in
    digests, whose software does so, it is a note, fields of a part aside. Put the text into a part.
    """
    for part in root.walk(into_messages=False):
        if part.epilogue is None or not part.delimiters:
            continue
        text = part.source.read(part.epilogue)
        if not VISIBLE_RE.search(text) or _has_delimiter(part, text):
            continue
        if field := PART_FIELD_RE.search(part.source.octets, *part.epilogue):
            name = shown(field[1].decode("ascii"))
            message = f"{name} behind the last part, which is not shown: write the closing delimiter below"
            yield Hit(Span(*field.span(1)), message)
        elif not _is_stock(text) and not _is_told(part, text):
            message = "text behind the last part, which is not shown: put it into a part, or leave it out"
            severity = Severity.NOTE if _is_of_list(root) else None
            yield Hit(_without_blanks(part, part.epilogue), message, severity=severity)


@rule(
    "MIM120",
    "blank-part-headers",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §5.1: a part that begins with an empty line has no header fields",
    looks_at=parts("multipart"),
    bad=(sample_of("mixed", f"\r\n{_FIELDS}"), sample_of("mixed", _TEXT, "\r\n")),
    good=(sample_of("mixed", _FIELDS), sample_of("mixed", _TEXT)),
)
def part_without_header(part: Part, context: Context) -> Iterator[Hit]:
    """A part begins with an empty line, and its fields stand below it.

    The fields are text then: readers show them, and what follows them undecoded. Take the empty line away. A part with
    neither fields nor content is a note.
    """
    for child in part.parts:
        if child.media_type != "text/plain" or child.fields or child.stray or child.separator is None:
            continue
        octets = part.source.octets
        start = child.body_span.start + len(child.raw) - len(child.raw.lstrip(b"\r\n"))
        if field := PART_FIELD_RE.match(octets, start, child.body_span.end):
            name = shown(field[1].decode("ascii"))
            message = f"an empty line before {name}, which is text of the part then: take the line away"
            yield Hit(child.separator, message, part=child, fix=join_header(child, start))
        elif start == child.body_span.end and not _is_cut(part, child):
            message = "a part with nothing in it: leave it out"
            yield Hit(child.separator, message, part=child, severity=Severity.NOTE)


@rule(
    "MIM121",
    "part-header-in-body",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §5.1: the first empty line of a part ends its header section",
    looks_at=LEAF,
    bad=(
        sample_of("mixed", "Content-Type: text/plain\r\n\r\nContent-Transfer-Encoding: base64\r\n\r\nSGVsbG8="),
        sample(body="Content-Transfer-Encoding: quoted-printable\r\n\r\nSee you at noon.\r\n"),
    ),
    good=(
        sample_of("mixed", "Content-Type: text/plain\r\n\r\nContent-Type: what is it?"),
        sample_of("mixed", "Content-Type: text/rfc822-headers\r\n\r\nContent-Transfer-Encoding: 7bit\r\n"),
        sample_of("mixed", 'Content-Type: text/x-mail; name="a.eml"\r\n\r\nContent-Transfer-Encoding: 7bit\r\n'),
    ),
)
def field_in_body(part: Part, context: Context) -> Iterator[Hit]:
    """The body of a part begins with a field that its header section lacks.

    An empty line stands among the fields: what follows it is text, which readers show, and the body is not decoded, or
    not offered as a file. Take the empty line away.
    """
    if part.separator is None or not part.fields or part.transfer_encoding not in IDENTITY_ENCODINGS:
        return
    field = PART_FIELD_RE.match(part.source.octets, *part.body_span)
    if (
        field is None
        or disputed_end(part)
        or part.media_type in _HEADERS
        or part.filename
        or part.disposition == "attachment"
    ):
        return
    name = field[1].decode("ascii")
    # Of a Content-Type that is missing in the message itself, and may be text there, LIN121 speaks; and so it does
    # where fields of the message stand behind the one that was found.
    is_told = part.is_root and (name.lower() == "content-type" or below_empty_line(part) - {"to"})
    if part.field(name) is None and not is_told:
        message = f"an empty line before {shown(name)}, which is text then: take the line away"
        yield Hit(part.separator, message, fix=join_header(part, part.body_span.start))


def _lost_part(part: Part) -> Hit | None:
    """Say where the text before the first part looks like a part."""
    lost = LOST_PART_RE.search(part.source.octets, *(part.preamble or ()))
    if lost is None or _has_lookalike(part, lost[0]):
        return None
    if lost["delimiter"]:
        own = shown(delimiter_of(part))
        message = f"another line than the delimiter {own} above text, which is not shown: write the delimiter there"
    else:
        name = shown(lost["field"].decode("ascii"))
        message = f"{name} before the first part, which is not shown: write the delimiter above"
    return Hit(Span(*lost.span(lost.lastgroup or 0)), message)


def _is_cut(part: Part, child: Part) -> bool:
    """Whether a part is what is left where its multipart breaks off: MIM107 tells."""
    return part.close_delimiter is None and child is part.parts[-1]


def _is_stock(text: bytes) -> bool:
    """Whether this is the sentence for readers that know no MIME, or two of them."""
    return len(text) <= _STOCK_MAX and STOCK_SENTENCE_RE.search(text) is not None


def _is_of_list(root: Part) -> bool:
    is_digest = any(part.media_type == "multipart/digest" for part in (root, *root.parts))
    return is_digest or any(root.field(name) for name in _LIST_FIELDS)


def _is_told(part: Part, text: bytes) -> bool:
    """Whether the text holds octets over 127 that may not stand there: LIN115 tells."""
    return not text.isascii() and part.transfer_encoding not in {"8bit", "binary"}


def _has_lookalike(part: Part, text: bytes) -> bool:
    """Whether the boundary stands behind a hyphen there, in any case: MIM111 tells."""
    return b"-" + (part.boundary or b"").lower() in text.lower()


def _has_delimiter(part: Part, text: bytes) -> bool:
    """Whether a line there is a delimiter of the multipart, or a closing one: MIM110 tells."""
    own = {delimiter_of(part), delimiter_of(part) + b"--"}
    return any(line.rstrip() in own for line in text.split(b"\n"))


def _without_blanks(part: Part, span: Span) -> Span:
    text = part.source.read(span)
    start = span.start + len(text) - len(text.lstrip())
    return Span(start, max(start, span.start + len(text.rstrip())))


RULES = (text_in_preamble, text_in_epilogue, part_without_header, field_in_body)
