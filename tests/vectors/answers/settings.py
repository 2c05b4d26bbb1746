"""X-SES-* fields, and the text SES refuses each with (rulebook §1.4, §9, §10).

The texts were recorded for the parameters of the API that these fields stand for.
"""

from __future__ import annotations

from mimeforge.linter.examples import sample
from vectors.answers.vector import Vector

__all__ = ["VECTORS"]

NAME = "only alphanumeric ASCII characters, '_', and '-' are allowed."
TAG_NAME = "only alphanumeric ASCII characters, '_',  '-' are allowed."
TAG_VALUE = "only alphanumeric ASCII characters, '_',  '-' , '.', '@' are allowed."
TAGS = "LS snapshot, rulebook §9"
TENANTS = "FL, rulebook §1.4"
SETS = "FL, rulebook §10.1"
LONG = "x" * 255


def tag(tags: str, answer: str, at: str | None = None, slug: str = "ses-tags-syntax", profile: str = "ses") -> Vector:
    octets = sample(f"X-SES-MESSAGE-TAGS: {tags}")
    return Vector(octets, slug, answer, (tags if at is None else at).encode(), TAGS, profile)


VECTORS: tuple[Vector, ...] = (
    tag("=may", "The tag name must be specified."),
    tag("=", "The tag name must be specified."),
    tag("campaign=", "The tag value must be specified."),
    tag(f"{LONG}y=may", "Tag name cannot exceed 255 characters.", "y"),
    tag(f"campaign={LONG}y", "Tag value cannot exceed 255 characters.", "y"),
    tag("campaign name=may", f"Invalid tag name <campaign name>: {TAG_NAME}", " "),
    tag("ses:campaign:name=may", f"Invalid tag name <ses:campaign:name>: {TAG_NAME}", ":"),
    tag("campaign=may/june", f"Invalid tag value <may/june>: {TAG_VALUE}", "/"),
    tag("campaign=a=b", f"Invalid tag value <a=b>: {TAG_VALUE}", "="),
    # The order of the checks
    tag("a b=", "The tag value must be specified."),
    tag(f"{LONG} x=a/b", "Tag name cannot exceed 255 characters.", " x"),
    tag(f"a b={LONG}xx", f"Invalid tag name <a b>: {TAG_NAME}", " "),
    tag(f"a={LONG}/", "Tag value cannot exceed 255 characters.", "/"),
    # The first tag that is wrong, blanks around tags left out
    tag("a=b ,\r\n c=d e , =f", f"Invalid tag value <d e>: {TAG_VALUE}", " "),
    tag("a=", "The tag value must be specified.", profile="ses-v2"),
    tag("a=", "554 Transaction failed: The tag value must be specified.", profile="ses-smtp"),
    Vector(
        sample("X-SES-CONFIGURATION-SET: monthly receipts"),
        "ses-config-set-header",
        f"Invalid configuration set name <monthly receipts>: {NAME}",
        b" ",
        SETS,
    ),
    Vector(
        sample("X-SES-CONFIGURATION-SET: monthly.receipts"),
        "ses-config-set-header",
        f"554 Transaction failed: Invalid configuration set name <monthly.receipts>: {NAME}",
        b".",
        SETS,
        profile="ses-smtp",
    ),
    Vector(
        sample("X-SES-TENANT: "),
        "ses-tenant-name",
        "TenantName cannot be empty",
        b"X-SES-TENANT: \r\n",
        TENANTS,
    ),
    Vector(
        sample(f"X-SES-TENANT: {'n' * 64}or"),
        "ses-tenant-name",
        "TenantName cannot exceed 64 characters.",
        b"or",
        TENANTS,
    ),
    Vector(
        sample("X-SES-TENANT: Team#1"),
        "ses-tenant-name",
        f"Invalid tenant name <Team#1>: {NAME}",
        b"#",
        TENANTS,
    ),
)
