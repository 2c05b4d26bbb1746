"""The names of fields: blanks, length, case, slips; and how fields are laid out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mimeforge
from mimeforge._ses_facts import ONCE_ONLY_FIELDS
from mimeforge.linter.examples import sample

PROFILES = ["ses", "rfc"]
MIXED = "Content-Type: multipart/mixed; boundary=b"


def found(octets: bytes, slug: str, profile: str = "ses,strict") -> list[tuple[str, bytes]]:
    """Give severities, and what findings of this rule point at."""
    report = mimeforge.lint(octets, profile=profile)
    return [(str(one.severity), octets[slice(*one.span)]) for one in report if one.slug == slug]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("blanks", [b" ", b"\t", b" \t "])
@pytest.mark.parametrize("name", [b"Subject", b"X-A"])
def test_blanks_before_a_colon(name: bytes, blanks: bytes, profile: str) -> None:
    octets = sample(name + blanks + b": Lunch", without=["Subject"] if name == b"Subject" else [])
    assert found(octets, "space-before-colon", profile) == [("warning", blanks)]


def test_blanks_before_a_colon_in_a_part() -> None:
    octets = sample(MIXED, body="--b\r\nContent-ID : <a@example.com>\r\n\r\nAt noon.\r\n--b--\r\n")
    assert found(octets, "space-before-colon") == [("warning", b" ")]


@pytest.mark.parametrize(("length", "told"), [(77, 0), (78, 1), (998, 921), (999, 0)])
def test_the_length_of_a_name(length: int, told: int) -> None:
    octets = sample("X" * length + ":\r\n a")
    assert [len(place) for _, place in found(octets, "header-name-too-long")] == ([told] if told else [])


WELL_KNOWN = """
    Subject Sender Reply-To Message-ID In-Reply-To References MIME-Version Content-Type Content-Transfer-Encoding
    Content-Disposition List-Unsubscribe List-Unsubscribe-Post Return-Path Auto-Submitted DKIM-Signature
""".split()
IN_USE = """
    Comment Organisation Received-SPF Resent-Cc Resent-Bcc Reply-By Keywords List-Owner Expires Supersedes
    X-Subjet X-Reply_To From To Cc Bcc Date Thread-Topic Content-MD5 Content-Class Authentication-Results ARC-Seal
    Delivered-To Envelope-To Mail-Reply-To Mail-Followup-To Apparently-To Lines Status Face Newsgroups Xref Path
    Disposition-Notification-Options Content-Length Autocrypt Require-Recipient-Valid-Since List-Archive
    Sensitivity Importance Priority Form Sent Subscribe References
