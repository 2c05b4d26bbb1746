"""What two readers read in two ways draws a warning at least from some rule; what only looks like it draws none."""

from __future__ import annotations

import email
import email.policy
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readers import rust

import mimeforge
from mimeforge.linter import Severity
from mimeforge.linter.examples import sample

if TYPE_CHECKING:
    from collections.abc import Callable

TYPE = "Content-Type: application/x-lunch"
ENCODING = "Content-Transfer-Encoding: base64"
NAMED = "Content-Disposition: attachment; filename=lunch.dat"
BODY = "AAECAwQFBgcICQ=="
MULTIPART = "--b\r\n\r\nSee you at noon.\r\n--b--\r\n"
QP = ("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable")


def mixed(*lines: str, content_type: str = "multipart/mixed; boundary=b", boundary: str = "b") -> bytes:
    """Make a message of a text and the part that these lines are."""
    part = "\r\n".join(lines)
    body = f"--{boundary}\r\n\r\nSee you at noon.\r\n--{boundary}\r\n{part}\r\n--{boundary}--\r\n"
    return sample(f"Content-Type: {content_type}", body=body)


def typed(value: str) -> bytes:
    return mixed(f"Content-Type: {value}", ENCODING, "Content-Disposition: attachment", "", BODY)


def disposed(value: str) -> bytes:
    return mixed(TYPE, ENCODING, f"Content-Disposition: {value}", "", BODY)


def encoded(value: str, body: str = BODY) -> bytes:
    return mixed(TYPE, f"Content-Transfer-Encoding: {value}", NAMED, "", body)


def base64(body: str) -> bytes:
    return mixed(TYPE, ENCODING, NAMED, "", body)


def quoted(body: str) -> bytes:
    return mixed(*QP, "", body)


def bounded(parameters: str, boundary: str = "b") -> bytes:
    return mixed("", "Lunch", content_type=f"multipart/mixed; {parameters}", boundary=boundary)


def with_field(line: str) -> bytes:
    return mixed(TYPE, line, ENCODING, NAMED, "", BODY)


# Of which the general rule is the only one to speak
GENERAL = {
    "encoding with a blank behind it": encoded("base64 "),
    "encoding with a TAB behind it": encoded("base64\t"),
    "encoding on the next line": encoded("\r\n base64"),
    "quoted-printable on the next line": mixed(QP[0], "Content-Transfer-Encoding:\r\n quoted-printable", "", "a=41"),
    "another encoding in a comment": encoded("7bit (base64)"),
    "boundary in apostrophes": bounded("boundary='b'", "'b'"),
    "boundary with a blank in front": bounded('boundary=" b"', " b"),
    "boundary with two blanks": bounded('boundary="b  c"', "b  c"),
    "another boundary in quotes, first": bounded('x="; boundary=c"; boundary=b'),
    "another boundary in quotes, last": bounded('boundary=b; x="; boundary=c"'),
    "another boundary between escaped quotes": bounded(r'x="\"; boundary=c; y="; boundary=b'),
    "name with two endings around a semicolon": disposed('attachment; filename="lunch.dat;.dot"'),
    "another name in quotes": disposed('attachment; x="; filename=lunch.dot"; filename=lunch.dat'),
    "another name between escaped quotes": disposed(r'attachment; x="\"; filename=a.dot; y="; filename=a.dat'),
    "escaped ending in a plain name": disposed('attachment; filename="lunch%2Edat"'),
    "extended value in quotes under the plain name": disposed("attachment; filename=\"utf-8''lunch%2Edat\""),
    "escaped ending in a plain segment": disposed('attachment; filename*0="lunch%2E"; filename*1=dat'),
    "escape in the plain segment of an extended name": disposed(
        "attachment; filename*0*=utf-8''lunch%2E; filename*1=%64at"
    ),
    "ending that was escaped twice": disposed("attachment; filename*=utf-8''lunch%252Edat"),
    "apostrophe in an extended name": disposed("attachment; filename*=utf-8''jo's%20lunch.dat"),
    "apostrophe in the first segment": disposed("attachment; filename*0*=utf-8''jo's; filename*1=.dat"),
    "extended name in UTF-7": disposed("attachment; filename*=utf-7''lunch.d+AGE-t"),
    "extended name in UTF-16": disposed("attachment; filename*=utf-16be''%00a%00.%00d%00a%00t"),
    "two names in one field": disposed("attachment; filename=lunch.dat; name=lunch.dot"),
    "two names in Content-Type": typed("application/x-lunch; name=lunch.dat; filename=lunch.dot"),
    "Content-Type in a continuation": with_field("X-Note: lunch\r\n Content-Type: text/html"),
    "encoding in a continuation": with_field("X-Note: lunch\r\n\tContent-Transfer-Encoding: 7bit"),
    "disposition in a continuation": with_field("X-Note: lunch\r\n Content-Disposition: attachment; filename=a.dot"),
    "Content-Type in a continuation of the message": sample("X-Note: lunch\r\n Content-Type: text/html; charset=utf-8"),
}

