"""Header sections, fields, recipients and size, and the text SES refuses each with (rulebook §2, §3, §5, §7)."""

from __future__ import annotations

from mimeforge.linter.examples import ExampleEnvelope, padded, sample
from vectors.answers.vector import Vector

__all__ = ["VECTORS"]

EMPTY_NAME = "Empty header names are illegal."
MISSING_FROM = "Missing required header 'From'."
MISSING_TO = "Missing required header 'To'."
EMPTY_TO = "Empty required header 'To'."
KNOWN = ExampleEnvelope("jo@example.com", ("zoe@example.net",))
MIXED = "Content-Type: multipart/mixed; boundary=b"
NO_EMPTY_LINE = sample(MIXED, body=b"").removesuffix(b"\r\n") + b"--b\r\nContent-Type: text/html\r\n\r\nhi\r\n--b--\r\n"

# Merged, cut short, or no header section at all (§2)
HEADER_SECTION: tuple[Vector, ...] = (
    Vector(
        NO_EMPTY_LINE,
        "dup-content-type",
        "Duplicate header 'Content-Type'.",
        b"Content-Type: text/html\r\n",
        "xreef/EMailSender#49",
    ),
    Vector(
        b"To: zoe@example.net\r\nSubject: Lunch\r\n\r\nFrom: jo@example.com\r\n\r\nAt noon?\r\n",
        "blank-line-in-header",
        MISSING_FROM,
        b"\r\n",
        "daniel-zahariev/php-aws-ses#8",
    ),
    Vector(b"\r\n" + sample(), "blank-line-in-header", MISSING_FROM, b"\r\n", "php-aws-ses#8, at the first line"),
    Vector(
        b"From: jo@example.com\r\n\r\nTo: zoe@example.net\r\n\r\nAt noon?\r\n",
        "blank-line-in-header",
        MISSING_TO,
        b"\r\n",
        "php-aws-ses#8 and aristidb/aws#73",
    ),
    Vector(
        b" From: jo@example.com\r\n" + sample(),
        "first-line-continuation",
        EMPTY_NAME,
        b" From: jo@example.com\r\n",
        "aws-lambda-ses-forwarder#101 or #123",
    ),
    Vector(
        b"hQEMA1n0tAMess4g\r\n" + sample(),
        "malformed-header-line",
        EMPTY_NAME,
        b"hQEMA1n0tAMess4g",
        "aws-lambda-ses-forwarder#101 or #123, garbage before the fields",
    ),
    Vector(
        b"RnJvbTogam9A\r\nZXhhbXBsZS5j\r\n",
        "no-blank-line",
        EMPTY_NAME,
        b"RnJvbTogam9A\r\n",
        "aws-lambda-ses-forwarder#101 or #123, nothing but garbage",
    ),
    Vector(sample(": x"), "empty-header-name", EMPTY_NAME, b": x", "aws/aws-sdk-js#4121"),
    Vector(
        sample(body=b"").removesuffix(b"\r\n") + b": x\r\n: y\r\n\r\nAt noon?\r\n",
        "empty-header-name",
        EMPTY_NAME,
        b": x",
        "aws/aws-sdk-js#4121, two of them before the empty line",
    ),
    Vector(
        b"".join(b"    " + line for line in sample().splitlines(keepends=True)),
        "first-line-continuation",
        EMPTY_NAME,
        b"    From: Jo <jo@example.com>\r\n",
        "aws-lambda-ses-forwarder#101 or #123, all lines indented",
    ),
    Vector(
        b"hello world\r\n",
        "no-blank-line",
        EMPTY_NAME,
        b"hello world\r\n",
        "aws-lambda-ses-forwarder#101 or #123, a text",
    ),
    Vector(
        b"From Jo <jo@example.com>\r\n" + sample(without=["From"]),
        "malformed-header-line",
        EMPTY_NAME,
        b"From Jo <jo@example.com>",
        "aws-lambda-ses-forwarder#101 or #123, no colon",
    ),
    Vector(
        sample("Fr om: jo@example.com", without=["From"]),
        "malformed-header-line",
        MISSING_FROM,
        b"Fr om: jo@example.com",
        "aws-smtp-relay#6, inferred: a field of another name is no From",
    ),
    Vector(
        sample("X-A: b", "T o: zoe@example.net", without=["To"]),
        "malformed-header-line",
        MISSING_TO,
        b"T o: zoe@example.net",
        "aristidb/aws#73, inferred: a field of another name is no To",
    ),
    Vector(
        b"To: zoe@example.net\r\n\r\nFrom: jo@example.com\r\n\r\nAt noon?\r\n",
        "blank-line-in-header",
        f"554 Transaction failed: {MISSING_FROM}",
        b"\r\n",
        "php-aws-ses#8, over SMTP",
        profile="ses-smtp",
        envelope=KNOWN,
    ),
)

