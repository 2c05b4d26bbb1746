"""The tree of parts: it depends on what there is, never on the order in which it was added."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from composing import header_lines, plain, shape

from mimeforge import HeaderError, parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from mimeforge import Message

ADDITIONS: dict[str, Callable[[Message], Message]] = {
    "attach": lambda message: message.attach(b"a", filename="a.bin"),
    "embed": lambda message: message.embed(b"b", cid="b", filename="b.png"),
    "attach_message": lambda message: message.attach_message(b"Subject: c\r\n\r\n"),
    "header": lambda message: message.header("X-Note", "d"),
    "replace": lambda message: message.replace(text="e", html="<img src='cid:b'>"),
}
SHAPE = "mixed(alternative(plain, related(html, png)), octet-stream, rfc822)"


@pytest.mark.parametrize("order", list(permutations(ADDITIONS)), ids="-".join)
def test_the_order_of_calls_does_not_change_the_tree(order: tuple[str, ...]) -> None:
    message = plain()
    for name in order:
        message = ADDITIONS[name](message)
    shown = shape(parse(message.as_bytes()))
    assert sorted(shown) == sorted(SHAPE)
    assert shown.startswith("mixed(alternative(plain, related(html, png)), ")


@pytest.mark.parametrize(
    ("arguments", "additions", "expected"),
    [
        ({}, [], "plain"),
        ({"text": "a"}, [], "plain"),
        ({"html": "a"}, [], "html"),
        ({"text": "a", "html": "a"}, [], "alternative(plain, html)"),
        ({"html": "a"}, ["embed"], "related(html, png)"),
        ({"text": "a", "html": "a"}, ["embed"], "alternative(plain, related(html, png))"),
        ({"text": "a"}, ["embed"], "mixed(plain, png)"),
        ({}, ["embed"], "mixed(png)"),
        ({}, ["attach"], "mixed(octet-stream)"),
        ({}, ["attach_message"], "mixed(rfc822)"),
        ({"html": "a"}, ["attach"], "mixed(html, octet-stream)"),
        ({"text": "a", "html": "a"}, ["embed", "attach", "attach_message"], SHAPE),
    ],
)
def test_each_level_of_the_tree_is_there_only_when_needed(
    arguments: dict[str, str], additions: list[str], expected: str
) -> None:
    message = plain(**arguments)
    for name in additions:
        message = ADDITIONS[name](message)
    assert shape(parse(message.as_bytes())) == expected


def test_related_names_the_type_of_its_root_and_no_start() -> None:
    related = parse(ADDITIONS["embed"](plain(html="<img src='cid:b'>")).as_bytes())
    assert dict(related.parameters) == {"type": "text/html", "boundary": (related.boundary or b"").decode()}


def test_attachments_stay_in_the_order_they_came_in() -> None:
    message = plain().attach(b"1").attach_message(b"2\r\n\r\n").attach(b"3").embed(b"4", cid="a").embed(b"5", cid="b")
    contents = [part.content for part in parse(message.as_bytes()).parts]
    assert contents == [b"4", b"5", b"1", b"2\r\n\r\n", b"3"]


def test_an_inline_part_without_html_is_an_attachment_and_has_no_content_id() -> None:
    part = parse(plain(text="x").embed(b"a", cid="a", filename="a.png").as_bytes()).parts[1]
    assert (part.disposition, part.filename, part.content_id) == ("attachment", "a.png", None)


def test_an_inline_part_takes_its_place_when_html_comes_later() -> None:
    message = plain().embed(b"a", cid="a", filename="a.png").replace(html='<img src="cid:a">')
    part = parse(message.as_bytes()).parts[1]
    assert (part.disposition, part.filename, part.content_id) == ("inline", "a.png", "a")


def test_an_inline_part_that_nothing_shows_stays_and_is_reported() -> None:
    report = plain(subject="Lunch", html="<p>no image</p>").embed(b"a", cid="a", filename="a.png").lint()
    assert report.ok
    assert [finding.slug for finding in report] == ["cid-unused"]


def test_html_goes_out_as_it_was_given() -> None:
    html = '<img src="cid:a">\n<p class=x>&lt;é\n'
    root = parse(plain(html=html).embed(b"a", cid="a").as_bytes()).parts[0]
    assert (root.text or "").replace("\r\n", "\n") == html


def test_content_fields_stand_behind_mime_version_and_before_those_of_the_root() -> None:
    """RFC 2045 §3: they belong to the entity, of which MIME-Version tells that it is one."""
    message = plain(text="x").header("Content-Language", "fr").header("X-Note", "a").raw_header("content-md5", b"eA==")
    names = [line.partition(":")[0] for line in header_lines(message)]
    assert names[names.index("X-Note") :] == [
        *["X-Note", "MIME-Version", "Content-Language", "content-md5"],
        *["Content-Type", "Content-Transfer-Encoding"],
    ]


def test_a_content_id_names_one_inline_part() -> None:
    message = plain(html='<img src="cid:a">').embed(b"a", cid="a")
    with pytest.raises(HeaderError, match="another inline part has this content id") as caught:
        message.replace(html=None).embed(b"b", cid="a")
    assert caught.value.field == "cid"
    assert [part.cid and part.cid.ids for part in message.embed(b"a", cid="A").embedded] == [("<a>",), ("<A>",)]
