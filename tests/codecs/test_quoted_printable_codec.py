from __future__ import annotations

import base64
import json
import quopri
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mimeforge.codecs import quoted_printable, scans
from mimeforge.errors import EncodingError

if TYPE_CHECKING:
    from pathlib import Path

# What makes quoted-printable hard: blanks at line ends, lines of just about 76 characters, what relays touch.
PIECES = [*b"= . \xc3\xa9 From rom word".split(), b"From ", b" ", b"\t", b"\n", b"\n.\n", b"\r", b"x" * 70, b"x" * 75]
texts = st.binary(max_size=200) | st.lists(st.sampled_from(PIECES), max_size=20).map(b"".join)
# Text of every kind without CR, which the fast path leaves to the other.
fast_texts = texts.map(lambda text: text.replace(b"\r", b""))
ENCODED_PIECES = [*b"= =3D =3d =C3=A9 =zz a \xe9".split(), b"=\r\n", b" ", b"\t", b"\r\n", b"\n", b"\r"]
nearly_encoded = st.lists(st.sampled_from(ENCODED_PIECES)).map(b"".join)
jumbled = st.lists(st.sampled_from([bytes([octet]) for octet in b"=4d \t\r\nx"])).map(b"".join)

# RFC 2045 §6.7: no line over 76, nothing but printable ASCII, blanks and TABs, escapes in upper case, none of them cut
# in two, no blank at the end of a line; RFC 2049 §3: nothing at the start of a line that a relay would touch.
LINE_RE = re.compile(rb"(?!From )(?!\.\Z)(?:[!-<>-~ \t]|=[0-9A-F]{2})*(?:(?<![ \t])|=)\Z")


def assert_canonical(encoded: bytes) -> None:
    lines = encoded.split(b"\r\n")
    for line in lines:
        assert len(line) <= 76
        assert LINE_RE.match(line), line
    assert not lines[-1].endswith(b"=")


@given(texts)
@example(b"x" * 75 + b" ")
@example(b"x" * 75 + b" \n")
@example(b"x" * 74 + b"\xe9 ")
@example(b"x" * 75 + b"From " + b"y" * 80)
@example(b"x" * 75 + b".")
@example(b"From " + b"\xe9" * 40)
@example(b"." * 77)
@example(b"\xff" * 1000)
def test_decoding_gives_back_what_was_encoded(text: bytes) -> None:
    encoded = quoted_printable.encode(text)
    assert_canonical(encoded)
    with_crlf = text.replace(b"\n", b"\r\n")
    assert quoted_printable.decode(encoded) == with_crlf
    assert quoted_printable.decode_leniently(encoded) == with_crlf
    assert quopri.decodestring(encoded) == with_crlf


@given(fast_texts)
@example(b"x" * 75 + b" ")
@example(b"x" * 75 + b"\t\ny")
@example(b"x" * 75 + b"From y" + b"x" * 80)
@example(b"x" * 75 + b".\n")
@example(b".\x00")
def test_the_fast_path_is_as_good_as_the_plain_one(text: bytes) -> None:
    plain = b"\n".join(map(quoted_printable._encode_line, text.split(b"\n")))
    fast = quoted_printable._encode_fast(text)
    assert_canonical(plain.replace(b"\n", b"\r\n"))
    if fast is None:
        return
    assert_canonical(fast.replace(b"\n", b"\r\n"))
    decode = quoted_printable.decode_leniently
    assert decode(fast) == decode(plain) == text


def test_ordinary_text_takes_the_fast_path() -> None:
    for text in (b"", b"Merci !\n", "Reçu n° 42\n".encode() * 300, b"trailing \n", b".hidden\nFrom: x\n"):
        assert quoted_printable._encode_fast(text) is not None


