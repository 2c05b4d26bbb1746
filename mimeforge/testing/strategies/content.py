"""What bodies say: texts with all that a transport or a codec trips over, and octets for attachments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

__all__ = ["ASCII_LINES", "LINES", "LONG_LINES", "contents", "texts"]

# Lines of printable ASCII that transports, codecs and readers of multiparts have to let alone. None ends in a blank.
ASCII_LINES: Final = (
    "a",
    "",
    "Hello Jo,",
    ".",  # the end of a message in SMTP
    "..",
    "From here on",  # becomes ">From" in mailbox files
    "> a line quoted",
    ">> and once more",
    " a line with a blank before it",
    "\ta line with a TAB before it",
    "--",
    "--=_",
    "=",
    "=3D is no escape, =20 neither",
    "=?utf-8?q?no_encoded-word?=",
    "Subject: no field",
    "100 % of 12.50 $, #1 & more; a_b~c^d `e` [f] {g} |h| \\i",
)
# In UTF-8: other scripts, joined and invisible characters, and what some take for the end of a line.
LINES: Final = (
    *ASCII_LINES,
    " ",
    "-- ",  # a signature follows (RFC 3676 §4.3)
    "a flowed line that goes on ",  # RFC 3676 §4.1
    "blanks behind it  ",
    "a TAB behind it\t",
    "Votre reçu est prêt, Zoé",
    "привет",
    "שלום, שורה מימין לשמאל",
    "مرحبا",
    "नमस्ते",
    "日本語の本文",
    "한국어",
    "e\u0301 and \u00e9",
    "👩\u200d👩\u200d👧 👍🏽 𝒳",
    "next line\u0085and line separator\u2028stay",
    "no-break\u00a0space",
)
# What is repeated, and how often: lines of 75 to 1200 octets. As data and not at length, for strategies show it.
_LONG_FORMS: Final = (("b", 76), ("a word ", 40), ("d ", 38), ("é", 40), ("日本語", 30), ("c", 998), ("é", 600))

# NUL and lone surrogates are no text, CR and LF are line ends; of the rest, what nobody assigned says nothing.
_OTHER_LINES: Final = st.text(
    st.characters(exclude_categories=["Cs", "Cn", "Co"], exclude_characters="\0\r\n"), max_size=60
)
LONG_LINES: Final = st.sampled_from(_LONG_FORMS).map(lambda form: form[0] * form[1])
_LINE: Final = st.one_of(st.sampled_from(LINES), _OTHER_LINES, LONG_LINES)
_WHOLE_LINE: Final = st.tuples(_LINE, st.sampled_from(["\n", "\r\n"])).map("".join)
_REST: Final = st.just("") | _LINE

_FORMS: Final = (
    b"\0",
    b"\r",
    b"\n",
    b"\r\n",
    b"a \r\nb",
    b".\r\n",
    b"From x\n",
    b"=\r\n",
    b"\xff\xd8\xff\xe0",
    b"\x89PNG\r\n\x1a\n",
    b"%PDF-1.7\n%\xe2\xe3\n",
    "é\n".encode(),
    "\ufeffé".encode("utf-16-le"),
    b"\xff" * 56,
    b"\xff" * 57,  # fills one line of base64 exactly
    b"\xff" * 58,
    b"\xfb\xef\xbe" * 19,  # base64 of nothing but "+"
)

_FORM: Final = st.sampled_from(_FORMS)
# What mail systems stop: Windows, ELF, Mach-O and scripts; ZIP, gzip, RAR.
_PROGRAMS: Final = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"#!", b"PK", b"\x1f\x8b", b"Rar!")


@st.composite
def texts(draw: DrawFn, *, max_lines: int = 6) -> str:
    """Make texts for `Message` arguments ``text`` and ``html``, or for any encoder of bodies.

    Covers no text at all; line ends LF and CRLF, one after the other too; a last line with and without one; empty
    lines; lone dots; lines that begin with "From ", ">" or a blank; blanks and TABs at the end of lines; the dashes of
    a signature, and flowed lines (RFC 3676); what looks like an escape, an encoded-word, a field or a delimiter; lines
    of 76, 998 and more characters and octets; many scripts, joined and invisible characters, controls.
    Never makes NUL, a CR alone, lone surrogates, more than ``max_lines`` whole lines. Shrinks to no text.
    """
    lines = draw(st.lists(_WHOLE_LINE, max_size=max_lines))
    return "".join(lines) + draw(_REST)


@st.composite
def contents(draw: DrawFn, *, max_size: int = 300) -> bytes:
    """Make octets for attachments, up to ``max_size``: arbitrary ones, and those that codecs trip over.

    Covers nothing; NUL, CR, LF; lines with blanks behind them, lone dots, "From "; text in UTF-8 and UTF-16; the first
    octets of images and of PDF; sizes on either side of a full line of base64, and its two characters "+" and "/".
    Never makes what begins like a program or an archive. Shrinks to nothing.
    """
    octets = draw(st.binary(max_size=max_size) | _FORM)
    return b"" if len(octets) > max_size or octets.startswith(_PROGRAMS) else octets
