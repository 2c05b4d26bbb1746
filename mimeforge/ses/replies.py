"""What stands around an answer of Amazon SES: SDKs, XML, JSON and SMTP clients each wrap it in their own way."""

from __future__ import annotations

import html
import json
import re
from typing import Any, Final, NamedTuple

from mimeforge.ses.answers.codes import CODES

__all__ = ["Reply", "read"]

# More than any answer has; what follows is a stack trace.
_LENGTH_MAX: Final = 4000

_QUOTES: Final = str.maketrans("‘’“”", "''\"\"")
_BLANKS_RE: Final = re.compile(r"\s+")
_ESCAPED_QUOTE_RE: Final = re.compile(r"\\(?=['\"])")

# RFC 5321 §4.2: the replies that SES gives, with the enhanced status code of RFC 3463. At the start, or behind what a
# client says first; in quotes; and as Python's smtplib shows them: (554, b'Transaction failed: ...').
_CODE: Final = r"(?P<code>235|250|421|451|454|501|530|535|55[234])"
_ENHANCED: Final = r"(?:[245]\.\d{1,3}\.\d{1,3} )?"
_SMTP: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\({_CODE}, b?(?P<quote>[\"']){_ENHANCED}(?P<text>.*)(?P=quote)\)",
        rf"message \"{_CODE}[ -]{_ENHANCED}(?P<text>.*)\"",
        rf"(?:^|: ){_CODE}[ -]{_ENHANCED}(?P<text>.*)",
    )
)

_NAME: Final = r"(?P<code>[A-Z][A-Za-z]+)"
_WRAPPERS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"An error occurred \({_NAME}\) when calling the \w+ operation(?: \([^)]*\))?: (?P<text>.*)",  # botocore
        rf"(?P<text>.*) \(Service: [^;]+; Status Code: \d+; Error Code: {_NAME}; .*",  # Java, version 1 of the SDK
        rf"(?:api error |RequestID: [\w-]+, ){_NAME}: (?P<text>.*)",  # Go, version 2 of the SDK
        rf"{_NAME} \((?:client|server)\): (?P<text>.*?)(?: - <.*)?$",  # PHP
        rf"<Code>{_NAME}</Code>.*?<Message>(?P<text>.*?)</Message>",  # the Query API itself
        rf"(?:^|[ .]){_NAME}(?:: |\n)(?P<text>.*)",  # JavaScript, Rust, logs
    )
)
_TAIL_RE: Final = re.compile(r" (?:\(Service: .*|status code: \d+, request id: .*)$", re.IGNORECASE)
_TRANSACTION: Final = ("Transaction failed: ", "Message rejected: ", "Access denied: ")


class Reply(NamedTuple):
    """An answer without its wrapper.

    ``text`` is SES's text on one line. ``code`` is the name of the error or the SMTP reply code, ``profile`` the
    profile of the interface that answers so; None where they cannot be told. ``line`` is all that was given, on one
    line.
    """

    text: str
    code: str | None
    profile: str | None
    line: str


def read(given: str) -> Reply:
    """Take an answer out of what an SDK, an SMTP client or a log shows of it. Never raises."""
    line = _one_line(_from_json(given[:_LENGTH_MAX]))
    for wrapper in _WRAPPERS:
        found = wrapper.search(line)
        if found and found["code"] in CODES:
            return Reply(_bare(found["text"]), found["code"], CODES[found["code"]].profile, html.unescape(line))
    line = html.unescape(line)
    reply = next(filter(None, (form.search(line) for form in _SMTP)), None)
    if reply:
        text = reply["text"]
        # "Access denied: User ..." and "Message rejected: ..." stand before texts that the API has too.
        start = next((start for start in _TRANSACTION if text.startswith(start)), "")
        return Reply(_bare(text.removeprefix(start)), reply["code"], "ses-smtp", line)
    is_smtp = line.startswith(_TRANSACTION[0])
    return Reply(
        _bare(line.removeprefix(_TRANSACTION[0])), line if line in CODES else None, _profile(line, is_smtp), line
    )


def _profile(line: str, is_smtp: bool) -> str | None:
    if is_smtp:
        return "ses-smtp"
    return CODES[line].profile if line in CODES else None


def _bare(text: str) -> str:
    return html.unescape(_TAIL_RE.sub("", text)).strip()


def _one_line(text: str) -> str:
    unquoted = _ESCAPED_QUOTE_RE.sub("", text.translate(_QUOTES))
    return _BLANKS_RE.sub(" ", unquoted).strip()


def _from_json(text: str) -> str:
    """Write a JSON answer as "Code: text"."""
    try:
        answer: Any = json.loads(text)
    except ValueError:
        return text
    if not isinstance(answer, dict):
        return text
    error = answer.get("Error", answer)
    members = {str(key).lower(): value for key, value in (error if isinstance(error, dict) else answer).items()}
    message = members.get("message")
    code = members.get("code") or members.get("__type") or members.get("name")
    if not isinstance(message, str):
        return text
    return f"{str(code).rpartition('#')[2]}: {message}" if code else message