@pytest.mark.parametrize(
    ("text", "encoded"),
    [
        ("", ""),
        ("\n", "\r\n"),
        ("a=b", "a=3Db"),
        ("é", "=C3=A9"),
        ("a\n.\nb", "a\r\n=2E\r\nb"),
        ("..", ".."),
        (".a", ".a"),
        ("From x", "=46rom x"),
        ("a\nFrom x", "a\r\n=46rom x"),
        ("From\n", "From\r\n"),
        ("a From x", "a From x"),
        ("a \nb\t", "a=20\r\nb=09"),
        (" ", "=20"),
        ("a  ", "a =20"),
        ("a\rb", "a=0Db"),
        ("a\r\n", "a=0D\r\n"),
        ("\x00\x7f\x0b\x0c", "=00=7F=0B=0C"),
        ("\u2028", "=E2=80=A8"),
        ("x" * 76, "x" * 76),
        ("x" * 77, "x" * 75 + "=\r\nxx"),
        ("x" * 75 + "é", "x" * 75 + "=\r\n=C3=A9"),
        ("x" * 73 + "é", "x" * 73 + "=\r\n=C3=A9"),
        ("x" * 75 + " ", "x" * 75 + "=\r\n=20"),
        # A CR takes the slow path: its lines are as full, and an escape that fits stays on its line.
        ("\r" + "x" * 73, "=0D" + "x" * 73),
        ("\r" + "x" * 74, "=0D" + "x" * 72 + "=\r\nxx"),
        ("\r" + "x" * 69 + "\rxx", "=0D" + "x" * 69 + "=0D=\r\nxx"),
    ],
)
def test_what_is_written(text: str, encoded: str) -> None:
    assert quoted_printable.encode(text.encode()) == encoded.encode()


@pytest.mark.parametrize(
    ("encoded", "position", "problem"),
    [
        (b"a=zz", 1, "upper-case hex"),
        (b"a=3d", 1, "upper-case hex"),
        (b"a=3", 1, "upper-case hex"),
        (b"a=", 1, "upper-case hex"),
        (b"a= \r\nb", 1, "upper-case hex"),
        (b"a==\r\nb", 1, "upper-case hex"),
        (b"ok\r\nb=c3", 5, "upper-case hex"),
        (b"ok\r\nok\r\nb=c3", 9, "upper-case hex"),
        (b"caf\xe9", 3, "escaped"),
        (b"a\nb", 1, "escaped"),
        (b"a\rb", 1, "escaped"),
        (b"a\x00", 1, "escaped"),
        (b"a\x7f", 1, "escaped"),
        (b"a ", 1, "blank at the end"),
        (b"a\t\r\nb", 1, "blank at the end"),
        (b"ab\r\na  \r\nb", 6, "blank at the end"),
        (b"x" * 77, 76, "line of 77"),
        (b"ok\r\n" + b"x" * 76 + b"=\r\ny", 80, "line of 77"),
    ],
)
def test_strict_decoding_names_the_first_departure(encoded: bytes, position: int, problem: str) -> None:
    with pytest.raises(EncodingError, match=problem) as caught:
        quoted_printable.decode(encoded)
    error = caught.value
    assert (error.field, error.position) == ("quoted-printable", position)
    assert error.character == chr(encoded[position])


@pytest.mark.parametrize(
    ("encoded", "text"),
    [
        (b"=", b""),
        (b"a=", b"a"),
        (b"a=zz", b"a=zz"),
        (b"a=3", b"a=3"),
        (b"=c3=a9", b"\xc3\xa9"),
        (b"a=\nb", b"ab"),
        (b"a=  \r\nb", b"ab"),
        (b"a= b", b"a= b"),
        (b"a \t\nb ", b"a\nb"),
        (b"caf\xe9\x00", b"caf\xe9\x00"),
        (b"a =\r\n b", b"a  b"),
    ],
)
def test_lenient_decoding_reads_what_it_can(encoded: bytes, text: bytes) -> None:
    assert quoted_printable.decode_leniently(encoded) == text


