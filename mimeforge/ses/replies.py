"""Answers of Amazon SES as SDKs, SMTP clients and logs show them: on one line, with the row of the table they are."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from mimeforge._grammar import ENDLESS_REFERENCE_RE
from mimeforge.ses.answers import ANSWERS, Answer, Group
from mimeforge.ses.answers.codes import CODES, REPLY_CODES

__all__ = ["Reply", "plain", "read"]

# An answer stands near one end of what is given: the rest is a stack trace, behind it or before.
_END_LENGTH: Final = 4000
# More than an SDK writes around an answer.
_JSON_MAX: Final = 1_000_000

_QUOTES: Final = str.maketrans("‘’“”", "''\"\"", "\ufeff")
_COLOR_RE: Final = re.compile(r"\x1b\[[0-9;]*m")
_BLANKS_RE: Final = re.compile(r"\s+")
_ESCAPED_QUOTE_RE: Final = re.compile(r"\\+(?=['\"])")
# A reply code as Python's smtplib shows it, (554, b'…'), or before further lines (RFC 5321 §4.2.1), and the enhanced
# status code (RFC 3463 §2) behind it.
_SMTPLIB_RE: Final = re.compile(r"\((\d{3}), b?['\"]")
_CONTINUED_RE: Final = re.compile(r"(?<![\w.-])(\d{3})-(?=\D)")
_ENHANCED_RE: Final = re.compile(r"(?<![\w.-])(\d{3}) [245]\.\d{1,3}\.\d{1,3} ")

_CODE_RE: Final = re.compile(rf"(?<!\w)({'|'.join(CODES)})(?!\w)")
_REPLY_CODE_RE: Final = re.compile(rf"(?<![\w.-])({'|'.join(REPLY_CODES)})(?![\w.-])")
_VARIABLE_RE: Final = re.compile(r"\{\w+\}")
_FIRST_WORD_RE: Final = re.compile(r"\S*")
_LAST_WORD_RE: Final = re.compile(r"\S*\Z")

# What may follow where a text ends in a full stop, which many clients leave out.
_BEHIND_STOP: Final = frozenset(".,;\"')]}<")
_FRAME: Final = " \"'.,;()[]{}<>"
# Occurrences of the first piece of a text that are tried.
_TRIED_MAX: Final = 20


class Reply(NamedTuple):
    """An answer of SES.

    ``line`` is all that was given, on one line. ``answer`` is the row of the table whose text stands in it, None where
    there is none, ``values`` what stands in the places that vary. ``code`` is the name of the error, or the SMTP reply
    code; ``profile`` names the profile of the interface that answers so; both are None where they cannot be told.
    """

    line: str
    answer: Answer | None
    values: tuple[str, ...]
    code: str | None
    profile: str | None


def read(given: str) -> Reply:
    """Find the answer in what an SDK, an SMTP client or a log shows of it. Never raises."""
    line = plain(given)
    best = max(filter(None, (_match(text, line) for text in _TEXTS)), key=lambda match: match.weight, default=None)
    around = line if best is None else f"{line[: best.start]}\0{line[best.end :]}"
    name = _CODE_RE.search(around)
    if name:
        return Reply(line, best and best.answer, best.values if best else (), name[1], CODES[name[1]].profile)
    if best is None:
        return Reply(line, None, (), None, None)
    is_reply = best.answer.group is Group.SMTP
    numbers = _REPLY_CODE_RE.findall(line, 0, best.end if is_reply else best.start)
    is_smtp = is_reply or numbers or "Transaction failed" in line
    return Reply(line, best.answer, best.values, numbers[-1] if numbers else None, "ses-smtp" if is_smtp else None)


def plain(given: str) -> str:
    """Write text on one line: JSON as the strings in it, entities, escapes, quotes and blanks in their plain form."""
    text = _COLOR_RE.sub("", _from_json(given.removeprefix("\ufeff")))
    if len(text) > 2 * _END_LENGTH:
        text = f"{text[:_END_LENGTH]} {text[-_END_LENGTH:]}"
    text = _ESCAPED_QUOTE_RE.sub("", html.unescape(ENDLESS_REFERENCE_RE.sub("", text)))
    line = _BLANKS_RE.sub(" ", text.translate(_QUOTES)).strip()
    return _without_smtp_forms(line)


def _without_smtp_forms(line: str) -> str:
    return _ENHANCED_RE.sub(r"\1 ", _CONTINUED_RE.sub(r"\1 ", _SMTPLIB_RE.sub(r"\1 ", line)))


def _from_json(given: str) -> str:
    if not given.lstrip().startswith(("{", "[")) or len(given) > _JSON_MAX:
        return given
    try:
        waiting: list[Any] = [json.loads(given)]
    except (ValueError, RecursionError):
        return given
    strings = []
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(reversed(value.values()))
        elif isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, str):
            strings.append(value)
    return " ".join(strings)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of the table, cut where it varies."""

    answer: Answer
    pieces: tuple[str, ...]
    ends_in_stop: bool

    @property
    def weight(self) -> int:
        return sum(map(len, self.pieces))


