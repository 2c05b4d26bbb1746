"""BLK: the List-* fields."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mimeforge._grammar import ENCODED_WORD_RE, LWSP
from mimeforge._grammar.lists import LIST_ID_FIELD_RE, LIST_ID_RE, ONE_CLICK
from mimeforge._limits import LIST_ID_MAX
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import MESSAGE, Hit, fields, rule
from mimeforge.rules.blk.fixes import list_id_fix, one_click_fix, uris_fix
from mimeforge.rules.blk.list_uris import list_uris
from mimeforge.rules.ses.setting_fields import is_left_to_others, is_list_managed
from mimeforge.tree import Span, dkim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Field, Part

__all__ = ["RULES"]

_HTTPS: Final = "List-Unsubscribe: <https://example.com/u?t=1>"
_POST: Final = "List-Unsubscribe-Post: List-Unsubscribe=One-Click"
_UNSUBSCRIBE_GOOD: Final = (
    sample(_HTTPS, _POST),
    sample("List-Unsubscribe: <mailto:leave@example.com?subject=leave>,\r\n <https://example.com/u> (one click)"),
)


def _signature(names: str) -> str:
    return (
        f"DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=may; c=relaxed/relaxed;\r\n h={names};\r\n"
        " bh=TjKZT04mnAOMz6zeirMp9SIBYuN0X0AfX3RUOWqXMOU=;\r\n b=MTIz"
    )


@rule(
    "BLK103",
    "unsub-http",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="RFC 8058 §3.1: one-click needs https; Gmail, email sender guidelines",
    looks_at=fields("List-Unsubscribe"),
    bad=(sample("List-Unsubscribe: <http://example.com/u?t=1>, <mailto:leave@example.com>"),),
    good=_UNSUBSCRIBE_GOOD,
)
def plain_http(field: Field, context: Context) -> Iterator[Hit]:
    """The way to unsubscribe on the web is http, not https.

    Gmail and others offer one-click unsubscription for https only, and on the way everybody can read the address that
    such a link stands for. Write an https URI.
    """
    uris = context.once(list_uris, field).uris
    http = [uri for uri in uris if uri.is_http]
    if http and not any(uri.is_https for uri in uris) and "bulk" not in context.profile.overlays:
        yield Hit(http[0].span, "an http URI, where one-click unsubscription needs https: write that")


@rule(
    "BLK104",
    "unsub-syntax",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2369 §2: URIs in angle brackets with commas between them; readers ignore all else",
    looks_at=fields("List-Unsubscribe"),
    bad=(
        sample("List-Unsubscribe: https://example.com/u?t=1"),
        sample("List-Unsubscribe: <https://example.com/u?t=1"),
        sample("List-Unsubscribe: <https://example.com/u> <mailto:leave@example.com>"),
        sample("List-Unsubscribe: <leave@example.com>"),
        sample("List-Unsubscribe: <https://example.com/a\r\n /long/path>"),
        sample("List-Unsubscribe:"),
    ),
    good=_UNSUBSCRIBE_GOOD,
)
def unsubscribe_syntax(field: Field, context: Context) -> Iterator[Hit]:
    """List-Unsubscribe is not a list of URIs in angle brackets.

    Readers pass over what they do not understand, and over all that follows: there is no button to unsubscribe, and
    people press the one for spam. Write ``<https://…>, <mailto:…>``. In mail to many it is an error where no https
    URI is left, since Gmail and Yahoo ask for one-click unsubscription there.
    """
    has_https = any(uri.is_https for uri in context.once(list_uris, field).uris)
    is_refused = "bulk" in context.profile.overlays and context.profile.family == "ses" and not has_https
    for hit in _faults(field, context):
        yield replace(hit, severity=Severity.ERROR) if is_refused else hit


@rule(
    "BLK115",
    "list-header-uri",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2369 §2, §3: URIs in angle brackets; List-Post may be NO",
    looks_at=fields("List-Help", "List-Subscribe", "List-Post", "List-Owner", "List-Archive"),
    bad=(
        sample("List-Help: https://example.com/help"),
        sample("List-Post: team@example.com"),
        sample("List-Archive: <example.com/archive>"),
    ),
    good=(
        sample("List-Help: <https://example.com/help>, <mailto:help@example.com> (by hand)"),
        sample("List-Post: NO (posting is not allowed here)"),
    ),
)
def list_syntax(field: Field, context: Context) -> Iterator[Hit]:
    """A List-* field is not a list of URIs in angle brackets.

    Readers pass over what they do not understand, and over all that follows. Write ``<https://…>, <mailto:…>``.
    """
    is_no = field.name.lower() == "list-post" and field.value.partition("(")[0].strip(" \t").upper() == "NO"
    if not is_no:
        yield from _faults(field, context)


def _faults(field: Field, context: Context) -> Iterator[Hit]:
    if not ENCODED_WORD_RE.search(field.value):  # BLK122 says that nobody decodes it
        for fault in context.once(list_uris, field).faults:
            yield Hit(fault.span, fault.text, fix=uris_fix(field, fault))


@rule(
    "BLK106",
    "unsub-post-value",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 8058 §3.1, §5: the one value there is; Gmail, email sender guidelines",
    looks_at=fields("List-Unsubscribe-Post"),
    bad=(
        sample(_HTTPS, "List-Unsubscribe-Post: One-Click"),
        sample(_HTTPS, "List-Unsubscribe-Post: <https://example.com/u>"),
        sample(_HTTPS, "List-Unsubscribe-Post: list-unsubscribe=one-click"),
    ),
    good=(sample(_HTTPS, _POST),),
)
def one_click_value(field: Field, context: Context) -> Iterator[Hit]:
    """List-Unsubscribe-Post is not ``List-Unsubscribe=One-Click``.

    That is what receivers post to the URI, and the only value that tells them they may: with another there is no
    one-click unsubscription. Other case of letters is a warning.
    """
    if field.value != ONE_CLICK and not ENCODED_WORD_RE.search(field.value) and not is_left_to_others(field.raw):
        is_case = field.value.lower() == ONE_CLICK.lower()
        span = field.value_span if field.value else field.span
        text = f"{shown(field.value)} allows no one-click unsubscription: write {ONE_CLICK}"
        yield Hit(span, text, severity=Severity.WARNING if is_case else None, fix=one_click_fix(field))


@rule(
    "BLK107",
    "unsub-post-alone",
    severity=Severity.WARNING,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 8058 §3.1: a List-Unsubscribe with one https URI belongs to it",
    looks_at=MESSAGE,
    bad=(sample(_POST), sample(_POST, "List-Unsubscribe: <mailto:leave@example.com>")),
    good=(sample(_HTTPS, _POST),),
)
def one_click_alone(message: Part, context: Context) -> Iterator[Hit]:
    """List-Unsubscribe-Post stands without an https URI in List-Unsubscribe.

    There is nothing that a receiver could post to. Write List-Unsubscribe with the https URI, or leave both out.
    """
    post = message.field("List-Unsubscribe-Post")
    is_bulk = "bulk" in context.profile.overlays
    is_told = context.profile.family == "ses" and (is_bulk or is_list_managed(message, context))
    if post is None or is_told:
        return
    field = message.field("List-Unsubscribe")
    if field is None or _has_no_web_uri(field, context):
        yield Hit(
            post.span, "no https URI in List-Unsubscribe, which this field is about: write one, or leave this out"
        )


def _has_no_web_uri(field: Field, context: Context) -> bool:
    """Whether no URI of the web is meant. Of http, BLK103 speaks; of what cannot be read, BLK104 and BLK122."""
    read = context.once(list_uris, field)
    is_http = context.profile.family == "ses" and any(uri.is_http for uri in read.uris)
    return bool(read.uris) and not read.faults and not is_http and not any(uri.is_https for uri in read.uris)


@rule(
    "BLK108",
    "unsub-not-signed",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 8058 §4: a DKIM signature covers both fields",
    looks_at=MESSAGE,
    bad=(
        sample(_HTTPS, _POST, _signature("from:to:subject:list-unsubscribe")),
        sample(_HTTPS, _POST, _signature("from:to:subject")),
    ),
    good=(
        sample(_HTTPS, _POST, _signature("from:to:subject:List-Unsubscribe:List-Unsubscribe-Post")),
        sample(_HTTPS, _POST),
    ),
)
def one_click_unsigned(message: Part, context: Context) -> Iterator[Hit]:
    """The author's DKIM signature leaves out a field of one-click unsubscription.

    Receivers offer it only where a signature covers List-Unsubscribe and List-Unsubscribe-Post. Name both in ``h=``, or
    have Amazon SES sign.
    """
    signatures = message.fields_named("DKIM-Signature")
    if not signatures or not all(map(message.field, _ONE_CLICK_FIELDS)):
        return
    missing = [(signature, _not_covered(signature, context)) for signature in signatures]
    if all(names for _, names in missing):
        signature, names = missing[0]
        span = context.once(dkim.signed_fields, signature) or signature.value_span
        yield Hit(
            span, f"h= leaves out {' and '.join(names)}, without which there is no one-click unsubscription: add it"
        )


_ONE_CLICK_FIELDS: Final = ("List-Unsubscribe", "List-Unsubscribe-Post")


def _not_covered(signature: Field, context: Context) -> list[str]:
    """Give the fields of one-click unsubscription that a signature does not cover."""
    value = context.once(dkim.signed_fields, signature)
    names = signature.source.read(value).lower().split(b":") if value else []
    covered = {name.strip(b" \t\r\n") for name in names}
    return [name for name in _ONE_CLICK_FIELDS if name.lower().encode("ascii") not in covered]


@rule(
    "BLK114",
    "list-id-syntax",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2919 §2, §3: labels with dots between them, in angle brackets, at most 255 octets",
    looks_at=fields("List-Id"),
    bad=(
        sample("List-Id: team.example.com"),
        sample("List-Id: Team list <team>"),
        sample("List-Id: <team@example.com>"),
        sample("List-Id: <team .example.com>"),
    ),
    good=(
        sample("List-Id: The team <team.example.com>"),
        sample("List-Id: <0f1a_2.xt.example.com>"),
        sample("List-Id: =?utf-8?q?Caf=C3=A9?= <cafe.example.com> (news)"),
    ),
)
def list_id_syntax(field: Field, context: Context) -> Iterator[Hit]:
    """List-Id is not an identifier in angle brackets.

    Filters of readers and receivers sort mail by it, and each makes something else of what they cannot read. Write
    ``Name <list.example.com>``: a name below a domain of yours, with dots and without @.
    """
    if is_left_to_others(field.raw):
        return
    written = LIST_ID_FIELD_RE.match(field.raw.decode("latin-1"))
    if written is None:
        place = field.value_span if field.value else field.span
        fix = list_id_fix(field, place) if field.value else None
        yield Hit(place, "no identifier in < and >: write <list.example.com>", fix=fix)
        return
    list_id = written[1]
    span = Span(field.body_span.start + written.start(1), field.body_span.start + written.end(1))
    if not LIST_ID_RE.fullmatch(list_id) or "." not in list_id:
        text = f"{shown(list_id)} is no list identifier, which is labels with dots between: write list.example.com"
        has_blanks = any(blank in list_id for blank in LWSP)
        yield Hit(span, text, fix=list_id_fix(field, span) if has_blanks else None)
    elif len(list_id) > LIST_ID_MAX:
        yield Hit(span, f"a list identifier of {len(list_id):,} octets, at most {LIST_ID_MAX} may be: shorten it")


RULES = (
    plain_http,
    unsubscribe_syntax,
    list_syntax,
    one_click_value,
    one_click_alone,
    one_click_unsigned,
    list_id_syntax,
)
