"""API: what a request has SES write into a message: subject, texts, their charsets, and the size of the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._limits import SES_V2_MESSAGE_MAX
from mimeforge.codecs import base64, charsets
from mimeforge.codecs.visible import shown
from mimeforge.errors import code_points
from mimeforge.linter.finding import ABSENT, Evidence, Severity
from mimeforge.linter.rule import Hit, requests, rule
from mimeforge.rules.api.examples import send, simple, template
from mimeforge.rules.api.places import at
from mimeforge.rules.api.roles import roles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.linter.examples import Call
    from mimeforge.linter.request import Request

__all__ = ["RULES"]

_SIMPLE: Final = ("ses.SendEmail", "sesv2.SendEmail")
# What no line of a header holds. (Of encoded-words in a subject the rules on them speak.)
_BREAKS: Final = "\r\n\0"
_MODELS: Final = "API models of SendEmail, Content and Message"


def _about(subject: str, charset: str | None = None) -> Call:
    content = {"Data": subject} if charset is None else {"Data": subject, "Charset": charset}
    return send(Message={"Subject": content, "Body": {"Text": {"Data": "See you at noon."}}})


def _with_template_file(data: bytes) -> Call:
    return template(Attachments=[{"FileName": "menu.pdf", "RawContent": data, "ContentTransferEncoding": "BASE64"}])


def _contents(request: Request) -> Iterator[tuple[str, str, str]]:
    """Pass the path, the text and the charset ("" where it has none) of the subject and of the two bodies."""
    content = roles(request).content
    for member in ("Subject", "Body.Text", "Body.Html"):
        path = f"{content}.{member}"
        text = request.text(f"{path}.Data")
        if text is not None:
            yield path, text, request.text(f"{path}.Charset") or ""


@rule(
    "API170",
    "content-body-missing",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="API model of Body: an HTML version, a text-only version, or both",
    looks_at=requests(*_SIMPLE),
    bad=(send(Message={"Subject": {"Data": "Lunch"}, "Body": {}}), simple(Body={})),
    good=(send(), simple(Body={"Html": {"Data": "<p>See you at noon.</p>"}})),
)
def body_missing(request: Request, context: Context) -> Iterator[Hit]:
    """The body of the message has neither a text nor HTML.

    One of the two has to be there; give both, so that every reader can show one.
    """
    path = f"{roles(request).content}.Body"
    body = request.get(path)
    if body is not None and "Text" not in body and "Html" not in body:
        yield at(request, path, "neither Text nor Html: give one of them, or both")


@rule(
    "API171",
    "content-subject-line-end",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="API model of SendEmail: a subject is one line (RFC 5322 §2.2); what SES does with two is not known",
    looks_at=requests(*_SIMPLE),
    bad=(_about("Lunch\n"), _about("Lunch\r\nBcc: jo@example.com"), _about("Lunch\0")),
    good=(_about("Lunch at noon"),),
)
def subject_line_end(request: Request, context: Context) -> Iterator[Hit]:
    """The subject holds a line end, or NUL.

    Often a template ends in a line end, or somebody put a header field of their own behind it. Take it out before the
    request is made.
    """
    path = f"{roles(request).content}.Subject.Data"
    subject = request.text(path) or ""
    first = min((place for place in map(subject.find, _BREAKS) if place >= 0), default=-1)
    if first >= 0:
        text = f"{code_points(subject[first])} in the subject, which is one line of text: take it out"
        yield at(request, path, text, first, first + 1)


@rule(
    "API172",
    "content-charset-missing",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=f"{_MODELS}: 7-bit ASCII where no charset is named; what becomes of other characters is not said",
    looks_at=requests(*_SIMPLE),
    bad=(
        _about("Déjeuner"),
        _about("Déjeuner", charset=""),
        simple(Body={"Html": {"Data": "<p>À midi</p>"}}),
    ),
    good=(
        _about("Déjeuner", charset="UTF-8"),
        _about("=?utf-8?q?D=C3=A9jeuner?="),
        simple(Body={"Html": {"Data": "<p>&Agrave; midi</p>"}}),
    ),
)
def charset_missing(request: Request, context: Context) -> Iterator[Hit]:
    """A text that is not ASCII stands without its Charset.

    Amazon SES takes it for ASCII then, and readers may see question marks. Set Charset to UTF-8 beside Data.
    """
    for path, text, charset in _contents(request):
        if not charset and not text.isascii():
            first = _first(text, "ascii")
            said = (
                f"{code_points(text[first])} is not ASCII, and no charset is named: set {_last(path)}.Charset to UTF-8"
            )
            yield at(request, f"{path}.Data", said, first, first + 1)


@rule(
    "API173",
    "content-charset-wrong",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.INFERRED,
    source=f"{_MODELS}; RFC 2978 §2.3: names of charsets are registered",
    looks_at=requests(*_SIMPLE),
    bad=(_about("Lunch", charset="utf-9"), _about("20 €", charset="ISO-8859-1"), _about("Déjeuner", charset="ASCII")),
    good=(
        _about("Déjeuner", charset="iso-8859-1"),
        _about("昼食", charset="Shift_JIS"),
        _about("20 €", charset="utf8"),
    ),
)
def charset_wrong(request: Request, context: Context) -> Iterator[Hit]:
    """A text is not in the charset that is named, or the name is that of no charset.

    What a charset does not have cannot be written in it. UTF-8 has everything.
    """
    for path, text, charset in _contents(request):
        if charset and not charsets.is_name(charset):
            yield at(request, f"{path}.Charset", f"no charset is named {shown(charset)}: write UTF-8")
        elif charset and charsets.is_known(charset):
            first = _first(text, charsets.canonical(charset))
            if first >= 0:
                said = f"{code_points(text[first])} is not in {shown(charset)}: set Charset to UTF-8"
                yield at(request, f"{path}.Data", said, first, first + 1)


def _first(text: str, codec: str) -> int:
    """Find the first character that a charset does not have; -1 where it has all."""
    try:
        text.encode(codec)
    except UnicodeEncodeError as error:
        return error.start
    return -1


def _last(path: str) -> str:
    return path.rpartition(".")[2]


@rule(
    "API174",
    "content-too-large",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="SES quotas: 10 MB (v1), 40 MB (v2) after encoding",
    looks_at=requests(*_SIMPLE),
    bad=(_with_template_file(bytes(SES_V2_MESSAGE_MAX // 4 * 3)),),
    good=(_with_template_file(b"See you at noon."),),
)
def too_large(request: Request, context: Context) -> Iterator[Hit]:
    """The message that Amazon SES is to build is larger than the interface takes.

    It is an error where the content alone is too large, however it is written; and a warning where it becomes so by
    encodings and header fields, which SES chooses: that is an estimate. Send a link instead of a large attachment, or
    use version 2 of the API, which takes 40 MB.
    """
    known, limit = roles(request), context.profile.message_limit or 0
    if known.data and request.get(known.data) is not None:
        return  # a raw message, which has a size of its own
    least = _least_size(request)
    size = max(least, len(request.octets or b""))
    if size > limit:
        about = "" if least > limit else "about "
        path = known.content if request.get(known.content) is not None else "Content.Template.Attachments"
        yield Hit(
            ABSENT,
            f"{about}{size:,} octets of message, at most {limit:,} may be: shorten it, or send links instead of files",
            member=path,
            quoted=f"<{about}{size:,} octets>".encode("ascii"),
            severity=Severity.ERROR if least > limit else Severity.WARNING,
            evidence=Evidence.DOCUMENTED if least > limit else Evidence.INFERRED,
        )


def _least_size(request: Request) -> int:
    """Count the octets that the content takes at least: one for a character, and attachments as they are encoded."""
    size = sum(len(text) for _, text, _ in _contents(request))
    for _, attachment in (one for path in roles(request).attachments for one in request.items(path)):
        octets = len(attachment.get("RawContent", b""))
        in_base64 = attachment.get("ContentTransferEncoding") == "BASE64"
        size += base64.encoded_size(octets) if in_base64 else octets
    return size


RULES = (body_missing, subject_line_end, charset_missing, charset_wrong, too_large)