class _Match(NamedTuple):
    answer: Answer
    values: tuple[str, ...]
    start: int
    end: int
    weight: int


def _texts(answer: Answer) -> list[_Text]:
    """Cut the text of a row; that of an SMTP reply also without its code, which some clients leave out.

    But not where something that varies follows the code: "{address} Invalid email address" would be found in answers of
    the API, which name the address behind that.
    """
    text = _without_smtp_forms(" ".join(answer.text.split()))
    is_known_without_code = answer.group is Group.SMTP and not text[4:].startswith("{")
    forms = [text, text[4:]] if is_known_without_code else [text]
    return [_Text(answer, tuple(_VARIABLE_RE.split(form.removesuffix("."))), form.endswith(".")) for form in forms]


_TEXTS: Final = tuple(text for answer in ANSWERS for text in _texts(answer))


def _match(text: _Text, line: str) -> _Match | None:
    """Find a text in a line; in another case of letters only where the line begins with it."""
    found = _find(text, text.pieces, line)
    if found is None and (bare := line.lstrip(_FRAME)).lower().startswith(text.pieces[0].lower()):
        offset = len(line) - len(bare)
        folded = _find(text, tuple(piece.lower() for piece in text.pieces), line.lower())
        return folded if folded and folded.start <= offset else None
    return found


def _find(text: _Text, pieces: tuple[str, ...], line: str) -> _Match | None:
    at = -1
    for _ in range(_TRIED_MAX):
        at = line.find(pieces[0], at + 1)
        if at < 0 or pieces[0] == "":
            break
        match = _match_at(text, pieces, line, at)
        if match:
            return match
    return _match_at(text, pieces, line, 0) if pieces[0] == "" else None


def _match_at(text: _Text, pieces: tuple[str, ...], line: str, start: int) -> _Match | None:
    """Match the pieces from ``start`` on, each at its first place."""
    end = start + len(pieces[0])
    values = []
    for number, piece in enumerate(pieces[1:], 1):
        at, behind = _next_piece(piece, line, end, is_last=number == len(pieces) - 1)
        if at < 0:
            return None
        values.append(_value(line[end:at], number == 1 and not pieces[0]))
        end = behind
    if _splits_word(line, start) or _splits_word(line, end) or not (len(pieces) > 1 or _is_stop(text, line, end)):
        return None
    return _Match(text.answer, tuple(values), start, end, text.weight)


def _next_piece(piece: str, line: str, start: int, *, is_last: bool) -> tuple[int, int]:
    """Find where the next piece begins and ends; what varies at the end of a text is one word."""
    if is_last and not piece:
        word = _FIRST_WORD_RE.match(line, start)
        at = word.end() if word else start
    else:
        at = line.find(piece, start)
    if at < 0 and is_last and not any(map(str.isalnum, piece)):
        return len(line), len(line)  # only the closing quote was cut off
    return at, at + len(piece)


def _value(found: str, is_first: bool) -> str:
    """Give what stands where a text varies, comparable; of one that begins the text, the last word."""
    word = _LAST_WORD_RE.search(found) if is_first else None
    return (word[0] if word else found).strip(_FRAME).lower()


def _splits_word(line: str, at: int) -> bool:
    return 0 < at < len(line) and line[at - 1].isalnum() and line[at].isalnum()


def _is_stop(text: _Text, line: str, end: int) -> bool:
    return not text.ends_in_stop or line[end : end + 1] in _BEHIND_STOP or end == len(line)
