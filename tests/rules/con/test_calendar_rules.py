"""Invitations: the method within and without, and what attached calendars need not have."""

from __future__ import annotations

import base64

import pytest

from mimeforge.linter.context import Context
from mimeforge.linter.engine import inspect
from mimeforge.linter.examples import sample
from mimeforge.preflight import profile_named
from mimeforge.rules.con.calendars import RULES

CONTEXT = Context(profile=profile_named("ses"))
EVENT = """BEGIN:VCALENDAR
VERSION:2.0
METHOD:REQUEST
BEGIN:VTIMEZONE
TZID:Europe/Berlin
END:VTIMEZONE
BEGIN:VEVENT
UID:1@example.com
DTSTAMP;X-A=b:20250120T120000Z
DESCRIPTION:a long text that is folded and says
  METHOD:CANCEL somewhere
BEGIN:VALARM
ACTION:DISPLAY
END:VALARM
END:VEVENT
END:VCALENDAR
"""


def found(
    parameters: str, calendar: str = EVENT, within: str = "alternative", *, is_encoded: bool = False
) -> list[str]:
    octets = calendar.replace("\n", "\r\n").encode("utf-8")
    fields = f"Content-Type: text/calendar; charset=utf-8{parameters}\r\n"
    if is_encoded:
        octets = base64.encodebytes(octets)
        fields += "Content-Transfer-Encoding: base64\r\n"
    body = b"--b\r\n\r\nSee you.\r\n--b\r\n" + fields.encode("ascii") + b"\r\n" + octets + b"\r\n--b--\r\n"
    message = sample(f'Content-Type: multipart/{within}; boundary="b"', body=body)
    return [
        message[slice(*finding.span)].decode("utf-8") + ": " + finding.slug
        for finding in inspect(message, RULES, CONTEXT)
    ]


@pytest.mark.parametrize("is_encoded", [False, True])
@pytest.mark.parametrize(
    ("parameters", "within"),
    [
        ("; method=REQUEST", "alternative"),
        ("; METHOD=request", "alternative"),
        ('; method="REQUEST"', "mixed"),
        ("", "mixed"),
        ("; component=VEVENT", "related"),
    ],
)
def test_what_is_right_or_need_not_be(parameters: str, within: str, is_encoded: bool) -> None:
    assert found(parameters, within=within, is_encoded=is_encoded) == []


@pytest.mark.parametrize(
    ("parameters", "without", "at"),
    [
        ("", "?", "text/calendar"),
        ("; method=CANCEL", "?", "REQUEST"),
        ("; method=REQUEST", "METHOD:REQUEST\n", "text/calendar"),
        ("; method=REQUEST", "UID:1@example.com\n", "VEVENT"),
        ("; method=REQUEST", "DTSTAMP;X-A=b:20250120T120000Z\n", "VEVENT"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(parameters: str, without: str, at: str) -> None:
    assert found(parameters, EVENT.replace(without, "")) == [f"{at}: calendar-method"]


def test_a_place_in_an_encoded_calendar_is_found() -> None:
    (place,) = found("; method=CANCEL", is_encoded=True)
    assert base64.b64decode(place.partition(":")[0] + "===")


@pytest.mark.parametrize("calendar", ["", "no calendar", "BEGIN:VEVENT\n" * 20_000, "UID:" * 100_000, EVENT * 500])
def test_hostile_calendars_do_no_harm(calendar: str) -> None:
    assert len(found("; method=REQUEST", calendar)) <= 2


@pytest.mark.parametrize(
    ("types", "is_told"),
    [
        (["text/plain", "text/x-amp-html", "text/html"], False),
        (["text/x-amp-html", "text/plain", "text/html"], False),
        (["text/plain", "text/html", "text/x-amp-html"], True),
        (["text/plain", "text/x-amp-html"], True),
        (["text/x-amp-html", "text/plain"], True),
        (["text/plain", "text/html"], False),
    ],
)
def test_amp_stands_before_html(types: list[str], is_told: bool) -> None:
    body = "".join(f"--b\r\nContent-Type: {name}\r\n\r\nSee you.\r\n" for name in types) + "--b--\r\n"
    message = sample('Content-Type: multipart/alternative; boundary="b"', body=body)
    assert [finding.slug for finding in inspect(message, RULES, CONTEXT)] == ["amp-order"] * is_told