# Of which others speak, and the general rule does not
SPECIFIC = {
    # Fields
    "two Content-Types": mixed(TYPE, "Content-Type: text/plain", ENCODING, NAMED, "", BODY),
    "an empty Content-Type first": mixed("Content-Type:", TYPE, ENCODING, NAMED, "", BODY),
    "two encodings": mixed(TYPE, ENCODING, "Content-Transfer-Encoding: 7bit ", NAMED, "", BODY),
    "two dispositions": mixed(TYPE, ENCODING, NAMED, "Content-Disposition: inline; filename=a.dot", "", BODY),
    "blank before the colon": mixed(TYPE, "Content-Transfer-Encoding : base64", NAMED, "", BODY),
    "fold before the colon": mixed(TYPE, "Content-Transfer-Encoding\r\n : base64", NAMED, "", BODY),
    "NUL in a field name": mixed(TYPE, "Content-Transfer-Encoding\0: base64", NAMED, "", BODY),
    "CR before a field": with_field("X-Note: lunch\rContent-Type: text/html"),
    "LF before a field": with_field("X-Note: lunch\nX-Other: text/html"),
    "line of blanks in the header section": with_field("X-Note: lunch\r\n "),
    "line of blanks behind an encoding": encoded("base64\r\n "),
    "line that is no field": with_field("Content-Type text/html"),
    "fields below an empty line": mixed("", TYPE, ENCODING, NAMED, "", BODY),
    "blank before the first field": mixed(f" {TYPE}", ENCODING, NAMED, "", BODY),
    "field in the continuation of a Content-Type": mixed(f"{TYPE}\r\n {ENCODING}", NAMED, "", BODY),
    # Content-Type and Content-Disposition
    "encoded-word as type": typed("=?utf-8?q?text/html?="),
    "type in quotes": typed('"text/html"'),
    "two types": typed("text/plain, text/html"),
    "comment that hides a type": typed("text/plain(/html;) ; charset=utf-8"),
    "comment that hides a name": disposed("attachment (; filename=a.dot); filename=a.dat"),
    "comment that is not closed": disposed("attachment (; filename=a.dat"),
    "quote that is not closed": disposed('attachment; filename="a.dat'),
    "no semicolon": disposed("attachment filename=a.dat"),
    "text behind a quote": disposed('attachment; filename="a.dot".dat'),
    "blank in a name without quotes": disposed("attachment; filename=a.dot b.dat"),
    "backslash before a quote": disposed(r'attachment; filename="a.dot\".dat"'),
    "the same parameter twice": disposed("attachment; filename=a.dot; filename=a.dat"),
    "plain against extended": disposed("attachment; filename=a.dot; filename*=utf-8''a.dat"),
    "plain against segments": disposed("attachment; filename=a.dot; filename*0=a.; filename*1=dat"),
    "segments with a gap": disposed("attachment; filename*0=a.dot; filename*2=.dat"),
    "segments from 1 on": disposed("attachment; filename*1=a.; filename*2=dat"),
    "the same segment twice": disposed("attachment; filename*0=a.; filename*0=b.; filename*1=dat"),
    "half an escape": disposed("attachment; filename*=utf-8''a%2.dat"),
    "extended value in quotes": disposed("attachment; filename*=\"utf-8''a.dat\""),
    "encoded-word in a name": disposed('attachment; filename="=?utf-8?q?a=2Edat?="'),
    "NUL in a name": disposed("attachment; filename*=utf-8''a.dat%00.dot"),
    "name against filename": mixed(f"{TYPE}; name=a.dot", ENCODING, NAMED, "", BODY),
    # Boundaries
    "comment beside a boundary": bounded("boundary=b(c)"),
    "two boundaries": bounded("boundary=b; boundary=c"),
    "extended boundary": bounded("boundary*=utf-8''b"),
    "boundary in segments": bounded("boundary*0=b; boundary*1=c", "bc"),
    "encoded-word as boundary": bounded('boundary="=?utf-8?q?b?="', "=?utf-8?q?b?="),
    "semicolon in a boundary": bounded('boundary="b;c"', "b;c"),
    "blank at the end of a boundary": bounded('boundary="b "'),
    "boundary without quotes": bounded("boundary=b=c", "b=c"),
    "boundary in apostrophes, and none in the body": bounded("boundary='b'"),
    "another case of letters": bounded("boundary=B"),
    "nearly a delimiter": mixed("", "Lunch\r\n--b;\r\n\r\nDinner"),
    "delimiter behind CR": mixed("", "Lunch\r--b\r\n\r\nDinner"),
    "a boundary inside of itself": mixed("Content-Type: multipart/mixed; boundary=b", "", "--b", "", "Lunch", "--b--"),
    "multipart that is encoded": sample("Content-Type: multipart/mixed; boundary=b", f"{ENCODING} ", body=MULTIPART),
    # Encodings and bodies
    "encoding in quotes": encoded('"base64"'),
    "encoding with a semicolon": encoded("base64;"),
    "encoding behind a comment": encoded("(7bit) base64"),
    "comment within an encoding": encoded("base(x)64"),
    "two encodings in a list": encoded("base64, 7bit"),
    "encoded-word as encoding": encoded("=?utf-8?q?base64?="),
    "base64 with stray characters": base64("AAEC*AwQFBgcICQ=="),
    "base64 goes on behind padding": base64("AAECAw==BAUGBwgJ"),
    "base64 with padding on each line": base64("AAECAw==\r\nBAUGBwgJ"),
    "base64 with text behind it": base64(f"{BODY}\r\n\r\nSee you."),
    "base64 without padding": base64("AAECAwQFBgcICQ"),
    "base64 of another alphabet": base64("AAEC-_QFBgcICQ=="),
    "base64 with a CR": base64("AAEC\rAwQFBgcICQ=="),
    "quoted-printable escape in lower case": quoted("caf=c3=a9"),
    "quoted-printable escape that is none": quoted("a=XYb"),
    "soft line break with a blank": quoted("a= \r\nb"),
    "soft line break in LF": quoted("a=\nb"),
    "escape in two lines": quoted("a=4=\r\n1"),
}

