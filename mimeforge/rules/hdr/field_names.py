"""HDR: the names of header fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._limits import FIELD_NAME_MAX, LINE_MAX
from mimeforge._ses_facts import ONCE_ONLY_FIELDS
from mimeforge.edit import Edit
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.fix import Fix
from mimeforge.linter.rule import PART, Hit, fields, part_fields, rule
from mimeforge.rules.fixes import replace_value
from mimeforge.rules.lin.places import first_of, first_with_rest
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Field, Part

__all__ = ["RULES", "is_known", "misspelled"]


@rule(
    "HDR105",
    "space-before-colon",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §4.5: obsolete syntax, which must not be generated (§4)",
    looks_at=PART,
    bad=(sample("X-Note : Lunch"), sample("Subject\t: Lunch")),
    good=(sample("X-Note:Lunch"),),
)
def space_before_colon(part: Part, context: Context) -> Iterator[Hit]:
    """Blanks stand between the name of a field and its colon.

    Some readers take the blanks for part of the name, so that they do not know the field, or the line for the beginning
    of the body; others take them away. Write the colon right behind the name.
    """
    gaps = (Span(field.name_span.end, field.body_span.start - 1) for field in part.fields)
    first, more = first_with_rest((gap for gap in gaps if gap.end > gap.start), "fields")
    for gap, mended in first:
        fix = Fix("take the blanks away", tuple(map(Edit, mended)))
        yield Hit(gap, f"blanks before the colon{more}, for some readers part of the name: take them away", fix=fix)


@rule(
    "HDR109",
    "header-name-too-long",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §2.1.1, §2.2.3: no line over 78, and a name cannot be folded",
    looks_at=PART,
    bad=(sample(f"X-{'a' * 76}: b"),),
    good=(sample(f"X-{'a' * 75}:\r\n b"),),
)
def header_name_too_long(part: Part, context: Context) -> Iterator[Hit]:
    """The name of a field is longer than 77 characters.

    A name cannot be folded: with its colon it makes a line of over 78. Often a value stands where the name belongs.
    Gmail refuses names of over 1,000; version 2 of the SES API takes 126 in the list ``Headers``. Shorten the name.
    """
    # Of longer ones, LIN110 speaks, of those that SES would have to know, SES124.
    too_long = (field for field in part.fields if FIELD_NAME_MAX < len(field.name) <= LINE_MAX)
    first, more = first_of((field for field in too_long if not field.name.lower().startswith("x-ses-")), "fields")
    for field in first:
        length = len(field.name)
        over = Span(field.name_span.start + FIELD_NAME_MAX, field.name_span.end)
        yield Hit(
            over, f"a field name of {length} characters, at most {FIELD_NAME_MAX} fit in a line{more}: shorten it"
        )


@rule(
    "HDR118",
    "header-name-case",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.FIELD_REPORT,
    source="rspamd, MV_CASE and CTE_CASE: spellings of programs that send spam; RFC 5322 §1.2.2 has names in any case",
    looks_at=part_fields("MIME-Version", "Content-Transfer-Encoding"),
    bad=(sample("Mime-Version: 1.0"), sample("Content-Transfer-Encoding: 7Bit")),
    good=(sample("Content-Transfer-Encoding: 7bit"), sample("content-transfer-encoding: 7BIT")),
    overlay="strict",
)
def name_case(field: Field, context: Context) -> Iterator[Hit]:
    """A name is written in a case of letters that filters count against a message.

    The case means nothing to readers. Spam has long been sent with ``Mime-Version`` and ``7Bit``, and filters know it.
    Write ``MIME-Version`` and ``7bit``.
    """
    if field.name.lower() == "mime-version":
        if field.name != "MIME-Version":
            fix = Fix("write MIME-Version", (Edit(field.name_span, b"MIME-Version"),))
            yield Hit(field.name_span, "filters count this spelling against a message: write MIME-Version", fix=fix)
    elif field.value in {"7Bit", "8Bit"}:
        text = f"filters count this spelling against a message: write {field.value.lower()}"
        fix = Fix("write it in small letters", (replace_value(field, field.value.lower().encode("ascii")),))
        yield Hit(field.value_span, text, fix=fix)


@rule(
    "HDR120",
    "x-header-in-part",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §5.1: in a part, only fields that begin with Content- have a defined meaning",
    looks_at=PART,
    bad=(
        sample(
            "Content-Type: multipart/mixed; boundary=b",
            body="--b\r\nSubject: Lunch\r\n\r\nSee you at noon.\r\n--b--\r\n",
        ),
    ),
    good=(
        sample(
            "Content-Type: multipart/mixed; boundary=b",
            body="--b\r\nContent-Description: Lunch\r\n\r\nSee you at noon.\r\n--b--\r\n",
        ),
    ),
    overlay="strict",
)
def field_in_part(part: Part, context: Context) -> Iterator[Hit]:
    """A part has a field whose name does not begin with Content-.

    It has no meaning there: readers ignore it. Move it to the message, or leave it out.
    """
    if part.is_root:
        return
    # Of MIME-Version, REQ108 speaks.
    names = (field for field in part.fields if not field.name.lower().startswith(("content-", "mime-version")))
    first, more = first_of(names, "fields")
    for field in first:
        yield Hit(field.name_span, f"a field without meaning in a part{more}: move it to the message, or leave it out")


@rule(
    "HDR106",
    "no-space-after-colon",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.FIELD_REPORT,
    source="rspamd, HEADER_FROM_EMPTY_DELIMITER and its like; RFC 5322 §2.2 asks for no blank",
    looks_at=fields("From", "To", "Cc", "Reply-To", "Subject", "Date", "Message-ID"),
    bad=(sample("Subject:Lunch"),),
    good=(sample("Subject: Lunch"), sample("Subject:\r\n Lunch")),
    overlay="strict",
)
def no_space_after_colon(field: Field, context: Context) -> Iterator[Hit]:
    """No blank follows the colon behind the name of a field.

    That is right, and hardly any program writes it: filters count it. Write one blank.
    """
    raw = field.raw
    if raw.strip() and not raw.startswith((b" ", b"\t", b"\r\n", b"\n")):
        colon = Span(field.body_span.start - 1, field.body_span.start)
        fix = Fix("write a blank behind the colon", (Edit(Span(colon.end, colon.end), b" "),))
        yield Hit(colon, "no blank behind the colon, which filters count: write one", fix=fix)


@rule(
    "HDR122",
    "misspelled-header",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.INFERRED,
    source="RFC 5322 §3.6.8: what no standard names is an optional field, and readers ignore it",
    looks_at=PART,
    bad=(
        sample("Reply_To: zoe@example.com"),
        sample("Subjet: Lunch", without=["Subject"]),
        sample("In-Repy-To: <2@example.com>"),
        sample("InReplyTo: <2@example.com>"),
        sample("List-Unsubcribe: <https://example.com/u>"),
        sample("Content-Transfer-Encodng: base64", body="U2VlIHlvdS4=\r\n"),
    ),
    good=(
        sample("Reply-To: zoe@example.com"),
        sample("X-Subjet: Lunch", "Organisation: Example", "Comment: Lunch", "Received-SPF: none"),
    ),
)
def misspelled_header(part: Part, context: Context) -> Iterator[Hit]:
    """The name of a field is one slip away from a well-known one, which the message or part lacks.

    Readers ignore fields that they do not know: the reply goes elsewhere, the text is not decoded (an error, where the
    name of the encoding or of the type is lost). Write the name as the standards have it.
    """
    for name, field in context.once(misspelled, part).items():
        is_lost = name in {"Content-Type", "Content-Transfer-Encoding"}
        text = f"no reader knows this field: write {name}"
        fix = Fix(f"write {name}", (Edit(field.name_span, name.encode("ascii")),), safe=False)
        yield Hit(field.name_span, text, severity=Severity.ERROR if is_lost else None, fix=fix)


def is_known(name: str) -> bool:
    """Whether this is the name of a field that mail has, in any case of letters, a private one included."""
    lowered = name.lower()
    return lowered.startswith("x-") or lowered in _KNOWN


def misspelled(part: Part) -> dict[str, Field]:
    """Give the well-known names that fields of a part have with one slip, and that no field has without."""
    found: dict[str, Field] = {}
    for name in {field.name.lower(): None for field in part.fields if not is_known(field.name)}:
        meant = _meant(name)
        if meant and not part.field(meant):
            field = part.field(name)
            if field:
                found.setdefault(meant, field)
    return found


def _meant(name: str) -> str | None:
    """Give the well-known name that is one slip away: without its hyphens, or one letter wrong."""
    if len(name) > _WELL_KNOWN_MAX + 1:
        return None
    unhyphened = name.translate(_NO_HYPHENS)
    if unhyphened in _UNHYPHENED:
        return _UNHYPHENED[unhyphened]
    near = (known for known in _WELL_KNOWN if abs(len(known) - len(name)) <= 1)
    return next((_WELL_KNOWN[known] for known in near if _is_one_slip(name, known)), None)


def _is_one_slip(written: str, meant: str) -> bool:
    """Whether one letter is missing, too many, another, or has changed places with the next (Damerau)."""
    pairs = zip(written, meant, strict=False)
    at = next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(written), len(meant)))
    rest, wanted = written[at:], meant[at:]
    is_another = rest[1:] in {wanted, wanted[1:]} or rest == wanted[1:]
    return is_another or (rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:])


# What is looked for: names that change what a message means, long enough that one slip makes no other word.
_WELL_KNOWN: Final = {
    name.lower(): name
    for name in """
    Subject Sender Reply-To Message-ID In-Reply-To References MIME-Version Content-Type Content-Transfer-Encoding
    Content-Disposition Content-ID Content-Description Content-Language Content-Location List-Unsubscribe
    List-Unsubscribe-Post List-Id List-Help List-Post List-Archive List-Owner List-Subscribe Return-Path Received
    Auto-Submitted Precedence DKIM-Signature Disposition-Notification-To Feedback-ID Resent-From Resent-Date
    Resent-Message-ID User-Agent
    """.split()
}
# Names of variables have underscores for them, or nothing.
_NO_HYPHENS: Final = str.maketrans("", "", "-_")
_UNHYPHENED: Final = {name.lower().translate(_NO_HYPHENS): name for name in _WELL_KNOWN.values()}
_WELL_KNOWN_MAX: Final = max(map(len, _WELL_KNOWN))

# Names in use that are close to one of these, and all that is no slip.
_KNOWN: Final = frozenset(
    {*_WELL_KNOWN, *(name.lower() for name in ONCE_ONLY_FIELDS)}
    | set(
        """
        bcc cc comment content-features date delivery-date envelope-to expires from mail-followup-to organisation
        received-spf reply-by resent-bcc resent-cc resent-reply-to resent-sender resent-to supersedes to
        """.split()
    )
)

RULES = (
    space_before_colon,
    no_space_after_colon,
    header_name_too_long,
    name_case,
    field_in_part,
    misspelled_header,
)
