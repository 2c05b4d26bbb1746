"""SES: an author's signature over what SES changes."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from mimeforge._ses_facts import NOT_TO_SIGN_RE, UNSUBSCRIBE_URL
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import Example, sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import MESSAGE, Hit, fields, rule
from mimeforge.rules.sec.signing import signed
from mimeforge.rules.ses.setting_fields import is_list_managed, may_track_clicks, may_track_opens
from mimeforge.rules.ses.texts import placeholders, texts
from mimeforge.tree import Span, dkim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Field, Part

__all__ = ["RULES"]

_SET: Final = "X-SES-CONFIGURATION-SET: receipts"
_LIST: Final = "X-SES-LIST-MANAGEMENT-OPTIONS: news"
_HTML: Final = "Content-Type: text/html; charset=us-ascii"
_FAILS: Final = (
    "SES may change the text under this signature: send with a set that tracks nothing, without list management"
)


def _signed_in_mime(markup: str, *fields: str, subtype: str = "html") -> bytes:
    parts = (
        f"Content-Type: text/{subtype}; charset=us-ascii\r\n\r\n{markup}",
        "Content-Type: application/pgp-signature\r\n\r\n-----BEGIN PGP SIGNATURE-----",
    )
    signed = 'Content-Type: multipart/signed; boundary="b"; micalg=pgp-sha256;\r\n protocol="application/pgp-signature"'
    return sample(signed, *fields, body="".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--\r\n")


@rule(
    "SES102",
    "ses-dkim-covers-rewritten",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="SES developer guide, manual DKIM signing; API model of SendRawEmail; RFC 6376 §3.5",
    looks_at=fields("DKIM-Signature"),
    bad=(
        sample(signed("from:to:subject:date:message-id")),
        sample(signed("From : To :\r\n Return-Path")),
        sample(signed("from:to:subject:X-SES-CONFIGURATION-SET"), _SET),
    ),
    good=(sample(signed("from:to:subject:mime-version:content-type")),),
)
def covers_rewritten_fields(field: Field, context: Context) -> Iterator[Hit]:
    """The author's DKIM signature covers a field that Amazon SES writes anew or takes out.

    SES gives the message a Message-ID and a Date of its own, and the X-SES-* fields do not reach the receiver, where
    the signature then fails. Leave these fields out of ``h=``, or have SES sign for the domain (Easy DKIM).
    """
    value = context.once(dkim.signed_fields, field)
    names = NOT_TO_SIGN_RE.finditer(field.source.read(value)) if value else iter(())
    covered = list(islice(names, _NAMES_TOLD))
    if value and covered:
        start, end = covered[0].span(1)
        told = b", ".join(dict.fromkeys(name[1] for name in covered))
        text = f"h= covers {shown(told)}, which SES writes anew or takes out: sign without, or have SES sign"
        yield Hit(Span(value.start + start, value.start + end), text)


# More than a message has room for.
_NAMES_TOLD: Final = 10


@rule(
    "SES134",
    "ses-dkim-simple",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="RFC 6376 §3.4.1, §3.5 (c=); SES may fold fields in another way",
    looks_at=fields("DKIM-Signature"),
    bad=(
        sample(signed("from:to:subject", c="")),
        sample(signed("from:to:subject", c="simple/relaxed")),
    ),
    good=(sample(signed("from:to:subject", c="relaxed")),),
)
def simple_canonicalization(field: Field, context: Context) -> Iterator[Hit]:
    """The author's DKIM signature takes the header fields to the letter.

    The canonicalization "simple", which is also meant where ``c=`` is missing, allows for no change at all: a field
    that is folded at another place breaks the signature. Sign with ``c=relaxed/relaxed``.
    """
    # Without h=, which is required, it is no signature that could break.
    if context.once(dkim.signed_fields, field) and dkim.canonicalizations(field)[0] == "simple":
        span = dkim.canonicalization(field) or field.value_span
        yield Hit(span, "c= is simple for header fields, and folding them anew breaks that: sign with relaxed/relaxed")


@rule(
    "SES133",
    "ses-signature-rewritten",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="API model of SendRawEmail: SES changes bodies that it tracks; RFC 1847 §2.1, RFC 6376 §3.7",
    looks_at=MESSAGE,
    bad=(
        sample(signed("from:to:subject", body=b"<p>Lunch?\r\n"), _SET, _HTML, body="<p>Lunch?\r\n"),
        _signed_in_mime("<p>Lunch?", _SET),
        Example(_signed_in_mime("{{amazonSESUnsubscribeUrl}}", _LIST, subtype="plain"), profile="ses-v2"),
    ),
    good=(
        sample(signed("from:to:subject", body=b"<p>Lunch?\r\n"), _HTML, body="<p>Lunch?\r\n"),
        sample(signed("from:to:subject"), _SET),
        _signed_in_mime("<p>Lunch?"),
        _signed_in_mime("Lunch?", _SET, _LIST, subtype="plain"),
    ),
)
def signature_rewritten(message: Part, context: Context) -> Iterator[Hit]:
    """A signature covers a text that Amazon SES may change.

    Where the configuration set has opens or clicks tracked, SES writes the HTML anew, with a picture and other links;
    with list management it replaces the placeholder for unsubscribing. A signature of the author over the text (DKIM,
    S/MIME, OpenPGP) then fails. Send signed mail with a set that tracks nothing and without list management.
    """
    tracked = _tracked(message, context)
    signature = message.field("DKIM-Signature")
    if tracked and signature and context.once(dkim.signed_fields, signature):
        yield Hit(signature.span, _FAILS, field=signature)
    changed = tracked | _managed(message, context)
    for part in message.walk(into_messages=False) if changed else ():
        field = part.field("Content-Type")
        if field and part.media_type == "multipart/signed" and not changed.isdisjoint(part.walk(into_messages=False)):
            yield Hit(field.span, _FAILS, part=part, field=field)


def _tracked(message: Part, context: Context) -> set[Part]:
    """Give the parts that SES may track: HTML alone, and none where no configuration set is named."""
    if not (may_track_opens(message, context) or may_track_clicks(message, context)):
        return set()
    return {part for part in texts(message) if part.media_type == "text/html"}


def _managed(message: Part, context: Context) -> set[Part]:
    """Give the parts in which list management replaces something."""
    if not is_list_managed(message, context):
        return set()
    return {found.part for found in placeholders(UNSUBSCRIBE_URL, message, context) if found.part}


RULES = (covers_rewritten_fields, simple_canonicalization, signature_rewritten)
