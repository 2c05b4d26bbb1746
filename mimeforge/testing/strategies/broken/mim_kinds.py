"""What each kind of multipart asks for: alternatives, related, signed and encrypted parts, reports, messages."""

from __future__ import annotations

from binascii import b2a_uu
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from mimeforge.testing.strategies.broken.frame import (
    ADDRESS,
    HTML,
    TEXT,
    WORD,
    WORDS,
    Octets,
    glued,
    in_any_part,
    message,
    multipart,
    one_of,
    part,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hypothesis.strategies import SearchStrategy

__all__ = ["DEFECTS", "LEFT_OUT"]

_IN_BASE64: Final = b"Content-Transfer-Encoding: base64"
_IN_QP: Final = b"Content-Transfer-Encoding: quoted-printable"
_PLAIN_TYPE: Final = b"Content-Type: text/plain; charset=us-ascii"
_HTML_TYPE: Final = b"Content-Type: text/html; charset=us-ascii"
_ATTACHED: Final = glued(b"Content-Disposition: attachment; filename=", WORD, b".txt")
_PLAIN: Final = part(_PLAIN_TYPE)
_HTML: Final = part(_HTML_TYPE, body=HTML)
_GIF: Final = b"R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7\r\n"
_IMAGE: Final = part(b"Content-Type: image/gif", _IN_BASE64, body=_GIF)
_FILE: Final = one_of(
    _IMAGE,
    part(_PLAIN_TYPE, _ATTACHED),
    part(glued(b"Content-Type: application/x-", WORD), _IN_BASE64, body=_GIF),
)


def _several(
    *parts: Octets, kind: Octets = b"mixed", place: Callable[..., SearchStrategy[bytes]] = in_any_part
) -> SearchStrategy[bytes]:
    """Make a multipart of these parts. ``kind`` is a subtype, parameters may follow; ``place`` puts it somewhere.

    Its boundary is "b" and a word: none that `multipart` draws.
    """
    boundary = glued(b"b", WORD)
    body = glued(*(glued(b"--{0}\r\n", each, b"\r\n") for each in parts), b"--{0}--\r\n")
    whole = place(glued(b"Content-Type: multipart/", kind, b';\r\n boundary="{0}"'), body=body)
    return st.builds(lambda octets, name: octets.replace(b"{0}", name), whole, boundary)


def _alternatives(*parts: Octets) -> SearchStrategy[bytes]:
    return _several(*parts, kind=b"alternative")


_BLANK: Final = one_of(
    part(_PLAIN_TYPE, body=one_of(b"", b"\r\n", b" \r\n")),
    part(_HTML_TYPE, body=one_of(b"", b"\r\n")),
    part(b"Content-Type: text/plain; charset=utf-8", _IN_BASE64, body=b"DQo=\r\n"),
    part(b"Content-Type: text/plain; charset=utf-8", _IN_QP, body=one_of(b"=20\r\n", b"=\r\n=20\r\n")),
)

_LOGO: Final = part(b"Content-Type: image/gif", b"Content-ID: <logo@example.com>", _IN_BASE64, body=_GIF)
_ROOT_ID: Final = b"Content-ID: <root@example.com>"
_SHOWING: Final = glued(
    b'<img src="cid:logo@example.com" alt="a"><p>The menu of this week is here, as every week.', WORDS, b"</p>\r\n"
)
_ROOT: Final = part(_HTML_TYPE, body=_SHOWING)
_NAMED_ROOT: Final = part(_ROOT_ID, _HTML_TYPE, body=_SHOWING)
_OF_HTML: Final = b'related; type="text/html"'


def _inner(kind: bytes, *parts: Octets) -> SearchStrategy[bytes]:
    """Make a part that is a multipart."""
    body = glued(*(glued(b"--c1\r\n", each, b"\r\n") for each in parts), b"--c1--\r\n")
    return part(b"Content-Type: multipart/" + kind + b'; boundary="c1"', body=body)


_PGP_SIGNATURE: Final = part(
    b"Content-Type: application/pgp-signature",
    body=glued(b"-----BEGIN PGP SIGNATURE-----\r\n\r\niQEzBAEBCAAd", WORD, b"\r\n-----END PGP SIGNATURE-----\r\n"),
)
_PKCS7_SIGNATURE: Final = part(
    one_of(b"Content-Type: application/pkcs7-signature", b"Content-Type: application/x-pkcs7-signature"),
    _IN_BASE64,
    body=b"MIIBBAYJKoZIhvcNAQcC\r\n",
)
_BY_PGP: Final = b'signed; micalg=pgp-sha256;\r\n protocol="application/pgp-signature"'
_BY_PKCS7: Final = b'signed; micalg=sha-256;\r\n protocol="application/pkcs7-signature"'
_SIGNING: Final = ((_BY_PGP, _PGP_SIGNATURE), (_BY_PKCS7, _PKCS7_SIGNATURE))


def _signed(*before: Octets) -> SearchStrategy[bytes]:
    """Make a multipart/signed, by OpenPGP or S/MIME, of these parts and a signature."""
    return st.one_of(*(_several(*before, signature, kind=kind) for kind, signature in _SIGNING))


_UNSIGNED: Final = st.one_of(
    *(
        _several(*parts, kind=kind)
        for kind, signature in _SIGNING
        for parts in ((_PLAIN,), (_PLAIN, signature, _PLAIN), (_PLAIN, _PLAIN), (signature, _PLAIN))
    ),
    _several(_PLAIN, _PGP_SIGNATURE, kind=b"signed"),
    _several(_PLAIN, _PGP_SIGNATURE, kind=b"signed; micalg=pgp-sha256"),
    _several(_PLAIN, _PKCS7_SIGNATURE, kind=b'signed; protocol="application/pkcs7-signature"'),
    _several(_PLAIN, _PKCS7_SIGNATURE, kind=_BY_PGP),
)
_CHANGEABLE: Final = one_of(
    part(_PLAIN_TYPE, body=glued(TEXT, b"From ", WORDS, b"\r\n")),
    part(_PLAIN_TYPE, body=glued(WORDS, one_of(b" ", b"  ", b"\t"), b"\r\n", one_of(b"", TEXT))),
    part(_IN_QP, b"Content-Type: text/plain; charset=utf-8", body=glued(b"=C3=A9\r\nFrom ", WORDS, b"\r\n")),
)

_VERSION: Final = part(b"Content-Type: application/pgp-encrypted", body=b"Version: 1\r\n")
_CIPHER_TEXT: Final = glued(b"-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA1YS", WORD, b"\r\n-----END PGP MESSAGE-----\r\n")
_CIPHER: Final = part(b"Content-Type: application/octet-stream", body=_CIPHER_TEXT)
_TO_PGP: Final = b'encrypted; protocol="application/pgp-encrypted"'
_SECRET: Final = one_of(
    _inner(b'encrypted; protocol="application/pgp-encrypted"', _VERSION, _CIPHER),
    part(
        glued(
            b"Content-Type: application/",
            one_of(b"", b"x-"),
            b"pkcs7-mime;\r\n smime-type=",
            one_of(b"enveloped-data", b"authEnveloped-data"),
            b"; name=smime.p7m",
        ),
        _IN_BASE64,
        body=b"MIIBBAYJKoZIhvcNAQcD\r\n",
    ),
)


def _encrypted(*parts: Octets, kind: Octets = _TO_PGP) -> SearchStrategy[bytes]:
    """Make a multipart/encrypted of these parts, with no text beside it."""
    return _several(*parts, kind=kind, place=message)


_STATUS: Final = part(
    b"Content-Type: message/delivery-status",
    body=glued(
        b"Reporting-MTA: dns; example.com\r\n\r\nFinal-Recipient: rfc822; ",
        ADDRESS,
        b"\r\nAction: failed\r\nStatus: 5.1.1\r\n",
    ),
)
_LUNCH: Final = part(b"Subject: Lunch")
_FORWARDED: Final = part(b"Content-Type: message/rfc822", body=_LUNCH)
_DELIVERY: Final = b"report; report-type=delivery-status"


def _uuencoded(octets: bytes) -> bytes:
    lines = (b2a_uu(octets[at : at + 45]).replace(b"\n", b"\r\n") for at in range(0, len(octets), 45))
    return b"".join(lines) + b"`\r\nend\r\n"


_LEGACY: Final = one_of(
    glued(b"begin 644 ", WORD, b".txt\r\n", glued(WORDS, b" ", WORDS).map(_uuencoded)),
    glued(b"=ybegin line=128 size=3 name=", WORD, b".bin\r\nabc\r\n=yend size=3\r\n"),
    glued(b"(This file must be converted with BinHex 4.0)\r\n\r\n:#hGPBR9dD@acAh", WORD, b":\r\n"),
)
_TNEF: Final = one_of(b"Content-Type: application/ms-tnef; name=winmail.dat", b"Content-Type: application/MS-TNEF")

DEFECTS: Final[Mapping[str, SearchStrategy[bytes]]] = {
    "multipart-one-part": st.one_of(_alternatives(_PLAIN), _alternatives(_HTML)),
    "alternative-order": st.one_of(
        _alternatives(_HTML, _PLAIN),
        _alternatives(_inner(b'related; type="text/html"', _ROOT, _LOGO), _PLAIN),
    ),
    "alternative-duplicate-type": st.one_of(
        _alternatives(_PLAIN, _PLAIN),
        _alternatives(_PLAIN, _HTML, _HTML),
        _alternatives(_PLAIN, _HTML, _PLAIN),
        _alternatives(_PLAIN, part(_PLAIN_TYPE, b"Content-Language: de"), part(b"Content-Language: DE", _PLAIN_TYPE)),
    ),
    "alternative-has-attachment": st.one_of(
        _alternatives(_PLAIN, _FILE),
        _alternatives(_PLAIN, _HTML, _FILE),
        _alternatives(_FILE, _PLAIN),
    ),
    "alternative-empty-branch": st.one_of(_alternatives(_BLANK, _HTML), _alternatives(_PLAIN, _BLANK)),
    "mixed-bogus": _several(_PLAIN, _HTML),
    "related-no-type": st.one_of(_several(_ROOT, _LOGO, kind=b"related"), _several(_PLAIN, kind=b"related")),
    "related-type-mismatch": st.one_of(
        _several(_ROOT, _LOGO, kind=one_of(b'related; type="text/plain"', b'related; type="multipart/alternative"')),
        _several(_LOGO, _NAMED_ROOT, kind=b'related; type="image/gif"; start="<root@example.com>"'),
    ),
    "related-start-missing": st.one_of(
        *(
            _several(root, _LOGO, kind=glued(_OF_HTML, b'; start="', one_of(b"<", b""), WORD, b'@example.net>"'))
            for root in (_ROOT, _NAMED_ROOT)
        )
    ),
    "related-root-not-first": st.one_of(
        _several(_LOGO, _ROOT, kind=one_of(_OF_HTML, b"related")),
        _several(_LOGO, _inner(b"alternative", _PLAIN, _ROOT), kind=b'related; type="multipart/alternative"'),
    ),
    "related-outside": st.one_of(
        _several(_ROOT, _LOGO),
        _several(_LOGO, _ROOT),
        _several(_inner(b"alternative", _PLAIN, _ROOT), _LOGO),
        _several(_inner(_OF_HTML, _ROOT, _IMAGE), _LOGO),
    ),
    "signed-structure": _UNSIGNED,
    "signed-content-unsafe": st.one_of(_signed(_CHANGEABLE), _signed(_inner(b"mixed", _PLAIN, _CHANGEABLE))),
    "encrypted-structure": st.one_of(
        _encrypted(_VERSION, _CIPHER, _PLAIN),
        _encrypted(one_of(_VERSION, _CIPHER)),
        _encrypted(_CIPHER, _VERSION),
        _encrypted(_VERSION, _CIPHER, kind=b"encrypted"),
        _encrypted(_VERSION, part(_PLAIN_TYPE, body=_CIPHER_TEXT)),
    ),
    "encrypted-and-clear": st.one_of(
        _several(_SECRET, _PLAIN), _several(_HTML, _SECRET), _several(_PLAIN, _SECRET, _HTML)
    ),
    "report-structure": st.one_of(
        _several(_PLAIN, _STATUS, kind=b"report"),
        _several(_STATUS, _FORWARDED, kind=_DELIVERY),
        _several(one_of(_PLAIN, _STATUS), kind=_DELIVERY),
        _several(_PLAIN, _STATUS, _FORWARDED, kind=b"report; report-type=disposition-notification"),
        _several(_PLAIN, _FORWARDED, _STATUS, kind=_DELIVERY),
    ),
    "digest-child-type": st.one_of(
        _several(glued(b"\r\n", _LUNCH), _PLAIN, kind=b"digest"),
        _several(_PLAIN, _FORWARDED, kind=b"digest"),
        _several(_HTML, glued(b"\r\n", _LUNCH), kind=b"digest"),
    ),
    "message-partial": in_any_part(
        glued(b'Content-Type: message/partial; id="', WORD, b'@example.com";\r\n number=', one_of(b"1; total=2", b"2")),
        body=_LUNCH,
    ),
    "external-body": in_any_part(
        glued(
            b"Content-Type: message/external-body; ",
            one_of(b"access-type=URL;\r\n URL=", b"access-type=local-file; name=", b"ACCESS-TYPE=tftp; name="),
            b'"https://example.com/',
            WORD,
            b'"',
        ),
        body=part(_PLAIN_TYPE, glued(b"Content-ID: <", WORD, b"@example.com>"), body=b""),
    ),
    "embedded-message-headers": in_any_part(
        b"Content-Type: message/rfc822",
        body=one_of(glued(b"\r\n", TEXT), TEXT, part(glued(b"X-Mailer: ", WORD)), part(glued(b"To: ", ADDRESS))),
    ),
    "legacy-encapsulation": st.one_of(
        in_any_part(_PLAIN_TYPE, body=glued(one_of(b"", glued(TEXT, b"\r\n")), _LEGACY, one_of(b"", TEXT))),
        multipart(_PLAIN, part(_TNEF, _IN_BASE64, body=b"eJ8+Ig==\r\n")),
    ),
}

LEFT_OUT: Final[Mapping[str, str]] = {}
