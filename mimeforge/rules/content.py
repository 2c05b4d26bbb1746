"""CON: attachments and the size of the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge._limits import SES_V1_MESSAGE_MAX, SES_V2_MESSAGE_MAX
from mimeforge._ses_facts import BLOCKED_EXTENSIONS
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import Example, padded, sample
from mimeforge.linter.finding import ABSENT, Evidence, Severity
from mimeforge.linter.rule import OCTETS, PART, Hit, rule
from mimeforge.tree import Span, mime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Field, Part, Source

__all__ = ["RULES"]


@rule(
    "CON106",
    "blocked-extension-ses",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="SES developer guide, unsupported attachment types (90 endings)",
    looks_at=PART,
    bad=(
        sample('Content-Disposition: attachment; filename="setup.exe"'),
        sample('Content-Type: text/plain; name="Report.JS"'),
        sample("Content-Disposition: attachment; filename*=utf-8''r%C3%A9sum%C3%A9%2Escr"),
        sample('Content-Disposition: attachment; filename="=?utf-8?q?setup=2Ebat?="'),
        sample("Content-Disposition: attachment; filename*0=setup; filename*1=.vbs"),
    ),
    good=(
        sample('Content-Disposition: attachment; filename="setup.exe.txt"'),
        sample('Content-Disposition: attachment; filename="exe"'),
    ),
)
def blocked_extension(part: Part, context: Context) -> Iterator[Hit]:
    """An attachment has a file name with an ending that Amazon SES refuses.

    Every name that a reader could show counts: in Content-Disposition and Content-Type, plain, encoded, in segments.
    Put the file into an archive, or under another name, or send a link.
    """
    for name in part.names:
        extension = name.rpartition(".")[2].lower() if "." in name else ""
        if extension in BLOCKED_EXTENSIONS:
            field = _named_by(part, name)
            span = _place(field) if field else part.header_span
            yield Hit(
                span,
                f"a file name that ends in .{extension}: {shown(name)}; send it in an archive, or a link",
                field=field,
            )
            return


@rule(
    "CON123",
    "message-too-large",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="SES quotas: 10 MB (v1), 40 MB (v2, SMTP) after encoding; aws/aws-sdk-go-v2#1774",
    looks_at=OCTETS,
    bad=(padded(SES_V1_MESSAGE_MAX + 1), Example(padded(SES_V2_MESSAGE_MAX + 1), profile="ses-v2")),
    good=(padded(SES_V1_MESSAGE_MAX), Example(padded(SES_V1_MESSAGE_MAX + 1), profile="ses-v2")),
)
def message_too_large(source: Source, context: Context) -> Iterator[Hit]:
    """The message is larger than the interface takes.

    What counts is the message as it is handed over, with base64 and all. Send a link instead of a large attachment, or
    use version 2 of the API or SMTP, which take 40 MB.
    """
    size, limit = len(source.octets), context.profile.message_limit
    if limit is not None and size > limit:
        answer = context.profile.size_answer
        message = f"{size:,} octets, at most {limit:,} may be: send a link instead of the file"
        # The octets of "40 MB" stand nowhere; those of 10 MB are in SES's own answer.
        evidence = None if limit == SES_V1_MESSAGE_MAX else Evidence.INFERRED
        predicts = answer and answer.format(size=size)
        yield Hit(ABSENT, message, predicts=predicts, is_whole_reply=True, evidence=evidence)


def _place(field: Field) -> Span:
    """Point at the parameters of a field, not at its beginning, which may be lines above."""
    start, end = field.value_span
    semicolon = field.source.octets.find(b";", start, end)
    behind = field.source.octets[semicolon + 1 : end]
    return Span(end - len(behind.lstrip()), end) if semicolon >= 0 else Span(start, end)


def _named_by(part: Part, name: str) -> Field | None:
    """Find the field a name is from."""
    disposition = part.field("Content-Disposition")
    is_there = name in mime.names(disposition, None)
    return disposition if is_there else part.field("Content-Type")


RULES = (blocked_extension, message_too_large)
