"""Parts and the fields that describe them, and the text SES refuses each with (rulebook §6, §19)."""

from __future__ import annotations

from mimeforge.linter.examples import sample
from vectors.answers.vector import Vector

__all__ = ["VECTORS"]

MIXED = 'Content-Type: multipart/mixed; boundary="b"'
PARTS = "--=_b\r\n\r\nSee you at noon.\r\n--=_b--\r\n"
INFERRED = "rulebook §6.1, JavaMail trigger, inferred"

VECTORS: tuple[Vector, ...] = (
    Vector(sample(MIXED, body=""), "boundary-never-used", "Missing start boundary", None, "simple-java-mail#259"),
    Vector(
        sample("Content-Type: multipart/mixed; boundary==_b", body=PARTS),
        "boundary-unquoted",
        "Missing start boundary",
        b"=",
        "rulebook §6.1; swiftmailer/swiftmailer#563, nodemailer/nodemailer#1440, bbottema/simple-java-mail#259",
    ),
    Vector(sample("Content-Type: text;"), "ctype-syntax", "Expected '/', got ;", b";", "jeffaco/duplicacy-util#36"),
    Vector(sample("Content-Type: ; name=a"), "ctype-syntax", "Expected MIME type, got ;", b";", INFERRED),
    Vector(sample("Content-Type: text/"), "ctype-syntax", "Expected MIME subtype, got null", b"/", INFERRED),
    Vector(
        sample("Content-Disposition: =?utf-8?Q?attachment?="),
        "ctype-syntax",
        "Expected disposition, got =",
        b"=",
        "mageplaza/magento-2-smtp#217",
    ),
    Vector(
        sample("Content-Type: text/plain;; charset=us-ascii"),
        "ctype-syntax",
        'Expected parameter name, got ";"',
        b";",
        INFERRED,
    ),
    Vector(
        sample("Content-Type: text/plain; charset"),
        "ctype-syntax",
        "Expected '=', got \"null\"",
        b"charset",
        "mozilla/fx-private-relay#1887",
    ),
    Vector(
        sample("Content-Type: application/x; name=a:b"),
        "param-unquoted-special",
        "Expected ';', got \":\"",
        b":",
        "sentinl/sentinl#266",
    ),
    Vector(
        sample("Content-Disposition: attachment; filename==?utf-8?Q?a?="),
        "param-unquoted-special",
        'Expected parameter value, got "="',
        b"=",
        "bbottema/simple-java-mail#224, refused there; the text is inferred",
    ),
    Vector(
        sample("Content-Type: text/html charset=utf-8"),
        "param-missing-semicolon",
        "Expected ';', got \"charset\"",
        b"charset",
        INFERRED,
    ),
    Vector(
        sample("Content-Type: multipart/mixed; boundary", body=PARTS),
        "ctype-syntax",
        "Expected '=', got \"null\"",
        b"boundary",
        INFERRED,
    ),
    Vector(
        sample("Content-Type: multipart/mixed; boundary=", body=PARTS),
        "param-empty-value",
        'Expected parameter value, got "null"',
        b"=",
        INFERRED,
    ),
    Vector(
        sample('Content-Type: multipart/mixed; boundary="=_b', body=PARTS),
        "unbalanced-quote",
        "Unbalanced quoted string",
        b'"',
        INFERRED,
    ),
    Vector(
        sample("Content-Type: multipart/mixed; boundary=b charset=utf-8", body=PARTS),
        "param-missing-semicolon",
        "Expected ';', got \"charset\"",
        b"charset",
        INFERRED,
    ),
    Vector(
        sample("Content-Disposition: attachment; filename=; size=20"),
        "param-empty-value",
        'Expected parameter value, got ";"',
        b";",
        INFERRED,
    ),
    Vector(
        sample('Content-Disposition: attachment; filename="a.txt'),
        "unbalanced-quote",
        "Unbalanced quoted string",
        b'"',
        INFERRED,
    ),
    Vector(
        sample("Content-Disposition: attachment; filename=invoice (2.txt"),
        "unbalanced-comment",
        "Unbalanced comments",
        b"(",
        INFERRED,
    ),
)
