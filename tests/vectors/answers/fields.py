"""Header fields, recipients and size, and the text SES refuses each with (ses-rules.md §2, §3, §5, §7)."""

from __future__ import annotations

from mimeforge.linter.examples import padded, sample
from vectors.answers.vector import Vector

__all__ = ["VECTORS"]

VECTORS: tuple[Vector, ...] = (
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
    Vector(sample("To:"), "empty-structured-header", "Empty required header 'To'.", None, "php-aws-ses#32"),
    Vector(sample(without=["To"]), "ses-no-recipient", "Missing required header 'To'.", b"", "aristidb/aws#73"),
    Vector(sample(without=["From"]), "missing-from", "Missing required header 'From'.", b"", "aws-smtp-relay#6"),
    Vector(sample(": x"), "empty-header-name", "Empty header names are illegal.", b": x", "aws/aws-sdk-js#4121"),
    Vector(
        padded(10_485_761).build(),
        "message-too-large",
        "Message length is more than 10485760 bytes long: '10485761'.",
        b"",
        "aws/aws-sdk-go-v2#1774",
    ),
)
