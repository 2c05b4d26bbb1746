"""Values with parameters: Content-Type, Content-Disposition (RFC 2045 §5.1, RFC 2183 §2, RFC 2231 §3 and §4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge import _grammar
from mimeforge._limits import LINE_FOLD
from mimeforge.codecs import charsets
from mimeforge.codecs.visible import visible
from mimeforge.errors import EncodingError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Match

__all__ = [
    "Defect",
    "Parameter",
    "Parameterized",
    "comment_end",
    "decode",
    "encode",
    "has_bad_escape",
    "quoted",
    "read_leniently",
    "unescaped",
    "without_comments",
]

_ATTRIBUTE: Final = tuple(
    chr(octet) if _grammar.octets(_grammar.ATTRIBUTE_CHAR).match(bytes([octet])) else f"%{octet:02X}"
    for octet in range(256)
)
# Segments that are not extended hold text as it is written.
_AS_WRITTEN: Final = ("utf-8", "surrogateescape")
# Digits of a segment number that are read: RFC 2231 §3 sets no limit, and no value has so many segments.
_SEGMENT_DIGITS_MAX: Final = 9
# RFC 5322 §3.2.2: what a parenthesis does to the depth of comments.
_DEPTHS: Final = {"(": 1, ")": -1}


class Defect(NamedTuple):
    """A departure from the grammar, and the index in the text where it begins (characters, from 0)."""

    problem: str
    position: int


class Parameter(NamedTuple):
    """One parameter as it is written: ``name*1*`` is the name "name", the segment 1, extended.

    It stands in the text from ``start`` to ``end``, its quotes included.
    """

    name: str
    segment: int | None
    extended: bool
    value: str
    start: int
    end: int
    is_quoted: bool


class Parameterized(NamedTuple):
    """What a value with parameters says: the value, its parameters put together and decoded, and how it was written."""

    value: str
    parameters: dict[str, str]
    plain: dict[str, str]
    written: tuple[Parameter, ...]
    defects: tuple[Defect, ...]


def encode(name: str, value: str) -> list[str]:
    """Write one parameter as the pieces that stand between semicolons, each short enough for a line of its own.

    Plain ASCII becomes one quoted-string, whatever its length. Anything else, and what
    readers unescape or decode in different ways, takes the extended form of RFC 2231, whole characters in each segment.
    """
    if not value or _grammar.PARAMETER_PLAIN_RE.fullmatch(value):
        return [f"{name}={quoted(value)}"]
    # Every continuation line begins with a blank and may end in a semicolon.
    whole = f"{name}*=utf-8''{_percent(value)}"
    if len(whole) <= LINE_FOLD - 2:
        return [whole]
    pieces = []
    piece = f"{name}*0*=utf-8''"
    for character in value:
        escaped = _percent(character)
        if len(piece) + len(escaped) > LINE_FOLD - 2:
            pieces.append(piece)
            piece = f"{name}*{len(pieces)}*="
        piece += escaped
    return [*pieces, piece]


def quoted(text: str) -> str:
    """Write printable ASCII as a quoted-string (RFC 2045 §5.1, RFC 5322 §3.2.4)."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def decode(text: str) -> Parameterized:
    """Read a value with parameters strictly; raises `EncodingError` at the first character that is out of place."""
    read = read_leniently(text)
    if read.defects:
        first = min(read.defects, key=lambda defect: defect.position)
        raise EncodingError.at(text, first.position, "parameters", first.problem)
    return read