ORDINARY = {
    "folded Content-Type": mixed("Content-Type:\r\n application/x-lunch", ENCODING, NAMED, "", BODY),
    "folded disposition": mixed(TYPE, ENCODING, "Content-Disposition:\r\n\tattachment; filename=lunch.dat", "", BODY),
    "folded parameters": bounded("\r\n\tboundary=b;\r\n charset=us-ascii"),
    "blanks behind a type": bounded("boundary=b  "),
    "blank before a semicolon": disposed("attachment ; filename=lunch.dat"),
    "no blank behind a colon": mixed(TYPE, ENCODING.replace(" ", ""), NAMED, "", BODY),
    "two blanks behind a colon": encoded("  base64"),
    "encoding in capitals": encoded("BASE64"),
    "7bit with a blank behind it": sample("Content-Transfer-Encoding: 7bit "),
    "comment beside 7bit": sample("Content-Transfer-Encoding: 7bit (as it is)"),
    "blanks behind delimiters": mixed("", "Lunch").replace(b"--b\r\n", b"--b \t\r\n"),
    "boundary with specials": bounded('boundary="----=_Part_1_(2).3:4/5"', "----=_Part_1_(2).3:4/5"),
    "boundary with an apostrophe": bounded('boundary="it\'s"', "it's"),
    "boundary that ends in an apostrophe": bounded("boundary=b'", "b'"),
    "boundary of hyphens": bounded('boundary="__--__--"', "__--__--"),
    "boundary with one blank": bounded('boundary="----- =_b"', "----- =_b"),
    "equals sign in quotes": bounded('x="boundary=c"; boundary=b'),
    "the same boundary in quotes": bounded('x="; boundary=b"; boundary=b'),
    "name of a parameter that ends so": bounded("x-boundary=c; boundary=b"),
    "name with a semicolon": disposed('attachment; filename="lunch; menu.dat"'),
    "name with a semicolon and a dot before it": disposed('attachment; filename="Lunch at Jo. B.; menu.dat"'),
    "name with parentheses": disposed('attachment; filename="lunch (1).dat"'),
    "name with an apostrophe": disposed('attachment; filename="Jo\'s lunch.dat"'),
    "name with an apostrophe, without quotes": disposed("attachment; filename=Jo's.dat"),
    "name in apostrophes": disposed("attachment; filename='lunch.dat'"),
    "name in apostrophes within quotes": disposed("attachment; filename=\"'lunch' and 'dinner'.dat\""),
    "name with a percent sign": disposed('attachment; filename="100%.dat"'),
    "name that was escaped as in a URL": disposed('attachment; filename="lunch%20menu%20%C3%A9t%C3%A9.dat"'),
    "name with escaped quotes": disposed(r'attachment; filename="the \"lunch\".dat"'),
    "name with dots": disposed('attachment; filename="lunch.v2.tar.dat"'),
    "name without ending": disposed('attachment; filename="lunch"'),
    "extended name": disposed("attachment; filename*=UTF-8''Men%C3%BC%20%27%2A%27.dat"),
    "extended name with a language": disposed("attachment; filename*=utf-8'de'Men%C3%BC.dat"),
    "extended name in ISO-2022-JP": disposed("attachment; filename*=iso-2022-jp''%1B%24B%46%7C%1B%28B.dat"),
    "extended name in GB18030": disposed("attachment; filename*=gb18030''%D6%D0%CE%C4.dat"),
    "extended name in segments": disposed("attachment; filename*0*=utf-8''Men%C3%BC; filename*1*=%20it%27s.dat"),
    "fallback beside an extended name": disposed("attachment; filename=\"Zoe.dat\"; filename*=utf-8''Zo%C3%A9.dat"),
    "the same name twice": mixed(f"{TYPE}; name=lunch.dat", ENCODING, f"{NAMED}; name=lunch.dat", "", BODY),
    "signed fields": sample("X-Signed: h=From:To:Subject:\r\n Content-Type:Content-Transfer-Encoding; b=YQ=="),
    "continuation that names a field": sample("X-Note: lunch\r\n Content-Type: see below"),
    "field of a form": mixed('Content-Disposition: form-data; name="it\'s a.b"', "", "Lunch"),
    "field named in a text": mixed("", "Lunch\r\n Content-Type: text/html"),
}


