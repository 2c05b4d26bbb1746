"""The classes of characters beside the lists of the RFCs; what the tokens take and leave; and that none is slow."""

from __future__ import annotations

import re
import string

import pytest

from mimeforge import _grammar

ASCII = [chr(code) for code in range(128)]
PRINTABLE = {chr(code) for code in range(33, 127)}
ALNUM = set(string.ascii_letters + string.digits)
SPECIALS = set('()<>[]:;@\\,."')  # RFC 5322 §3.2.3
TSPECIALS = set('()<>@,;:\\"/[]?=')  # RFC 2045 §5.1
ESPECIALS = set('()<>@,;:"/[]?.=')  # RFC 2047 §2


@pytest.mark.parametrize(
    ("pattern", "characters"),
    [
        pytest.param(_grammar.WSP, set(" \t"), id="WSP"),
        pytest.param(_grammar.VCHAR, PRINTABLE, id="VCHAR"),
        pytest.param(_grammar.FTEXT, PRINTABLE - {":"}, id="ftext"),
        pytest.param(_grammar.ATEXT, PRINTABLE - SPECIALS, id="atext"),
        pytest.param(_grammar.TOKEN, PRINTABLE - TSPECIALS, id="token"),
        pytest.param(_grammar.ATTRIBUTE_CHAR, PRINTABLE - TSPECIALS - set("*'%"), id="attribute-char"),
        pytest.param(_grammar.BCHARS, ALNUM | set("'()+_,-./:=? "), id="bchars"),
        pytest.param(_grammar.BASE64_CHAR, ALNUM | set("+/"), id="base64"),
        pytest.param(_grammar.NOT_QP_LITERAL, set(ASCII) - PRINTABLE - set(" \t") | {"="}, id="quoted-printable"),
        pytest.param(_grammar.Q_LITERAL, ALNUM | set("!*+-/"), id="Q in a phrase"),
        pytest.param(_grammar.REG_NAME, ALNUM, id="restricted-name-first"),
    ],
)
def test_classes_of_characters(pattern: str, characters: set[str]) -> None:
    assert {character for character in ASCII if re.fullmatch(pattern, character)} == characters


def test_the_charset_of_an_encoded_word_is_a_token_without_especials() -> None:
    charsets = {character for character in ASCII if _grammar.ENCODED_WORD_RE.fullmatch(f"=?{character}?q?x?=")}
    assert charsets == PRINTABLE - ESPECIALS
    texts = {character for character in ASCII if _grammar.ENCODED_WORD_RE.fullmatch(f"=?x?q?{character}?=")}
    assert texts == PRINTABLE - {"?"}


