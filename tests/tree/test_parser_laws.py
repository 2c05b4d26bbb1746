"""What holds for every sequence of octets."""

import itertools
import re
from collections.abc import Iterator
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from mimeforge import Part, parse
from mimeforge.tree import Span

# Lines that make and break structure. A message drawn from them begins with one of the first few, so that most have
# parts; the longer ones are whole header sections.
ROOTS = [
    "Content-Type: multipart/mixed; boundary=a\n\n",
    'Content-Type: multipart/digest; boundary="a--"\n\n',
    "Content-Type: multipart/mixed; boundary=ab\n\n--ab\n",
    "Content-Type: message/rfc822\n\n",
    "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n",
]
LINES = st.sampled_from(
    [
        *ROOTS,
        *["--a\n", "--a\n\n", "--a--\n", "--a \t\n", "--ab\n", "--ab--\n", "--a----\n", "--\n"],
        *["Content-Type: multipart/mixed; boundary=ab\n", "Content-Type: text/plain; charset=utf-8\n"],
        *["Subject: =?utf-8?q?x?=\n", "Subject : y\n", " folded\n", " \n", "stray\n", "é\n", "\n", "x"],
    ]
)
SCRIPTS = st.builds(str.__add__, st.sampled_from(["", *ROOTS]), st.lists(LINES, max_size=30).map("".join))
MIXED = st.builds(
    lambda script, line_ends: re.sub("\n", lambda _: next(line_ends), script).encode(),
    SCRIPTS,
    st.lists(st.sampled_from(["\n", "\r\n", "\r", ""]), min_size=1, max_size=9).map(itertools.cycle),
)
WHOLE = (
    b"From: a@example.com\r\nContent-Type: multipart/mixed;\r\n boundary=a\r\n\r\npreamble\r\n--a\r\n\r\ntext\r\n"
    b"--a\r\nContent-Type: multipart/alternative; boundary=ab\r\n\r\n--ab\r\nSubject: x\r\n\r\ny\r\n--ab--\r\n"
    b"--a\r\nContent-Type: message/rfc822\r\n\r\nSubject: z\r\n\r\nbody\r\n--a--\r\nepilogue\r\n"
)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A good message to which some stretches were done: cut out, written twice, or put over with other octets."""
    octets = WHOLE
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(octets)))
        end = draw(st.integers(start, min(len(octets), start + 40)))
        stretch = draw(st.sampled_from([b"", octets[start:end] * 2, b"\n", b"\r", b"--a", b"\xff\x00"]))
        octets = octets[:start] + stretch + octets[end:]
    return octets


ANYTHING = st.one_of(st.binary(max_size=200), SCRIPTS.map(str.encode), MIXED, mutated())


@given(ANYTHING)
@example(b"")
@example(b"\r")
@example(b"\r\n")
@example(WHOLE)
def test_every_octet_has_its_place(octets: bytes) -> None:
    root = parse(octets)
    assert root.span == (0, len(octets))
    paths = []
    for part in root.walk():
        paths.append(tuple(map(int, part.path.split("."))) if part.path else ())
        header, separator, body = part.header_span, part.separator, part.body_span
        assert (part.span.start, part.span.end) == (header.start, body.end)
        assert octets[header.end : body.start] == (part.source.read(separator) if separator else b"")
        assert separator is None or part.source.read(separator) in {b"\n", b"\r\n"}
        check_header(part)
        check_body(part)
    assert paths == sorted(paths)
    assert len(set(paths)) == len(paths)


def check_header(part: Part) -> None:
    """The lines of a header section are its fields and stray lines, with nothing between them."""
    octets = part.source.octets
    spans = sorted([*part.stray, *(field.span for field in part.fields)])
    assert [span.start for span in spans] == [part.header_span.start, *(span.end for span in spans)][: len(spans)]
    assert not spans or spans[-1].end == part.header_span.end
    for field in part.fields:
        assert octets[field.span.start : field.name_span.end].decode() == field.name
        assert re.fullmatch(rb"[ \t]*:", octets[field.name_span.end : field.body_span.start])
        assert octets[field.body_span.end : field.span.end] in {b"", b"\n", b"\r\n"}
        assert part.fields_named(field.name.upper())[field.occurrence - 1] is field


def check_body(part: Part) -> None:
    """The body of a multipart is its preamble, delimiter lines, parts and epilogue, with line ends between them."""
    if not part.parts and not part.delimiters and not part.close_delimiter:
        return
    if part.media_type.startswith("message/"):
        assert [inner.span for inner in part.parts] == [part.body_span]
        return
    marks = [part.preamble, *part.delimiters, part.close_delimiter, part.epilogue]
    spans = sorted([*filter(None, marks), *(inner.span for inner in part.parts)])
    edges = [part.body_span.start, *itertools.chain(*spans), part.body_span.end]
    for end, start in zip(edges[::2], edges[1::2], strict=True):
        assert part.source.octets[end:start] in {b"", b"\n", b"\r\n"}


QUESTIONS = [name for name in dir(Part) if not name.startswith("_")]


@given(ANYTHING)
@example(b"Content-Type: text/plain; charset=idna\nContent-Transfer-Encoding: base64\n\nx")
@example(b"Content-Disposition: a; filename*=x'y'%ff\nContent-Type: a/b; name*0*=%\n\n")
def test_everything_can_be_asked(octets: bytes) -> None:
    for part in parse(octets).walk():
        for name in QUESTIONS:
            getattr(part, name)
        for field in part.fields:
            assert part.header(field.name) is not None
            assert isinstance(field.text, str)


@given(SCRIPTS)
def test_line_ends_do_not_change_the_shape(script: str) -> None:
    with_lf, with_crlf = (shape(parse(script.replace("\n", line_end).encode())) for line_end in ("\n", "\r\n"))
    assert with_lf == with_crlf


def shape(root: Part) -> list[Any]:
    def text(part: Part, span: Span | None) -> bytes | None:
        return None if span is None else part.source.read(span).replace(b"\r\n", b"\n")

    return [
        (
            part.path,
            part.media_type,
            [(field.name, field.occurrence, field.value) for field in part.fields],
            [text(part, span) for span in (*part.stray, part.separator, *part.delimiters)],
            [text(part, span) for span in (part.close_delimiter, part.preamble, part.epilogue, part.body_span)],
            [part.source.position(span.start) for span in (part.span, part.body_span)],
        )
        for part in root.walk()
    ]


@settings(max_examples=500)
@given(st.one_of(SCRIPTS.map(str.encode), MIXED, mutated()))
@example(WHOLE)
def test_parts_are_where_the_plain_reading_puts_them(octets: bytes) -> None:
    root = parse(octets)
    assert plain_reading(root, 0, len(octets), followed=False) == [
        (part.path, part.span, part.body_span, part.delimiters, part.close_delimiter) for part in root.walk()
    ]


def plain_reading(part: Part, start: int, end: int, *, followed: bool) -> list[Any]:
    """Read a part the plain way: line by line, the outer one whole, then each inner one by itself.

    ``followed`` says that a delimiter line comes next. What the header section means is taken from ``part``.
    """
    octets = part.source.octets
    body = next((line.end for line in lines_of(octets, start, end) if content(octets, line) == b""), end)
    stop = max(body, end - len(line_end(octets, end))) if followed else end
    delimiters: list[Span] = []
    close_delimiter = None
    inner: list[Any] = []
    if part.boundary:
        edges = []
        for line in lines_of(octets, body, end):
            mark = content(octets, line).rstrip(b" \t")
            if mark in {b"--" + part.boundary, b"--" + part.boundary + b"--"}:
                edges.append(line)
                if mark != b"--" + part.boundary:
                    close_delimiter = without_line_end(octets, edges[-1])
                    break
        openers = edges[: len(edges) - bool(close_delimiter)]
        delimiters = [without_line_end(octets, line) for line in openers]
        for child, line, after in itertools.zip_longest(part.parts, openers, edges[1:]):
            inner += plain_reading(child, line.end, after.start if after else end, followed=followed or bool(after))
    elif part.media_type == "message/rfc822" and part.transfer_encoding == "7bit":
        inner = plain_reading(part.parts[0], body, end, followed=followed)
    stop = max([stop, *(row[1].end for row in inner)])
    return [(part.path, Span(start, stop), Span(body, stop), tuple(delimiters), close_delimiter), *inner]


def lines_of(octets: bytes, start: int, end: int) -> Iterator[Span]:
    for match in re.finditer(rb"[^\n]*\n|[^\n]+", octets[start:end]):
        yield Span(start + match.start(), start + match.end())


def line_end(octets: bytes, at: int) -> bytes:
    return next(ending for ending in (b"\r\n", b"\n", b"") if octets[:at].endswith(ending))


def without_line_end(octets: bytes, line: Span) -> Span:
    return Span(line.start, line.end - len(line_end(octets[line.start :], line.end - line.start)))


def content(octets: bytes, line: Span) -> bytes:
    return octets[slice(*without_line_end(octets, line))]
