"""SEC: the DKIM signature of an author."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import MESSAGE, Hit, fields, rule
from mimeforge.rules.sec.signing import signed
from mimeforge.tree import dkim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Field, Part

__all__ = ["RULES"]

# RFC 6376 §3.5: the tags that a signature cannot do without.
_REQUIRED: Final = ("v", "a", "b", "bh", "d", "h", "s")
# RFC 6376 §3.3, RFC 8463 §3; RFC 6376 §3.4.
_ALGORITHMS: Final = frozenset({"rsa-sha256", "ed25519-sha256"})
_CANONICALIZATIONS: Final = frozenset({"simple", "relaxed"})
# The body is hashed for each signature; SES takes one, and a hostile message has thousands.
_SIGNATURES_HASHED: Final = 5
# RFC 6376 §5.4.1: what readers see, and what says how the body is read; not what is written anew on the way.
_WORTH_OVERSIGNING: Final = ("from", "to", "cc", "subject", "reply-to", "mime-version", "content-type")


@rule(
    "SEC110",
    "dkim-no-from",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 6376 §5.4: the From field MUST be signed",
    looks_at=fields("DKIM-Signature"),
    bad=(sample(signed("to:subject")), sample(signed("X-From:\r\n  to"))),
    good=(sample(signed("to:FROM")), sample(signed("to :\r\n From : subject"))),
)
def from_not_signed(field: Field, context: Context) -> Iterator[Hit]:
    """A DKIM signature does not cover From.

    Such a signature is void: receivers take the message for unsigned, and where DMARC rests on DKIM they refuse it.
    Sign with ``from`` in ``h=``.
    """
    names = dkim.signed_fields(field)
    if names and "from" not in dkim.signed_names(field):
        yield Hit(names, "h= lacks from, without which the signature is void: sign From")


@rule(
    "SEC111",
    "dkim-no-oversign",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 6376 §8.15: a field listed once more than it stands cannot be added",
    looks_at=MESSAGE,
    overlay="strict",
    bad=(sample(signed("from:to:subject")),),
    good=(
        sample(
            signed("from:from:to:to:cc:subject:subject:reply-to:mime-version:mime-version:content-type:content-type")
        ),
    ),
)
def not_oversigned(message: Part, context: Context) -> Iterator[Hit]:
    """A DKIM signature lets somebody add a second field of a name that it covers.

    A field that is put above the signed one is shown by some readers, and the signature still holds. List each name in
    ``h=`` once more than the message has fields of it.
    """
    for field in message.fields_named("DKIM-Signature"):
        names = dkim.signed_names(field)
        open_names = [name for name in _WORTH_OVERSIGNING if names.count(name) <= len(message.fields_named(name))]
        if names and open_names:
            text = f"h= leaves room for one more {', '.join(open_names)}: list each once more than it stands"
            yield Hit(dkim.signed_fields(field) or field.span, text, field=field)


@rule(
    "SEC112",
    "dkim-l-tag",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 6376 §8.2: attacks on l=",
    looks_at=fields("DKIM-Signature"),
    bad=(sample(signed("from:to:subject", l="18")),),
    good=(sample(signed("from:to:subject")),),
)
def body_length(field: Field, context: Context) -> Iterator[Hit]:
    """A DKIM signature covers the beginning of the body only.

    Whoever forwards the message can add what he likes behind ``l=`` octets, with a Content-Type that has it shown, and
    the signature holds. Sign without ``l=``; large receivers ignore signatures that have it.
    """
    length = context.once(dkim.tags, field).get("l")
    if length:
        yield Hit(
            length,
            f"l= {shown(field.source.read(length))} leaves the rest of the body open to anybody: sign without l=",
        )


@rule(
    "SEC113",
    "dkim-weak",
    severity=Severity.WARNING,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 6376 §3.2, §3.3, §3.5, §6.1.1; RFC 8301 §3.1: rsa-sha1 MUST NOT be used; RFC 8463",
    looks_at=fields("DKIM-Signature"),
    bad=(
        sample(signed("from:to:subject", a="rsa-sha1")),
        sample(signed("from:to:subject", v="2")),
        sample(signed("from:to:subject", s="")),
        sample(signed("from:to:subject", t="1767225600", x="1767225600")),
        sample(signed("from:to:subject", a="rsa-md5")),
        sample(signed("from:to:subject", c="relaxed/loose")),
        sample(signed("from:to:subject", i="@example.org")),
        sample(signed("from:to:subject") + "; d=example.org"),
    ),
    good=(
        sample(signed("from:to:subject", t="1767225600", x="1767830400")),
        sample(signed("from:to:subject", a="ed25519-sha256")),
        sample(signed("from:to:subject", i="jo@may.example.com")),
    ),
)
def weak_signature(field: Field, context: Context) -> Iterator[Hit]:
    """A DKIM signature that receivers do not count.

    It lacks a tag that has to be there or has one twice, says another version than 1, is made with SHA-1 or an
    algorithm or a canonicalization that nobody knows, is in the name of another domain than its own, or expires before
    it begins. The message is taken for unsigned. Sign with rsa-sha256 and all of v, a, b, bh, d, h and s.
    """
    tags = context.once(dkim.tags, field)
    # Of a h= that names nothing, dkim-no-from speaks.
    missing = [name for name in _REQUIRED if name not in tags or not (name == "h" or dkim.value_of(field, name))]
    twice = dkim.second_tag(field)
    if missing:
        yield Hit(field.span, f"no {'=, '.join(missing)}=: without all of {', '.join(_REQUIRED)} it counts as unsigned")
    elif twice:
        yield Hit(twice, f"a second {shown(field.source.read(twice))}=, which makes the signature void: write one")
    else:
        for name, problem in _unknown_values(field):
            yield Hit(tags[name], problem)


def _unknown_values(signature: Field) -> Iterator[tuple[str, str]]:
    """Pass the tags whose values make a signature count for nothing, and why."""
    version, algorithm, domain = (dkim.value_of(signature, name).lower() for name in "vad")
    if version != "1":
        yield "v", f"v= {shown(version)} is no version that is known: write v=1"
    if algorithm.endswith("-sha1"):
        yield "a", "SHA-1, which receivers must not accept any more: sign with rsa-sha256"
    elif algorithm not in _ALGORITHMS:
        yield "a", f"a= {shown(algorithm)} is no algorithm that receivers know: sign with rsa-sha256"
    if not _CANONICALIZATIONS.issuperset(dkim.canonicalizations(signature)):
        yield "c", f"c= {shown(dkim.value_of(signature, 'c'))} is not known: write relaxed/relaxed"
    identity = dkim.value_of(signature, "i").lower().rpartition("@")[2]
    if identity and not f".{identity}".endswith(f".{domain}"):
        yield "i", f"i= {shown(identity)} is neither d= {shown(domain)} nor below it: write i=@{shown(domain)}, or none"
    begins, ends = (dkim.value_of(signature, name) for name in "tx")
    if begins.isdecimal() and ends.isdecimal() and _number(ends) <= _number(begins):
        yield "x", f"it expires (x= {shown(ends)}) before it is made (t= {shown(begins)}): sign with a later x="


def _number(digits: str) -> int:
    # RFC 6376 §3.5: up to 12 digits; of more, that it is more is all there is to know.
    return int(digits[:20])


@rule(
    "SEC115",
    "dkim-body-hash",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 6376 §3.7: the hash of the body that the verifier computes",
    looks_at=MESSAGE,
    bad=(sample(signed("from:to:subject"), body="See you at one.\r\n"),),
    good=(
        sample(signed("from:to:subject")),
        sample(signed("from:to:subject"), body="See you at noon.\r\n\r\n\r\n"),
        sample(signed("from:to:subject", c="relaxed/relaxed"), body="See  you at noon. \r\n"),
    ),
)
def wrong_body_hash(message: Part, context: Context) -> Iterator[Hit]:
    """The body is not the one that the author's DKIM signature was made over.

    Every receiver computes the same hash and takes the signature for broken. Sign last, over the octets that are sent,
    with CRLF line ends. A message that other servers have passed on is left alone: its signature is not about this
    sending.
    """
    signatures = message.fields_named("DKIM-Signature")
    if not signatures or message.field("Received"):
        return
    ends = message.source.line_ends
    if ends.cr or (ends.crlf and ends.lf):  # which reader makes what of them is not known
        return
    body = message.raw.replace(b"\n", b"\r\n") if ends.lf else message.raw
    for field in signatures[:_SIGNATURES_HASHED]:
        length = dkim.value_of(field, "l")
        if length and not length.isdecimal():
            continue
        algorithm, (_, canonicalization) = dkim.value_of(field, "a").lower(), dkim.canonicalizations(field)
        computed = dkim.body_hash(body, canonicalization, algorithm, _number(length) if length else None)
        written = dkim.value_of(field, "bh")
        if computed and written and computed.rstrip("=") != written.rstrip("="):
            place = context.once(dkim.tags, field)["bh"]
            yield Hit(
                place, f"the body has the hash {computed}, not this one: sign what is sent, and last", field=field
            )


RULES = (from_not_signed, not_oversigned, body_length, weak_signature, wrong_body_hash)