@pytest.mark.parametrize(
    ("pattern", "taken", "left"),
    [
        (
            _grammar.PLAIN_ADDR_SPEC_RE,
            ["a@b", "a.b+c@x-y.example", "0@1.2", "a@B.Example"],
            [
                "a",
                "@b",
                "a@",
                "a..b@c",
                ".a@b",
                "a.@b",
                "a@-b",
                "a@b-",
                "a@b..c",
                "a@b.",
                "a@b_c",
                '"a"@b',
                "a@[1]",
                "a b@c",
            ],
        ),
        (
            _grammar.MSG_ID_RE,
            ["<a@b>", "<a.b@c.d>", "<a@[1.2]>", "<a@[]>"],
            ["a@b", "<a>", "<a@>", "<@b>", "<a@b", "<a b@c>", "<a@b>>", "<a@[b>", "<a@[[]>", '<"a"@b>'],
        ),
        (
            _grammar.BOUNDARY_RE,
            ["a", "a b", "=_x", "'()+_,-./:=?", "x" * 70],
            ["", "a ", " ", "a;b", '"', "x" * 71],
        ),
        (
            _grammar.REGISTERED_TYPE_RE,
            ["text/plain", "application/vnd.api+json", "x/y", "a/" + "b" * 127],
            ["text", "text/", "/plain", "text/plain/x", "text/.x", "te xt/x", "text/x;", "a/" + "b" * 128, "text/x\n"],
        ),
        (
            re.compile(_grammar.QUOTED_STRING),
            ['""', '"a b"', '"\\""', '"\\\\"', '"\t"'],
            ['"', '"a', '"a"b"', '"\\"', '"é"', '"\n"', '"\\\n"'],
        ),
        (
            _grammar.PHRASE_ATOMS_RE,
            ["Jo", "Jo Doe", "a=?b"],
            ["", " Jo", "Jo ", "Jo  Doe", "J. Doe", "Jo,", "Zoé", "Jo\tDoe"],
        ),
        (
            _grammar.QUOTABLE_RE,
            ["Jo", "J. Doe, (x)", '"\\'],
            ["", " Jo", "Jo ", "Jo  Doe", "Jo\tDoe", "Zoé", "a\x7f"],
        ),
        (
            _grammar.PARAMETER_PLAIN_RE,
            ["a", "a b.pdf", "a,(b)'%", "?=", "="],
            ["", " a", "a ", 'a"', "a\\", "a;b", "=?", "x=?y", "é", "a\tb"],
        ),
        (
            _grammar.CHARSET_RE,
            ["utf-8", "ISO_8859-1:1987", "x"],
            ["", "utf 8", "utf-8'", 'utf"', "é", "utf-8;", "utf-8\n"],
        ),
        (
            _grammar.EXTENDED_NAME_RE,
            ["name", "name*", "name*0", "name*0*", "name*10*", "name*01", "name*00*", "name*1234567890"],
            ["", "*", "name**", "name*x", "name*-1", "name*0**", "name*٣"],
        ),
        (
            _grammar.BLANKS_RE,
            [" ", "\t", "\r\n ", "  "],
            ["", "a", " a", "\u00a0", "\x0b"],
        ),
        (
            _grammar.PARAMETER_LEXEME_RE,
            ["a*0*", "\r\n\t utf-8", '"a b"', '"\\""', ' "\r\n;"', '"', "(", "=", "\\", "\x00", " é", "\xe9\xff"],
            ["", " ", "a ", "a=", '"a', '"a"b', '"\\"', "()", ";;", "é=", "éa"],
        ),
        (
            _grammar.DOTTED_ADDR_SPEC_RE,
            ["a@b.c", "a.b@x-y.example.com", "0@1.2"],
            ["a@b", "a@b.", "a@.b", "a@-b.c", "a.@b.c", '"a"@b.c', "a@[1.2]", "a@b.c(d)"],
        ),
        (
            _grammar.OBS_ADDR_SPEC_RE,
            ["a@b", "a.b@c_d.e!", ' a . "___" .b @ c\r\n .d ', '""@[___]', "@a:b@c", " , @a . b , ,@c\t: d@e"],
            [
                *["a", "@b", "a@", ".a@b", "a.@b", "a..b@c", "a b@c", '"_""_"@b', "a@b c", "a@b.", "a@[_].b", "a@b@c"],
                *["a:b@c", "@a,b:c@d", "@a;b@c", "(a)b@c", "@a::b@c", 'a"_"@b', "é@b"],
            ],
        ),
        (
            _grammar.UNQUOTED_ADDR_SPEC_RE,
            ["a@b", ".a..b.@c.d", "a/b+c@x-y.example"],
            ["a", "a@", "@b", "a@b.", "a@b..c", "a@-b", "a b@c", '"a"@b', "a@b@c", "<a@b>", "a@[1]"],
        ),
        (
            _grammar.ADDR_SPEC_OR_DOMAIN_RE,
            ["a@b", '"a b"@c', "a", "a.b", "xn--a.b"],
            ["", "a@", "@b", "a.", "a..b", "a,b", "a/b", "*", '"a"', "<a@b>", "a b", "é.a"],
        ),
        (_grammar.X_TOKEN_RE, ["x-a", "X-uuencode"], ["x-", "x", "xa", "x-a b", "x-a;", "7bit"]),
        (
            _grammar.COMMENT_START_RE,
            ["(", "a(", '"a(b)"(', '"\\"("(', "\\(", ")("],
            ["", "a", "((", '"(', '"a"', "(a"],
        ),
        (
            _grammar.FOLD_OR_QUOTED_PAIR_RE,
            ["\r\n", "\n", "\\a", "\\\\", "\\\r", "\\\r\n ", "\\\n\n "],
            ["", "\\", "a", "\r", "\\ab", "\r\n "],
        ),
        (
            _grammar.SPACED_ENCODED_WORD_RE,
            ["=?utf-8?q?a b?=", "=?x?B?YQ==?=", "=?x?q??=", "=?x?Q? = ?="],
            ["=?x?q?a", "=??q?a?=", "=?x?z?a?=", "=?x?q?a?b?=", "=?x?q?é?=", "=? x?q?a?="],
        ),
        (_grammar.PUNYCODE_WORD_RE, ["xn--a", "XN--A-b.example", "xn--"], ["xn-", "axn--a", "xn--a b", "xn--a<"]),
    ],
)
def test_tokens(pattern: re.Pattern[str], taken: list[str], left: list[str]) -> None:
    for text in taken:
        assert pattern.fullmatch(text), text
    for text in left:
        assert not pattern.fullmatch(text), text


@pytest.mark.parametrize(
    ("octets", "position"),
    [
        (b"a\r\n b", None),
        (b"a\r\n\tb", None),
        (b"a\r\nb", 1),
        (b"a\nb", 1),
        (b"a\n b", 1),
        (b"a\r b", 1),
        (b"a\r\r\n b", 1),
        (b"a\r\n", 1),
    ],
)
def test_what_is_no_fold(octets: bytes, position: int | None) -> None:
    found = _grammar.BROKEN_FOLD_RE.search(octets)
    assert (found.start() if found else None) == position


# Each stretch makes some pattern begin, go on for long, and fail. Were one of them to try every way through, or to look
# at the rest again from every beginning, this would take minutes for a single text.
STRETCHES = [
    *["a", "a.", "a-", "A ", " ", "\t ", "é", '"', '"a" ', '\\"', "(", ")", "(\\(", "()", "\\", "<", "<a", "<a>", ">"],
    *["=?", "=?a", "=?a?q?", "=?a?q?b?=", "%", "%4", ";", ";a=", ';a="', ";a*0*=", ";(", "@", "a@", "[", ",", ":", "/"],
]
HOSTILE = [start + stretch * (150_000 // len(stretch)) + "!" for stretch in STRETCHES for start in ("", "x<(")]
PATTERNS = sorted(
    (name, pattern)
    for name, pattern in vars(_grammar).items()
    if isinstance(pattern, re.Pattern) and isinstance(pattern.pattern, str)
)
# Patterns that search through text that nobody has looked at yet.
SEARCHES = [
    "BLANKS_RE",
    "CONTROL_RE",
    "ENCODED_WORD_RE",
    "FOLD_OR_QUOTED_PAIR_RE",
    "NEVER_IN_FIELD_RE",
    "PUNYCODE_WORD_RE",
    "QUOTED_PAIR_RE",
    "SPACED_ENCODED_WORD_RE",
]


@pytest.mark.parametrize("name", [name for name, _ in PATTERNS])
def test_patterns_take_hostile_text_in_their_stride(name: str) -> None:
    pattern = getattr(_grammar, name)
    for text in HOSTILE:
        pattern.fullmatch(text)
        if name in SEARCHES:
            pattern.sub("", text)
