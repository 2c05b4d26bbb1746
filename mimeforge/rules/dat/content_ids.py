"""DAT: content ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge._grammar import ENCODED_WORD_RE, LWSP, RECEIVED_MSG_ID_RE
from mimeforge._grammar.encoded_words import CONTROL_BUT_TAB_RE
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import MESSAGE, Hit, part_fields, rule
from mimeforge.rules.dat.fixes import content_id_fix
from mimeforge.rules.ses.address_delimiters import outside_comments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Field, Part

__all__ = ["RULES", "is_judged"]


def _with_ids(*ids: str, media_type: str = "text/plain; charset=us-ascii") -> bytes:
    parts = (f"--b\r\nContent-Type: {media_type}\r\nContent-ID: {one}\r\n\r\nSee you at noon.\r\n" for one in ids)
    return sample("Content-Type: multipart/mixed; boundary=b", body="".join([*parts, "--b--\r\n"]))


@rule(
    "DAT120",
    "cid-syntax",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §7: a msg-id, in angle brackets; RFC 2392 §2",
    looks_at=part_fields("Content-ID"),
    bad=(
        _with_ids("logo@example.com"),
        _with_ids("<the logo@example.com>"),
        _with_ids('"logo"'),
        _with_ids("<cid:logo@example.com>"),
    ),
    good=(_with_ids("<logo@example.com>"), _with_ids("<logo.png>", "<1@[192.0.2.1].0> (the logo)")),
)
def content_id_syntax(field: Field, context: Context) -> Iterator[Hit]:
    """A Content-ID is not one id in angle brackets.

    Some readers then find no part for the ``cid:`` URL of the HTML, and show a broken image. Write <logo@example.com>
    in the field, and cid:logo@example.com in the HTML.
    """
    value = field.value
    if not is_judged(field):
        return
    identifier = value if RECEIVED_MSG_ID_RE.fullmatch(value) else outside_comments(value).strip(LWSP)
    if identifier[:5].lower() == "<cid:":
        message = f"the Content-ID {shown(value)} begins with cid:, which belongs in the URL alone: leave it out here"
        yield Hit(field.value_span, message, fix=content_id_fix(field))
    elif identifier and not RECEIVED_MSG_ID_RE.fullmatch(identifier):
        message = f"the Content-ID {shown(value)} is not one id without blanks in angle brackets: write <left@right>"
        yield Hit(field.value_span, message, fix=content_id_fix(field))


@rule(
    "DAT150",
    "cid-no-domain",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §7, RFC 2392 §2: left@right, unique in the world",
    looks_at=part_fields("Content-ID"),
    overlay="strict",
    bad=(_with_ids("<logo.png>"),),
    good=(_with_ids("<logo.png@example.com>"),),
)
def content_id_without_domain(field: Field, context: Context) -> Iterator[Hit]:
    """A Content-ID has no @ and no domain.

    Nearly every reader takes it. But an id like "image1" is in other messages too, and where a program keeps parts of
    several together, the wrong image is shown. Write <image1.20250120@example.com>.
    """
    if RECEIVED_MSG_ID_RE.fullmatch(field.value) and "@" not in field.value:
        yield Hit(field.value_span, f"the Content-ID {shown(field.value)} has no @domain, so that it is not unique")


@rule(
    "DAT121",
    "cid-duplicate",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §7: unique in the world",
    looks_at=MESSAGE,
    bad=(
        _with_ids("<logo@example.com>", "<logo@example.com>"),
        _with_ids("<1@example.com>", "<2@x>", "<1@example.com> (the logo)"),
    ),
    good=(_with_ids("<1@example.com>", "<2@example.com>"),),
)
def content_id_twice(message: Part, context: Context) -> Iterator[Hit]:
    """Two parts of a message have the same Content-ID.

    A ``cid:`` URL means one part: readers show the first or the last, and the other image is seen nowhere. Give each
    part an id of its own.
    """
    if not message.parts:
        return
    seen: dict[str, Part] = {}
    for part in message.walk(into_messages=False):
        field, identifier = part.field("Content-ID"), part.content_id
        # RFC 2046 §5.2.3: the id in a message/external-body is that of the same part elsewhere.
        if field is None or identifier is None or part.media_type == "message/external-body":
            continue
        first = seen.setdefault(identifier, part)
        if first is not part:
            text = f"part {first.path} has the Content-ID {shown(field.value)}, too: give each part one of its own"
            yield Hit(field.value_span, text, part=part, field=field)


def is_judged(field: Field) -> bool:
    """Whether the form of an id is at fault, and not something in it that another rule names.

    Of an empty field HDR116 speaks, of an encoded-word ENC113, of controls and octets beyond ASCII the rules on lines.
    """
    value = field.value
    is_plain = value.isascii() and not CONTROL_BUT_TAB_RE.search(value)
    return is_plain and bool(value) and not ("=?" in value and ENCODED_WORD_RE.search(value))


RULES = (content_id_syntax, content_id_without_domain, content_id_twice)
