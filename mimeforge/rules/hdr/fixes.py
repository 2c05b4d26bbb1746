"""What mends header sections and the layout of fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._grammar import EMPTY_LINES_RE, FIELD_START_RE, FOLD_LINE_END_RE, lines
from mimeforge.edit import Edit
from mimeforge.headers import Text
from mimeforge.linter.fix import Fix
from mimeforge.rules.fixes import delete_field, line_end, mend, replace_value, rewrite, sure_text
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mimeforge.tree import Field, Part

__all__ = [
    "begin_body",
    "blank_lines_out",
    "empty_field_out",
    "empty_line_out",
    "end_header",
    "indent_out",
    "one_blank_between_words",
    "tabs_out",
    "unfold",
]

# A name in these letters, and what stands where nothing may: what readers take the field for then.
_WRITTEN_IF_EMPTY: Final = {"content-type": b"text/plain", "mime-version": b"1.0"}
# What they would say, nobody can tell; to be missed is worse than to be empty.
_MISSED: Final = frozenset({"date", "resent-date", "resent-from"})


def begin_body(part: Part, body: Span) -> Fix:
    """Put the empty line before what seems to be the body."""
    edit = Edit(Span(body.start, body.start), line_end(part.source))
    return Fix("put an empty line before it", (edit,), safe=False)


def end_header(message: Part) -> Fix | None:
    """Put the empty line behind the last field; not where the last line breaks off, and more may have."""
    end = len(message.source.octets)
    if not message.source.octets.endswith(b"\n"):
        return None
    return Fix("add the empty line", (Edit(Span(end, end), line_end(message.source)),))


def indent_out(part: Part) -> Fix | None:
    """Take the blanks at the start of the first lines away, where fields stand behind them that the part lacks."""
    at = part.header_span.start
    edits, fields = [], []
    for span in part.stray:
        octets = part.source.read(span)
        text = octets.lstrip(b" \t")
        if span.start != at or text == octets or not FIELD_START_RE.match(text):
            break
        edits.append(Edit(Span(span.start, span.end - len(text))))
        fields.append(text.partition(b":")[0].strip().decode("ascii"))
        at = span.end
    names = {name.lower() for name in fields}
    if len(names) < len(fields) or any(map(part.field, names)) or not edits:
        return None
    return Fix("take the blanks at the start away", tuple(edits), safe=False)


def empty_line_out(message: Part, separator: Span) -> Fix:
    """Take the empty lines away that stand above fields."""
    behind = EMPTY_LINES_RE.match(message.source.octets, separator.start)
    end = behind.end() if behind else separator.end
    return Fix("take the empty line away", (Edit(Span(separator.start, end)),), safe=False)


def blank_lines_out(field: Field) -> Fix | None:
    """Take away the lines of a field that hold nothing but blanks.

    The blanks go to the line above: there, all readers count them. At the end of the field they say nothing.
    """
    value, octets = field.value_span, field.source.octets
    edits = [Edit(Span(value.end, field.body_span.end))] if value.end < field.body_span.end else []
    for line in lines.BLANK_LINE_IN_FIELD_RE.finditer(octets, field.body_span.start, value.end):
        start = line.start() - octets.endswith(b"\r", 0, line.start())
        edits.append(Edit(Span(start, line.start(1))))
    return mend("take the line away", field, *edits)


def empty_field_out(field: Field) -> Fix | None:
    """Leave a field out in which nothing stands, or write what readers take it for."""
    name = field.name.lower()
    if name in _WRITTEN_IF_EMPTY:
        value = _WRITTEN_IF_EMPTY[name]
        return Fix(f"write {value.decode('ascii')}", (replace_value(field, value),))
    return None if name in _MISSED else Fix("leave the field out", (delete_field(field),))


def unfold(field: Field, quoted: Iterable[Span]) -> Fix | None:
    """Undo the folds of a field that stand inside of quotes; the blanks stay."""
    start = field.body_span.start
    folds = (fold for span in quoted for fold in FOLD_LINE_END_RE.finditer(field.raw, *span))
    edits = [Edit(Span(start + fold.start(), start + fold.end())) for fold in folds]
    return mend("undo the fold", field, *edits)


def tabs_out(field: Field) -> Fix | None:
    """Fold a field with blanks instead of TABs."""
    folds = lines.TAB_FOLD_RE.finditer(field.source.octets, *field.body_span)
    return mend("fold with a blank", field, *(Edit(Span(*fold.span(1)), b" ") for fold in folds))


def one_blank_between_words(subject: Field) -> Fix | None:
    """Take away blanks that are too many: those at the end, which say nothing, or else all, encoded ones too."""
    end = Edit(Span(subject.value_span.end, subject.body_span.end))
    text = sure_text(subject)
    if text is None or text == " ".join(text.split()):
        return mend("take the blanks at the end away", subject, end)
    written = rewrite(subject, Text(" ".join(text.split())))
    return mend("write one blank between words", subject, written) if written else None
