"""Where a reader is wrong: the exact case, and what proves it. What a reader says there is not compared.

Each case carries an example, and a test holds that the reader still gets it wrong: a case that is no more has to go.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, NamedTuple

from drafts import Draft, Filed, Team, Who
from readers import READERS, Mail

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from readers import Reader

    from mimeforge import Message

__all__ = ["MISREADINGS", "Misreading", "misread", "unreliable"]

ADDRESS_FIELDS = ("from_", "to", "cc", "reply_to")


class Misreading(NamedTuple):
    """A reader, what it gets wrong of which field of a `Mail`, how to tell from a draft, and an example."""

    reader: str
    proof: str
    concerns: Callable[[Draft, str], bool]
    example: Draft


def misread(draft: Draft, message: Message, readers: Iterable[Reader] = READERS) -> dict[str, tuple[object, object]]:
    """Ask those of ``readers`` that are there; give what one makes of ``message`` and what was meant, where unequal."""
    octets, meant = message.as_bytes(None), draft.mail()
    wrong: dict[str, tuple[object, object]] = {}
    for reader in readers:
        if reader.absent():
            continue
        try:
            said = reader.read(octets)
        except Exception as error:
            error.add_note(f"the reader is {reader}")
            raise
        for name in {field.name for field in fields(Mail)} - reader.blind - unreliable(reader.name, draft):
            if getattr(said, name) != getattr(meant, name):
                wrong[f"{reader}: {name}"] = (getattr(said, name), getattr(meant, name))
    return wrong


def unreliable(reader: str, draft: Draft) -> set[str]:
    """Name the fields of a `Mail` that a reader is known to get wrong in this draft."""
    known = [case for case in MISREADINGS if case.reader == reader]
    return {name for case in known for name in (*ADDRESS_FIELDS, "subject", "files") if case.concerns(draft, name)}


def members(draft: Draft, name: str) -> tuple[Who | Team, ...]:
    if name == "from_":
        return (draft.from_,)
    found: tuple[Who | Team, ...] = getattr(draft, name) if name in ADDRESS_FIELDS else ()
    return found


def mailboxes(draft: Draft, name: str) -> list[Who]:
    return [
        who for member in members(draft, name) for who in (member.members if isinstance(member, Team) else (member,))
    ]


MISREADINGS = (
    Misreading(
        "fast-mail-parser",
        "takes the comma behind a group for the beginning of the next address; RFC 5322 §3.4: group = display-name "
        '":" [group-list] ";", and address-list = address *("," address)',
        lambda draft, name: any(isinstance(member, Team) for member in members(draft, name)[:-1]),
        Draft(to=(Team("Team", (Who("", "a@example.net"),)), Who("", "b@example.net"))),
    ),
    Misreading(
        "fast-mail-parser",
        "trims a decoded name; RFC 2047 §6.2: what stands in encoded-words is text, only blanks between them go",
        lambda draft, name: any(who.name != who.name.strip() for who in mailboxes(draft, name)),
        Draft(to=(Who(" Jo ", "jo@example.net"),)),
    ),
    Misreading(
        "fast-mail-parser",
        'does not read a quoted local part that holds "<"; RFC 5322 §3.4.1: local-part = dot-atom / quoted-string',
        lambda draft, name: any("<" in who.address for who in mailboxes(draft, name)),
        Draft(to=(Who("", '"a<b>c"@example.net'),)),
    ),
    Misreading(
        "postal-mime",
        'ends an address at "<" and ";" inside of quotes; RFC 5322 §3.2.4: in a quoted-string they mean nothing',
        lambda draft, name: any("<" in who.address or ";" in who.address for who in mailboxes(draft, name)),
        Draft(to=(Who("", '"a<b>c"@example.net'),)),
    ),
    Misreading(
        "postal-mime",
        'ends a group at ";" inside of quotes; RFC 5322 §3.2.4: in a quoted-string it means nothing',
        lambda draft, name: any(
            ";" in who.name for member in members(draft, name) if isinstance(member, Team) for who in member.members
        ),
        Draft(to=(Team("Team", (Who("a; b", "jo@example.net"),)),)),
    ),
    Misreading(
        "postal-mime",
        "drops U+FEFF at the beginning of encoded text; RFC 3629 §6: under the label utf-8 it is a character",
        lambda draft, name: (
            any("\ufeff" in who.name for who in mailboxes(draft, name))
            or (name == "subject" and "\ufeff" in (draft.subject or ""))
        ),
        Draft(subject="\ufeffa"),
    ),
    Misreading(
        "postal-mime",
        "decodes encoded-words in an extended file name; RFC 2231 §4 has no such step, RFC 2047 §5 (3) forbids it",
        lambda draft, name: name == "files" and any("=?" in (part.filename or "") for part in draft.parts),
        Draft(parts=(Filed(b"", "=?utf-8?q?x?= .pdf"),)),
    ),
    Misreading(
        "MIME-tools",
        'drops the blank between a word that ends in "?=" and an encoded-word; RFC 2047 §6.2: only blanks between two '
        "encoded-words go",
        lambda draft, name: name == "subject" and "?= " in (draft.subject or ""),
        Draft(subject="a?= é"),
    ),
)
