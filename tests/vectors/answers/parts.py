"""Multiparts, transfer encodings and size, and the text SES refuses each with (rulebook §6.1, §7, §19)."""

from __future__ import annotations

from mimeforge.linter.examples import padded, sample
from vectors.answers.vector import Vector

__all__ = ["VECTORS"]

MIXED = 'Content-Type: multipart/mixed; boundary="b"'
NO_DELIMITER = "Missing start boundary"
LUNCH = "--b\r\n\r\nSee you at noon.\r\n--b--\r\n"
TOO_LARGE = padded(41_943_041).build()
INFERRED = "rulebook §{}, JavaMail trigger, inferred"

VECTORS: tuple[Vector, ...] = (
    Vector(
        sample('Content-Type: multipart/alternative; boundary="b"', body=""),
        "boundary-never-used",
        NO_DELIMITER,
        b"b",
        "bbottema/simple-java-mail#259",
    ),
    Vector(
        sample(MIXED, body="See you at noon.\r\n"),
        "boundary-never-used",
        NO_DELIMITER,
        b"b",
        "swiftmailer/swiftmailer#563",
    ),
    Vector(
        sample('Content-Type: multipart/mixed; boundary="--b"', body=LUNCH),
        "boundary-never-used",
        NO_DELIMITER,
        b"--b",
        "nodemailer/nodemailer#1440",
    ),
    Vector(sample(MIXED, body="--b--\r\n"), "multipart-zero-parts", NO_DELIMITER, b"b", "rulebook §6.1"),
    Vector(
        sample("Content-Type: multipart/alternative", body=""),
        "multipart-no-boundary",
        NO_DELIMITER,
        b"Content-Type: multipart/alternative\r\n",
        "bbottema/simple-java-mail#259, body empty",
    ),
    Vector(
        sample("Content-Type: multipart/mixed", body="See you at noon.\r\n"),
        "multipart-no-boundary",
        NO_DELIMITER,
        b"Content-Type: multipart/mixed\r\n",
        "swiftmailer/swiftmailer#563, no boundary line at all",
    ),
    Vector(
        sample('Content-Type: multipart/mixed; boundary="b "', body=LUNCH.replace("--b", "--b ")),
        "boundary-bad-chars",
        NO_DELIMITER,
        b"b ",
        INFERRED.format("6.1"),
    ),
    Vector(
        sample(MIXED, "Content-Transfer-Encoding: base64", body="LS1iDQoNClNlZSB5b3UgYXQgbm9vbi4NCi0tYi0tDQo=\r\n"),
        "multipart-encoded",
        NO_DELIMITER,
        b"base64",
        INFERRED.format("6.1"),
    ),
    Vector(
        sample(MIXED, body=f"--b\r\n{MIXED}\r\n\r\n{LUNCH}--b--\r\n"),
        "boundary-reused",
        NO_DELIMITER,
        b"b",
        "SES developer guide, sending raw email",
    ),
    Vector(
        sample("Content-Transfer-Encoding: 8bits"),
        "cte-unknown",
        "Unknown encoding: 8bits",
        b"8bits",
        INFERRED.format("6.1"),
    ),
    Vector(
        sample(MIXED, body="--b\r\nContent-Transfer-Encoding: UTF-8 (text)\r\n\r\nnoon\r\n--b--\r\n"),
        "cte-unknown",
        "554 Transaction failed: Unknown encoding: UTF-8",
        b"UTF-8 (text)",
        INFERRED.format("6.1"),
        profile="ses-smtp",
    ),
    Vector(
        TOO_LARGE,
        "message-too-large",
        "Message length is more than 41943040 bytes long: '41943041'.",
        b"",
        "rulebook §7, by analogy",
        profile="ses-v2",
    ),
    Vector(
        TOO_LARGE,
        "message-too-large",
        "552 5.3.4 Message is too long.",
        b"",
        "freescout-help-desk/freescout#375",
        profile="ses-smtp",
    ),
)
