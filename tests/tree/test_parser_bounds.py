"""What is hostile or huge ends, soon, and says where reading stopped."""

import copy
import pickle
import time
from collections.abc import Iterator

import pytest
from long_runs import size

from mimeforge import _limits, parse

MULTIPART = b"Content-Type: multipart/mixed; boundary=%b\n\n"
ROOT = MULTIPART % b"b"


LONG_BOUNDARIES = (
    MULTIPART % (b"x" * 600_000) + b"--" + b"x" * 600_000 + b"\n" + MULTIPART % (b"y" * 600_000) + b"\n--x"
)


def nested_multiparts(levels: int) -> bytes:
    return b"".join(MULTIPART % b"%d" % level + b"--%d\n" % level for level in range(levels))


@pytest.fixture(autouse=True)
def _soon() -> Iterator[None]:
    """Each case takes well under a second where time grows as the input does, and minutes where it does not."""
    start = time.perf_counter()
    yield
    assert time.perf_counter() - start < 20


@pytest.mark.parametrize(
    "octets",
    [nested_multiparts(200), b"Content-Type: message/rfc822\n\n" * 200],
    ids=["multipart", "message/rfc822"],
)
def test_levels_are_bounded(octets: bytes) -> None:
    message = parse(octets)
    *above, deepest = message.walk()
    assert len(above) + 1 == _limits.PARSE_LEVELS_MAX
    assert deepest.limit == "levels"
    assert {part.limit for part in above} == {None}
    assert deepest.span.end == len(octets)
    for twin in (pickle.loads(pickle.dumps(message)), copy.deepcopy(message), parse(octets)):
        assert twin == message
        assert [part.path for part in twin.walk()] == [part.path for part in message.walk()]
    assert len(repr(message)) < 100


@pytest.mark.parametrize("levels", [_limits.PARSE_LEVELS_MAX - 1, _limits.PARSE_LEVELS_MAX])
def test_a_leaf_on_the_last_level_is_within_the_limit(levels: int) -> None:
    *_, deepest = parse(nested_multiparts(levels) + b"\nx").walk()
    assert deepest.limit == (None if levels < _limits.PARSE_LEVELS_MAX else "levels")


@pytest.mark.parametrize("part", [b"--b\n", b"--b\nTo: a\n", b"--b\nTo: a\n\nx\n"], ids=["empty", "header", "body"])
def test_parts_are_bounded(part: bytes) -> None:
    within = parse(ROOT + part * (_limits.PARSE_PARTS_MAX - 1) + b"--b--\n")
    assert len(list(within.walk())) == _limits.PARSE_PARTS_MAX
    assert {inner.limit for inner in within.walk()} == {None}

    beyond = parse(ROOT + part * 100_000 + b"--b--\n")
    *inside, rest = beyond.walk()
    assert len(inside) == _limits.PARSE_PARTS_MAX
    assert {inner.limit for inner in inside} == {None}
    assert (rest.limit, rest.span.end) == ("parts", len(beyond.source.octets))


def test_an_embedded_message_counts_as_a_part() -> None:
    octets = ROOT + b"--b\nContent-Type: message/rfc822\n\n" * _limits.PARSE_PARTS_MAX
    limits = [part.limit for part in parse(octets).walk()]
    assert len(limits) == _limits.PARSE_PARTS_MAX + 1
    assert limits[-1] == "parts"


@pytest.mark.parametrize("line", [b"a: b\n", b"stray\n"])
def test_fields_are_bounded(line: bytes) -> None:
    def header_of(lines: int) -> tuple[int, str | None, bytes]:
        message = parse(line * lines + b"\nbody")
        return len(message.fields) + len(message.stray), message.limit, message.raw

    assert header_of(_limits.PARSE_FIELDS_MAX) == (_limits.PARSE_FIELDS_MAX, None, b"body")
    assert header_of(_limits.PARSE_FIELDS_MAX + 1) == (_limits.PARSE_FIELDS_MAX, "fields", b"body")
    assert header_of(1_000_000) == (_limits.PARSE_FIELDS_MAX, "fields", b"body")


def test_a_part_with_too_many_fields_is_a_leaf() -> None:
    message = parse(ROOT.rstrip() + b"\n" + b"a: b\n" * _limits.PARSE_FIELDS_MAX + b"\n--b\n\nx\n--b--\n")
    assert (message.limit, message.boundary, message.parts, message.delimiters) == ("fields", b"b", (), ())
    assert message.preamble is None


@pytest.mark.parametrize(
    "octets",
    [
        pytest.param(b"Subject: " + b"x" * 1_000_000, id="a long field"),
        pytest.param(b"x" * 1_000_000, id="a long stray line"),
        pytest.param(b"x" * 1_000_000 + b" " * 1_000_000, id="a long name, then blanks"),
        pytest.param(b"To:" + b"\n " * (size(4_000_000) // 2), id="a field of many lines"),
        pytest.param(b"Content-Type: " + b"(" * 1_000_000 + b"\n\n", id="open comments"),
        pytest.param(
            b"Content-Type: multipart/mixed; boundary=" + b"-" * 1_000_000 + b"\n\n" + b"-" * size(4_000_000),
            id="dashes",
        ),
        pytest.param(ROOT + b"--b x\n" * (size(3_000_000) // 6), id="lines that are almost delimiters"),
        pytest.param(nested_multiparts(99) + b"--b x\n" * (size(3_000_000) // 6), id="almost delimiters deep down"),
        pytest.param(nested_multiparts(99) + b"\n" + b"-- \n--\n" * (size(3_500_000) // 7), id="signatures deep down"),
        pytest.param(ROOT + b"--b\nTo: a\n" * 9_000 + b"x\n" * (size(2_000_000) // 2), id="no empty line anywhere"),
        pytest.param(ROOT + b"--b\n" * 9_000 + b"\r" * size(2_000_000), id="bare CRs"),
        pytest.param(b"\n" * size(2_000_000), id="nothing but line ends"),
        pytest.param(LONG_BOUNDARIES, id="two long boundaries"),
        pytest.param(nested_multiparts(98) + b"--97\n" + (MULTIPART % b"c" + b"--97\n") * 5_000, id="wide and deep"),
    ],
)
@pytest.mark.torture
def test_hostile_messages_are_read_in_linear_time(octets: bytes) -> None:
    message = parse(octets)
    assert message.span == (0, len(octets))
    assert message.source.position(len(octets))[0] == octets.count(b"\n") + 1


def test_a_boundary_of_blanks_is_none() -> None:
    message = parse(b'Content-Type: multipart/mixed; boundary="' + b" " * 100_000 + b'"\n\n' + b"--" + b" " * 100_000)
    assert (message.boundary, message.parts) == (None, ())
