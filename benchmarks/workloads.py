"""The messages that are built, as data: the same inputs for everyone who builds them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import cycle
from random import Random
from textwrap import wrap
from typing import Final

__all__ = ["IDS", "SENDER", "SUBJECT", "File", "Mailbox", "Workload", "workload"]

Mailbox = tuple[str, str]
"""A display name, which may be empty, and an addr-spec."""


@dataclass(frozen=True, slots=True)
class File:
    """An attachment; with a content id, an image that the HTML shows."""

    name: str
    media_type: str
    octets: bytes
    cid: str | None = None


@dataclass(frozen=True, slots=True)
class Workload:
    """One message. ``profile`` is what its pre-flight asks, ``bar`` how many times as fast as the library is asked."""

    id: str
    title: str
    to: tuple[Mailbox, ...]
    html: str
    files: tuple[File, ...] = ()
    profile: str = "ses"
    bar: int | None = None


SENDER: Final = ("Élisabeth-Alexandrine de la Tour d’Auvergne – Café Zoé, 東京", "orders@example.com")
SUBJECT: Final = "Votre reçu n° 42 — merci pour votre commande, 東京へようこそ"

_ONE: Final = (("", "jo@example.net"),)
# No comma in these names: with one, some versions of the library lose recipients (CVE-2025-1795), and the two outputs
# would no longer say the same.
_FIFTY: Final = tuple(
    (f"Élisabeth-Alexandrine de la Tour d’Auvergne – Café Zoé {n} 東京", f"recipient{n}@example.net")
    for n in range(1, 51)
)

# What a shop writes to customers in several countries.
_PARAGRAPHS: Final = """\
Bonjour et merci pour votre commande ! Vous trouverez ci-dessous le détail des articles, le montant réglé et
la date à laquelle le colis devrait arriver chez vous, au plus tard vendredi prochain.

Guten Tag, Ihre Bestellung wurde heute verschickt. Die Sendungsnummer und alle Einzelheiten zur Lieferung
finden Sie weiter unten; für Rückfragen genügt eine kurze Antwort auf diese Nachricht.

Thank you for shopping with us. Please keep this message as your receipt: it states the order number, the
amount you paid and how to send back whatever does not fit within thirty days.

Dziękujemy za zakupy. Przesyłka została przekazana kurierowi, a przewidywany termin doręczenia to najbliższy
piątek; w razie pytań prosimy o wiadomość zwrotną z numerem zamówienia.

Σας ευχαριστούμε για την παραγγελία σας. Θα λάβετε νέο μήνυμα μόλις παραδοθεί το δέμα.

Gracias por su compra. Si necesita una factura con los datos de su empresa, respóndanos con el número de
pedido y la dirección fiscal, y se la enviaremos el mismo día sin ningún coste añadido.

このたびはご注文いただき、誠にありがとうございます。商品の発送が完了しましたらお知らせいたします。

Total: 42,50 € – réglé par carte le 3 mai 2026. Reference: 2026-05-03/0042, two items, shipped in one parcel.
""".split("\n\n")


def _lines(octets: int, line_format: str = "{}\n") -> str:
    """Repeat the paragraphs, in lines of up to 100 characters, until there are about so many octets."""
    lines: list[str] = []
    for line in (line for paragraph in cycle(_PARAGRAPHS) for line in wrap(paragraph, 100)):
        if octets <= 0:
            break
        lines.append(line_format.format(line))
        octets -= len(lines[-1].encode())
    return "".join(lines)


def _html(octets: int, image: str = "") -> str:
    rows = _lines(octets, "<p>{}</p>\n")
    return f'<!DOCTYPE html>\n<html lang="fr"><body>\n{image}{rows}</body></html>\n'


TEXT: Final = _lines(2_000)


def _a1() -> Workload:
    return Workload("A1", "text 2 KB, HTML 6 KB", _ONE, _html(6_000), bar=20)


def _a2() -> Workload:
    files = (
        File("logo.png", "image/png", _octets(20_000), cid="logo"),
        File("recu.pdf", "application/pdf", _octets(100_000)),
    )
    html = _html(6_000, '<p><img src="cid:logo" alt="Zoé"></p>\n')
    return Workload("A2", "A1 + PDF 100 KB, inline PNG 20 KB", _ONE, html, files, bar=20)


def _a3() -> Workload:
    return Workload("A3", "A1 to 50 long names", _FIFTY, _html(6_000), bar=100)


def _a4() -> Workload:
    return _large("A4", 7_000_000, "ses", 20)


def _a5() -> Workload:
    return _large("A5", 28_000_000, "ses-v2", None)


def _large(identifier: str, octets: int, profile: str, bar: int | None) -> Workload:
    file = File("archive.bin", "application/octet-stream", _octets(octets))
    return Workload(identifier, f"A1 + {octets:,} octets", _ONE, _html(6_000), (file,), profile, bar)


def _octets(number: int) -> bytes:
    return Random(number).randbytes(number)


_RECIPES: Final = {"A1": _a1, "A2": _a2, "A3": _a3, "A4": _a4, "A5": _a5}

IDS: Final = tuple(_RECIPES)


@cache
def workload(identifier: str) -> Workload:
    """Return the workload of this id, one of `IDS`; it is made once and takes the memory of its files."""
    return _RECIPES[identifier]()