""".split()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Subjet", "Subject"),
        ("Sujbect", "Subject"),
        ("Subjectt", "Subject"),
        ("Subkect", "Subject"),
        ("SUBJET", "Subject"),
        ("Reply_To", "Reply-To"),
        ("ReplyTo", "Reply-To"),
        ("InReplyTo", "In-Reply-To"),
        ("ListUnsubscribePost", "List-Unsubscribe-Post"),
        ("Mesage-ID", "Message-ID"),
        ("Message_ID", "Message-ID"),
        ("Recieved", "Received"),
        ("Refrences", "References"),
        ("Mime_Version", "MIME-Version"),
        ("List_Unsubscribe_Post", "List-Unsubscribe-Post"),
        ("List-Unsubscibe", "List-Unsubscribe"),
        ("Dkim-Signatur", "DKIM-Signature"),
    ],
)
def test_one_slip_is_told_with_what_was_meant(written: str, meant: str) -> None:
    octets = sample(f"{written}: a", without=[meant])
    report = mimeforge.lint(octets)
    told = [
        (one.line, one.severity, one.message.rpartition(" ")[2]) for one in report if one.slug == "misspelled-header"
    ]
    assert told == [(1, "warning", meant)]
    assert found(sample(f"{written}: a", f"{meant}: b"), "misspelled-header") == []


@pytest.mark.parametrize("name", [*WELL_KNOWN, *IN_USE, *ONCE_ONLY_FIELDS])
def test_names_in_use_are_no_slips(name: str) -> None:
    assert found(sample(f"{name}: a", without=WELL_KNOWN), "misspelled-header") == []


@pytest.mark.parametrize(
    "name", ["Content-Tpye", "Content-Transfer-Encodng", "Content_Type", "ContentTransferEncoding"]
)
def test_a_slip_that_hides_what_the_body_is_loses_it(name: str) -> None:
    part = f"--b\r\n{name}: base64\r\n\r\nAt noon.\r\n--b--\r\n"
    assert found(sample(MIXED, body=part), "misspelled-header") == [("error", name.encode())]


def test_what_is_misspelled_is_not_missed_as_well() -> None:
    octets = sample("Subjet: Lunch", "Mesage-ID: <1@example.com>", without=["Subject", "Message-ID"])
    for profile in PROFILES:
        assert {one.slug for one in mimeforge.lint(octets, profile=profile)} == {"misspelled-header"}


NAMES = st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters=":"), min_size=1, max_size=20)


@given(st.sampled_from(WELL_KNOWN), st.data())
def test_any_slip_of_one_letter_is_told(meant: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(meant) - 1))
    letter = data.draw(st.sampled_from("qxz7"))
    written = data.draw(
        st.sampled_from(
            [meant[:at] + meant[at + 1 :], meant[:at] + letter + meant[at + 1 :], meant[:at] + letter + meant[at:]]
        )
    )
    if written and written.lower() != meant.lower() and not written.lower().startswith("x-"):
        assert found(sample(f"{written}: a", without=[meant]), "misspelled-header", "ses")


@given(NAMES)
def test_no_name_breaks_the_search(name: str) -> None:
    report = mimeforge.lint(sample(f"{name}: a", without=["Subject"]))
    assert all(one.message.isprintable() for one in report)


@pytest.mark.parametrize(
    ("field", "slug", "place"),
    [
        ("Mime-Version: 1.0", "header-name-case", b"Mime-Version"),
        ("mime-version: 1.0", "header-name-case", b"mime-version"),
        ("Content-Transfer-Encoding: 7Bit", "header-name-case", b"7Bit"),
        ("Content-Transfer-Encoding: 7BIT", "header-name-case", None),
        ("Subject:Lunch", "no-space-after-colon", b":"),
        ("Subject:\r\n Lunch", "no-space-after-colon", None),
        ("Subject:", "no-space-after-colon", None),
        ("X-Note:Lunch", "no-space-after-colon", None),
        ("Subject: a\r\n\tb", "header-tab-fold", b"\t"),
        ("Subject: a\r\n \tb", "header-tab-fold", None),
        ("Subject: a ", "subject-trailing-space", b" a "),
        ("Subject: a\t", "subject-trailing-space", b" a\t"),
        ("Subject: a  b", "subject-trailing-space", b" a  b"),
        ("Subject:  a", "subject-trailing-space", None),
        ("Subject: a\r\n\tb", "subject-trailing-space", None),
        ("Subject: =?utf-8?q?a?=\r\n =?utf-8?q?_b?=", "subject-trailing-space", None),
        ("Subject: =?utf-8?q?_a?=", "subject-trailing-space", b" =?utf-8?q?_a?="),
        ("Subject: ", "subject-trailing-space", None),
    ],
)
def test_habits_are_told_under_strict_alone(field: str, slug: str, place: bytes | None) -> None:
    assert found(sample(field), slug) == ([("note", place)] if place is not None else [])
    assert found(sample(field), slug, "ses") == []


def test_fields_in_parts() -> None:
    body = (
        "--b\r\nSubject: a\r\nX-A: b\r\nContent-ID: <c@example.com>\r\nMIME-Version: 1.0\r\n\r\nAt noon.\r\n--b--\r\n"
    )
    assert found(sample(MIXED, body=body), "x-header-in-part") == [("note", b"Subject"), ("note", b"X-A")]
    assert found(sample(MIXED, body=body), "mime-version-in-part") == [("note", b"MIME-Version")]
    embedded = b"".join([sample("Content-Type: message/rfc822", body=b""), sample()])
    assert found(embedded, "x-header-in-part") == found(embedded, "mime-version-in-part") == []
