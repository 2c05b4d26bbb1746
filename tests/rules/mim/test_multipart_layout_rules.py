"""What multiparts hold: alternatives, related parts, and text around and in place of parts."""

from __future__ import annotations

import pytest

import mimeforge
from mimeforge.linter import Severity
from mimeforge.linter.examples import sample

TEXT = "See you at noon, in the usual place behind the station."
PLAIN = f"Content-Type: text/plain; charset=us-ascii\r\n\r\n{TEXT}"
HTML = f'Content-Type: text/html; charset=us-ascii\r\n\r\n<p>{TEXT}</p><img alt="" src="cid:1@example.com">'
IMAGE = (
    "Content-Type: image/gif\r\nContent-ID: <{}@example.com>\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    "R0lGODlhAQABAAAAACw="
)
LOGO = IMAGE.format(1)
ENCODED_EMPTY = "Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=20\r\n"
EMPTY = "Content-Type: text/plain; charset=us-ascii\r\n\r\n"
INVITE = "Content-Type: text/calendar; charset=us-ascii; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR"
RULES = {
    "alternative-order",
    "alternative-duplicate-type",
    "alternative-has-attachment",
    "alternative-empty-branch",
    "related-type-mismatch",
    "related-start-missing",
    "related-root-not-first",
    "related-outside",
    "preamble-text",
    "epilogue-text",
    "blank-part-headers",
    "part-header-in-body",
    "multipart-one-part",
    "mixed-bogus",
    "related-no-type",
    "nesting-too-deep",
    "cte-child-wider",
}


def multipart(kind: str, *parts: str, boundary: str = "b") -> str:
    body = "".join(f"--{boundary}\r\n{part}\r\n" for part in parts) + f"--{boundary}--\r\n"
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n{body}'


def message(kind: str, *parts: str) -> bytes:
    field, _, body = multipart(kind, *parts).partition("\r\n\r\n")
    return sample(field, body=body)


def found(octets: bytes, profile: str = "ses") -> list[tuple[str, str, str]]:
    report = mimeforge.lint(octets, profile=profile)
    return [(finding.slug, finding.part, finding.severity) for finding in report if finding.slug in RULES]


def related(*parts: str, boundary: str = "r", parameters: str = '; type="text/html"') -> str:
    return multipart(f"related{parameters}", *parts, boundary=boundary)


LAYOUTS = [
    # What composers write
    (message("alternative", PLAIN, HTML), []),
    (message("alternative", PLAIN, related(HTML, LOGO)), []),
    (message("alternative", PLAIN, HTML, INVITE), []),
    (message("alternative", PLAIN, "Content-Type: text/x-amp-html; charset=utf-8\r\n\r\n<html amp4email>", HTML), []),
    (message("alternative", PLAIN, "Content-Type: text/enriched\r\n\r\nSee you"), []),
    (message("alternative", PLAIN, multipart("mixed", HTML.replace("<img", "<x"), IMAGE.format(2), boundary="m")), []),
    (message("mixed", multipart("alternative", PLAIN, HTML.replace("cid:", ""), boundary="a"), LOGO), []),
    (message("mixed", multipart("alternative", PLAIN, related(HTML, LOGO), boundary="a"), IMAGE.format(2)), []),
    (message("mixed", related(multipart("alternative", PLAIN, HTML, boundary="a"), LOGO)), []),
    (message('related; type="multipart/alternative"', multipart("alternative", PLAIN, HTML, boundary="a"), LOGO), []),
    (message("mixed", PLAIN, HTML.replace("cid:", "")), []),
    # The order of alternatives
    (message("alternative", HTML.replace("cid:", ""), PLAIN), [("alternative-order", "2", "warning")]),
    (message("alternative", related(HTML, LOGO), PLAIN), [("alternative-order", "2", "warning")]),
    (message("alternative", PLAIN, HTML.replace("cid:", ""), PLAIN), [("alternative-duplicate-type", "3", "warning")]),
    (message("alternative", PLAIN, "Content-Language: de\r\n" + PLAIN), []),
    # Files and nothing among alternatives
    (message("alternative", PLAIN, LOGO), [("alternative-has-attachment", "2", "warning")]),
    (
        message("alternative", PLAIN, "Content-Type: application/pdf\r\n\r\n%PDF-"),
        [("alternative-has-attachment", "2", "warning")],
    ),
    (message("alternative", EMPTY, HTML.replace("cid:", "")), [("alternative-empty-branch", "1", "warning")]),
    (message("alternative", PLAIN, EMPTY + " \r\n"), [("alternative-empty-branch", "2", "warning")]),
    (message("alternative", PLAIN, ENCODED_EMPTY), [("alternative-empty-branch", "2", "warning")]),
    # The root of multipart/related
    (message('related; type="text/plain"', HTML, LOGO), [("related-type-mismatch", "", "warning")]),
    (message('related; type="text/html"', LOGO, HTML), [("related-root-not-first", "2", "warning")]),
    (
        message('related; type="text/html"; start="<9@example.com>"', HTML, LOGO),
        [("related-start-missing", "", "warning")],
    ),
    (message('related; type="image/gif"; start="1@example.com"', HTML, LOGO), []),
    # Parts that HTML shows from elsewhere
    (message("mixed", HTML, LOGO), [("related-outside", "2", "warning")]),
    (
        message("mixed", multipart("alternative", PLAIN, HTML, boundary="a"), LOGO),
        [("related-outside", "2", "warning")],
    ),
    (message("mixed", related(HTML, IMAGE.format(2)), LOGO), [("related-outside", "2", "warning")]),
    # Fields where no field is read
    (message("mixed", "\r\nContent-Type: text/html\r\n\r\n<p>a</p>"), [("blank-part-headers", "1", "warning")]),
    (message("mixed", "\r\n\r\nContent-Type: text/html\r\n\r\n<p>a</p>"), [("blank-part-headers", "1", "warning")]),
    (message("mixed", PLAIN, "\r\n"), [("blank-part-headers", "2", "note")]),
    # What is left where a multipart breaks off: MIM107 speaks of it
    (message("mixed", multipart("mixed", PLAIN, boundary="c").replace("--c--", "--c")), []),
    (
        message("mixed", f"Content-Type: text/html\r\n\r\nContent-ID: <1@x>\r\n\r\n{TEXT}"),
        [("part-header-in-body", "1", "warning")],
    ),
    (message("mixed", f"Content-Type: text/html\r\n\r\nContent-Type: text/html\r\n\r\n{TEXT}"), []),
    (message("mixed", f'Content-Type: text/x; name="a.eml"\r\n\r\nContent-ID: <1@x>\r\n\r\n{TEXT}'), []),
    (sample(body="Content-Disposition: inline\r\n\r\nSee you.\r\n"), [("part-header-in-body", "", "warning")]),
    # All fields of the message are below the empty line: of that, another rule speaks.
    (b"X-Mailer: Forms\r\n\r\nContent-Transfer-Encoding: 7bit\r\n" + sample(), []),
    (sample(body="Content-Type: what is it?\r\n"), []),
]