def warned(octets: bytes, profile: str) -> set[str]:
    return {one.slug for one in mimeforge.lint(octets, profile=profile) if one.severity >= Severity.WARNING}


@pytest.mark.parametrize("octets", GENERAL.values(), ids=GENERAL)
@pytest.mark.parametrize("profile", ["ses", "rfc"])
def test_what_the_general_rule_alone_tells(octets: bytes, profile: str) -> None:
    assert warned(octets, profile) - {"ctype-missing-leaf"} == {"parser-ambiguity"}


@pytest.mark.parametrize("octets", SPECIFIC.values(), ids=SPECIFIC)
@pytest.mark.parametrize("profile", ["ses", "rfc"])
def test_what_other_rules_tell(octets: bytes, profile: str) -> None:
    assert warned(octets, profile)
    assert "parser-ambiguity" not in warned(octets, profile)


@pytest.mark.parametrize("octets", ORDINARY.values(), ids=ORDINARY)
@pytest.mark.parametrize("profile", ["ses", "rfc"])
def test_what_all_readers_agree_about(octets: bytes, profile: str) -> None:
    assert warned(octets, profile) == set()


def test_a_name_that_is_refused_is_told_once() -> None:
    octets = disposed('attachment; filename="lunch.exe;.txt"')
    assert warned(octets, "ses") == {"blocked-extension-ses"}
    assert warned(octets, "rfc") == {"parser-ambiguity"}


POINTED_AT = [
    ("encoding with a blank behind it", b" base64 "),
    ("another boundary in quotes, last", b'multipart/mixed; boundary=b; x="; boundary=c"'),
    ("boundary in apostrophes", b"boundary='b'"),
    ("name with two endings around a semicolon", b"lunch.dat"),
    ("apostrophe in an extended name", b"filename*=utf-8''jo's%20lunch.dat"),
    ("two names in one field", b"lunch.dat"),
    ("encoding in a continuation", b"Content-Transfer-Encoding: 7bit"),
]