def read_leniently(text: str, *, knows_comments: bool = True) -> Parameterized:
    """Read whatever can be read of a value with parameters; never raises. ``defects`` says what was wrong.

    The first of two parameters of one name counts. The extended form of a parameter counts before the plain one, and
    a single extended value before segments (RFC 2231 §3; readers agree on no other order). Comments are passed over;
    without ``knows_comments`` they are text, as to readers that show ``filename=a(1).pdf`` as it is written.
    """
    if knows_comments:
        text = without_comments(text)
    defects: list[Defect] = []
    value, at = _read_value(text, defects)
    written = tuple(_read_parameters(text, at, defects))
    plain: dict[str, str] = {}
    extended: dict[str, Parameter] = {}
    segments: dict[str, dict[int, Parameter]] = {}
    for parameter in written:
        name, segment = parameter.name, parameter.segment
        if segment is not None:
            taken: bool = segments.setdefault(name, {}).setdefault(segment, parameter) is not parameter
        elif parameter.extended:
            taken = extended.setdefault(name, parameter) is not parameter
        else:
            taken = name in plain
            plain.setdefault(name, parameter.value)
        if taken:
            defects.append(Defect("the same parameter twice", parameter.start))
    joined = {name: _join(parts, defects) for name, parts in segments.items()}
    single = {name: _decode_extended(parameter, defects) for name, parameter in extended.items()}
    present = {name: text for name, text in joined.items() if text is not None}
    return Parameterized(value, {**plain, **present, **single}, plain, written, tuple(defects))


def has_bad_escape(octets: bytes) -> bool:
    """Whether a percent sign without two hex digits stands in an extended value (RFC 2231 §7)."""
    return len(_grammar.PERCENT_RE.findall(octets)) != octets.count(b"%")


def unescaped(octets: bytes) -> bytes:
    """Take the percent escapes of an extended value for the octets they stand for (RFC 2231 §4)."""
    return _grammar.PERCENT_RE.sub(lambda escape: bytes([int(escape[1], 16)]), octets)


def without_comments(text: str) -> str:
    """Put blanks in the place of all comments outside of quotes (RFC 2045 §3): everything else stays where it is.

    One that is never closed is no comment, and neither is what follows it.
    """
    if "(" not in text:
        return text
    pieces = []
    end = 0
    while opening := _grammar.COMMENT_START_RE.match(text, end):
        start, closing = opening.end() - 1, comment_end(text, opening.end() - 1)
        if closing is None:
            break
        pieces += [text[end:start], " " * (closing - start)]
        end = closing
    return "".join([*pieces, text[end:]])


def comment_end(text: str, at: int) -> int | None:
    """Find the end of the comment that begins at ``at``, and of all that are nested in it (RFC 5322 §3.2.2)."""
    depth = 0
    while (delimiter := text[at : at + 1]) in _DEPTHS:
        depth += _DEPTHS[delimiter]
        at += 1
        if not depth:
            return at
        content = _grammar.OBS_CCONTENT_RE.match(text, at)
        at = content.end() if content else at
    return None


def _read_value(text: str, defects: list[Defect]) -> tuple[str, int]:
    """Read up to the first semicolon that stands in no quotes."""
    match = _grammar.PARAMETERIZED_VALUE_RE.match(text)
    end = match.end() if match else 0
    value = _grammar.BLANKS_RE.sub(" ", text[:end]).strip(" ")
    if not _grammar.MEDIA_TYPE_RE.fullmatch(value) and not _grammar.TOKEN_RE.fullmatch(value):
        defects.append(Defect("no token, and no two with a slash between", _first_foreign(text[:end])))
    return value, end


def _first_foreign(text: str) -> int:
    start = len(text) - len(text.lstrip(_grammar.LWSP))
    match = _grammar.MEDIA_TYPE_RE.match(text, start) or _grammar.TOKEN_RE.match(text, start)
    return match.end() if match else start


def _read_parameters(text: str, at: int, defects: list[Defect]) -> Iterator[Parameter]:
    while at < len(text):
        match = _grammar.PARAMETER_RE.match(text, at)
        if match is None:  # pragma: no cover - the pattern takes anything up to a semicolon
            return
        at = match.end()
        start = match.start("rest")
        if match["name"] is None:
            if match["rest"].strip(_grammar.LWSP) or at < len(text):
                defects.append(Defect("a parameter without name and value", start))
            else:
                defects.append(Defect("a semicolon at the end", match.start()))
            continue
        yield _read_parameter(match, defects)


