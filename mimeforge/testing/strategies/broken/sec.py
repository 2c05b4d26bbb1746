"""What gives away more than it should, and signatures that do not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from mimeforge.testing.strategies.broken.frame import (
    ADDRESS,
    TEXT,
    WORD,
    WORDS,
    Octets,
    glued,
    in_any_part,
    message,
    one_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import SearchStrategy

__all__ = ["DEFECTS", "LEFT_OUT", "signature"]

_PLAIN: Final = b"Content-Type: text/plain; charset=us-ascii"

# The hashes of a body of nothing, which counts as one line end (RFC 6376 §3.4.3), and of no octets.
_SIMPLE_HASH: Final = b"frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY="
_SHA1_HASH: Final = b"uoq1oCgLlTqpdDX/iUbLy7J1Wic="
_NO_HASH: Final = b"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="


def signature(
    *,
    version: Octets = b"v=1; ",
    algorithm: Octets = b"a=rsa-sha256;",
    form: Octets = b" c=relaxed/simple;",
    more: Octets = b"",
    covers: Octets = b"from:to:subject",
    body_hash: bytes = _SIMPLE_HASH,
) -> SearchStrategy[bytes]:
    """Make a DKIM-Signature of the author over a message without a body."""
    tags = glued(version, algorithm, form, b"\r\n d=example.com; s=", WORD, b";", more, b"\r\n h=", covers, b";\r\n")
    return glued(b"DKIM-Signature: ", tags, b" bh=", body_hash, b";\r\n b=MTIz")


def _signed(field: Octets) -> SearchStrategy[bytes]:
    return message(field, _PLAIN, body=b"")


_LINE_END: Final = st.sampled_from([b"%0D%0A", b"%0d%0a", b"%0A", b"=0D=0A"])
_FIELD: Final = one_of(glued(b"Bcc: ", ADDRESS), glued(b"Content-Type: text/html"), glued(b"Subject: ", WORD))
_HEX: Final = st.text("0123456789abcdef", min_size=16, max_size=16).map(str.encode)
_LEAKS: Final = one_of(
    glued(b"Authorization: Bearer ", WORD),
    glued(b"Cookie: ", WORD, b"=", WORD),
    glued(b"X-Debug-Token: ", WORD),
    glued(b"traceparent: 00-", _HEX, _HEX, b"-", _HEX, b"-01"),
)
_SECRETS: Final = one_of(
    glued(b"AKIA", st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", min_size=16, max_size=16).map(str.encode)),
    glued(b"token ghp_a1B2", st.text("abcdefghijABCDEFGHIJ0123456789", min_size=32, max_size=32).map(str.encode)),
    glued(b"-----BEGIN ", one_of(b"", b"RSA ", b"EC "), b"PRIVATE KEY-----"),
)
_WEAK: Final = one_of(
    signature(algorithm=b"a=rsa-sha1;", body_hash=_SHA1_HASH),
    signature(algorithm=one_of(b"a=rsa-md5;", b"a=hmac-sha256;")),
    signature(version=one_of(b"v=2; ", b"v=0.5; ", b"")),
    signature(form=one_of(b" c=strict/simple;", b" c=relaxed/loose;")),
    signature(more=one_of(b" d=example.org;", b" t=20; x=10;", b" i=@example.org;")),
)
_AMBIGUOUS: Final = one_of(
    glued(b'Content-Disposition: inline; filename="', WORD, b'.md;.txt"'),
    glued(b'Content-Disposition: inline; filename="', WORD, b'%2Etxt"'),
)

DEFECTS: Final[Mapping[str, SearchStrategy[bytes]]] = {
    "dkim-multiple": message(signature(), signature(), _PLAIN, body=b""),
    "bcc-leak": message(glued(one_of(b"Bcc: ", b"BCC: "), ADDRESS, one_of(b"", b",\r\n b@example.org"))),
    "header-injection": message(glued(one_of(b"Subject: ", b"Comments: ", b"Keywords: "), WORDS, _LINE_END, _FIELD)),
    "originating-ip-leak": message(
        one_of(
            glued(b"X-Originating-IP: [192.0.2.", st.integers(1, 254).map(lambda last: b"%d" % last), b"]"),
            glued(b"X-PHP-Originating-Script: 33:", WORD, b".php"),
        )
    ),
    "mailer-version-leak": message(
        glued(
            one_of(b"X-Mailer: ", b"User-Agent: "),
            WORD.map(bytes.capitalize),
            one_of(b" ", b"/"),
            st.builds(lambda major, minor: b"%d.%d" % (major, minor), st.integers(1, 30), st.integers(0, 99)),
        )
    ),
    "internal-host-leak": message(
        one_of(
            glued(b"Message-ID: <", WORD, b"@", WORD, one_of(b".internal", b".corp.internal", b".local"), b">"),
            glued(b"List-Help: <http://10.1.2.", st.integers(1, 254).map(lambda last: b"%d" % last), b"/", WORD, b">"),
        )
    ),
    "internal-header-leak": message(_LEAKS),
    "path-leak": message(
        glued(
            one_of(b"Comments: ", b"Content-Description: "),
            one_of(
                glued(b"/home/", WORD, b"/", WORD),
                glued(b"/Users/", WORD, b"/", WORD),
                glued(b"C:\\Users\\", WORD, b"\\", WORD),
            ),
            b".txt",
        )
    ),
    "mdn-request": message(glued(b"Disposition-Notification-To: ", ADDRESS)),
    "secret-in-message": in_any_part(_PLAIN, body=glued(WORD, b" ", _SECRETS, b"\r\n")),
    "dkim-no-from": _signed(signature(covers=one_of(b"to:subject", b"X-From:to", b"subject", b"to:cc"))),
    "dkim-no-oversign": _signed(signature(covers=one_of(b"from:to:subject", b"from", b"from:subject:to"))),
    "dkim-l-tag": _signed(signature(more=one_of(b" l=0;", b" l = 0;"), body_hash=_NO_HASH)),
    "dkim-weak": _signed(_WEAK),
    "dkim-body-hash": st.one_of(message(signature(), _PLAIN, body=TEXT), _signed(signature(body_hash=_NO_HASH))),
    "parser-ambiguity": in_any_part(_PLAIN, _AMBIGUOUS),
}

LEFT_OUT: Final[Mapping[str, str]] = {}