# Fields that are missing or empty (§3.3, §6.1)
REQUIRED: tuple[Vector, ...] = (
    Vector(sample(without=["From"]), "missing-from", MISSING_FROM, b"", "aws-smtp-relay#6"),
    Vector(
        sample(without=["From"]),
        "missing-from",
        MISSING_FROM,
        b"",
        "aws-smtp-relay#6, version 2 of the API",
        profile="ses-v2",
        envelope=KNOWN,
    ),
    Vector(
        sample(without=["From"]),
        "missing-from",
        f"554 Transaction failed: {MISSING_FROM}",
        b"",
        "aws-smtp-relay#6, over SMTP",
        profile="ses-smtp",
        envelope=KNOWN,
    ),
    Vector(sample("From:"), "missing-from", MISSING_FROM, b"From:\r\n", "daniel-zahariev/php-aws-ses#11"),
    Vector(b"\r\n", "message-empty", MISSING_FROM, b"\r\n", "aws-smtp-relay#6, no field at all"),
    Vector(sample(without=["To"]), "ses-no-recipient", MISSING_TO, b"", "aristidb/aws#73"),
    Vector(
        sample(),
        "ses-no-recipient",
        "There are no recipients specified",
        b"",
        "SES developer guide, troubleshooting",
        envelope=ExampleEnvelope("jo@example.com", ()),
    ),
    Vector(sample("Bcc: amy@example.org", without=["To"]), "ses-missing-to", MISSING_TO, b"", "aws/aws-sdk-js#893"),
    Vector(sample("To:"), "empty-structured-header", EMPTY_TO, b"To:\r\n", "php-aws-ses#32"),
    Vector(
        sample("To:"),
        "empty-structured-header",
        EMPTY_TO,
        b"To:\r\n",
        "django-ses/django-ses#164, recipients in the request",
        envelope=KNOWN,
    ),
    Vector(
        sample("Content-Type: "),
        "empty-structured-header",
        "Expected MIME type, got null",
        b"Content-Type: \r\n",
        "rulebook §6.1, JavaMail trigger, inferred",
    ),
    Vector(
        sample("Content-Disposition:\r\n "),
        "empty-structured-header",
        "Expected disposition, got null",
        b"Content-Disposition:\r\n \r\n",
        "rulebook §6.1, JavaMail trigger, inferred",
    ),
)

VECTORS: tuple[Vector, ...] = (
    *HEADER_SECTION,
    *REQUIRED,
    Vector(
        sample("Message-ID: <1@example.com>", "Message-id: <2@example.com>"),
        "dup-ids",
        "Duplicate header 'Message-ID'.",
        None,
        "aws-lambda-ses-forwarder#58",
    ),
    Vector(
        sample(*["DKIM-Signature: v=1; d=example.com"] * 2),
        "dkim-multiple",
        "Duplicate header 'DKIM-Signature'.",
        None,
        "aws-lambda-ses-forwarder#11",
    ),
    Vector(
        sample(*["Delivered-To: jo@example.com"] * 2),
        "ses-single-headers",
        "Duplicate header 'Delivered-To'.",
        None,
        "DG",
    ),
    Vector(
        sample("To: " + ", ".join(f"a{n}@example.com" for n in range(51))),
        "addr-too-many",
        "Recipient count exceeds 50.",
        b"a50@example.com",
        "thewca/worldcubeassociation.org#9467",
    ),
    Vector(
        padded(10_485_761).build(),
        "message-too-large",
        "Message length is more than 10485760 bytes long: '10485761'.",
        b"",
        "aws/aws-sdk-go-v2#1774",
    ),
)
