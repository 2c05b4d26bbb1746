"""What is huge is held once or twice: what is needed beside it is a stated multiple of it, or next to nothing."""

from __future__ import annotations

import gc
import tracemalloc
from io import BytesIO
from typing import TYPE_CHECKING, Final

import pytest
from composing import plain

from bounds.shapes import PDF, TOP
from mimeforge import lint, parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import Buffer

    from mimeforge import Message

MB: Final = 1 << 20

LINES: Final = {"text": TOP + b"\r\n" + b"x" * (40 * MB), "base64": TOP + PDF + b"\r\n" + b"QUFB" * (3 * MB)}


def peak(work: Callable[[], object]) -> float:
    """Measure the most MB that were in use at once, beyond those in use before."""
    gc.collect()
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / MB
    finally:
        tracemalloc.stop()


class Sink(BytesIO):
    """A file that keeps nothing, and counts."""

    size = 0

    def write(self, octets: Buffer, /) -> int:
        written = memoryview(octets).nbytes
        self.size += written
        return written


@pytest.mark.parametrize("kind", LINES)
def test_a_line_of_megabytes_is_copied_twice_at_most(kind: str) -> None:
    octets = LINES[kind]
    lint(octets[:2000], profile="ses-v2")  # loads what is loaded when it is needed
    assert peak(lambda: parse(octets)) < 0.1
    assert peak(lambda: str(lint(octets, profile="ses-v2"))) < 2.1 * len(octets) / MB


def with_fields(count: int) -> Message:
    message = plain(text="x")
    for number in range(count):
        message = message.header(f"X-{number}", "x")
    return message


def with_attachments(count: int) -> Message:
    message = plain(text="x")
    for number in range(count):
        message = message.attach(b"x", filename=f"{number}.txt")
    return message


def with_inline_parts(count: int) -> Message:
    message = plain(html="<p>x</p>")
    for number in range(count):
        message = message.embed(b"x", cid=f"c{number}")
    return message


# What is composed, the MB that making it may take, and those that writing it may take: about 1.3 times what they do.
COMPOSED: Final[dict[str, tuple[Callable[[], Message], float, float]]] = {
    "10,000 fields": (lambda: with_fields(10_000), 2.2, 1),
    "1,000 attachments": (lambda: with_attachments(1_000), 1, 0.5),
    "1,000 inline parts": (lambda: with_inline_parts(1_000), 1, 0.5),
    "10,000 recipients": (lambda: plain(to=[f"u{number}@example.net" for number in range(10_000)]), 2, 3),
    "a subject of 1 MB": (lambda: plain(subject="ä " * (MB // 3)), 1, 50),
}


@pytest.mark.parametrize("name", COMPOSED)
def test_what_is_composed(name: str) -> None:
    make, most_made, most_written = COMPOSED[name]
    made: list[Message] = []
    sink = Sink()
    plain().write_to(sink, profile=None)  # loads what is loaded when it is needed
    assert peak(lambda: made.append(make())) < most_made
    assert peak(lambda: made[0].write_to(sink, profile=None)) < most_written
    assert sink.size > made[0].size


def test_an_attachment_of_forty_megabytes_is_written_piece_by_piece() -> None:
    message, sink = plain(text="x").attach(bytes(40 * MB), filename="x.bin"), Sink()
    assert peak(lambda: message.write_to(sink, profile=None)) < 1
    assert sink.size == message.size > 40 * MB