def plain_decode(encoded: bytes) -> bytes:
    without_blanks = re.sub(rb"(?<![ \t])[ \t]+(?=\r?\n|\Z)", b"", encoded)
    joined = re.sub(rb"=(?:\r?\n|\Z)", b"", without_blanks)
    return re.sub(rb"=([0-9A-Fa-f]{2})", lambda escape: bytes([int(escape[1], 16)]), joined)


@given(st.binary(max_size=200) | nearly_encoded | jumbled)
@example(b"=4=\r\n1")
@example(b"==41=\r\n")
@example(b"=\ra\n=41")
@example(b"=\r")
@example(b"=\r=\r\n\n")
@example(b"= \r\n=3D3D")
@example(b"=\n=\n")
def test_lenient_decoding_is_as_the_plain_one(encoded: bytes) -> None:
    assert quoted_printable.decode_leniently(encoded) == plain_decode(encoded)


@given(st.binary(max_size=200) | nearly_encoded | jumbled)
@example(b"=4=\r\n1")
@example(b"=\ra\n==")
@example(b"=")
def test_what_is_well_coded(encoded: bytes) -> None:
    other = re.search(rb"=(?!\r?\n|[0-9A-Fa-f]{2})", encoded)
    assert quoted_printable.is_well_coded(encoded) == (other is None)


def test_what_is_encoded_is_well_coded() -> None:
    for text in (b"", b"Merci !\n", "Reçu n° 42\n".encode() * 300, b"trailing \n", b"x" * 200):
        assert quoted_printable.is_well_coded(quoted_printable.encode(text))


@given(st.binary(max_size=200) | nearly_encoded)
def test_lenient_decoding_never_raises_and_agrees_with_strict(encoded: bytes) -> None:
    read = quoted_printable.decode_leniently(encoded)
    try:
        strictly_read = quoted_printable.decode(encoded)
    except EncodingError:
        return
    assert read == strictly_read == quopri.decodestring(encoded)


@given(texts)
def test_the_estimated_size_is_near_the_real_one(text: bytes) -> None:
    estimate, size = quoted_printable.estimated_size(text), len(quoted_printable.encode(text))
    # Soft breaks that were not foreseen, and the few blanks, dots and "From " that have to be escaped.
    touched = 2 * (text.count(b"\n") + text.count(b"From ") + 1)
    assert abs(estimate - size) <= touched + 3 * (size // 70 + 1)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("", 0),
        ("a\nb\n", 6),
        ("é\n", 8),
        ("x" * 1000, 1039),
        ("é" * 500, 3117),
    ],
)
def test_the_estimated_size_is_the_real_one_where_nothing_is_touched(text: str, size: int) -> None:
    assert quoted_printable.estimated_size(text.encode()) == len(quoted_printable.encode(text.encode())) == size


# Of the strict decoder of these vectors: blanks at the end of a line are taken away, where ours refuses them.
REFUSED_HERE = {"qp.trailing-ws"}
# Allowed by RFC 2045, though pointless.
TAKEN_HERE = {"qp.soft-break-at-end:warning"}


def test_vectors_are_decided_as_labelled(corpus: Path) -> None:
    for case in json.loads((corpus / "vectors/quoted-printable.json").read_bytes())["cases"]:
        if case["op"] == "decode-strict":
            encoded, must = case["in"].encode(), set(case["must"])
            assert (case["out"] is None) == bool(must - REFUSED_HERE - TAKEN_HERE), case
            if must - TAKEN_HERE:
                with pytest.raises(EncodingError):
                    quoted_printable.decode(encoded)
            else:
                assert quoted_printable.decode(encoded) == case["out"].encode(), case
        elif case["op"] == "encode-text":
            text = scans.to_lf(case["in"]).encode() if "in" in case else base64.b64decode(case["in_b64"])
            encoded = quoted_printable.encode(text)
            assert_canonical(encoded)
            assert quoted_printable.decode(encoded) == text.replace(b"\n", b"\r\n")