@pytest.mark.parametrize(("name", "place"), POINTED_AT)
def test_it_points_at_what_is_read_in_two_ways(name: str, place: bytes) -> None:
    [finding] = [one for one in mimeforge.lint(GENERAL[name]) if one.slug == "parser-ambiguity"]
    assert GENERAL[name][slice(*finding.span)] == place


# Tricks on which readers at hand differ: what each says of the last leaf, and how many leaves there are.
def by_tree(octets: bytes) -> object:
    leaves = [part for part in mimeforge.parse(octets).walk() if not part.parts]
    return len(leaves), leaves[-1].filename, leaves[-1].content.strip()


def by_policy(policy: Any) -> Callable[[bytes], object]:
    def read(octets: bytes) -> object:
        message = email.message_from_bytes(octets, policy=policy)
        leaves: list[Any] = [part for part in message.walk() if not part.is_multipart()]
        return len(leaves), leaves[-1].get_filename(), leaves[-1].get_payload(decode=True).strip()

    return read


def by_rust(octets: bytes) -> object:
    from fast_mail_parser import parse_email_tree

    def leaves_of(part: Any) -> list[Any]:
        return [leaf for child in part.children for leaf in leaves_of(child)] or [part]

    leaves = leaves_of(parse_email_tree(octets))
    return len(leaves), leaves[-1].filename or None, (leaves[-1].content or b"").strip()


COMPAT32, DEFAULT = by_policy(email.policy.compat32), by_policy(email.policy.default)
DIFFERING = [
    ("encoding with a blank behind it", COMPAT32),
    ("encoding with a TAB behind it", COMPAT32),
    ("encoding on the next line", COMPAT32),
    ("quoted-printable on the next line", COMPAT32),
    ("boundary in apostrophes", DEFAULT),
    ("apostrophe in an extended name", DEFAULT),
    ("apostrophe in the first segment", DEFAULT),
    ("encoding with a blank behind it", by_rust),
    ("encoding on the next line", by_rust),
    ("another boundary in quotes, last", by_rust),
    ("name with two endings around a semicolon", by_rust),
]


@pytest.mark.parametrize(("name", "read"), DIFFERING)
def test_readers_at_hand_differ(name: str, read: Callable[[bytes], object]) -> None:
    if read is by_rust and rust.absent():
        pytest.skip(str(rust.absent()))
    assert read(GENERAL[name]) != by_tree(GENERAL[name])


PIECES = (
    *(
        "; ",
        "filename",
        "name",
        "boundary",
        "=",
        '"',
        "'",
        "*",
        "*0",
        "*1*",
        "%2E",
        ".dat",
        ".dot",
        "b",
        "\\",
        "(",
        ")",
    ),
    *("\r\n ", "\r\n Content-Type: text/html", "utf-8''", "=?utf-8?q?a?=", "multipart/mixed", "attachment", "é", "\0"),
)


@given(st.sampled_from(["Content-Type", "Content-Disposition", "X-Note"]), st.lists(st.sampled_from(PIECES)))
def test_hostile_fields(name: str, pieces: list[str]) -> None:
    octets = mixed(f"{name}: {''.join(pieces)}", "", "Lunch")
    for finding in mimeforge.lint(octets, profile="rfc"):
        if finding.slug == "parser-ambiguity":
            start, end = finding.span
            assert 0 <= start < end <= len(octets)
            assert len(finding.message) < 300


LONG = [
    "; filename=a.dat; name=b",
    "; filename*=utf-8''a's.dat",
    '; x="; boundary=c"',
    "; boundary='b  c'",
    "\r\n Content-Type: text/html",
]


@pytest.mark.parametrize("piece", LONG)
@pytest.mark.parametrize("name", ["Content-Type: multipart/mixed", "Content-Disposition: attachment", "X-Note: a"])
def test_long_fields_take_linear_time(name: str, piece: str) -> None:
    start = perf_counter()
    mimeforge.lint(mixed(f"{name}{piece * 10_000}", "", "Lunch"), profile="rfc")
    assert perf_counter() - start < 10
