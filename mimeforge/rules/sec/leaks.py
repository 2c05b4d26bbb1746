"""SEC: what should have stayed at home."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._grammar.hosts import INNER_HOST_RE, INNER_PATH_RE, PRODUCT_VERSION_RE
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.fix import Fix
from mimeforge.linter.rule import MESSAGE, Hit, fields, part_fields, rule
from mimeforge.rules.fixes import delete_field, mend, replace_value
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Match

    from mimeforge.linter.context import Context
    from mimeforge.tree import Field, Part

__all__ = ["RULES"]

# Fields that mail programs of the web write about who used them, and from where.
_ORIGINS: Final = (
    "X-Originating-IP",
    "X-Sender-IP",
    "X-Client-IP",
    "X-PHP-Originating-Script",
    "X-PHP-Script",
    "X-Source",
    "X-Source-Args",
    "X-Source-Dir",
)
# Fields of HTTP, of tracing and of somebody's own debugging.
_INNER_NAMES: Final = frozenset(
    {
        "authorization",
        "proxy-authorization",
        "cookie",
        "set-cookie",
        "x-api-key",
        "x-amz-security-token",
        "x-amzn-trace-id",
        "traceparent",
        "tracestate",
    }
)
_INNER_PREFIXES: Final = ("x-debug", "x-internal")


@rule(
    "SEC104",
    "originating-ip-leak",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.INFERRED,
    source="filters score these fields; RFC 5322 §3.6.8: any field reaches every receiver",
    looks_at=MESSAGE,
    bad=(
        sample("X-Originating-IP: [192.0.2.7]"),
        sample("X-PHP-Originating-Script: 33:form.php"),
    ),
    good=(sample("X-Originating-Queue: orders"), sample("X-Source:")),
)
def origin(message: Part, context: Context) -> Iterator[Hit]:
    """A field tells every receiver from which machine or script the message was made.

    Filters count such fields, and whoever attacks the site reads them. Have the program that writes the field leave it
    out (PHP: ``mail.add_x_header = Off``). In mail that other servers have passed on it is theirs, and left alone.
    """
    if message.field("Received"):
        return
    for field in (field for name in _ORIGINS for field in message.fields_named(name)):
        if field.value:
            text = f"{field.name} tells every receiver where the message was made: leave the field out"
            yield Hit(field.span, text, field=field, fix=_leave_out(field))


@rule(
    "SEC105",
    "mailer-version-leak",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.INFERRED,
    source="RFC 9110 §17.12 on the like field of HTTP",
    looks_at=fields("X-Mailer", "User-Agent", "X-Generator"),
    overlay="strict",
    bad=(sample("X-Mailer: Courier 3.1.4"),),
    good=(sample("X-Mailer: Courier"),),
)
def mailer_version(field: Field, context: Context) -> Iterator[Hit]:
    """A field names the version of the program that made the message.

    It says which known defects are worth trying. Name the program alone, or nothing.
    """
    version = PRODUCT_VERSION_RE.search(field.value)
    if version:
        text = f"{field.name} names the version {shown(version[0])}: name the program alone"
        yield Hit(field.value_span, text, fix=_program_alone(field, version))


@rule(
    "SEC106",
    "internal-host-leak",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.INFERRED,
    source="RFC 6762 §3, RFC 8375, RFC 1918 §3: names and addresses of inner nets",
    looks_at=part_fields(
        "Message-ID",
        "Content-ID",
        "List-ID",
        "List-Archive",
        "List-Help",
        "List-Owner",
        "List-Post",
        "List-Subscribe",
        "List-Unsubscribe",
    ),
    bad=(
        sample("Message-ID: <1@worker-3.orders.internal>"),
        sample("Message-ID: <1@ip-10-0-12-7.eu-west-1.compute.internal>"),
        sample("List-Help: <http://10.1.2.3/help>"),
    ),
    good=(
        sample("Message-ID: <1@internal.example.com>"),
        sample("Message-ID: <1@local.example>"),
        sample("List-Help: <https://example.com/10.1.2.3>"),
    ),
)
def inner_host(field: Field, context: Context) -> Iterator[Hit]:
    """An identifier or a URL names a host that only the own network knows.

    It tells outsiders how the network is built, and a URL of it leads nowhere. Name a public domain of your own.
    """
    host = INNER_HOST_RE.search(field.raw)
    if host:
        start = field.body_span.start
        text = f"{shown(host[1])} is known to the own network only: name a public domain"
        yield Hit(Span(start + host.start(1), start + host.end(1)), text)


@rule(
    "SEC107",
    "internal-header-leak",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.INFERRED,
    source="RFC 5322 §3.6.8: any field reaches every receiver; RFC 9110 §11.6.2, RFC 6265 §4, W3C Trace Context",
    looks_at=MESSAGE,
    bad=(
        sample("Authorization: Bearer abc"),
        sample("X-Debug-Token: 4711"),
        sample("traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
    ),
    good=(sample("Authentication: none"), sample("X-Trace: 4711")),
)
def inner_field(message: Part, context: Context) -> Iterator[Hit]:
    """A field of a web request, a trace or a debugger stands in a message.

    Every receiver may read it: credentials and cookies can be used by them, the rest tells how the system is built.
    Write into the message what its readers are to know, and take the field out; change a secret that went out.
    """
    for field in message.fields:
        name = field.name.lower()
        if (name in _INNER_NAMES or name.startswith(_INNER_PREFIXES)) and field.value:
            text = f"{field.name} is not for the receivers of mail: take it out"
            yield Hit(field.name_span, text, field=field, fix=_leave_out(field))


@rule(
    "SEC109",
    "path-leak",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.INFERRED,
    source="names of users and machines stand in such paths",
    looks_at=part_fields("Content-Disposition", "Content-Description", "Content-Location", "Comments", "X-Source-File"),
    overlay="strict",
    bad=(sample("Content-Description: /home/zoe/letters/may.pdf"), sample(r"Comments: made from C:\Users\zoe\may.txt")),
    good=(sample("Content-Description: see /home/ for more"), sample("Comments: may.txt")),
)
def inner_path(field: Field, context: Context) -> Iterator[Hit]:
    """A path of the own machine stands in a field.

    It names a user and tells how the machine is built. Write the name of the file alone.
    """
    path = INNER_PATH_RE.search(field.raw)
    if path:
        start = field.body_span.start
        span = Span(start + path.start(), start + path.end())
        yield Hit(span, f"{shown(path[0])} is a path of the own machine: write the name of the file alone")


@rule(
    "SEC118",
    "mdn-request",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 8098 §2.1: readers ask first where the address differs from Return-Path",
    looks_at=MESSAGE,
    overlay="strict",
    bad=(sample("Disposition-Notification-To: tracker@example.org"),),
    good=(
        sample("Disposition-Notification-To: jo@EXAMPLE.com"),
        sample("Disposition-Notification-To: Jo <jo@example.com>"),
    ),
)
def receipt_elsewhere(message: Part, context: Context) -> Iterator[Hit]:
    """A receipt is asked for that goes to somebody else than the author.

    Readers then ask their user first, or send none. Ask for it at the address in From.
    """
    wanted, author = message.field("Disposition-Notification-To"), message.header("From")
    if wanted and author and wanted.text.strip("<> ").rpartition("<")[2].lower() not in author.lower():
        yield Hit(
            wanted.value_span, "the receipt goes to somebody else than the author: ask for it at From", field=wanted
        )


def _leave_out(field: Field) -> Fix:
    return Fix("leave the field out", (delete_field(field),), safe=False)


def _program_alone(field: Field, version: Match[str]) -> Fix | None:
    """Take a version away, and what joins it to the name of the program."""
    program = field.value[: version.start()].rstrip(" /")
    if not program or not field.value.isascii():
        return None
    rest = program + field.value[version.end() :]
    return mend("name the program alone", field, replace_value(field, rest.encode("ascii")), safe=False)


RULES = (origin, mailer_version, inner_host, inner_field, inner_path, receipt_elsewhere)
