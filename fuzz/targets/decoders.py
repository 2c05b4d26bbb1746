"""What decodes: each reader of octets or text that somebody else has written.

Beside holding out, each keeps a law: what is decoded can be encoded and comes back, a strict reader and a lenient one
agree on what has no fault, and on what is canonical a decoder that is not ours reads the same.
"""

from __future__ import annotations

import binascii
from contextlib import suppress
from email import quoprimime
from email.header import decode_header, make_header
from email.message import Message
from email.utils import collapse_rfc2231_value, parsedate_tz

from fuzz.survival import check_printable
from fuzz.targets.claims import as_text, check_error
from mimeforge.codecs import base64 as base64_codec
from mimeforge.codecs import charsets as charsets_codec
from mimeforge.codecs import dates as dates_codec
from mimeforge.codecs import domains as domains_codec
from mimeforge.codecs import encoded_word as encoded_word_codec
from mimeforge.codecs import parameters as parameters_codec
from mimeforge.codecs import quoted_printable as quoted_printable_codec
from mimeforge.codecs import visible as visible_codec
from mimeforge.errors import AddressError, EncodingError
from mimeforge.rules.ses.parameter_list import read_disposition, read_type

__all__ = ["base64", "charsets", "dates", "domains", "encoded_word", "parameters", "quoted_printable", "visible"]


def base64(octets: bytes) -> None:
    """Base64 as a body; the octets are encoded as well."""
    encoded = base64_codec.encode(octets)
    assert base64_codec.decode(encoded) == base64_codec.decode_leniently(encoded) == octets, "the way back"
    assert len(encoded) == base64_codec.encoded_size(len(octets)), "another size than was counted"
    read = base64_codec.decode_leniently(octets)
    try:
        decoded = base64_codec.decode(octets)
    except EncodingError as error:
        check_error(error, len(octets))
    else:
        assert decoded == read == binascii.a2b_base64(octets), "readers disagree"
        assert _one_line(base64_codec.encode(decoded)) == _one_line(octets), "two ways to write one thing"


def quoted_printable(octets: bytes) -> None:
    """Quoted-printable as a body; the octets are encoded as well, as text whose line ends are LF."""
    encoded = quoted_printable_codec.encode(octets)
    text = octets.replace(b"\n", b"\r\n")
    assert quoted_printable_codec.decode(encoded) == quoted_printable_codec.decode_leniently(encoded) == text
    assert _library_qp(encoded) == text, "the standard library reads something else"
    read = quoted_printable_codec.decode_leniently(octets)
    with_lf = read.replace(b"\r\n", b"\n")
    assert quoted_printable_codec.decode(quoted_printable_codec.encode(with_lf)) == with_lf.replace(b"\n", b"\r\n")
    try:
        decoded = quoted_printable_codec.decode(octets)
    except EncodingError as error:
        check_error(error, len(octets))
    else:
        assert quoted_printable_codec.is_well_coded(octets), "well read, and not well coded"
        assert decoded == read == _library_qp(octets), "readers disagree"


def encoded_word(octets: bytes) -> None:
    """Encoded-words in a field body; what they say is encoded again."""
    text = as_text(octets)
    end = 0
    for word in encoded_word_codec.words(text):
        assert end <= word.start < word.end <= len(text), "encoded-words overlap"
        assert text[word.start : word.end] == f"=?{word.charset}?{word.encoding}?{word.text}?="
        assert isinstance(word.octets, bytes)
        end = word.end
    shown = encoded_word_codec.decode_text(text)
    with suppress(UnicodeEncodeError):  # lone surrogates are no text
        written = " ".join(encoded_word_codec.encode(shown))
        assert encoded_word_codec.decode(written) == encoded_word_codec.decode_text(written) == shown, "the way back"
        assert str(make_header(decode_header(written))) == shown, "the standard library reads something else"
    try:
        decoded = encoded_word_codec.decode(text)
    except EncodingError as error:
        check_error(error, len(text))
    else:
        assert decoded == shown, "strict and lenient reader disagree"


def parameters(octets: bytes) -> None:
    """A value with parameters, as most read it and as SES does; what parameters say is encoded again."""
    _check_as_ses_reads(octets.decode("latin-1"))  # one character for each octet
    text = as_text(octets)
    read = parameters_codec.read_leniently(text)
    parameters_codec.read_leniently(text, knows_comments=False)
    for written in read.written:
        assert 0 <= written.start < written.end <= len(text), f"{written} is not within"
    assert all(0 <= defect.position <= len(text) for defect in read.defects), "a defect is not within"
    assert len(parameters_codec.without_comments(text)) == len(text), "comments moved what follows them"
    try:
        assert parameters_codec.decode(text) == read, "strict and lenient reader disagree"
    except EncodingError as error:
        check_error(error, len(text))
        assert read.defects, "refused for nothing"
    for value in (*read.parameters.values(), text):
        with suppress(UnicodeEncodeError):
            _check_parameter(value)


