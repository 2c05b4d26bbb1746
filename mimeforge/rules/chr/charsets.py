"""CHR: whether the octets of a text are text in the charset that is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._grammar import NON_ASCII_RE
from mimeforge._grammar.charsets import C1_RE, META_CHARSET_RE, OVERLONG_OR_SURROGATE_RE
from mimeforge.codecs import charsets
from mimeforge.codecs.charsets import AS_READ
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.fix import Fix
from mimeforge.linter.rule import Hit, parts, rule
from mimeforge.rules.chr.fixes import name_as_read, name_charset, name_utf8, to_utf8
from mimeforge.rules.chr.texts import META_WITHIN, beyond_ascii, codec_of, is_shown, is_unnamed_utf8, place
from mimeforge.rules.cte.fixes import replace_content
from mimeforge.rules.par.content_fields import unreadable
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = ["RULES"]

_QP: Final = "Content-Transfer-Encoding: quoted-printable"
_BASE64: Final = "Content-Transfer-Encoding: base64"
_HTML: Final = "Content-Type: text/html; charset={}"
_PLAIN: Final = "Content-Type: text/plain; charset={}"

# Charsets of octets up to 127 that write letters beyond ASCII with them; and charsets of two octets and more.
_SEVEN_BIT: Final = ("hz", "iso2022_", "utf-7")
_WIDE: Final = ("utf-16", "utf-32")


class _Invalid(NamedTuple):
    """The first octets that are no text in the charset, and whether they are UTF-8 gone wrong."""

    start: int
    end: int
    is_bad_utf8: bool


@rule(
    "CHR101",
    "charset-missing",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §4.1.2: without charset, text is us-ascii",
    looks_at=parts("text/plain", "text/html", "text/enriched", "text/richtext"),
    bad=(
        sample("Content-Type: text/plain", _QP, body="D=C3=A9jeuner\r\n"),
        sample("Content-Type: text/html", _BASE64, body="PHA+RMOpamV1bmVyPC9wPg==\r\n"),
    ),
    good=(sample("Content-Type: text/plain"), sample("Content-Type: text/html", body="<p>See you at noon.</p>\r\n")),
)
def missing_charset(part: Part, context: Context) -> Iterator[Hit]:
    """A text holds octets over 127 and names no charset.

    Each reader guesses in its own way, and some show other letters. Name the charset, best utf-8.
    """
    field = part.field("Content-Type")
    if "charset" in part.parameters or (field and unreadable(field, context)):
        return
    run = NON_ASCII_RE.search(beyond_ascii(part, context))
    if run:
        message = f"octets over 127, and no charset: name it{_as_utf8(part, context)}"
        yield Hit(place(part, context, *run.span()), message, fix=name_utf8(part, context))


@rule(
    "CHR104",
    "charset-ascii-violated",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §4.1.2: us-ascii has no octets over 127",
    looks_at=parts("text"),
    bad=(
        sample(_PLAIN.format("us-ascii"), _QP, body="D=C3=A9jeuner\r\n"),
        sample(_PLAIN.format("us-ascii"), _BASE64, body="ROlqZXVuZXINCg==\r\n"),
    ),
    good=(
        sample(_PLAIN.format("us-ascii"), _QP, body="See you =3D noon\r\n"),
        sample(_PLAIN.format("utf-8"), _QP, body="D=C3=A9jeuner\r\n"),
    ),
)
def ascii_violated(part: Part, context: Context) -> Iterator[Hit]:
    """A text in us-ascii holds octets over 127.

    Readers show a sign for what they cannot read, or guess. Name the charset that the text is in. Where the transfer
    encoding allows no such octets either, ``cte-8bit-in-7bit`` speaks.
    """
    if codec_of(part) != "ascii" or part.transfer_encoding == "7bit":
        return
    run = NON_ASCII_RE.search(beyond_ascii(part, context))
    if run:
        message = f"octets over 127 in us-ascii: name the charset that the text is in{_as_utf8(part, context)}"
        yield Hit(place(part, context, *run.span()), message, fix=name_utf8(part, context))


@rule(
    "CHR105",
    "charset-invalid-bytes",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §4.1.2",
    looks_at=parts("text"),
    bad=(
        sample(_PLAIN.format("utf-8"), _QP, body="D=E9jeuner\r\n"),
        sample(_PLAIN.format("shift_jis"), _QP, body="=82\r\n"),
    ),
    good=(
        sample(_PLAIN.format("utf-8"), _QP, body="D=C3=A9jeuner\r\n"),
        sample(_PLAIN.format("gb2312"), _QP, body="=81=40\r\n"),
        sample(_PLAIN.format("windows-1251"), _QP, body="=CE=E1=E5=E4\r\n"),
    ),
)
def invalid_octets(part: Part, context: Context) -> Iterator[Hit]:
    """A text holds octets that are no text in its charset.

    Readers show a sign in their place, or take another charset for the whole text. It was cut within a character, or
    the charset is wrong. Name the one that the text is in.
    """
    invalid = _first_invalid(part, context)
    if (
        invalid
        and not invalid.is_bad_utf8
        and not is_unnamed_utf8(part, context)
        and not _is_cut(part, context, invalid)
    ):
        message = f"octets that are no text in {shown(part.charset or '')}: name the charset that the text is in"
        yield Hit(place(part, context, invalid.start, invalid.end), message)


@rule(
    "CHR106",
    "charset-c1-latin1",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §4.1.2: no controls but those of line ends; Encoding Standard §4.2 reads windows-1252",
    looks_at=parts("text"),
    bad=(sample(_PLAIN.format("iso-8859-1"), _QP, body="=93See you=94\r\n"),),
    good=(
        sample(_PLAIN.format("windows-1252"), _QP, body="=93See you=94\r\n"),
        sample(_PLAIN.format("iso-8859-1"), _QP, body="D=E9jeuner =BB=A0\r\n"),
    ),
)
def windows_text(part: Part, context: Context) -> Iterator[Hit]:
    """A text in ISO 8859 holds octets from 0x80 to 0x9F.

    They are controls there, and quotes, dashes and letters in the charsets of Windows: strict readers drop them. Name
    the charset of Windows, or write UTF-8.
    """
    codec = codec_of(part) or ""
    if not codec.startswith("iso8859-"):
        return
    control = C1_RE.search(beyond_ascii(part, context))
    if control and not is_unnamed_utf8(part, context):
        message = f"octets from 0x80 to 0x9F are controls in {shown(part.charset or '')}: name the charset of Windows"
        yield Hit(place(part, context, *control.span()), message, fix=name_as_read(part, context))


@rule(
    "CHR107",
    "charset-overlong-surrogate",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 3629 §3, §10: overlong forms and surrogates are no UTF-8, and hide what filters look for",
    looks_at=parts("text"),
    bad=(
        sample(_PLAIN.format("utf-8"), _QP, body="=C0=BCscript>\r\n"),
        sample(_PLAIN.format("utf-8"), _QP, body="=ED=A0=BD=ED=B8=80\r\n"),
    ),
    good=(sample(_PLAIN.format("utf-8"), _QP, body="=F0=9F=98=80\r\n"),),
)
def bad_utf8(part: Part, context: Context) -> Iterator[Hit]:
    """A text in UTF-8 holds a character in more octets than it takes, or a surrogate.

    Careful readers show signs in its place, others the character. Encode the text again: CESU-8 and the modified
    UTF-8 of Java are no UTF-8.
    """
    invalid = _first_invalid(part, context)
    if invalid and invalid.is_bad_utf8:
        message = "an overlong form or a surrogate is no UTF-8: encode the text again"
        yield Hit(place(part, context, invalid.start, invalid.end), message)


@rule(
    "CHR108",
    "charset-needless",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §4.1.2: the smallest charset that the text is in",
    looks_at=parts("text"),
    overlay="strict",
    bad=(sample(_PLAIN.format("utf-8")),),
    good=(sample(_PLAIN.format("us-ascii")), sample(_PLAIN.format("utf-8"), _QP, body="D=C3=A9jeuner\r\n")),
)
def needless_charset(part: Part, context: Context) -> Iterator[Hit]:
    """A text in ASCII names another charset.

    Every reader shows us-ascii. Nothing is wrong.
    """
    codec, field = codec_of(part), part.field("Content-Type")
    if field is None or codec is None or codec == "ascii" or codec.startswith((*_SEVEN_BIT, *_WIDE)):
        return
    if is_shown(part) and not beyond_ascii(part, context):
        message = f"{shown(part.charset or '')} for a text that is all ASCII: us-ascii would do"
        fix = name_charset(part, "us-ascii", safe=True) if part.content.isascii() else None
        yield Hit(field.value_span, message, field=field, fix=fix)


@rule(
    "CHR109",
    "charset-utf16-text",
    severity=Severity.WARNING,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §4.1.1, RFC 2781 Appendix A: line ends of text are the octets of CRLF, which UTF-16 does not keep",
    looks_at=parts("text"),
    bad=(sample(_PLAIN.format("utf-16le"), _BASE64, body="UwBlAGUAIAB5AG8AdQA=\r\n"), sample(_PLAIN.format("utf-16"))),
    good=(sample(_PLAIN.format("utf-8"), _BASE64, body="U2VlIHlvdQ==\r\n"),),
)
def text_in_utf16(part: Part, context: Context) -> Iterator[Hit]:
    """A text is in UTF-16 or UTF-32.

    No text of mail may be: not all readers know it. Where the text is in another charset in truth, they show other
    letters, which is an error. Write UTF-8.
    """
    codec, field = codec_of(part), part.field("Content-Type")
    if field and codec and codec.startswith(_WIDE) and is_shown(part):
        if b"\0" in part.content or not part.content:
            message = f"{shown(part.charset or '')} is no charset for text: write utf-8"
            yield Hit(field.value_span, message, field=field, fix=to_utf8(part))
        else:
            message = f"the text is not in {shown(part.charset or '')}: name its charset, best utf-8"
            yield Hit(field.value_span, message, field=field, severity=Severity.ERROR)


@rule(
    "CHR110",
    "charset-utf7",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2152; Encoding Standard §4.2 does not have it",
    looks_at=parts("text"),
    bad=(sample(_PLAIN.format("utf-7"), body="D+AOk-jeuner\r\n"),),
    good=(sample(_PLAIN.format("utf-8"), _QP, body="D=C3=A9jeuner\r\n"),),
)
def text_in_utf7(part: Part, context: Context) -> Iterator[Hit]:
    """A text is in UTF-7.

    Most readers no longer know it, for it hid scripts from filters: they show the encoded text. Write UTF-8.
    """
    field = part.field("Content-Type")
    if field and codec_of(part) == "utf-7":
        yield Hit(field.value_span, "most readers no longer know utf-7: write utf-8", field=field, fix=to_utf8(part))


@rule(
    "CHR111",
    "charset-html-meta-conflict",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="HTML Living Standard §4.2.5.4, §13.2.3: what the transport names counts first",
    looks_at=parts("text/html"),
    bad=(sample(_HTML.format("utf-8"), _QP, body='<meta charset=3D"iso-8859-1"><p>D=C3=A9jeuner</p>\r\n'),),
    good=(
        sample(_HTML.format("utf-8"), _QP, body='<meta charset=3D"UTF-8"><p>D=C3=A9jeuner</p>\r\n'),
        sample(_HTML.format("utf-8"), body='<meta charset="iso-8859-1"><p>Lunch</p>\r\n'),
        sample(_HTML.format("windows-1252"), _QP, body='<meta charset=3D"iso-8859-1"><p>D=E9jeuner</p>\r\n'),
    ),
)
def meta_conflict(part: Part, context: Context) -> Iterator[Hit]:
    """An HTML text names another charset in itself than Content-Type does.

    Mail readers go by Content-Type; what shows or saves the HTML alone goes by its own word, and shows other letters.
    Name one charset in both.
    """
    codec = codec_of(part)
    meta = META_CHARSET_RE.search(beyond_ascii(part, context)[:META_WITHIN]) if codec else None
    if codec is None or meta is None:
        return
    named = meta[1].decode("ascii")
    own = charsets.canonical(named)
    if charsets.is_known(named) and AS_READ.get(own, own) != AS_READ.get(codec, codec):
        message = f"{shown(named)} in the HTML, {shown(part.charset or '')} in Content-Type: name one charset in both"
        edit = replace_content(part, Span(*meta.span(1)), (part.charset or "").encode("ascii", "replace"))
        fix = Fix("name the charset of Content-Type", (edit,), safe=False) if edit else None
        yield Hit(place(part, context, *meta.span(1)), message, fix=fix)


def _first_invalid(part: Part, context: Context) -> _Invalid | None:
    return context.once(_invalid, part) if beyond_ascii(part, context) else None


def _invalid(part: Part) -> _Invalid | None:
    """Find the first octets that are no text in the charset as it is read; us-ascii and two-octet ones aside."""
    codec = codec_of(part)
    if codec is None or codec == "ascii" or codec.startswith(_WIDE):
        return None
    if codec.startswith(_SEVEN_BIT):
        run = NON_ASCII_RE.search(part.content)
        return _Invalid(run.start(), run.end(), is_bad_utf8=False) if run else None
    try:
        part.content.decode(codec if codec.startswith("iso8859-") else AS_READ.get(codec, codec))
    except UnicodeDecodeError as error:
        bad = OVERLONG_OR_SURROGATE_RE.match(part.content, error.start) if codec == "utf-8" else None
        return _Invalid(error.start, bad.end() if bad else max(error.end, error.start + 1), is_bad_utf8=bad is not None)
    return None


def _is_cut(part: Part, context: Context, invalid: _Invalid) -> bool:
    """Whether the rest of the character would stand in an escape that is broken, of which CTE120 tells."""
    if part.transfer_encoding != "quoted-printable" or not part.content.startswith(b"=", invalid.end):
        return False
    return part.source.read(place(part, context, invalid.end, invalid.end + 1)) == b"="  # not =3D


def _as_utf8(part: Part, context: Context) -> str:
    return ", which seems to be utf-8" if charsets.is_valid(beyond_ascii(part, context), "utf-8") else ""


RULES = (
    missing_charset,
    ascii_violated,
    invalid_octets,
    windows_text,
    bad_utf8,
    needless_charset,
    text_in_utf16,
    text_in_utf7,
    meta_conflict,
)
