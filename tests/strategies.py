"""Hypothesis strategies for drafts: everything people, and those who mean harm, put into a message."""

from __future__ import annotations

from drafts import Draft, Embedded, Filed, Forwarded, Team, Who
from hypothesis import strategies as st

__all__ = [
    "contents",
    "display_names",
    "drafts",
    "embedded_messages",
    "file_names",
    "groups",
    "headed_drafts",
    "header_texts",
    "mailboxes",
    "named_drafts",
    "recipients",
    "texts",
]

# What no header field takes: line ends, NUL, lone surrogates. Everything else is text.
_ANY_CHARACTER = st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n")
_NO_CONTROL = st.characters(exclude_categories=["Cs", "Cc"])

_SCRIPTS = "a Ok Zoé Łódź naïve reçu №42 100% привет שלום مرحبا नमस्ते สวัสดี 日本語の件名 한국어".split()
_JOINED = [
    "e\u0301\u0323",
    "👩\u200d👩\u200d👧\u200d👦",
    "🏳\ufe0f\u200d🌈",
    "👍🏽",
    "\u202eabc\u202c",
    "\u2066x\u2069",
    "𝒳" * 30,
]
_LOOKING_ENCODED = "=?utf-8?q?x?= =?utf-8?b?YQ==?= =? ?= =?utf-8?Q?= =?x =20 =E9 _ ? =".split()
_SPECIALS = """a, (b) <c@example.net> "d" \\e f; g: @ [h] . .. ' ` %41 ~ &amp; $ {}""".split()
_UNSEEN = [*"\t\x0b\x0c\x7f\x85\x9b\xa0\u200b\u2028\u2029\ufeff", "\x1b[31m"]
_LONG = ["x" * 74, "y" * 200, "é" * 40, "z" * 1200]
_WORDS = _SCRIPTS + _JOINED + _LOOKING_ENCODED + _SPECIALS + _UNSEEN + _LONG
_BLANKS = st.sampled_from([" ", " ", " ", "  ", "   ", "", " \t"])


@st.composite
def _phrases(draw: st.DrawFn) -> str:
    """Words with blanks between them, at either end too."""
    words = draw(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=8))
    return draw(_BLANKS) * draw(st.booleans()) + "".join(word + draw(_BLANKS) for word in words)


header_texts = st.one_of(_phrases(), st.text(_ANY_CHARACTER, max_size=120), st.text(" -~é", max_size=90))
display_names = header_texts

_EXTENSIONS = st.sampled_from(["", ".pdf", ".csv", ".tar.gz", ".png", ".PDF", ".", ".ics"])
file_names = st.builds(
    "{}{}".format,
    st.one_of(
        _phrases().map(lambda text: "".join(filter(str.isprintable, text))[:180]),
        st.text(_NO_CONTROL, max_size=80),
        st.text(" -~", max_size=100),
    ).map(lambda text: text or "file"),
    _EXTENSIONS,
)

_LOCAL_PARTS = st.one_of(
    st.sampled_from(["jo", "first.last", "a+b", "o'neil", "x" * 64, "#!$%&'*+-/=?^_`{|}~", "UPPER", "0"]),
    st.sampled_from(['"a b"', '"a,b"', '"a@b"', '"(a)"']),
)
_DOMAINS = st.sampled_from(
    [
        ("example.net", ""),
        ("Example.ORG", ""),
        ("sub.domain.example", ""),
        ("l" * 63 + ".example", ""),
        ("bücher.example", "xn--bcher-kva.example"),
        ("faß.example", "xn--fa-hia.example"),
        ("例え.example", "xn--r8jz45g.example"),
        ("[192.0.2.1]", ""),
    ]
)


@st.composite
def mailboxes(draw: st.DrawFn) -> Who:
    local = draw(_LOCAL_PARTS)
    domain, ascii_domain = draw(_DOMAINS)
    if local.startswith('"'):  # judged by email-validator, which writes domains in lower case
        ascii_domain = ascii_domain or domain.lower()
    ascii_form = f"{local}@{ascii_domain}" if ascii_domain else ""
    return Who(draw(st.one_of(st.just(""), display_names)), f"{local}@{domain}", ascii_form)


groups = st.builds(Team, display_names.filter(str.strip), st.lists(mailboxes(), max_size=3).map(tuple))
recipients = st.lists(st.one_of(mailboxes(), mailboxes(), groups), max_size=4).map(tuple)

_LINES = st.one_of(
    st.sampled_from(_WORDS),
    st.sampled_from(
        ["", ".", "..", "From jo", "From", ">From x", "--", "--=_", "-- ", " ", "\t", "trailing ", "trailing\t"]
    ),
    st.sampled_from(
        ["b" * 75 + " ", "c" * 76 + "\t", "word " * 40, "é" * 500, "=" * 80, "\x00", "\x0b", "\x85", "\x1a", "\r"]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=90),
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    lines = draw(st.lists(_LINES, max_size=8))
    return "".join(line + draw(st.sampled_from(["\n", "\r\n", "\n", "", "\r", "\n\n"])) for line in lines)


contents = st.one_of(
    st.binary(max_size=300),
    st.sampled_from(
        [b"", b"\r", b"\n", b"\r\n", b".\r\n", b"From x\n", b"a \r\nb", b"\x00", "é\r\n".encode(), b"\xff" * 58]
    ),
    st.binary(min_size=1, max_size=20).map(lambda octets: octets * 400),
)
_MEDIA_TYPES = st.sampled_from(
    ["application/octet-stream", "application/pdf", "text/plain", "text/csv", "text/html", "image/png"]
)
_IMAGE_TYPES = st.sampled_from(["image/png", "image/svg+xml", "font/woff2"])
_CIDS = st.from_regex(r"[!-;=?-~]{1,40}", fullmatch=True)


@st.composite
def embedded_messages(draw: st.DrawFn) -> bytes:
    """A message somebody received: 7bit or 8bit, whole lines of which none is too long, and no NUL."""
    lines = draw(st.lists(st.text(st.characters(exclude_characters="\0\r\n", codec="utf-8"), max_size=200), max_size=5))
    head = b"From: jo@example.net\r\nSubject: forwarded\r\n\r\n"
    return head + "\r\n".join(lines).encode() + draw(st.sampled_from([b"", b"\r\n"]))


_PARTS = st.one_of(
    st.builds(Filed, contents, st.none() | file_names, _MEDIA_TYPES),
    st.builds(Embedded, contents, _CIDS, st.none() | file_names, _IMAGE_TYPES),
    st.builds(Forwarded, embedded_messages(), st.none() | file_names),
)


def _content_id(part: Filed | Embedded | Forwarded) -> object:
    """Give what no two parts of a message share: what has no content id is equal to nothing else."""
    return part.cid if isinstance(part, Embedded) else object()


drafts = st.builds(
    Draft,
    from_=mailboxes(),
    to=recipients,
    cc=recipients,
    bcc=recipients,
    reply_to=recipients,
    subject=st.none() | header_texts,
    text=st.none() | texts(),
    html=st.none() | texts(),
    parts=st.lists(_PARTS, max_size=4, unique_by=_content_id).map(tuple),
)

headed_drafts = st.builds(Draft, from_=mailboxes(), to=recipients, reply_to=recipients, subject=header_texts)
named_drafts = st.builds(
    Draft, parts=st.lists(st.builds(Filed, st.just(b"x"), file_names, st.just("image/png")), min_size=1).map(tuple)
)