def charsets(octets: bytes) -> None:
    """Octets after a charset's name, which is the first line."""
    name, _, rest = octets.partition(b"\n")
    charset = as_text(name)
    text = charsets_codec.decode(rest, charset)
    known = charsets_codec.canonical(charset)
    assert charsets_codec.canonical(known) == known, "the one name has another"
    assert (text is None) is not charsets_codec.is_known(charset)
    assert charsets_codec.is_name(charset) in {True, False}
    if charsets_codec.is_valid(rest, charset):
        assert text == rest.decode(known), "valid, and read in another way"
    elif text is not None:
        with suppress(UnicodeDecodeError):
            rest.decode(known)
            raise AssertionError("Python reads what is not valid")


def dates(octets: bytes) -> None:
    """A date, and what is wrong with it."""
    text = as_text(octets)
    bare = parameters_codec.without_comments(text)
    faults = list(dates_codec.faults(text, bare))
    for fault in faults:
        assert 0 <= fault.start <= fault.end <= len(text), f"{fault} is not within"
    moment = dates_codec.moment(bare)
    if not faults:
        assert moment is not None, "no fault, and no moment"
        year, month, day, hour, minute, second, _ = moment
        # It wants a blank behind the comma, and none before it (RFC 5322 §4.3, obs-day-of-week).
        read = parsedate_tz(" ".join(bare.replace(",", " , ").split()).replace(" ,", ","))
        assert read is not None, "the standard library reads no date"
        assert read[:6] == (year, month, day, hour, minute, second), "the standard library reads another"


def domains(octets: bytes) -> None:
    """A domain as people write it, or in A-labels."""
    text = as_text(octets)
    try:
        written = domains_codec.encode(text)
    except AddressError as error:
        check_error(error, len(text))
    else:
        assert written.isascii(), "not ASCII"
        assert max(map(len, written.split("."))) <= 63, "a label is too long"
        assert domains_codec.encode(written) == written, "written again, it is another"
        assert domains_codec.encode(domains_codec.decode(written)) == written, "the way back"
    try:
        shown = domains_codec.decode(text)
    except AddressError as error:
        check_error(error, len(text))
    else:
        assert domains_codec.encode(shown) == text.lower(), "the way back"


def visible(octets: bytes) -> None:
    """Text and octets made fit to be shown."""
    for given in (octets, as_text(octets)):
        shown = visible_codec.visible(given)
        check_printable(shown, "what is shown")
        assert visible_codec.visible(shown) == shown, "shown again, it is another"
        check_printable(visible_codec.shown(given), "what is shown")
        assert len(visible_codec.shown(given, 20)) <= 23, "not cut"
    for whole in (True, False):
        line = visible_codec.show_line(octets, whole=whole)
        check_printable(line.text, "what is shown")
        assert len(line.edges) == len(octets), "an octet is nowhere"
        assert list(line.edges) == sorted(line.edges), "octets change places"


def _one_line(encoded: bytes) -> bytes:
    return encoded.replace(b"\r\n", b"")


def _library_qp(encoded: bytes) -> bytes:
    """Decode with the decoder for messages of the standard library, which is written in Python and shares no code."""
    lines = encoded.decode("latin-1").split("\r\n")
    ends = ["" if line.endswith("=") else "\r\n" for line in lines[:-1]]  # "=" is a soft line break
    decoded = (quoprimime.decode(f"{line}\n", eol="") + end for line, end in zip(lines, [*ends, ""], strict=True))
    return "".join(decoded).encode("latin-1")


def _check_as_ses_reads(text: str) -> None:
    for read in (read_type(text), read_disposition(text)):
        for parameter in read.parameters:
            assert 0 <= parameter.start < parameter.end <= len(text), f"{parameter} is not within"
        if read.fault:
            assert 0 <= read.fault.start <= read.fault.end <= len(text), f"{read.fault} is not within"


def _check_parameter(value: str) -> None:
    text = "; ".join(["attachment", *parameters_codec.encode("filename", value)])
    assert parameters_codec.decode(text).parameters == {"filename": value}, "the way back"
    message = Message()
    message["Content-Disposition"] = text
    read = message.get_param("filename", header="Content-Disposition")
    assert read is not None, "the standard library reads nothing"
    # It takes angle brackets for quotes, and takes them away from a str.
    text = read if isinstance(read, str) else collapse_rfc2231_value(read)
    assert text == value, "the standard library reads something else"
