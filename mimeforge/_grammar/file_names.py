"""What file names may not hold, and how files begin and end."""

from __future__ import annotations

import re
from typing import Final

# RFC 2183 §2.3: a name is no path. The separator of Unix; that of Windows, where what stands before it can be a part of
# a path; and the two names of directories.
PATH_RE: Final = re.compile(r"/|\A[\w .:~$-]*+\\|\A\.\.?\Z")

# RFC 2183 §2.3: control characters of ASCII; a TAB is left over from folding
CONTROL_RE: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")

# UAX #9 §2.1, §2.2, §2.4: embeddings, overrides and isolates, which show what follows in another order
BIDI_RE: Final = re.compile("[\u202a\u202b\u202d\u202e\u2066-\u2068]")

# Microsoft, "Naming Files, Paths, and Namespaces": names that no file of Windows has, a dot at the end; and characters,
# for which readers put others
RESERVED_NAME_RE: Final = re.compile(
    r"\A(?:CON|PRN|AUX|NUL|(?:COM|LPT)[1-9¹²³])(?=\.|\Z)|(?<!\A)(?<!\A\.)\.\Z|(?P<harmless>[<>|?*]|(?<!\A[A-Za-z]):)",
    re.IGNORECASE,
)

# White space that is not seen, but for the controls above: at either end, or a long stretch before the extension
_BLANK: Final = r"[^\S\x0a-\x0d\x1c-\x1f]"
BLANKS_RE: Final = re.compile(rf"\A{_BLANK}++|(?<=\S){_BLANK}++(?:\Z|(?<={_BLANK}{{5}})(?=\.\w++\Z))")

# The extension of a document before one that a browser or a program opens at once
TWO_EXTENSIONS_RE: Final = re.compile(
    r"\.(?:csv|docx?|gif|jpe?g|mp[34]|odt|pdf|png|pptx?|rtf|tiff?|txt|xlsx?)\.(?:[sx]?html?|one|rdp|wim)\Z",
    re.IGNORECASE,
)

# How files begin, as their specifications have it. A TAR archive has its mark at 257 (POSIX.1), a PDF may have octets
# before its header (ISO 32000-1, Annex H, note 13), HEIC and AVIF images begin as videos do, with a brand of their own.
IMAGE_RE: Final = re.compile(
    rb"\x89PNG\r\n\x1a\n|GIF8[79]a|\xff\xd8\xff|BM.{4}\0\0\0\0|II\*\0|MM\0\*|RIFF.{4}WEBP|\0\0\x01\0.\0"
    rb"|....ftyp(?:hei[cfmsx]|hev[cmsx]|m[is]f1|avi[fs])",
    re.DOTALL,
)
ARCHIVE_RE: Final = re.compile(
    rb"PK(?:\x03\x04|\x05\x06)|\x1f\x8b\x08|BZh[1-9]1AY&SY|\xfd7zXZ\0|7z\xbc\xaf'\x1c|Rar!\x1a\x07|\x28\xb5\x2f\xfd|.{257}ustar",
    re.DOTALL,
)
COMPOUND_FILE_RE: Final = re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
SOUND_RE: Final = re.compile(rb"....ftyp|RIFF.{4}(?:WAVE|AVI )|OggS\0|fLaC\0|ID3[\x02-\x04]|\x1aE\xdf\xa3", re.DOTALL)
PDF_RE: Final = re.compile(rb".{0,1019}?%PDF-[12]\.", re.DOTALL)

# Programs: PE behind its stub for DOS (the offset of its header stands at 60), ELF, Mach-O in either order of octets or
# for several machines (a Java class has its version where these are counted), and a shortcut of Windows ([MS-SHLLINK])
PROGRAM_RE: Final = re.compile(
    rb"MZ.{58}..\0\0.{0,1024}?PE\0\0"
    rb"|\x7fELF[\x01\x02][\x01\x02]\x01"
    rb"|\xfe\xed\xfa[\xce\xcf]\0\0\0|[\xce\xcf]\xfa\xed\xfe"
    rb"|\xca\xfe\xba\xbe\0\0\0[\x01-\x14]"
    rb"|L\0\0\0\x01\x14\x02\0",
    re.DOTALL,
)

# A script: its interpreter in the first line
SCRIPT_RE: Final = re.compile(rb"#! ?/(?:usr/)?(?:local/)?bin/[a-z]")

# What closes them: the end record of a ZIP archive (APPNOTE.TXT §4.3.16), the last line of a PDF (ISO 32000-1 §7.5.5),
# the chunk IEND, the trailer of a GIF with what may pad it. Cameras write other things behind a JPEG image: it is cut
# only where the octets are those of its scan, with no marker but those of a scan in them (ITU-T T.81 §B.1.1).
ZIP_END_RE: Final = re.compile(rb"PK\x05\x06")
PDF_END_RE: Final = re.compile(rb"%%EOF")
PNG_END_RE: Final = re.compile(rb"IEND")
GIF_END_RE: Final = re.compile(rb";[^;]{0,16}\Z|\0\Z")
JPEG_END_RE: Final = re.compile(rb"\xff[^\0\xd0-\xd7\xff]|\A[^\xff]*+\Z")
