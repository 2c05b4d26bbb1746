"""MIM: signed and encrypted parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._grammar import NON_ASCII_RE, QP_BLANKS_AT_END_RE
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import Example, sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, parts, rule
from mimeforge.rules.mim.multiparts import sample_of, type_span
from mimeforge.tree import Span
from mimeforge.tree.mime import IDENTITY_ENCODINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = ["RULES"]

_SIGNED: Final = "multipart/signed"
_ENCRYPTED: Final = "multipart/encrypted"
# RFC 8551 §3.5.3.2 and the name it had before RFC 2311
_PKCS7: Final = {"application/x-pkcs7-signature": "application/pkcs7-signature"}
_PGP: Final = "application/pgp-signature"
# RFC 8551 §3.2.2: an application/pkcs7-mime may hold a signature or certificates, too.
_SECRET: Final = frozenset({"enveloped-data", "authenveloped-data"})

_BY_PGP = 'signed; protocol="application/pgp-signature"; micalg=pgp-sha256'
_TEXT = "Content-Type: text/plain; charset=us-ascii\r\n\r\nSee you at noon."
_HTML = "Content-Type: text/html; charset=us-ascii\r\n\r\n<p>See you at noon.</p>"
_SIGNATURE = (
    "Content-Type: application/pgp-signature\r\n\r\n"
    "-----BEGIN PGP SIGNATURE-----\r\n\r\niQEzBAEBCAAdFiEE\r\n=dBVL\r\n-----END PGP SIGNATURE-----"
)
_TO_PGP = 'encrypted; protocol="application/pgp-encrypted"'
_VERSION = "Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1"
_CIPHER = (
    "Content-Type: application/octet-stream\r\n\r\n"
    "-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA1YSDlQ\r\n=dBVL\r\n-----END PGP MESSAGE-----"
)
_INNER = (
    'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="c"\r\n\r\n'
    f"--c\r\n{_VERSION}\r\n--c\r\n{_CIPHER}\r\n--c--\r\n"
)


def _eight_bit() -> bytes:
    fields = f'Content-Type: multipart/{_BY_PGP}; boundary="b"', "Content-Transfer-Encoding: 8bit"
    text = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nDéjeuner à midi."
    return sample(*fields, body=f"--b\r\n{text}\r\n--b\r\n{_SIGNATURE}\r\n--b--\r\n")


@rule(
    "MIM134",
    "signed-structure",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 1847 §2.1: two parts, the second of the type that protocol names; RFC 3156 §5; RFC 8551 §3.5.3",
    looks_at=parts(_SIGNED),
    bad=(
        sample_of(_BY_PGP, _TEXT, _SIGNATURE, _TEXT),
        sample_of(_BY_PGP, _TEXT, _TEXT),
        sample_of("signed", _TEXT, _SIGNATURE),
    ),
    good=(sample_of(_BY_PGP, _TEXT, _SIGNATURE),),
)
def signed_structure(part: Part, context: Context) -> Iterator[Hit]:
    """A multipart/signed is not a part and its signature.

    Readers cannot check it, and call it altered. Often something on the way added a footer. It has two parts, the
    signature last, of the type that ``protocol`` names; that ``protocol`` or ``micalg`` is missing is a warning, since
    most readers go by the parts.
    """
    if not part.delimiters or part.close_delimiter is None:
        return
    if len(part.parts) != 2:
        message = f"a multipart/signed of {_parts(part)}: it takes two, what is signed and the signature"
        yield Hit(type_span(part), message)
        return
    signature, protocol = part.parts[1], part.parameters.get("protocol", "").lower()
    if protocol and _known(protocol) != _known(signature.media_type):
        message = f"{shown(signature.media_type)} where the signature, {shown(protocol)}, stands: label it so"
        yield Hit(type_span(signature), message, part=signature)
    missing = [name for name in ("protocol", "micalg") if not part.parameters.get(name)]
    if missing:
        message = f"a multipart/signed without {' and '.join(missing)}: say how it is signed"
        yield Hit(type_span(part), message, severity=Severity.WARNING)


@rule(
    "MIM135",
    "signed-content-unsafe",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 1847 §2.1, RFC 3156 §3, §5, RFC 8551 §3.1.3: what is signed is 7bit and survives transport",
    looks_at=parts(_SIGNED),
    bad=(
        sample_of(_BY_PGP, f"{_TEXT}\r\nFrom now on.", _SIGNATURE),
        sample_of(_BY_PGP, f"{_TEXT}  \r\nJo", _SIGNATURE),
        sample_of(_BY_PGP, f"Content-Transfer-Encoding: quoted-printable\r\n{_TEXT}\r\nFrom now on.", _SIGNATURE),
        Example(_eight_bit(), profile="rfc"),
    ),
    good=(
        sample_of(_BY_PGP, f"{_TEXT}\r\n>From now on.\r\n-- \r\nJo", _SIGNATURE),
        sample_of(
            _BY_PGP,
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
            "D=C3=A9jeuner=20\r\n=46rom noon.",
            _SIGNATURE,
        ),
    ),
)
def signed_content_unsafe(part: Part, context: Context) -> Iterator[Hit]:
    """What is signed may be changed on the way.

    One changed octet breaks the signature. Octets over 127 may be encoded by a relay, and a ">" is put before a line
    that begins with "From ". Blanks at the end of a line, which few drop today, are a note. Use quoted-printable or
    base64 inside.
    """
    if not part.parts:
        return
    for leaf in part.parts[0].walk(into_messages=False):
        if leaf.parts:
            continue
        if hit := _changeable(leaf, context):
            yield hit
            return


@rule(
    "MIM136",
    "encrypted-structure",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 1847 §2.2: two parts, the first of the type that protocol names; RFC 3156 §4",
    looks_at=parts(_ENCRYPTED),
    bad=(
        sample_of(_TO_PGP, _VERSION, _CIPHER, _TEXT),
        sample_of(_TO_PGP, _CIPHER, _VERSION),
        sample_of("encrypted", _VERSION, _CIPHER),
    ),
    good=(sample_of(_TO_PGP, _VERSION, _CIPHER),),
)
def encrypted_structure(part: Part, context: Context) -> Iterator[Hit]:
    """A multipart/encrypted is not the two parts that it takes.

    Readers cannot decrypt it. The first part is of the type that ``protocol`` names, the second, what is encrypted, is
    application/octet-stream; that ``protocol`` is missing, or the second is labelled otherwise, is a warning.
    """
    if not part.delimiters or part.close_delimiter is None:
        return
    if len(part.parts) != 2:
        message = f"a multipart/encrypted of {_parts(part)}: it takes two, how it is encrypted and what is"
        yield Hit(type_span(part), message)
        return
    control, secret = part.parts
    protocol = part.parameters.get("protocol", "").lower()
    if not protocol:
        message = "a multipart/encrypted without protocol: say how it is encrypted"
        yield Hit(type_span(part), message, severity=Severity.WARNING)
    elif control.media_type != protocol:
        message = f"{shown(control.media_type)} where {shown(protocol)} comes first: label it so"
        yield Hit(type_span(control), message, part=control)
    elif secret.media_type != "application/octet-stream":
        message = f"{shown(secret.media_type)} where application/octet-stream is what is encrypted: label it so"
        yield Hit(type_span(secret), message, part=secret, severity=Severity.WARNING)


@rule(
    "MIM137",
    "encrypted-and-clear",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.FIELD_REPORT,
    source="efail.de: HTML around what is encrypted leaks it; rspamd, BOGUS_ENCRYPTED_AND_TEXT",
    looks_at=parts("multipart/mixed"),
    bad=(sample_of("mixed", _INNER, _HTML), sample_of("mixed", _TEXT, _INNER)),
    good=(sample_of("mixed", _INNER), sample_of("mixed", _TEXT, _HTML)),
)
def encrypted_beside_clear(part: Part, context: Context) -> Iterator[Hit]:
    """A text that is not encrypted stands beside what is encrypted.

    Readers show both as one: anybody on the way can add to what is read, and HTML around a decrypted text can send it
    away, so that good readers do not decrypt it at all. A plain text, such as the footer of a list, is a note. Encrypt
    all of it, or send two messages.
    """
    if not any(_is_secret(child) for child in part.parts):
        return
    for child in part.parts:
        if not child.media_type.startswith("text/") or child.disposition == "attachment" or not child.raw.strip():
            continue
        severity = None if child.media_type == "text/html" else Severity.NOTE
        message = f"{shown(child.media_type)} in clear beside what is encrypted: encrypt all of it"
        yield Hit(type_span(child), message, part=child, severity=severity)


def _known(protocol: str) -> str:
    return _PKCS7.get(protocol, protocol)


def _parts(part: Part) -> str:
    return "one part" if len(part.parts) == 1 else f"{len(part.parts):,} parts"


def _is_secret(part: Part) -> bool:
    is_smime = part.media_type in {"application/pkcs7-mime", "application/x-pkcs7-mime"}
    return part.media_type == _ENCRYPTED or (is_smime and part.parameters.get("smime-type", "").lower() in _SECRET)


def _changeable(leaf: Part, context: Context) -> Hit | None:
    """Find what is changed on the way in a body. Of 8bit text, CTE103 and CTE106 tell, too; of blanks in QP, CTE123."""
    octets, body = leaf.source.octets, leaf.body_span
    is_encoded = leaf.transfer_encoding not in IDENTITY_ENCODINGS
    is_wide = not is_encoded and leaf.transfer_encoding != "7bit" and not leaf.raw.isascii()
    if is_wide and context.profile.family == "rfc" and (beyond := NON_ASCII_RE.search(octets, *body)):
        return Hit(Span(*beyond.span()), _CHANGEABLE.format("octets over 127"), part=leaf)
    at = octets.find(b"\nFrom ", body.start - 1, body.end)
    if at >= 0:
        message = _CHANGEABLE.format("a line that begins with 'From '")
        return Hit(Span(at + 1, at + 6), message, part=leaf)
    for blanks in () if is_encoded else QP_BLANKS_AT_END_RE.finditer(octets, *body):
        # The line above a signature (RFC 3676 §4.3) is in too much mail to be news.
        if octets[max(blanks.start() - 3, 0) : blanks.end()] != b"\n-- ":
            message = _CHANGEABLE.format("blanks at the end of a line")
            return Hit(Span(*blanks.span()), message, part=leaf, severity=Severity.NOTE)
    return None


_CHANGEABLE: Final = "{} in what is signed, which breaks the signature where it is changed: encode it"

RULES = (signed_structure, signed_content_unsafe, encrypted_structure, encrypted_beside_clear)
