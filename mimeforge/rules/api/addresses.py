"""API: addresses in members of a request, beyond what the rules on address fields say of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._grammar.addresses import BEYOND_ASCII_RE, CONTROL_IN_MEMBER_RE, LINE_END_RE
from mimeforge._ses_operations import SENDING
from mimeforge.codecs.visible import shown
from mimeforge.errors import code_points
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, requests, rule
from mimeforge.rules.api.entries import Entry, entries, names_somebody
from mimeforge.rules.api.examples import raw, send, simple_2, to
from mimeforge.rules.api.places import at
from mimeforge.rules.api.roles import is_raw, roles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.linter.request import Request

__all__ = ["RULES", "inner_control"]

_BLANKS: Final = " \t\r\n"


@rule(
    "API110",
    "request-address-control",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §2.2: a field body holds no controls; CWE-93",
    looks_at=requests(*SENDING),
    bad=(
        to("Zoe\r\nBcc: audit@example.com <zoe@example.net>"),
        send(Source="jo@example.com\nReply-To: zoe@example.net"),
        send(ReplyToAddresses=["Jo\0 <jo@example.com>"]),
        raw(Destinations=["zoe@example.net\n"]),
        to("Zoe\r\n <zoe@example.net>"),
    ),
    good=(to("Zoe <zoe@example.net>"),),
)
def control(request: Request, context: Context) -> Iterator[Hit]:
    """A control character or a line end stands in an address of the request.

    What follows a line end would be another header field, which is how such fields get into mail: refuse such input
    where it comes in. No other control belongs there either. (A line end at the end came along with the line of a file,
    a fold with a header field: a warning. Take it out.)
    """
    for entry in entries(request, context, *roles(request).addresses):
        found = inner_control(entry.value)
        if found is not None:
            is_line_end = entry.value[found] in "\r\n"
            what = code_points(entry.value[found])
            text = f"{what} in an address: take it out"
            if is_line_end:
                text = f"{what}, a line end in an address, and maybe a header field behind it: refuse such input"
            yield at(request, entry.path, text, found, found + 1, predicts=_answer(entry, found))
        elif not entry.is_blank and (line_end := LINE_END_RE.search(entry.value)):
            text = "a line end beside an address, or a fold in it: write the address in one line"
            yield at(
                request,
                entry.path,
                text,
                *line_end.span(),
                severity=Severity.WARNING,
                evidence=Evidence.INFERRED,
            )


def inner_control(value: str) -> int | None:
    """Find what no field can hold inside of an address; line ends at either end of it aside."""
    start = len(value) - len(value.lstrip(_BLANKS))
    found = CONTROL_IN_MEMBER_RE.search(value, start, len(value.rstrip(_BLANKS)))
    return found.start() if found else None


def _answer(entry: Entry, place: int) -> str | None:
    """Give SES's text, where this character is what its reader stops at."""
    fault = entry.listed.fault
    return fault.answer if fault and fault.start == place else None


@rule(
    "API111",
    "request-name-not-ascii",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="SES developer guide, raw mail: encoded-words; SES loses the characters (aws/aws-sdk-js#1585, v3#2350)",
    looks_at=requests(*SENDING),
    bad=(
        send(Source="Zoé <zoe@example.com>"),
        to('"Café Zoé" <zoe@example.net>'),
        simple_2(ReplyToAddresses=["zoe@example.net (Zoé)"]),
    ),
    good=(send(Source="=?utf-8?q?Zo=C3=A9?= <zoe@example.com>"),),
)
def name_not_ascii(request: Request, context: Context) -> Iterator[Hit]:
    """A display name in the request is not ASCII.

    Amazon SES drops the characters or garbles them: readers see question marks, or other letters. Write the name as an
    encoded-word (RFC 2047), as ``email.utils.formataddr`` does; in the messages that mimeforge builds, all names are.
    Of addresses beyond ASCII, the rules on addresses speak.
    """
    for entry in entries(request, context, *roles(request).addresses):
        if entry.value.isascii() or inner_control(entry.value) is not None:
            continue
        matches = (BEYOND_ASCII_RE.search(entry.value, start, end) for start, end in entry.outside)
        found = next(filter(None, matches), None)
        if found:
            what = code_points(found[0])
            text = f"{what} in a display name, which SES loses: encode the name, as email.utils.formataddr does"
            yield at(request, entry.path, text, *found.span())


@rule(
    "API112",
    "request-address-group",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="API models: a list of addresses, one in each entry; groups are documented for raw messages alone",
    looks_at=requests(*SENDING),
    bad=(to("Team: zoe@example.net, jo@example.com;"), raw(Destinations=["undisclosed-recipients:;"])),
    good=(to("zoe@example.net", "jo@example.com"),),
)
def group(request: Request, context: Context) -> Iterator[Hit]:
    """A group stands where the request has an address.

    Groups are for the fields of a raw message; what SES makes of one here is not known. Name its members one by one.
    """
    is_said = not is_raw(request) and not names_somebody(request, context)  # request-no-recipient
    for entry in entries(request, context, *roles(request).addresses):
        if is_said and entry.path.startswith(roles(request).recipients):
            continue
        for found in entry.listed.groups[:1]:
            advice = "name its members one by one" if entry.listed.mailboxes else "it names nobody, leave it out"
            name = shown(entry.value[found.start : found.end])
            yield at(request, entry.path, f"the group {name}, where one address belongs: {advice}")


RULES = (control, name_not_ascii, group)
