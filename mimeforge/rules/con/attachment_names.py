"""CON: the names of attachments. A table of what is wrong within a name, and rules on what a name stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._grammar import file_names as grammar
from mimeforge.codecs.visible import shown
from mimeforge.errors import code_points
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import MESSAGE, PART, Hit, Rule, rule
from mimeforge.rules.con.attachments import attached, hit_at_name, shown_names, zipped
from mimeforge.rules.con.content import refused_name
from mimeforge.rules.con.fixes import rename, without_blanks, without_controls, without_marks, without_path
from mimeforge.rules.con.zip_directory import in_archive
from mimeforge.rules.par.content_fields import unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from re import Match, Pattern

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part
    from mimeforge.tree.names import FileName

__all__ = ["RULES"]

# Gmail Help, "File types blocked in Gmail" (as of 2025): 54 endings, compressed or within archives as well.
_GMAIL_BLOCKED: Final = frozenset(
    """
    ade adp apk appx appxbundle bat cab chm cmd com cpl diagcab diagcfg diagpkg dll dmg ex ex_ exe hta img ins iso isp
    jar jnlp js jse lib lnk mde mjs msc msi msix msixbundle msp mst nsh pif ps1 scr sct shb sys vb vbe vbs vhd vxd wsc
    wsf wsh xll
    """.split()
)
_COMPRESSED: Final = ("gz", "bz2")
_NAME_SHOWN: Final = 40


class _Kind(NamedTuple):
    """One rule: what it looks for in a ``{name}``, and what it says of what is ``{found}``, ``{count}`` characters.

    ``mended`` gives the name without it, and ``order`` says so.
    """

    code: str
    slug: str
    title: str
    advice: str
    pattern: Pattern[str]
    said: str
    source: str
    bad: tuple[str, ...]
    good: tuple[str, ...]
    severity: Severity = Severity.WARNING
    rfc: Severity | None = None
    mended: Callable[[str], str] | None = None
    order: str = ""


_TABLE = (
    _Kind(
        "CON108",
        "double-extension",
        "A file name has the extension of a document before one that opens in a browser or a program.",
        "Readers that hide the last extension show the first: phishing looks so, and filters treat it so. Keep one.",
        grammar.TWO_EXTENSIONS_RE,
        "{name} has two extensions, as phishing does: keep one of {found}",
        "rspamd, MIME_DOUBLE_BAD_EXTENSION",
        ("invoice.pdf.html", "photo.JPG.htm"),
        ("report.tar.gz", "release-1.2.html", "notes.en.txt", "report.pdf.zip"),
    ),
    _Kind(
        "CON109",
        "filename-rtlo",
        "A file name holds a character that shows what follows in another order.",
        "With an override, an embedding or an isolate, an extension is shown as another: filters reject such names. "
        "Names in Hebrew or Arabic need none. A name that was copied from a dialog of Windows begins with one. Take it "
        "out.",
        grammar.BIDI_RE,
        "{found} in the file name {name} changes the order in which it is shown: take it out",
        "UAX #9 §2.1, §2.2, §2.4; UTR #36 §2.5; rspamd, MIME_BAD_UNICODE",
        ("invoice%E2%80%AEtxt.csv", "%E2%80%AAnotes.txt"),
        ("%D7%93%D7%95%D7%97%E2%80%8F.txt",),
        mended=without_marks,
        order="take the mark out",
    ),
    _Kind(
        "CON110",
        "filename-control",
        "A file name holds a control character.",
        "Readers cut the name there, refuse to save the file, or take what follows for a header field of their own. "
        "Often a title was used as a name with its line end. Take it out.",
        grammar.CONTROL_RE,
        "{found} in the file name {name}, where readers cut it: take it out",
        "RFC 2183 §2.3; RFC 2231 §4",
        ("notes%0A.txt", "no%00tes.txt"),
        ("notes.txt",),
        severity=Severity.ERROR,
        rfc=Severity.WARNING,
        mended=without_controls,
        order="take the control out",
    ),
    _Kind(
        "CON111",
        "filename-path",
        "A file name is a path.",
        "Readers take the last piece for the name, put others in place of the separators, or refuse the file; and "
        "a path tells what the sender's disk looks like. Give the name of the file alone.",
        grammar.PATH_RE,
        "{found} makes a path of the file name {name}: give the name of the file alone",
        "RFC 2183 §2.3: no path; RFC 2183 §5",
        ("../notes.txt", "/home/jo/notes.txt", "C%3A%5Cnotes.txt", "2024/25.txt"),
        ("a..b.txt", "~$notes.txt", "notes (1.2).txt"),
        rfc=Severity.WARNING,
        mended=without_path,
        order="leave the folders out",
    ),
    _Kind(
        "CON112",
        "filename-reserved",
        "A file name is one that Windows reserves, or ends in a dot.",
        "The file cannot be saved under that name there. Choose another name. (Characters that no file of Windows has, "
        "such as a colon, are a note: readers put others in their place.)",
        grammar.RESERVED_NAME_RE,
        "no file of Windows can be named {name}, because of {found}: choose another name",
        "Microsoft, Naming Files, Paths, and Namespaces",
        ("con.txt", "LPT1", "notes.", "Re: notes.txt", "what?.txt"),
        ("console.txt", "com10.txt", "nul-report.txt", "notes 100%25 & more.txt"),
    ),
    _Kind(
        "CON114",
        "filename-trailing-ws",
        "A file name begins or ends with a blank, or holds many before its extension.",
        "Blanks at the ends are lost on the way or on saving; many before the extension push it out of sight, as "
        "malware does. Take them out.",
        grammar.BLANKS_RE,
        "blanks ({count}) in the file name {name}, which nobody sees: take them out",
        "rspamd, MIME_BAD_EXTENSION; Microsoft, Naming Files, Paths, and Namespaces",
        (" notes.txt", "notes.txt ", "notes%20%20%20%20%20%20%20%20.txt", "notes.txt%C2%A0"),
        ("notes  of  june.txt",),
        mended=without_blanks,
        order="take the blanks out",
    ),
)


def _rule(kind: _Kind) -> Rule:
    """Make the rule of one row."""

    def check(part: Part, context: Context) -> Iterator[Hit]:
        for name in _sound_names(part, context):
            found = kind.pattern.search(name.text)
            if found:
                said = kind.said.format(found=_said(found), count=len(found[0]), name=shown(name.text))
                severity = Severity.NOTE if found.lastgroup == "harmless" else None
                new = kind.mended(name.text) if kind.mended else ""
                fix = None if _ending(new) in _GMAIL_BLOCKED else rename(part, name.text, new, kind.order)
                yield Hit(name.span, said, field=name.field, severity=severity, fix=fix)
                return

    check.__doc__ = f"{kind.title}\n\n{kind.advice}"
    make = rule(
        kind.code,
        kind.slug,
        severity=kind.severity,
        rfc=kind.rfc,
        evidence=Evidence.INFERRED,
        source=kind.source,
        looks_at=PART,
        bad=tuple(map(_named, kind.bad)),
        good=tuple(map(_named, kind.good)),
    )
    return make(check)


def _sound_names(part: Part, context: Context) -> Iterator[FileName]:
    """Pass the names to look at: of those that SES refuses, and of fields at fault themselves, other rules speak."""
    if part.file_names and not refused_name(part, context):
        for name in context.once(shown_names, part):
            if not unreadable(name.field, context) and not grammar.CONTROL_RE.search(name.field.value):
                yield name


def _named(name: str) -> bytes:
    """Return an example with a file name: quoted, or extended where it has percent signs."""
    value = f"filename*=utf-8''{name.replace(' ', '%20')}" if "%" in name else f'filename="{name}"'
    return sample("Content-Type: application/octet-stream", f"Content-Disposition: attachment; {value}")


def _two_attachments(*names: str) -> bytes:
    part = '--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename="{}"\r\n\r\nSee you at {}.\r\n'
    text = "--b\r\n\r\nSee you at noon.\r\n"
    parts = "".join(part.format(name, number) for number, name in enumerate(names, 1))
    return sample('Content-Type: multipart/mixed; boundary="b"', body=f"{text}{parts}--b--\r\n")


def _said(found: Match[str]) -> str:
    return shown(found[0], _NAME_SHOWN) if found[0].isprintable() else code_points(found[0])


@rule(
    "CON107",
    "blocked-extension-gmail",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="Gmail Help, File types blocked in Gmail (54 endings, also compressed or in archives)",
    looks_at=PART,
    bad=(
        _named("setup.jar"),
        _named("disk.ISO"),
        _named("macro.js.gz"),
        attached("tools.zip", zipped("read.txt", "bin/setup.exe"), "application/zip"),
    ),
    good=(
        _named("setup.json"),
        attached("tools.zip", zipped("read.txt", "setup.json"), "application/zip"),
    ),
)
def blocked_by_gmail(part: Part, context: Context) -> Iterator[Hit]:
    """A file has a name with an ending that Gmail refuses, itself or within a ZIP archive.

    Gmail bounces the message: it looks into archives as well, at names only. Other receivers have lists like it. Send a
    link. (What Amazon SES itself refuses is `blocked-extension-ses`.)
    """
    for name in _sound_names(part, context):
        ending = _ending(name.text)
        if ending in _GMAIL_BLOCKED:
            text = f"Gmail refuses files that end in .{ending}: {shown(name.text)}; send a link"
            yield Hit(name.span, text, field=name.field)
            return
    for entry in in_archive(part, context):
        ending = _ending(entry.name)
        if ending in _GMAIL_BLOCKED:
            text = f"Gmail refuses archives that hold a file in .{ending}, such as {shown(entry.name)}; send a link"
            yield hit_at_name(part, text)
            return


def _ending(name: str) -> str:
    """Give the last extension of a name in lower case, or the one before where it is that of a compressed file."""
    *before, extension = name.strip().lower().split(".")
    if extension in _COMPRESSED and before:
        *before, extension = before
    return extension if before else ""


@rule(
    "CON113",
    "filename-duplicate",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="RFC 2183 §2.3: a name should not overwrite another file",
    looks_at=MESSAGE,
    bad=(_two_attachments("notes.txt", "Notes.txt"),),
    good=(_two_attachments("notes-1.txt", "notes-2.txt"),),
)
def duplicate_names(root: Part, context: Context) -> Iterator[Hit]:
    """Two attachments have the same name.

    Who saves all of them keeps one, or has to rename the others. Give each a name of its own.
    """
    seen = set()
    for part in root.walk(into_messages=False):
        # RFC 1740 §5: the two halves of one file of a Macintosh have one name.
        is_own = part.disposition == "attachment" and part.media_type != "application/applefile"
        name = next(iter(context.once(shown_names, part)), None) if is_own else None
        if name and name.text.lower() in seen:
            text = f"another attachment is named {shown(name.text)} too: give each a name of its own"
            yield Hit(name.span, text, part=part, field=name.field)
        elif name:
            seen.add(name.text.lower())


RULES = (*map(_rule, _TABLE), blocked_by_gmail, duplicate_names)