def _read_parameter(match: Match[str], defects: list[Defect]) -> Parameter:
    start = match.start("name")
    value, token = match["quoted"], match["token"]
    if value is not None:
        text = _grammar.QUOTED_PAIR_RE.sub(r"\1", value[1:-1] if match["close"] else value[1:])
        if not match["close"]:
            defects.append(Defect("a quote without its end", match.start("quoted")))
    else:
        text = token.strip(_grammar.LWSP)
        if not _grammar.TOKEN_RE.fullmatch(text):
            defects.append(Defect("a value that needs quotes" if text else "no value", match.start("token")))
    if match["after"].strip(_grammar.LWSP):
        defects.append(Defect("text after the value", match.start("after")))
    if match["before"] or match["behind"]:
        defects.append(Defect("a blank beside the equals sign", match.end("name")))
    name, segment, extended = _read_name(match["name"].lower(), start, defects)
    if extended and value is not None:
        defects.append(Defect("an extended value in quotes", start))
    return Parameter(name, segment, extended, text, start, match.start("after"), value is not None)


def _read_name(name: str, start: int, defects: list[Defect]) -> tuple[str, int | None, bool]:
    """Take the asterisks of RFC 2231 §3 and §4 off the name of a parameter: the name, the segment, whether extended."""
    form = _grammar.EXTENDED_NAME_RE.fullmatch(name)
    if form is None or not _grammar.TOKEN_RE.fullmatch(name):
        defects.append(Defect("no parameter name", start))
        return name, None, False
    digits = form[2]
    if digits is None:
        return form[1], None, bool(form[3])
    number = digits.lstrip("0")
    if digits != (number or "0"):
        defects.append(Defect("a segment number with leading zeros", start))
    return form[1], int(number[:_SEGMENT_DIGITS_MAX] or "0"), bool(form[3])


def _join(parts: dict[int, Parameter], defects: list[Defect]) -> str | None:
    """Put the segments of one parameter together, up to the first gap; None where the first is missing."""
    run = []
    for number in range(len(parts)):
        if number not in parts:
            defects.append(Defect(f"segment {number} is missing", min(part.start for part in parts.values())))
            break
        run.append(parts[number])
    if not run:
        return None
    first = run[0]
    charset, octets = _split_charset(first, defects) if first.extended else ("utf-8", first.value.encode(*_AS_WRITTEN))
    for part in run[1:]:
        if part.extended and not first.extended:
            defects.append(Defect("an extended segment, but no charset in the first", part.start))
        octets += _unpercent(part, part.value, defects) if part.extended else part.value.encode(*_AS_WRITTEN)
    return _to_text(octets, charset, first, defects)


def _decode_extended(parameter: Parameter, defects: list[Defect]) -> str:
    charset, octets = _split_charset(parameter, defects)
    return _to_text(octets, charset, parameter, defects)


def _split_charset(parameter: Parameter, defects: list[Defect]) -> tuple[str, bytes]:
    """Cut ``charset'language'value`` (RFC 2231 §4)."""
    pieces = parameter.value.split("'", 2)
    if len(pieces) < 3:
        defects.append(Defect("an extended value without its two apostrophes", parameter.start))
        return "utf-8", _unpercent(parameter, pieces[-1], defects)
    return pieces[0] or "utf-8", _unpercent(parameter, pieces[2], defects)


def _unpercent(parameter: Parameter, value: str, defects: list[Defect]) -> bytes:
    octets = value.encode(*_AS_WRITTEN)
    if has_bad_escape(octets):
        defects.append(Defect("a percent sign without two hex digits", parameter.start))
    return unescaped(octets)


def _to_text(octets: bytes, charset: str, parameter: Parameter, defects: list[Defect]) -> str:
    text = charsets.decode(octets, charset)
    if text is None:
        defects.append(Defect(f"unknown charset {visible(charset)}", parameter.start))
        return octets.decode("utf-8", "replace")
    if "\ufffd" in text and not charsets.is_valid(octets, charset):
        defects.append(Defect(f"octets that are not valid {charset}", parameter.start))
    return text


def _percent(text: str) -> str:
    return "".join([_ATTRIBUTE[octet] for octet in text.encode("utf-8")])
