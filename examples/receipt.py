"""A receipt with everything that mail composed by hand gets wrong: names, domains, images, files and ARNs."""

from __future__ import annotations

import struct
import zlib

from mimeforge import Address, Message

__all__ = ["png", "receipt"]

ARN = "arn:aws:ses:us-east-1:123456789012:identity/xn--bcher-kva.example"

HTML = """\
<!DOCTYPE html>
<html lang="fr">
<body>
<p><img src="cid:logo" alt="Café Zoé" width="64" height="64"></p>
<p>Merci pour votre commande ! Votre reçu est joint à ce message.</p>
</body>
</html>
"""


def receipt() -> Message:
    """Compose the message. Nothing is written or sent."""
    return (
        Message(
            from_=Address("Café Zoé, Paris", "orders@bücher.example"),
            to=[Address("Élisabeth de la Tour d’Auvergne", "elisabeth@example.net"), "Jo <jo@example.net>"],
            bcc="audit@example.com",
            subject="Votre reçu n° 42 — merci, 東京へようこそ",
            text="Merci pour votre commande ! Votre reçu est joint à ce message.\n",
            html=HTML,
        )
        .embed(png(64, 64, (200, 60, 40)), cid="logo", filename="logo.png")
        .attach("article;prix\ncafé;2,50\n".encode(), filename="Reçu – mai 2026.csv")
        .ses(source_arn=ARN, from_arn=ARN, return_path_arn=ARN, tags={"campaign": "may"})
    )


def png(width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    """Draw a rectangle of one colour as PNG: signature, header, pixels, end."""
    row = b"\0" + bytes(colour) * width
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(row * height)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
