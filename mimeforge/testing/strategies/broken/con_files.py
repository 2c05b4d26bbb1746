"""What attachments hold: files of another format than they say, cut or empty ones, archives, programs and macros."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from hypothesis import strategies as st

from mimeforge.codecs import base64
from mimeforge.testing.strategies.broken.files import (
    BZIP2,
    GIF,
    GZIP,
    JPEG,
    MP4,
    PDF,
    PNG,
    PROGRAM,
    SCRIPT,
    SVG,
    WAV,
    ZIP,
    zipped,
)
from mimeforge.testing.strategies.broken.frame import (
    HTML,
    TEXT,
    WORD,
    WORDS,
    Octets,
    attached,
    glued,
    in_any_part,
    message,
    multipart,
    one_of,
    part,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hypothesis.strategies import DrawFn, SearchStrategy

__all__ = ["DEFECTS", "LEFT_OUT"]

# No word that Windows reserves
_STEM: Final = glued(WORD, b"-", WORD)
_OCTET_STREAM: Final = b"application/octet-stream"

# How fields name a file: behind the media type, and in Content-Disposition
_USUAL: Final = ((b"", b'attachment; filename="{0}"'), (b"", b"inline; filename={0}"))
_WAYS: Final = (
    *_USUAL,
    (b';\r\n name="{0}"', b'attachment;\r\n filename="{0}"'),
    (b"", b"attachment; filename*=utf-8''%C3%A9-{0}"),
    (b';\r\n name="{0}"', b"attachment"),
)


@st.composite
def _file(
    draw: DrawFn,
    media_type: Octets,
    ending: Octets,
    content: SearchStrategy[bytes],
    *,
    place: Callable[..., SearchStrategy[bytes]] = in_any_part,
    ways: tuple[tuple[bytes, bytes], ...] = _WAYS,
) -> bytes:
    """Make a message with a file in base64. ``ending`` is what its name ends in; without one it has no name."""
    extension = draw(glued(ending))
    name = draw(_STEM) + extension if extension else b""
    in_type, disposition = draw(st.sampled_from(ways)) if name else (b"", b"inline")
    fields = (
        b"Content-Type: " + draw(glued(media_type)) + in_type.replace(b"{0}", name),
        b"Content-Transfer-Encoding: base64",
        b"Content-Disposition: " + disposition.replace(b"{0}", name),
    )
    return draw(place(*draw(st.permutations(fields)), body=content.map(base64.encode)))


class _Format(NamedTuple):
    """A format of files: media type, extension, and files of it."""

    media_type: bytes
    ending: bytes
    files: SearchStrategy[bytes]


# Text is left out as content: only libmagic tells that something is text, and it is not everywhere.
_FAMILIES: Final[tuple[tuple[_Format, ...], ...]] = (
    (_Format(b"application/pdf", b".pdf", PDF), _Format(b"Application/PDF", b".PDF", PDF)),
    (
        _Format(b"image/png", b".png", PNG),
        _Format(b"image/gif", b".gif", GIF),
        _Format(b"image/jpeg", b".JPG", JPEG),
    ),
    (_Format(b"audio/wav", b".wav", WAV), _Format(b"video/mp4", b".mp4", MP4)),
    (_Format(b"application/zip", b".zip", ZIP), _Format(b"application/x-zip-compressed", b".zip", ZIP)),
)


_PAIRS: Final = st.sampled_from(
    [
        (claimed, held)
        for family in _FAMILIES
        for other in _FAMILIES
        if family is not other
        for claimed in family
        for held in other
    ]
)


def _of_another_type(pair: tuple[_Format, _Format]) -> SearchStrategy[bytes]:
    claimed, held = pair
    return _file(claimed.media_type, one_of(b"", held.ending, b".dat"), held.files)


def _of_another_name(pair: tuple[_Format, _Format]) -> SearchStrategy[bytes]:
    claimed, held = pair
    types = one_of(_OCTET_STREAM, held.media_type, claimed.media_type)
    return _file(types, claimed.ending, held.files)


def _of_two_names(pair: tuple[_Format, _Format]) -> SearchStrategy[bytes]:
    """Make a file that nobody can tell from its few octets, of one type and with the name of another."""
    typed, named = pair
    return _file(typed.media_type, named.ending, WORD)


_NAMED_TEXT: Final = st.sampled_from([b".txt", b".csv", b".json", b".html"])


# --- files that are not there, or not all


@st.composite
def _cut(draw: DrawFn, files: SearchStrategy[bytes], mark: bytes, least: int = 64) -> bytes:
    """Draw a file that ends before ``mark``, and has at least so many octets."""
    octets = draw(files)
    end = octets.rindex(mark)
    return octets[: end - draw(st.integers(0, end - least))]


_NOTHING: Final = one_of(b"", b"\r\n", b" \r\n")


def _empty(media_type: Octets, ending: bytes) -> SearchStrategy[bytes]:
    called = glued(b"Content-Disposition: attachment; filename=", _STEM, ending)
    return st.one_of(
        in_any_part(glued(b"Content-Type: ", media_type), b"Content-Transfer-Encoding: base64", called, body=_NOTHING),
        attached(called, glued(b"Content-Type: ", media_type), body=_NOTHING),
    )


# --- archives and documents

_ZIP_TYPE: Final = one_of(b"application/zip", b"application/x-zip-compressed", _OCTET_STREAM)
_OF_TEXTS: Final = st.dictionaries(WORD.map(lambda word: word.decode() + ".txt"), WORDS, min_size=1, max_size=3)


# Of what Gmail refuses, that which Amazon SES does not refuse by its name
_TO_GMAIL: Final = one_of(*(b".jar .iso .img .apk .dmg .JNLP .xll .vhd .cab .nsh".split()))
_PROGRAMS: Final = st.sampled_from(["setup.exe", "bin/run.BAT", "Setup.msi", "lib/a.dll", "notes.js", "tool.jar"])


def _archive(archive: SearchStrategy[bytes]) -> SearchStrategy[bytes]:
    return st.one_of(
        _file(_ZIP_TYPE, one_of(b".zip", b".ZIP"), archive),
        _file(b"application/zip", b"", archive),
    )


_OFFICE: Final = b"application/vnd.openxmlformats-officedocument."
_DOCUMENTS: Final = (
    (_OFFICE + b"spreadsheetml.sheet", b".xlsx", "xl"),
    (_OFFICE + b"wordprocessingml.document", b".docx", "word"),
    (_OFFICE + b"presentationml.presentation", b".pptx", "ppt"),
)
_WITH_MACROS: Final = (
    (b"application/vnd.ms-word.document.macroEnabled.12", b".docm", "word"),
    (b"application/vnd.ms-excel.sheet.macroEnabled.12", b".xlsm", "xl"),
    (b"application/vnd.ms-excel.addin.macroEnabled.12", b".XLAM", "xl"),
    (_OCTET_STREAM, b".ppsm", "ppt"),
)


def _with_macros(media_type: bytes, ending: bytes, folder: str) -> SearchStrategy[bytes]:
    """Make a message with a document of Office that holds macros."""
    names = st.sampled_from([f"{folder}/vbaProject.bin", f"{folder}/VBAPROJECT.BIN"])
    documents = st.builds(
        lambda name, words: zipped({"[Content_Types].xml": b"<Types/>", f"{folder}/document.xml": words, name: words}),
        names,
        WORDS,
    )
    return _file(one_of(media_type, _OCTET_STREAM), ending, documents)


_UNPACKED: Final = st.sampled_from([200_000_000, 4_000_000_000, 1 << 40])

# --- images that few programs show

_BOX: Final = b"\0\0\0\x18ftyp%b\0\0\0\0%bmif1"
_SELDOM_SHOWN: Final = (
    (b"image/svg+xml", SVG),
    (b"image/apng", PNG),
    (b"image/webp", st.just(b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0" + bytes(10))),
    (b"image/avif", st.just(_BOX % (b"avif", b"avif"))),
    (b"image/heic", st.just(_BOX % (b"heic", b"heic"))),
    (b"image/tiff", st.just(b"II*\0\x08\0\0\0" + bytes(6))),
    (b"image/bmp", st.just(b"BM\x1a\0\0\0" + bytes(20))),
)


@st.composite
def _showing(draw: DrawFn, media_type: bytes, images: SearchStrategy[bytes]) -> bytes:
    """Make a message with an image of this type within its HTML."""
    content_id = draw(glued(WORD, b"@example.com"))
    fields = (
        b"Content-Type: " + media_type,
        b"Content-ID: <" + content_id + b">",
        b"Content-Transfer-Encoding: base64",
        *draw(st.sampled_from([(), (b"Content-Disposition: inline",)])),
    )
    return draw(
        multipart(
            part(
                b"Content-Type: text/html; charset=us-ascii",
                body=glued(
                    b'<p>This is the menu of the week, as each week.</p><img alt="',
                    WORD,
                    b'" src="cid:',
                    content_id,
                    b'">',
                    HTML,
                ),
            ),
            part(*draw(st.permutations(fields)), body=images.map(base64.encode)),
            subtype=b'related; type="text/html"',
        )
    )


DEFECTS: Final[Mapping[str, SearchStrategy[bytes]]] = {
    "type-vs-magic": st.one_of(
        _PAIRS.flatmap(_of_another_type),
        _file(one_of(b"application/json", b"application/xml"), b"", one_of(PDF, PNG, ZIP)),
    ),
    "type-vs-extension": st.one_of(
        _PAIRS.flatmap(_of_two_names),
        _file(b"text/plain; charset=us-ascii", one_of(b".png", b".pdf", b".mp3"), WORDS.map(lambda words: words[:20])),
        _file(one_of(b"image/png", b"application/pdf"), _NAMED_TEXT, WORD),
    ),
    "extension-vs-magic": st.one_of(
        _PAIRS.flatmap(_of_another_name),
        _file(_OCTET_STREAM, _NAMED_TEXT, one_of(PNG, ZIP, WAV)),
    ),
    "type-octet-stream": st.sampled_from([each for family in _FAMILIES for each in family]).flatmap(
        lambda format_: _file(_OCTET_STREAM, format_.ending, format_.files, place=attached, ways=_USUAL)
    ),
    "executable-content": st.one_of(
        _file(_OCTET_STREAM, one_of(b"", b".dat"), PROGRAM),
        _file(one_of(b"application/pdf", _OCTET_STREAM), b".pdf", one_of(PROGRAM, SCRIPT)),
        _file(one_of(b"image/png", _OCTET_STREAM), b".png", one_of(PROGRAM, SCRIPT)),
    ),
    "image-unsupported": st.one_of(*(_showing(*each) for each in _SELDOM_SHOWN)),
    "single-part-attachment": st.one_of(
        *(
            _file(*each, place=message, ways=_USUAL)
            for each in ((b"application/pdf", b".pdf", PDF), (b"image/png", b".png", PNG))
        ),
        message(
            b"Content-Type: text/plain; charset=us-ascii",
            glued(b"Content-Disposition: attachment; filename=", _STEM, b".txt"),
            b"Content-Transfer-Encoding: base64",
            body=TEXT.map(base64.encode),
        ),
    ),
    "attachment-empty": st.one_of(
        _empty(b"application/pdf", b".pdf"),
        _empty(one_of(b"image/png", _OCTET_STREAM), b".png"),
        _empty(b"text/plain; charset=us-ascii", b".txt"),
    ),
    "attachment-truncated": st.one_of(
        _file(one_of(b"image/png", _OCTET_STREAM), b".png", _cut(PNG, b"IEND")),
        _file(b"application/pdf", b".pdf", _cut(PDF, b"%%EOF")),
        _file(b"image/gif", b".gif", _cut(GIF, b"\0,")),
        _file(_ZIP_TYPE, b".zip", _cut(ZIP, b"PK\5\6")),
        _file(b"image/jpeg", b".jpg", _cut(JPEG, b"\xff\xd9", 2650)),
    ),
    "blocked-extension-gmail": st.one_of(
        _file(_OCTET_STREAM, _TO_GMAIL, WORD),
        _file(one_of(_OCTET_STREAM, b"application/gzip"), one_of(b".exe.gz", b".js.gz", b".ISO.gz"), GZIP),
        _file(_OCTET_STREAM, one_of(b".vbs.bz2", b".img.BZ2"), BZIP2),
        _archive(st.builds(lambda others, name: zipped({**others, name: b"MZ"}), _OF_TEXTS, _PROGRAMS)),
    ),
    "archive-encrypted": _archive(st.builds(zipped, _OF_TEXTS, password=st.just(True))),
    "archive-bomb": _archive(st.builds(zipped, _OF_TEXTS, size=_UNPACKED)),
    "office-macro": st.one_of(
        *(_with_macros(*each) for each in (*_DOCUMENTS, *_WITH_MACROS)),
        _file(b"application/vnd.ms-word.document.macroEnabled.12", one_of(b".docm", b".dotm"), WORD),
    ),
}

LEFT_OUT: Final[Mapping[str, str]] = {
    "message-too-large": "The message would have to be larger than 10 MB.",
}
