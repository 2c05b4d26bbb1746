"""A deterministic mutator: message number N of a seed is the same message everywhere and for ever."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["MUTATIONS", "OCTETS_MAX", "Mutant", "Origin", "dice", "mutant"]

OCTETS_MAX: Final = 1 << 17
"""No mutant is longer, whatever was repeated and nested."""

STEPS_MAX: Final = 6


class Origin(NamedTuple):
    """A message to begin with, and what to call it."""

    name: str
    octets: bytes


class Mutant(NamedTuple):
    """A mutated message: what it was made of, and by which mutations, in order."""

    origin: str
    steps: tuple[str, ...]
    octets: bytes


def mutant(origins: Sequence[Origin], number: int, seed: int = 0) -> Mutant:
    """Make the mutant of this number. It depends on the arguments alone, not on the mutants before it."""
    random = dice(f"{seed}:{number}")
    origin = origins[number % len(origins)]
    octets = origin.octets
    steps = tuple(random.choices(tuple(MUTATIONS), k=random.randint(1, STEPS_MAX)))
    for step in steps:
        octets = MUTATIONS[step](octets, random)[:OCTETS_MAX]
    return Mutant(origin.name, steps, octets)


def dice(key: str) -> Random:
    """Return a source of chances that gives the same ones for the same key, on every machine."""
    return Random(key)


# -- octets ----------------------------------------------------------------------------------------------------------

# What means something somewhere in a message, whole or in halves.
_WRITTEN_TOKENS: Final = rb"""
    \0 \r \n \r\n \r\n\x20 \r\n\r\n \r\n.\r\n \t \x0b \x0c \x1b[31m \x7f \\n \\r\\n \xef\xbb\xbf From\x20 ##[
    \xff \xc3 \x80\x80 \xc2\x85 \xe2\x80\xa8 \xe2\x80\xae \xc3\xa9 \xe6\xbc\xa2
    " \\ ( ) < > [ ] , ; : @ . = % ' ? -- xn-- a@b <a@b> @a,@b:c@d =?@?= arn:aws:ses: .exe
    =? ?= ?q? =?utf-8?B? =?utf-8?q?=0D=0A?= =?x?b?////?= =?utf-8*fr?Q?a?= =?utf-7?q?+?=
    =\r\n =0 =3D ==== *= *0*= *999999999=x utf-8''%E9% ;\x20name= ;\x20charset=idna
"""
TOKENS: Final = tuple(token.decode("unicode_escape").encode("latin-1") for token in _WRITTEN_TOKENS.split())


def _flip_bits(octets: bytes, random: Random) -> bytes:
    changed = bytearray(octets)
    for _ in range(random.randint(1, 8) if octets else 0):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _noise(octets: bytes, random: Random) -> bytes:
    start, end = _stretch(octets, random, 16)
    return octets[:start] + random.randbytes(end - start + 1) + octets[end:]


def _insert_token(octets: bytes, random: Random) -> bytes:
    at = random.randint(0, len(octets))
    return octets[:at] + random.choice(TOKENS) + octets[at:]


def _cut(octets: bytes, random: Random) -> bytes:
    start, end = _stretch(octets, random, 200)
    return octets[:start] + octets[end:]


def _cut_end(octets: bytes, random: Random) -> bytes:
    return octets[: random.randint(0, len(octets))]


def _repeat(octets: bytes, random: Random) -> bytes:
    start, end = _stretch(octets, random, 80)
    return octets[:end] + octets[start:end] * random.choice((1, 2, 10, 300)) + octets[end:]


def _move(octets: bytes, random: Random) -> bytes:
    start, end = _stretch(octets, random, 400)
    rest = octets[:start] + octets[end:]
    at = random.randint(0, len(rest))
    return rest[:at] + octets[start:end] + rest[at:]


# -- lines -----------------------------------------------------------------------------------------------------------


def _double_line(octets: bytes, random: Random) -> bytes:
    lines, at = _lines(octets, random)
    return b"".join([*lines[: at + 1], *lines[at:]])


def _drop_line(octets: bytes, random: Random) -> bytes:
    lines, at = _lines(octets, random)
    return b"".join([*lines[:at], *lines[at + 1 :]])


def _swap_lines(octets: bytes, random: Random) -> bytes:
    lines, at = _lines(octets, random)
    other = random.randrange(len(lines))
    lines[at], lines[other] = lines[other], lines[at]
    return b"".join(lines)


def _indent_line(octets: bytes, random: Random) -> bytes:
    lines, at = _lines(octets, random)
    lines[at] = random.choice((b" ", b"\t", b">", b"\xa0")) + lines[at]
    return b"".join(lines)


def _empty_line(octets: bytes, random: Random) -> bytes:
    lines, at = _lines(octets, random)
    return b"".join([*lines[:at], random.choice((b"\r\n", b"\n", b" \r\n", b"\t\n")), *lines[at:]])


def _long_line(octets: bytes, random: Random) -> bytes:
    lines, at = _lines(octets, random)
    wanted = random.choice((76, 78, 998, 999, 5_000))
    line = lines[at].rstrip(b"\r\n") or b"x"
    lines[at] = (line * (wanted // len(line) + 1))[:wanted] + b"\r\n"
    return b"".join(lines)


def _line_ends(octets: bytes, random: Random) -> bytes:
    """Change all line ends, or each by itself."""
    lines = octets.replace(b"\r\n", b"\n").split(b"\n")
    ends = (b"\n", b"\r\n", b"\r", b"\r\r\n", b"\n\r", b"\\n", b"\n\n", b"\x0b", b"\xe2\x80\xa8")
    choice = [random.choice(ends)] if random.random() < 0.6 else ends
    return b"".join(line + random.choice(choice) for line in lines)


# -- header fields ---------------------------------------------------------------------------------------------------

_NAMES: Final = b"""
    From To Cc Bcc Sender Reply-To Return-Path Subject Date Message-ID References In-Reply-To MIME-Version Received
    Content-Type Content-Transfer-Encoding Content-Disposition Content-ID DKIM-Signature List-Unsubscribe
    List-Unsubscribe-Post X-SES-SOURCE-ARN X-SES-FROM-ARN X-SES-RETURN-PATH-ARN X-SES-CONFIGURATION-SET
    X-SES-MESSAGE-TAGS
""".split()


def _rename_field(octets: bytes, random: Random) -> bytes:
    """Hand a field body to those who read another field."""
    lines, at = _field(octets, random)
    _, colon, body = lines[at].partition(b":")
    lines[at] = random.choice(_NAMES) + (colon or b": ") + body
    return b"".join(lines)


def _damage_name(octets: bytes, random: Random) -> bytes:
    lines, at = _field(octets, random)
    name, colon, body = lines[at].partition(b":")
    damaged = (
        name + b" ",
        name + b"\r\n",
        name.swapcase(),
        name.replace(b"-", b" "),
        name * 60,
        b"\xc3\xa9" + name,
        b"\0",
        b"",
    )
    lines[at] = random.choice(damaged) + random.choice((colon, colon, b"", b"::")) + body
    return b"".join(lines)


def _fold(octets: bytes, random: Random) -> bytes:
    """Fold anywhere, as it is right or as it is not."""
    at = random.randint(0, len(octets))
    return octets[:at] + random.choice((b"\r\n ", b"\n\t", b"\r\n", b"\r\n \r\n ", b"\r ")) + octets[at:]


def _empty_field(octets: bytes, random: Random) -> bytes:
    lines, at = _field(octets, random)
    lines[at] = lines[at].partition(b":")[0] + random.choice((b":\r\n", b": \r\n", b":\n", b": \r\n \r\n"))
    return b"".join(lines)


def _add_field(octets: bytes, random: Random) -> bytes:
    words = (*TOKENS, b"a", b"word", b"jo@example.com", b"text/plain", b"base64")
    value = b" ".join(random.choices(words, k=random.randint(0, 9)))
    return random.choice(_NAMES) + b": " + value + b"\r\n" + octets


# -- structure -------------------------------------------------------------------------------------------------------


def _damage_delimiter(octets: bytes, random: Random) -> bytes:
    lines = octets.splitlines(keepends=True)
    places = [at for at, line in enumerate(lines) if line.startswith(b"--")]
    if not places:
        return _boundary(octets, random)
    at = random.choice(places)
    text = lines[at].rstrip(b"\r\n")
    end = lines[at][len(text) :]
    closing, opening = text.removesuffix(b"--") + b"--", text.removesuffix(b"--")
    text = random.choice(
        (b"", closing, opening, text + b" \t", text + b"x", text[:-1], text[1:], b" " + text, text.swapcase())
    )
    lines[at] = (text + random.choice((end, end * 2, b""))) * random.choice((1, 1, 50))
    return b"".join(lines)


def _boundary(octets: bytes, random: Random) -> bytes:
    """Change what Content-Type calls the boundary, everywhere or there alone."""
    _, _, rest = octets.partition(b"boundary=")
    known = rest.partition(b"\n")[0].strip(b'"; \r') or b"boundary="
    new = random.choice(
        (b"", b"-", b"--", b"x" * 71, known[:-1], known + b"--", b'"', b"a b ", b"\xc3\xa9", b"\\", b"=_")
    )
    return octets.replace(known, new, random.choice((1, -1)))


def _nest(octets: bytes, random: Random) -> bytes:
    """Put the message into others, now and then into more than the parser reads."""
    outer = random.choice(
        (
            b"Content-Type: message/rfc822\r\n\r\n%s",
            b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n%s",
            b"Content-Type: multipart/digest; boundary=n\r\n\r\n--n\r\n\r\n%s\r\n--n--\r\n",
            b"Content-Type: multipart/mixed; boundary=n\r\n\r\n--n\r\n%s\r\n--n--\r\n",
        )
    )
    for _ in range(random.choice((1, 2, 3, 110))):
        if len(octets) < OCTETS_MAX:
            octets = outer.replace(b"%s", octets)
    return octets


def _many_parts(octets: bytes, random: Random) -> bytes:
    """Open part after part, now and then more than the parser reads."""
    parts = 10_100 if random.random() < 0.02 else random.choice((3, 100))
    return b"Content-Type: multipart/mixed; boundary=m\n\n" + b"--m\n" * parts + octets


MUTATIONS: Final[Mapping[str, Callable[[bytes, Random], bytes]]] = {
    function.__name__.strip("_"): function
    for function in (
        *(_flip_bits, _noise, _insert_token, _cut, _cut_end, _repeat, _move),
        *(_double_line, _drop_line, _swap_lines, _indent_line, _empty_line, _long_line, _line_ends),
        *(_rename_field, _damage_name, _fold, _empty_field, _add_field),
        *(_damage_delimiter, _boundary, _nest, _many_parts),
    )
}


def _stretch(octets: bytes, random: Random, longest: int) -> tuple[int, int]:
    start = random.randint(0, len(octets))
    return start, min(len(octets), start + random.randint(1, longest))


def _lines(octets: bytes, random: Random) -> tuple[list[bytes], int]:
    """Cut into lines, at least one, and choose one of them."""
    lines = octets.splitlines(keepends=True) or [b""]
    return lines, random.randrange(len(lines))


def _field(octets: bytes, random: Random) -> tuple[list[bytes], int]:
    """Cut into lines and choose one that looks like the first line of a field."""
    lines = octets.splitlines(keepends=True) or [b""]
    places = [at for at, line in enumerate(lines[:200]) if b":" in line[1:60]]
    return lines, random.choice(places) if places else 0
