"""Small files of real formats, drawn: images, a document, archives, sound, programs."""

from __future__ import annotations

import bz2
import gzip
import io
import struct
import wave
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from mimeforge.testing.strategies.broken.frame import WORD, WORDS, glued, one_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import SearchStrategy

__all__ = ["BZIP2", "GIF", "GZIP", "JPEG", "MP4", "PDF", "PNG", "PROGRAM", "SCRIPT", "SVG", "WAV", "ZIP", "zipped"]


def _png(comment: bytes, width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    lines = (b"\0" + bytes(colour) * width) * height
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"tEXt", b"Comment\0" + comment),
        (b"IDAT", zlib.compress(lines)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def _gif(comment: bytes) -> bytes:
    """Make a GIF of one point, behind a comment of at most 255 octets."""
    return b"".join(
        (
            b"GIF89a\1\0\1\0\x80\0\0ABCabc",
            b"!\xfe" + bytes([len(comment)]) + comment + b"\0",
            b",\0\0\0\0\1\0\1\0\0\2\2D\1\0;",
        )
    )


def _jpeg(comment: bytes, rows: int) -> bytes:
    """Make a gray JPEG of ``rows`` times 128 blocks: a block that is as the one before takes two bits, both zero.

    Behind each row stands a marker to begin anew from (ITU-T T.81 §B.2.1).
    """
    segments = (
        (0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"),
        (0xFE, comment),
        (0xDB, b"\0" + b"\1" * 64),
        (0xC0, struct.pack(">BHHBBBB", 8, rows * 8, 128 * 8, 1, 1, 0x11, 0)),
        (0xC4, b"\0\1" + bytes(16)),
        (0xC4, b"\x10\1" + bytes(16)),
        (0xDD, struct.pack(">H", 128)),
        (0xDA, b"\1\1\0\0\x3f\0"),
    )
    header = b"".join(struct.pack(">BBH", 0xFF, kind, len(data) + 2) + data for kind, data in segments)
    scan = b"".join(bytes(32) + bytes([0xFF, 0xD0 + row % 8]) for row in range(rows - 1)) + bytes(32)
    return b"\xff\xd8" + header + scan + b"\xff\xd9"


def _pdf(words: bytes) -> bytes:
    shown = b"BT /F1 12 Tf 1 1 Td (" + words + b") Tj ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(shown), shown),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    written, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    entries = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return b"".join(
        (
            written,
            b"xref\n0 %d\n0000000000 65535 f \n%b" % (count, entries),
            b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(written)),
        )
    )


def zipped(members: Mapping[str, bytes], *, password: bool = False, size: int | None = None) -> bytes:
    """Make a ZIP archive. Its directory says that a ``password`` protects each file, or that one unpacks to ``size``.

    Nothing in it is encrypted or large: filters go by the directory.
    """
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as writing:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name)  # of the first day that archives know
            writing.writestr(entry, content)
            entry.flag_bits |= password
            entry.file_size = entry.file_size if size is None else size
    return archive.getvalue()


def _wav(samples: bytes) -> bytes:
    sound = io.BytesIO()
    with wave.open(sound, "wb") as writing:
        writing.setnchannels(1)
        writing.setsampwidth(1)
        writing.setframerate(8000)
        writing.writeframes(samples)
    return sound.getvalue()


PNG: Final[SearchStrategy[bytes]] = st.builds(
    _png, WORDS, st.integers(1, 40), st.integers(1, 40), st.tuples(*[st.integers(0, 255)] * 3)
)
GIF: Final = st.text("abc ", min_size=60, max_size=200).map(str.encode).map(_gif)
JPEG: Final[SearchStrategy[bytes]] = st.builds(_jpeg, WORDS, st.integers(80, 90))
PDF: Final = WORDS.map(_pdf)
ZIP: Final[SearchStrategy[bytes]] = st.builds(
    zipped, st.dictionaries(WORD.map(lambda word: word.decode() + ".txt"), WORDS, min_size=1, max_size=3)
)
GZIP: Final = WORDS.map(lambda words: gzip.compress(words, mtime=0))
BZIP2: Final = WORDS.map(bz2.compress)
MP4: Final = glued(b"\0\0\0\x14ftypisom\0\0\2\0isom\0\0\0\x10mdat", bytes(8))
WAV: Final = WORDS.map(_wav)
SVG: Final = glued(b'<svg xmlns="http://www.w3.org/2000/svg"><text>', WORDS, b"</text></svg>\r\n")

_ELF: Final = st.integers(2, 255).map(
    lambda machine: b"\x7fELF\2\1\1" + bytes(9) + struct.pack("<HHI", 2, machine, 1) + bytes(40)
)
_PE: Final = glued(b"MZ", bytes(58), b"\x40\0\0\0", b"PE\0\0\x64\x86", WORD, bytes(16))
_MACH_O: Final = one_of(b"\xcf\xfa\xed\xfe\x07\0\0\1" + bytes(24), b"\xfe\xed\xfa\xce\0\0\0\7" + bytes(24))
_SHORTCUT: Final = glued(b"L\0\0\0\1\x14\2\0\0\0\0\0\xc0\0\0\0\0\0\0F", bytes(56), WORD)

PROGRAM: Final = one_of(_ELF, _PE, _MACH_O, _SHORTCUT)
"""How programs for Linux, Windows and macOS begin, and shortcuts of Windows."""
SCRIPT: Final = glued(
    one_of(b"#!/bin/sh", b"#!/usr/bin/env python3", b"#! /usr/local/bin/perl"), b"\necho ", WORDS, b"\n"
)