@pytest.mark.parametrize(("octets", "expected"), LAYOUTS)
@pytest.mark.parametrize("profile", ["ses", "rfc"])
def test_what_a_multipart_holds(octets: bytes, expected: list[tuple[str, str, str]], profile: str) -> None:
    assert found(octets, profile) == expected


def around(preamble: str = "", epilogue: str = "", *fields: str) -> bytes:
    field, _, body = multipart("mixed", PLAIN).partition("\r\n\r\n")
    return sample(field, *fields, body=f"{preamble}{body}{epilogue}")


# RFC 2046 §5.1.1 asks for such a sentence; these are those of programs, the last one that of a person.
STOCK = [
    "This is a multi-part message in MIME format.",
    "This is a multipart message in MIME format",
    "This is a MIME-encapsulated message",
    "This is an OpenPGP/MIME signed message (RFC 4880 and 3156)",
    "This is a cryptographically signed message in MIME format.",
    "Dies ist eine mehrteilige Nachricht im MIME-Format.",
    "> Denne meddelelse er i MIME-format. Da dit postl\r\nsystem",
    "Ceci est un message multipart au format MIME",
]


# What people add to it, and what is left of a part in which nothing is: nothing is hidden there.
ADDED = [
    "If you can read this: your reader knows no MIME.",
    "Note: MIME is needed.\r\n\r\nhttps://example.com/mime\r\n\r\nGood luck",
    "E-Mail: in MIME\r\n\r\nSee https://example.com/",
    "MIME\r\n-----\r\n\r\nGood luck",
    "MIME\r\n-- \r\n\r\nJo",
    "MIME\r\n--- Example Ltd. ---\r\n\r\nJo",
    "MIME\r\n--c\r\nJo",
    "MIME\r\n--c",
    "MIME\r\nX-Note: 1\r\nJo",
    "MIME\r\nX-Note: 1",
]


@pytest.mark.parametrize("sentence", [*STOCK, *ADDED])
def test_what_composers_write_before_the_first_part_is_silent(sentence: str) -> None:
    assert found(around(f"{sentence}\r\n\r\n")) == []


