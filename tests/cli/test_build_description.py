"""Descriptions: what each key stands for, and what is said of wrong ones."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimeforge import Address, Group, Message
from mimeforge.cli.description import PROBLEMS_MAX, DescriptionError, Folder, compose
from mimeforge.cli.description.keys import KEYS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ARN = "arn:aws:ses:us-east-1:123456789012:identity/example.com"
PNG = b"\x89PNG\r\n\x1a\n\0\xff"
ORIGINAL = b"From: jo@example.net\r\nSubject: Why?\r\n\r\nWhy?\r\n"
BASE = 'from = "jo@example.com"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    (tmp_path / "receipt.txt").write_bytes(b"Merci !\r\n")
    (tmp_path / "marked.txt").write_bytes(b"\xef\xbb\xbfMerci !")
    (tmp_path / "latin.txt").write_bytes("reçu".encode("latin-1"))
    (tmp_path / "logo.png").write_bytes(PNG)
    (tmp_path / "re\u0301sume\u0301").write_bytes(PNG)
    (tmp_path / "original.eml").write_bytes(ORIGINAL)
    (tmp_path / "bare-cr.eml").write_bytes(b"From: jo@example.net\r\r\n")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "table.csv").write_bytes(b"a;b\n")
    return Folder.of(tmp_path)


def base(**arguments: Any) -> Message:
    return Message(**{"from_": "jo@example.com", **arguments})


# What stands below `from = …`, and the same in Python.
SAME: list[tuple[str, Callable[[], Message]]] = [
    ("", base),
    ('to = "Zoé <zoe@example.net>"', lambda: base(to=Address("Zoé", "zoe@example.net"))),
    ('to = {name = "Doe, Pat", address = "pat@example.net"}', lambda: base(to=Address("Doe, Pat", "pat@example.net"))),
    ('to = {address = "pat@example.net"}', lambda: base(to="pat@example.net")),
    ('to = ["a@example.net", {address = "b@bücher.example"}]', lambda: base(to=["a@example.net", "b@bücher.example"])),
    (
        'cc = {group = "The, team", members = ["a@example.net", {name = "B", address = "b@example.net"}]}',
        lambda: base(cc=Group("The, team", ["a@example.net", Address("B", "b@example.net")])),
    ),
    ('to = [{group = "Undisclosed recipients"}]', lambda: base(to=Group("Undisclosed recipients"))),
    ('to = []\nbcc = "audit@example.com"', lambda: base(bcc="audit@example.com")),
    ('reply_to = ["a@example.net"]', lambda: base(reply_to="a@example.net")),
    (
        'sender = "a@example.net"\nreturn_path = {address = "b@example.net"}',
        lambda: base(sender="a@example.net", return_path="b@example.net"),
    ),
    ('subject = "Votre reçu n° 42"', lambda: base(subject="Votre reçu n° 42")),
    ('text = """\nOne\nTwo"""', lambda: base(text="One\nTwo")),
    ('text = {file = "receipt.txt"}\nhtml = "<p>x"', lambda: base(text="Merci !\r\n", html="<p>x")),
    ('html = {file = "marked.txt"}', lambda: base(html="Merci !")),
    ("date = 2026-05-04T10:00:00Z", lambda: base(date=datetime(2026, 5, 4, 10, tzinfo=UTC))),
    (
        "date = 2026-05-04 10:00:00.5-03:30",
        lambda: base(date=datetime(2026, 5, 4, 10, 0, 0, 500_000, timezone(-timedelta(hours=3, minutes=30)))),
    ),
    ('message_id = "42@example.com"', lambda: base(message_id="<42@example.com>")),
    (
        'in_reply_to = "<1@example.net>"\nreferences = ["<0@example.net>", "<1@example.net>"]',
        lambda: base(in_reply_to="<1@example.net>", references=["<0@example.net>", "<1@example.net>"]),
    ),
    ('references = "<0@example.net> <1@example.net>"', lambda: base(references=["<0@example.net>", "<1@example.net>"])),
    (
        '[[inline]]\nfile = "logo.png"\ncid = "logo"\n[[inline]]\nfile = "logo.png"\ncid = "b"\nfilename = "b.png"',
        lambda: base().embed(PNG, cid="logo", filename="logo.png").embed(PNG, cid="b", filename="b.png"),
    ),
    ('[[attachments]]\nfile = "deep/table.csv"', lambda: base().attach(b"a;b\n", filename="table.csv")),
    (
        '[[attachments]]\nfile = "logo.png"\nfilename = "x"\ncontent_type = "image/png; a=b"',
        lambda: base().attach(PNG, filename="x", content_type="image/png; a=b"),
    ),
    (
        '[[attachments]]\nfile = "re\u0301sume\u0301"\ncontent_type = "image/png"',
        lambda: base().attach(PNG, filename="r\xe9sum\xe9", content_type="image/png"),
    ),
    (
        '[[attachments]]\ncontent = "prix;é\\n"\nfilename = "a.csv"\n[[attachments]]\ncontent = ""\nfilename = "b.csv"',
        lambda: base().attach("prix;é\n".encode(), filename="a.csv").attach(b"", filename="b.csv"),
    ),
    ('[[messages]]\nfile = "original.eml"', lambda: base().attach_message(ORIGINAL, filename="original.eml")),
    (
        '[[messages]]\nfile = "original.eml"\nfilename = "Why?.eml"',
        lambda: base().attach_message(ORIGINAL, filename="Why?.eml"),
    ),
    (
        '[headers]\nAuto-Submitted = "auto-generated"\nX-Café = "x"\n'.replace("é", "e")
        + 'Comments = "où"\nResent-Date = 2026-05-04T10:00:00Z\nResent-To = ["a@example.net", {group = "G"}]\n'
        + 'Resent-Message-ID = "<3@example.com>"',
        lambda: (
            base()
            .header("Auto-Submitted", "auto-generated")
            .header("X-Cafe", "x")
            .header("Comments", "où")
            .header("Resent-Date", datetime(2026, 5, 4, 10, tzinfo=UTC))
            .header("Resent-To", ["a@example.net", Group("G")])
            .header("Resent-Message-ID", "<3@example.com>")
        ),
    ),
    ('[unsubscribe]\nurl = "https://example.com/u"', lambda: base().unsubscribe("https://example.com/u")),
    (
        'unsubscribe = {url = "https://example.com/u", mailto = "leave@example.com"}',
        lambda: base().unsubscribe("https://example.com/u", mailto="leave@example.com"),
    ),
    (
        (
            f'[ses]\nsource_arn = "{ARN}"\nfrom_arn = "{ARN}"\nreturn_path_arn = "{ARN}"\n'
            'configuration_set = "receipts"\n[ses.tags]\ncampaign = "may"\nb = "2"'
        ),
        lambda: base().ses(
            source_arn=ARN,
            from_arn=ARN,
            return_path_arn=ARN,
            configuration_set="receipts",
            tags={"campaign": "may", "b": "2"},
        ),
    ),
]


@pytest.mark.parametrize(("description", "same"), SAME)
def test_a_description_is_the_message_that_python_composes(
    folder: Folder, description: str, same: Callable[[], Message]
) -> None:
    assert compose((BASE + description).encode(), folder) == same()


def test_every_key_is_among_these_examples() -> None:
    text = BASE + "".join(description for description, _ in SAME)
    assert [key for key in KEYS if f"{key} = " not in text and f"[{key}]" not in text] == []


NO_INSTANT = "a date-time with its offset (2026-05-04T10:00:00+02:00) is expected, not"
NO_ADDRESS = "one address (a string, or {name = …, address = …}) is expected, not"
LINE_END = "a line end here would begin another header field"
NAME = "U+0020 at position 1: a field name is printable ASCII without blank and colon"
TAG = "U+0020 at position 1: only letters and digits of ASCII"
TWICE = "this field may stand once, and is already set"

# What stands below `from = …`, and all that is said of it.
WRONG: list[tuple[str, str]] = [
    ('subjet = "x"', "subjet: no such key; did you mean subject?"),
    ('Reply-To = "x"', "Reply-To: no such key; did you mean reply_to?"),
    ('"X\\u001b[31m" = 1', f"'X␛[31m': no such key; known are {', '.join(KEYS)}"),
    ("a.b.c = 1", f"a: no such key; known are {', '.join(KEYS)}"),
    ("subject = 42", "subject: a string is expected, not an integer"),
    ("subject = true", "subject: a string is expected, not a boolean"),
    ("subject = 4.2", "subject: a string is expected, not a float"),
    ("subject = 10:00:00", "subject: a string is expected, not a local time"),
    ('subject = "a\\r\\nBcc: b"', f"subject: U+000D at position 1: {LINE_END}"),
    ("text = []", "text: a string or {file = …} is expected, not an array"),
    ('html = {fil = "x"}', "html.fil: no such key; did you mean file?\nhtml.file: is missing"),
    ('text = {file = "latin.txt"}', "text.file: the file is not UTF-8: 0xE7 at offset 2"),
    ('text = {file = "gone.txt"}', "text.file: 'gone.txt': No such file or directory"),
    ('text = {file = "a\\u0000b"}', "text.file: 'a␀b' is no path: embedded null byte"),
    ("date = 2026-05-04", f"date: {NO_INSTANT} a local date"),
    ("date = 2026-05-04T10:00:00", f"date: {NO_INSTANT} a local date-time"),
    ('date = "today"', f"date: {NO_INSTANT} a string"),
    ("date = 1899-12-31T23:59:59Z", "date: the year 1899, the first that may stand is 1900"),
    ("to = 1", f"to: {NO_ADDRESS} an integer"),
    ("to = [[]]", f"to[0]: {NO_ADDRESS} an array"),
    ('sender = ["a@example.net"]', f"sender: {NO_ADDRESS} an array"),
    (
        'to = ["a@example.net", "Doe, Pat <pat@example.net>"]',
        (
            "to[1]: U+002C at position 3: a special in no quotes; where it belongs to the name, use "
            "{name = …, address = …}: 'Doe, Pat <pat@example.net>'"
        ),
    ),
    ('to = "pat"', "to: position 3: no @ and domain: 'pat'"),
    ('to = {name = "Pat"}', "to.address: is missing"),
    ('to = {name = "P\\nat", address = "pat@example.net"}', f"to.name: U+000A at position 1: {LINE_END}"),
    ('to = {address = "pat"}', "to.address: position 3: no @ and domain: 'pat'"),
    ('to = {adress = "pat"}', "to.adress: no such key; did you mean address?\nto.address: is missing"),
    ('cc = {group = " "}', "cc.group: a group has to have a name"),
    ('cc = [{group = "G", members = "a@example.net"}]', "cc[0].members: an array is expected, not a string"),
    (
        'cc = {group = "G", members = ["a", "b@example.net", "c"]}',
        "cc.members[0]: position 1: no @ and domain: 'a'\ncc.members[2]: position 1: no @ and domain: 'c'",
    ),
    (
        'cc = {group = "G", members = [{group = "H"}]}',
        "cc.members[0].group: no such key; known are name, address\ncc.members[0].address: is missing",
    ),
    (
        'message_id = "a b@example.com"',
        "message_id: U+0020 at position 1: a message id is <left@right>, printable ASCII without blanks",
    ),
    (
        'references = ["<1@example.net>", "x", 3]',
        (
            "references[1]: U+0078 at position 0: message ids stand in angle brackets: <left@right>\n"
            "references[2]: a string is expected, not an integer"
        ),
    ),
    (
        '[attachments]\nfile = "logo.png"',
        "attachments: an array is expected, not a table: [[attachments]] begins a table of one",
    ),
    ("attachments = [3]", "attachments[0]: a table is expected, not an integer"),
    ("[[attachments]]", "attachments[0]: either file or content is expected"),
    ('[[attachments]]\nfile = "logo.png"\ncontent = ""', "attachments[0]: either file or content is expected"),
    ('[[attachments]]\ncontent = "x"', "attachments[0].filename: is missing (content needs one)"),
    (
        '[[attachments]]\nfile = "logo.png"\n[[attachments]]\nfile = "logo.png"\n[[attachments]]\nfilname = "x"',
        "attachments[2].filname: no such key; did you mean filename?",
    ),
    (
        '[[attachments]]\nfile = "original.eml"\ncontent_type = "message/rfc822"',
        (
            "attachments[0].content_type: message/rfc822 cannot be base64 (RFC 2045 §6.4, RFC 2046 §5.2.1); "
            "use [[messages]]"
        ),
    ),
    (
        '[[attachments]]\nfile = "logo.png"\ncontent_type = "png"',
        "attachments[0].content_type: U+0070 at position 0: a media type is type/subtype (RFC 6838 §4.2)",
    ),
    (
        '[[attachments]]\nfile = "logo.png"\nfilename = "a\\u0007"',
        "attachments[0].filename: U+0007 at position 1: a control character",
    ),
    ('[[inline]]\nfile = "logo.png"', "inline[0].cid: is missing"),
    (
        '[[inline]]\nfile = "logo.png"\ncid = "a b"',
        "inline[0].cid: U+0020 at position 1: a content id is printable ASCII without blanks and angle brackets",
    ),
    (
        '[[inline]]\nfile = "logo.png"\ncid = "a"\n[[inline]]\nfile = "logo.png"\ncid = "a"',
        "inline[1].cid: another inline part has this content id",
    ),
    (
        '[[messages]]\nfile = "bare-cr.eml"',
        (
            "messages[0].file: U+000D at position 20: a CR without LF cannot go out unencoded; "
            "attach it as octets: [[attachments]], application/octet-stream"
        ),
    ),
    (
        '[[messages]]\nfile = "original.eml"\ncontent_type = "x"',
        "messages[0].content_type: no such key; known are file, filename",
    ),
    ("headers = []", "headers: a table is expected, not an array"),
    ('[headers]\nFrom = "x"', "headers.From: Message writes this field: use the key from"),
    ('[headers]\nContent-ID = "x"', "headers.Content-ID: Message writes this field: use [[inline]]"),
    (
        '[headers]\nList-Unsubscribe-Post = "x"',
        "headers.List-Unsubscribe-Post: Message writes this field: use [unsubscribe]",
    ),
    ('[headers]\n"X Y" = "x"', f"headers.'X Y': {NAME}"),
    ('[headers]\nX-Y = ["x"]', "headers.X-Y: a string is expected, not an array"),
    ("[headers]\nResent-Date = 2026-05-04", f"headers.Resent-Date: {NO_INSTANT} a local date"),
    ('[headers]\nResent-To = ["x"]', "headers.Resent-To[0]: position 1: no @ and domain: 'x'"),
    (
        '[headers]\nAuto-Submitted = "é"',
        (
            "headers.Auto-Submitted: U+00E9 at position 0: this field is never encoded: printable ASCII, "
            "no blanks at the ends"
        ),
    ),
    ('[unsubscribe]\nmailto = "x@example.com"', "unsubscribe.url: is missing"),
    (
        '[unsubscribe]\nurl = "http://example.com"',
        "unsubscribe.url: U+0068 at position 0: one-click unsubscription takes an https URI",
    ),
    (
        '[unsubscribe]\nurl = "https://example.com/"\nmailto = "x"',
        "unsubscribe.mailto: position 1: no @ and domain: 'x'",
    ),
    (
        '[headers]\nList-Unsubscribe = "<https://example.com/>"\n[unsubscribe]\nurl = "https://example.com/"',
        f"unsubscribe: List-Unsubscribe: {TWICE}",
    ),
    (
        '[ses]\nsource_arn = "arn:aws:ses"',
        "ses.source_arn: position 11: the region is wrong: an identity ARN is arn:aws:ses:REGION:ACCOUNT:identity/NAME",
    ),
    ('[ses]\nconfiguration-set = "a"', "ses.configuration-set: no such key; did you mean configuration_set?"),
    ('[ses]\ntags = ["a"]', "ses.tags: a table is expected, not an array"),
    ('[ses.tags]\n"a b" = "c"', f"ses.tags.'a b': {TAG}, _ and - may stand"),
    ('[ses.tags]\na = "c d"', f"ses.tags.a: {TAG}, _, -, . and @ may stand"),
    ("[ses.tags]\na = 1", "ses.tags.a: a string is expected, not an integer"),
    ("[ses]\ntags = {}", "ses.tags: no tags; leave the key out"),
    (
        '[headers]\nX-SES-CONFIGURATION-SET = "a"\n[ses]\nconfiguration_set = "b"',
        f"ses: X-SES-CONFIGURATION-SET: {TWICE}",
    ),
]


@pytest.mark.parametrize(("description", "told"), WRONG)
def test_what_is_wrong_is_told_with_its_key(folder: Folder, description: str, told: str) -> None:
    with pytest.raises(DescriptionError) as caught:
        compose((BASE + description).encode(), folder)
    assert str(caught.value) == told
    assert caught.value.problems == tuple(told.split("\n"))


def test_a_description_without_an_author_is_none(folder: Folder) -> None:
    with pytest.raises(DescriptionError, match=r"^from: is missing$"):
        compose(b"", folder)


def test_all_is_told_at_once_up_to_a_limit(folder: Folder) -> None:
    description = "".join(f"k{number} = 1\n" for number in range(1000))
    with pytest.raises(DescriptionError) as caught:
        compose(description.encode(), folder)
    assert len(caught.value.problems) == PROBLEMS_MAX


@pytest.mark.parametrize(
    ("description", "key"),
    [
        ("[headers]\n" + "".join(f"X-{number} = 'a'\n" for number in range(10_001)), "headers"),
        ("[[attachments]]\ncontent = ''\nfilename = 'a'\n" * 10_001, "attachments"),
        ("[[messages]]\nfile = 'original.eml'\n" * 10_001, "messages"),
        ("[[inline]]\nfile = 'logo.png'\ncid = 'a'\n" * 10_001, "inline"),
    ],
    ids=["headers", "attachments", "messages", "inline"],
)
def test_what_the_linter_would_not_read_is_not_built(folder: Folder, description: str, key: str) -> None:
    with pytest.raises(DescriptionError, match=rf"^{key}: 10,000 at most, not 10,001: the linter reads no more"):
        compose((BASE + description).encode(), folder)


def test_very_many_fields_are_set_at_once(folder: Folder) -> None:
    description = "[headers]\n" + "".join(f"X-{number} = 'a'\n" for number in range(10_000))
    start = perf_counter()
    assert len(compose((BASE + description).encode(), folder).extra_fields) == 10_000
    assert perf_counter() - start < 4  # half a second on a machine with nothing else to do


@pytest.mark.parametrize(
    ("octets", "told"),
    [
        (b"subject = ", "at end of document"),
        (b"a" + b".a" * 20_000 + b" = 1", "^a key of more than 100 parts"),
        (b'from = "jo@example.com"\nsubject = "', "Unterminated string"),
        (b'from = "jo@example.com"\nfrom = "x"', "Cannot overwrite a value"),
        (b"x = '\xe9'", r"^not UTF-8 \(at line 1\)$"),
        ('from = "jo@example.com"'.encode("utf-16"), r"^not UTF-8 \(at line 1\)$"),
        ('from = "jo@example.com"'.encode("utf-16-le"), "line 1, column 2"),
        (b'subject = "\\ud800"', "line 1, column 1"),
        (b"subject = 'a\rb'", "line 1, column 13"),
        (b"x = 2026-02-30T00:00:00Z", "line 1"),
        (b"x = " + b"[" * 100_000, "^not TOML: arrays or tables are nested too deeply$"),
        (b"x = " + b"{a=" * 100_000, "^not TOML: arrays or tables are nested too deeply$"),
        (b"x = " + b"9" * 5_000, "digits"),
        (b"\xff" * 1000, "^not UTF-8"),
        (b"\0", "line 1, column 1"),
    ],
)
def test_what_is_no_toml_is_told_with_its_place(folder: Folder, octets: bytes, told: str) -> None:
    with pytest.raises(DescriptionError, match=told):
        compose(octets, folder)


def test_a_byte_order_mark_and_crlf_are_what_editors_write(folder: Folder) -> None:
    description = b'\xef\xbb\xbffrom = "jo@example.com"\r\ntext = """\r\nOne\r\nTwo"""\r\n'
    assert compose(description, folder) == base(text="One\nTwo")


def test_the_same_description_gives_the_same_octets(folder: Folder) -> None:
    description = (BASE + 'message_id = "1@example.com"\ndate = 2026-05-04T10:00:00Z\n' + SAME[-2][0]).encode()
    assert compose(description, folder).as_bytes(None) == compose(description, folder).as_bytes(None)


def toml(value: Any) -> str:
    """Write a value as TOML on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return json.dumps(value)


