"""The law: where readers differ about something that can be used to hide, the linter says something at that place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from readers import READERS, Leaf, Reader, Reading
from readers.tree import leaves

import mimeforge
from differential.honest import HONEST
from mimeforge.linter import Finding, Severity
from mimeforge.preflight import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mimeforge import Part

__all__ = ["Difference", "differences", "readings", "untold"]

ADDRESSES: Final = {"from_": "from", "to": "to", "cc": "cc", "reply_to": "reply-to"}

# The rules on lines, and on how a header section is cut into fields: what they speak of changes all that is behind it.
LAYOUT: Final = frozenset({"LIN", "HDR"})

# Of these, the ones that all others are silent for: they speak of the whole file.
WHOLE: Final = frozenset(rule.code for rule in RULES if rule.alone and rule.code[:3] == "LIN")

# The rules on how a message is taken apart, besides.
DEEP: Final = LAYOUT | {"CHR", "CTE", "ENC", "MIM", "PAR", "REQ", "SEC"}

# Which field decides an aspect, where it is one.
FIELDS: Final = {
    "subject": {"subject"},
    **{aspect: {field} for aspect, field in ADDRESSES.items()},
    "name": {"content-type", "content-disposition"},
    "disposition": {"content-disposition"},
    "charset": {"content-type"},
}
CONTENT: Final = frozenset({"content-type", "content-transfer-encoding", "content-disposition", "mime-version"})

# A part and nothing else, for readers who do not refuse this.
ALONE: Final = b'Content-Type: multipart/mixed; boundary="=_alone"\r\n\r\n--=_alone\r\n%b\r\n--=_alone--\r\n'


class Difference(NamedTuple):
    """What readers differ in, the path of the part, and who sees what there."""

    aspect: str
    part: str
    seen: Mapping[str, object]


def readings(octets: bytes) -> dict[str, Reading | None]:
    """Ask every reader that is there; one that gives up on a message has no reading of it."""
    return {reader.name: _reading(reader, octets) for reader in READERS if not reader.absent()}


def _reading(reader: Reader, octets: bytes) -> Reading | None:
    try:
        return reader.look(octets)
    except Exception:  # whatever it is, the reader did not read
        return None


def differences(octets: bytes) -> list[Difference]:
    """Name all that readers differ in, the structure before what depends on it."""
    root = mimeforge.parse(octets)
    read = readings(octets)
    found = {name: reading for name, reading in read.items() if reading}
    differing = [
        *(_refusal(root, name, found) for name, reading in read.items() if reading is None),
        _difference("subject", root, {name: _letters(reading.subject) for name, reading in found.items()}),
        *(
            _difference(name, root, {who: _addresses(getattr(one, name)) for who, one in found.items()})
            for name in ADDRESSES
        ),
    ]
    of_types = _difference("parts", root, {name: _types(reading) for name, reading in found.items()})
    if of_types:
        differing.append(of_types)
    elif len({len(reading.leaves) for reading in found.values()}) == 1:
        for at, part in enumerate(leaves(root)):
            of_part = {name: reading.leaves[at] for name, reading in found.items()}
            differing += [
                _difference(aspect, part, {name: look(leaf) for name, leaf in of_part.items()})
                for aspect, look in OF_A_PART.items()
            ]
    return [difference for difference in differing if difference]


def _refusal(root: Part, reader: str, read: Mapping[str, Reading]) -> Difference | None:
    """Say that a reader gives up where others read on, and on which part."""
    look = next(one for one in READERS if one.name == reader)
    return _difference("refused", _refused(root, look), {reader: True, **dict.fromkeys(read, False)})


def _refused(part: Part, reader: Reader) -> Part:
    """Find the innermost part that a reader gives up on where nothing else is in the message."""
    while inner := next(
        (one for one in part.parts if _reading(reader, ALONE % one.source.read(one.span)) is None), None
    ):
        part = inner
    return part


def _difference(aspect: str, part: Part, seen: Mapping[str, object]) -> Difference | None:
    own = {case.reader for case in HONEST if aspect in case.aspects and case.concerns(part)}
    told = {name: said for name, said in seen.items() if said is not None and name not in own}
    return Difference(aspect, part.path, told) if len(set(told.values())) > 1 else None


def _types(reading: Reading) -> object:
    """Name the types of all parts but those that hold nothing, with which nothing can be hidden."""
    return tuple(leaf.media_type for leaf in reading.leaves if leaf.octets is None or leaf.octets.strip())


def _letters(text: str) -> str:
    """Leave out blanks: some readers keep those between a word and an encoded-word, or a fold, and others do not."""
    return "".join(text.split())


def _addresses(addresses: tuple[str, ...] | None) -> object:
    if addresses is None:
        return None
    # Quotes in a local part are left out: readers keep them, or not, or write others (RFC 5322 §3.4.1).
    return tuple(re.sub(r'[\\"]', "", address.lower()) for address in addresses if address)


def _ending(leaf: Leaf) -> object:
    return (leaf.filename or "").rpartition(".")[2].strip().lower()


def _charset(leaf: Leaf) -> object:
    is_empty = leaf.octets is not None and not leaf.octets.strip()
    if leaf.charset is None or is_empty or not leaf.media_type.startswith("text/"):
        return None
    return leaf.charset.strip().lower() or "us-ascii"


def _content(leaf: Leaf) -> object:
    if leaf.octets is None or leaf.media_type.startswith(("multipart/", "message/")):
        return None
    return leaf.octets.replace(b"\r\n", b"\n").rstrip()


OF_A_PART: Final[Mapping[str, Callable[[Leaf], object]]] = {
    "name": _ending,
    "disposition": lambda leaf: (leaf.disposition or "").lower() == "attachment",
    "charset": _charset,
    "content": _content,
}


def untold(octets: bytes) -> list[Difference]:
    """Name what readers differ in and no finding speaks of at that place."""
    found = differences(octets)
    if not found:
        return []
    parts = {part.path: part for part in mimeforge.parse(octets).walk()}
    findings = [one for one in mimeforge.lint(octets) if one.severity > Severity.NOTE]
    return [one for one in found if not any(_tells(finding, one, parts) for finding in findings)]


def _tells(finding: Finding, difference: Difference, parts: Mapping[str, Part]) -> bool:
    aspect, path, _ = difference
    named = finding.header and finding.header.lower().strip()
    is_around = path == finding.part or path.startswith(f"{finding.part}.") or finding.part == ""
    is_above = finding.span.start <= parts[finding.part].body_span.start
    if finding.code in WHOLE or (is_around and is_above and finding.code[:3] in LAYOUT):
        return True
    if aspect == "refused":
        # What breaks a reader stands in the part, in a multipart around it, or above them all.
        is_near = is_around and (finding.part != "" or path == "" or is_above)
        # A line like a delimiter stands in one of the parts: a reader that takes it for one has others.
        is_delimiter = finding.code == "MIM111" and finding.part.rpartition(".")[0] == path
        return is_delimiter or (finding.code[:3] in DEEP and is_near)
    if aspect in FIELDS:
        # A field that is not there, or one that stands in the body; all of them where the message ends among them.
        is_missing = named is None and finding.code[:3] in {"REQ", "MIM"}
        is_lost = finding.code == "MIM107" and is_around and _is_cut(parts[path])
        return is_lost or (path == finding.part and (named in FIELDS[aspect] or is_missing))
    if finding.code[:3] not in DEEP:
        return False
    if aspect == "parts":
        return named is None or named in CONTENT or finding.code[:3] in LAYOUT
    # What stands in the body of a part, or in a multipart around it, bears on what is in the part.
    return (path == finding.part and named in CONTENT) or (is_around and named is None)


def _is_cut(part: Part) -> bool:
    """Say whether a message ends in the header section of this part."""
    return part.separator is None and part.span.end == len(part.source.octets)