@pytest.mark.parametrize(
    ("octets", "expected", "at"),
    [
        (around("\r\nSee you at one. \r\n"), ("preamble-text", "note"), b"See you at one."),
        (around("Content-Type: text/html\r\n\r\nSee you\r\n"), ("preamble-text", "warning"), b"Content-Type"),
        (around(f"{STOCK[0]}\r\n\r\n--c\r\n\r\nHi\r\n"), ("preamble-text", "warning"), b"--c"),
        (around(f"{STOCK[0]}\r\n------=_c.1 \t\r\n\r\n\r\nHi\r\n"), ("preamble-text", "warning"), b"------=_c.1"),
        (around("------=_X-Note: 1\r\n\r\nHi\r\n"), ("preamble-text", "warning"), b"------=_X-Note:"),
        (around(f"{STOCK[0]}\r\nx-note : 1\r\n 2\r\n\r\nHi\r\n"), ("preamble-text", "warning"), b"x-note"),
        (around("mime-version: 1.0\r\n\r\nHi\r\n"), ("preamble-text", "warning"), b"mime-version"),
        (around("Content-Language: fr\n\nHi\r\n"), ("preamble-text", "warning"), b"Content-Language"),
        (around("", "\r\nJo Doe\r\n"), ("epilogue-text", "warning"), b"Jo Doe"),
        (
            around("", "\r\nThe pantomime begins at one.\r\n"),
            ("epilogue-text", "warning"),
            b"The pantomime begins at one.",
        ),
        (
            around("", "MIME. " + "Lunch. " * 200),
            ("epilogue-text", "warning"),
            b"MIME. " + b" ".join([b"Lunch."] * 200),
        ),
        (
            around("", "\r\nLeave: example.com/u\r\n", "List-Id: <a.example.com>"),
            ("epilogue-text", "note"),
            b"Leave: example.com/u",
        ),
        (
            around("", "\r\ncontent-type : text/html\r\n\r\nJo\r\n", "List-Id: <a.example.com>"),
            ("epilogue-text", "warning"),
            b"content-type",
        ),
    ],
)
def test_text_that_nobody_is_shown(octets: bytes, expected: tuple[str, str], at: bytes) -> None:
    (finding,) = [finding for finding in mimeforge.lint(octets) if finding.slug in RULES]
    assert (finding.slug, finding.severity) == expected
    assert octets[slice(*finding.span)] == at


@pytest.mark.parametrize("epilogue", ["", "\r\n\r\n \t\r\n", "End of MIME message\r\n"])
def test_nothing_that_is_seen_behind_the_last_part_is_silent(epilogue: str) -> None:
    assert found(around("", epilogue)) == []


def nested(levels: int) -> bytes:
    inner = PLAIN
    for level in range(levels - 1):
        inner = multipart("mixed", inner, boundary=f"{level:03}")
    field, _, body = inner.partition("\r\n\r\n")
    return sample(field, body=body)


@pytest.mark.parametrize(
    ("levels", "ses", "rfc"),
    [(10, [], []), (11, ["note"], ["note"]), (50, ["note"], ["note"]), (51, ["warning"], ["note"]), (101, [], [])],
)
def test_how_deep_parts_nest(levels: int, ses: list[str], rfc: list[str]) -> None:
    for profile, expected in (("ses", ses), ("rfc", rfc)):
        assert [severity for slug, _, severity in found(nested(levels), profile)] == expected


EIGHT_BIT = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"


@pytest.mark.parametrize(
    ("octets", "expected"),
    [
        (message("mixed", EIGHT_BIT + "Déjeuner"), ["1"]),
        (message("mixed", multipart("mixed", EIGHT_BIT + "Déjeuner", boundary="c")), ["1.1"]),
        # Programs say 8bit of every text; what holds no octet over 127 harms nobody.
        (message("mixed", EIGHT_BIT + "Lunch"), []),
        (message("mixed\r\nContent-Transfer-Encoding: 8bit", EIGHT_BIT + "Lunch"), []),
    ],
)
def test_a_part_that_is_wider_than_what_is_around_it(octets: bytes, expected: list[str]) -> None:
    assert [part for slug, part, _ in found(octets, "rfc") if slug == "cte-child-wider"] == expected


@pytest.mark.parametrize(
    ("octets", "slug"),
    [
        (message("alternative", PLAIN), "multipart-one-part"),
        (message("mixed", PLAIN, HTML), "mixed-bogus"),
        (message("related", HTML, LOGO), "related-no-type"),
    ],
)
def test_what_ordinary_mail_does_is_told_where_it_is_asked_for(octets: bytes, slug: str) -> None:
    assert slug not in {one for one, _, _ in found(octets)}
    assert (slug, "", "note") in found(octets, "ses,strict")
    assert (slug, "", "note") in found(octets, "rfc,strict")


def test_severities_are_those_of_the_law() -> None:
    everything = [octets for octets, _ in LAYOUTS]
    assert {severity for octets in everything for _, _, severity in found(octets)} <= {Severity.WARNING, Severity.NOTE}