KEYS_IN_TABLES = "file content cid filename content_type url mailto name address group members tags source_arn".split()
TEXTS = ["logo.png", "receipt.txt", "a@example.net", "A <a@example.net>", "text/plain", "https://example.com/", "x"]
scalars = st.one_of(
    st.sampled_from(TEXTS),
    st.text(st.characters(exclude_categories=["Cs"], max_codepoint=0xFFFF), max_size=5),  # JSON's escapes end there
    st.integers(-(10**6), 10**6),
    st.booleans(),
    st.datetimes(timezones=st.sampled_from([None, UTC])),
    st.dates(),
    st.times(),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(KEYS_IN_TABLES), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*KEYS, "headers", "ses"]), values, max_size=5))
@settings(max_examples=150)
def test_any_description_is_a_message_or_told(tmp_path_factory: pytest.TempPathFactory, given: dict[str, Any]) -> None:
    lines = [f"{key} = {toml(value)}" for key, value in {"from": "jo@example.com", **given}.items()]
    place = tmp_path_factory.getbasetemp()
    (place / "logo.png").write_bytes(PNG)
    with suppress(DescriptionError):
        assert compose("\n".join(lines).encode(), Folder.of(place)).as_bytes(None)


@given(st.binary(max_size=50))
@settings(max_examples=100)
def test_any_octets_are_told(octets: bytes) -> None:
    with pytest.raises(DescriptionError):
        compose(octets, Folder.of("."))
