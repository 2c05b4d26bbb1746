"""CHR: the names of charsets, in Content-Type and in extended parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._grammar.charsets import ORDINARY_CHARSET_RE
from mimeforge.codecs import charsets
from mimeforge.codecs.visible import shown
from mimeforge.edit import Edit
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, part_fields, rule
from mimeforge.rules.fixes import mend
from mimeforge.rules.par.content_fields import parameters_of, unreadable
from mimeforge.rules.par.parameter_edits import value_span
from mimeforge.tree import Span
from mimeforge.tree.names import span_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.codecs.parameters import Parameter
    from mimeforge.linter.context import Context
    from mimeforge.linter.fix import Fix
    from mimeforge.tree import Field

__all__ = ["PREFERRED", "RULES"]

_BOTH: Final = part_fields("Content-Type", "Content-Disposition")
# IANA, character sets: the preferred MIME name for each of Python's codecs, first where there are several names that
# mail is written with.
PREFERRED: Final = {
    **{codec: (codec,) for codec in ("big5", "gb2312", "gb18030", "gbk", "hp-roman8", "koi8-r", "koi8-u", "ptcp154")},
    **{codec: (codec,) for codec in ("shift_jis", "tis-620", "utf-7", "utf-8", "utf-16", "utf-32")},
    **{f"iso8859-{part}": (f"iso-8859-{part}",) for part in (1, 2, 3, 4, 5, 7, 9, 10, 11, 13, 14, 15, 16)},
    **{f"cp{page}": (f"windows-{page}",) for page in (874, *range(1250, 1259))},
    **{f"cp{page}": (f"ibm{page}",) for page in (437, 775, 850, 852, 855, 857, *range(860, 867), 869)},
    "ascii": ("us-ascii",),
    "big5hkscs": ("big5-hkscs",),
    "cp932": ("windows-31j",),
    "euc_jp": ("euc-jp",),
    "euc_kr": ("euc-kr", "ks_c_5601-1987"),
    "hz": ("hz-gb-2312",),
    "iso2022_jp": ("iso-2022-jp",),
    "iso2022_jp_2": ("iso-2022-jp-2",),
    "iso2022_kr": ("iso-2022-kr",),
    "iso8859-6": ("iso-8859-6", "iso-8859-6-e", "iso-8859-6-i"),
    "iso8859-8": ("iso-8859-8", "iso-8859-8-e", "iso-8859-8-i"),
    "mac-roman": ("macintosh",),
    "utf-16-be": ("utf-16be",),
    "utf-16-le": ("utf-16le",),
    "utf-32-be": ("utf-32be",),
    "utf-32-le": ("utf-32le",),
}
# Far more parameters than any field has.
_PARAMETERS_READ: Final = 100


@rule(
    "CHR102",
    "charset-unknown",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §4.1.2, RFC 2231 §4; IANA, character sets",
    looks_at=_BOTH,
    bad=(
        sample("Content-Type: text/plain; charset=x-klingon"),
        sample('Content-Type: text/plain; charset=""'),
        sample("Content-Type: text/plain; charset='utf-8'"),
        sample("Content-Disposition: inline; filename*=x-klingon''lunch.txt"),
    ),
    good=(
        sample("Content-Type: text/plain; charset=ISO-8859-8-I"),
        sample("Content-Type: application/json; charset=binary"),
        sample("Content-Disposition: inline; filename*=iso-8859-1''Zo%E9.txt"),
    ),
)
def unknown_charset(field: Field, context: Context) -> Iterator[Hit]:
    """A charset is named that nobody knows.

    Readers guess, and show other letters than were written. Write the text in UTF-8, and charset=utf-8. (Apostrophes
    are no quotes, and a part of the name to most readers.)
    """
    for name, parameter in _names(field, context):
        if not charsets.is_name(name) and name.isprintable():  # of controls, LIN108 speaks
            what = f"{shown(name)} is no charset that all readers know" if name else "the charset is empty"
            bare = name.strip("'")
            is_known = charsets.is_name(bare) and charsets.canonical(bare) == charsets.canonical(name)
            fix = _rename("take the apostrophes away", field, parameter, bare) if is_known else None
            place = span_in(field, parameter.start, parameter.end)
            yield Hit(place, f"{what}: some guess; name the one of the text, best utf-8", fix=fix)


@rule(
    "CHR103",
    "charset-alias",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2978 §2.3, §3: the preferred MIME name; IANA, character sets",
    looks_at=_BOTH,
    bad=(
        sample("Content-Type: text/plain; charset=ascii"),
        sample("Content-Disposition: inline; filename*=utf8''Zo%C3%A9.txt"),
        sample("Content-Disposition: inline; filename*=cp1252''Zo%E9.txt"),
    ),
    good=(
        sample("Content-Type: text/plain; charset=US-ASCII"),
        sample("Content-Disposition: inline; filename*=windows-1252''Zo%E9.txt"),
    ),
)
def charset_alias(field: Field, context: Context) -> Iterator[Hit]:
    """A charset is known, and not by this name.

    Most readers understand such names, some take them for unknown charsets. Write the name that is preferred in mail.
    """
    for name, parameter in _names(field, context):
        preferred = PREFERRED.get(charsets.canonical(name), ())
        if charsets.is_known(name) and charsets.is_name(name) and name.lower() not in preferred:
            meant = preferred[0] if preferred else "utf-8, and the text in it"
            message = f"{shown(name)} is not the name of a charset that all readers know: write {meant}"
            fix = _rename(f"write {preferred[0]}", field, parameter, preferred[0]) if preferred else None
            yield Hit(span_in(field, parameter.start, parameter.end), message, fix=fix)


def _rename(title: str, field: Field, parameter: Parameter, name: str) -> Fix | None:
    """Write another name of the same charset."""
    start, end = value_span(field, parameter)
    if parameter.extended:
        start += parameter.is_quoted
        end = start + len(field.source.octets[start:end].partition(b"'")[0])
    return mend(title, field, Edit(Span(start, end), name.encode("ascii")))


def _names(field: Field, context: Context) -> Iterator[tuple[str, Parameter]]:
    """Pass the charsets that a field names, of its text and of its extended parameters, each with its parameter.

    Of types that are no text, readers ignore a charset: "binary" is what PHP gives to all files.
    """
    octets = field.source.read(field.value_span)
    is_type = field.name.lower() == "content-type"
    if b"*" not in octets and (not is_type or ORDINARY_CHARSET_RE.search(octets)):
        return
    if unreadable(field, context):
        return
    read = parameters_of(field, context)
    is_text = is_type and (read.value[:5].lower() == "text/" or read.value[-3:].lower() == "xml")
    for parameter in read.written[:_PARAMETERS_READ]:
        if parameter.extended:
            charset, *rest = parameter.value.split("'", 2)
            if len(rest) > 1 and charset and not parameter.segment:
                yield charset, parameter
        elif parameter.name == "charset" and is_text and parameter.segment is None:
            yield parameter.value.strip(), parameter


RULES = (unknown_charset, charset_alias)
