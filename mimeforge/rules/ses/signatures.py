"""SES: an author's signature over what SES changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._ses_facts import NOT_TO_SIGN, SETTING_PREFIX, UNSUBSCRIBE_URL
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import MESSAGE, Hit, fields, rule
from mimeforge.rules import dkim
from mimeforge.rules.ses.texts import placeholders, texts

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


def _signed_by_author(names: str, canonicalization: str = " c=relaxed/relaxed;") -> str:
    return (
        f"DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=may;{canonicalization}\r\n h={names};\r\n"
        " bh=frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=;\r\n b=MTIz"
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
        sample(_signed_by_author("from:to:subject:date:message-id")),
        sample(_signed_by_author("From : To :\r\n Return-Path")),
        sample(_signed_by_author("from:to:subject:X-SES-CONFIGURATION-SET"), _SET),
    ),
    good=(sample(_signed_by_author("from:to:subject:mime-version:content-type")),),
)
def covers_rewritten_fields(field: Field, context: Context) -> Iterator[Hit]:
    """The author's DKIM signature covers a field that Amazon SES writes anew or takes out.

    SES gives the message a Message-ID and a Date of its own, and the X-SES-* fields do not reach the receiver, where
    the signature then fails. Leave these fields out of ``h=``, or have SES sign for the domain (Easy DKIM).
    """
    signed = [name for name in dkim.signed_names(dkim.tags(field)) if _is_not_to_sign(name.text.lower())]
    if signed:
        names = ", ".join(dict.fromkeys(name.text for name in signed))
        text = f"h= covers {shown(names)}, which SES writes anew or takes out: sign without, or have SES sign"
        yield Hit(signed[0].span, text)


@rule(
    "SES134",
    "ses-dkim-simple",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="RFC 6376 §3.4.1, §3.5 (c=); SES may fold fields in another way",
    looks_at=fields("DKIM-Signature"),
    bad=(
        sample(_signed_by_author("from:to:subject", "")),
        sample(_signed_by_author("from:to:subject", " c=simple/relaxed;")),
    ),
    good=(sample(_signed_by_author("from:to:subject", " c=relaxed;")),),
)
def simple_canonicalization(field: Field, context: Context) -> Iterator[Hit]:
    """The author's DKIM signature takes the header fields to the letter.

    The canonicalization "simple", which is also meant where ``c=`` is missing, allows for no change at all: a field
    that is folded at another place breaks the signature. Sign with ``c=relaxed/relaxed``.
    """
    tags = dkim.tags(field)
    # Without h=, which is required, it is no signature that could break.
    if "h" in tags and dkim.header_canonicalization(tags) == "simple":
        span = tags["c"].span if "c" in tags else field.value_span
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
        sample(_signed_by_author("from:to:subject"), _SET, _HTML, body="<p>Lunch?\r\n"),
        _signed_in_mime("<p>Lunch?", _SET),
        _signed_in_mime("{{amazonSESUnsubscribeUrl}}", _LIST, subtype="plain"),
    ),
    good=(
        sample(_signed_by_author("from:to:subject"), _HTML, body="<p>Lunch?\r\n"),
        sample(_signed_by_author("from:to:subject"), _SET),
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
    tracked = _tracked(message)
    signature = message.field("DKIM-Signature")
    if tracked and signature and "h" in dkim.tags(signature):
        yield Hit(signature.span, _FAILS, field=signature)
    changed = tracked | _managed(message, context)
    for part in message.walk(into_messages=False) if changed else ():
        field = part.field("Content-Type")
        if field and part.media_type == "multipart/signed" and not changed.isdisjoint(part.walk(into_messages=False)):
            yield Hit(field.span, _FAILS, part=part, field=field)


def _tracked(message: Part) -> set[Part]:
    """Give the parts that SES may track: none without a configuration set, and HTML alone."""
    if not message.field("X-SES-CONFIGURATION-SET"):
        return set()
    return {part for part in texts(message) if part.media_type == "text/html"}


def _managed(message: Part, context: Context) -> set[Part]:
    """Give the parts in which list management replaces something."""
    if not message.field("X-SES-LIST-MANAGEMENT-OPTIONS"):
        return set()
    return {found.part for found in placeholders(UNSUBSCRIBE_URL, message, context) if found.part}


def _is_not_to_sign(name: str) -> bool:
    return name in NOT_TO_SIGN or name.startswith(SETTING_PREFIX)


RULES = (covers_rewritten_fields, simple_canonicalization, signature_rewritten)
