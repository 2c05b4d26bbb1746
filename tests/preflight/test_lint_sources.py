from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from email.header import Header
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.parser import BytesParser
from typing import TYPE_CHECKING, Any

import pytest

from mimeforge.linter import Evidence, Severity
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import ABSENT
from mimeforge.linter.rule import OCTETS, Hit, rule
from mimeforge.preflight import RULES, lint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mimeforge.linter.context import Context
    from mimeforge.tree import Source


@rule(
    "TST999",
    "what-was-given",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.INFERRED,
    source="these tests",
    looks_at=OCTETS,
    bad=(sample(),),
    good=(sample(),),
)
def what_was_given(source: Source, context: Context) -> Iterator[Hit]:
    """Tells what the engine was given."""
    envelope = context.envelope
    whom = f"{envelope.sender} to {', '.join(envelope.recipients)}" if envelope else "nobody"
    yield Hit(ABSENT, f"{context.profile.name} {len(source.octets)} octets, {whom}")


class Envelope:
    def __init__(self, sender: str, *recipients: str) -> None:
        self.sender = sender
        self.recipients = recipients


class Composed:
    envelope = Envelope("bounces@example.com", "a@example.net", "b@example.net")

    def as_chunks(self) -> Iterator[bytes]:
        yield sample()[:10]
        yield sample()[10:]


def told(source: Any, **more: Any) -> str:
    report = lint(source, extra_rules=[what_was_given], **more)
    [finding] = [finding for finding in report if finding.code == "TST999"]
    return finding.message


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview, io.BytesIO])
def test_octets_and_files_of_octets(kind: Any) -> None:
    assert told(kind(sample())) == f"ses {len(sample())} octets, nobody"
    report = lint(kind(sample()), extra_rules=[what_was_given])
    assert (report.source, report.name) == (sample(), "<message>")


def test_a_path_is_read_and_names_the_report(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(sample())
    report = lint(path, extra_rules=[what_was_given])
    assert (report.source, report.name) == (sample(), str(path))
    with path.open("rb") as file:
        assert lint(file, extra_rules=[what_was_given]) == report


def test_a_path_that_cannot_be_read_is_an_oserror(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"gone\.eml"):
        lint(tmp_path / "gone.eml")
    with pytest.raises(IsADirectoryError):
        lint(tmp_path)


def test_a_composed_message_brings_its_envelope() -> None:
    size = len(sample())
    assert told(Composed()) == f"ses {size} octets, bounces@example.com to a@example.net, b@example.net"
    given = Envelope("other@example.com", "c@example.net")
    assert told(Composed(), envelope=given) == f"ses {size} octets, other@example.com to c@example.net"


def test_an_envelope_may_be_given_with_octets() -> None:
    assert told(sample(), envelope=Envelope("a@example.com")).endswith("octets, a@example.com to ")


def test_messages_of_the_standard_library_are_linted_in_their_crlf_form() -> None:
    message = EmailMessage()
    message["Subject"] = "Lunch"
    message.set_content("From noon on\n")
    assert lint(message, extra_rules=[what_was_given]).source == (
        b"Subject: Lunch\r\n"
        b'Content-Type: text/plain; charset="utf-8"\r\nContent-Transfer-Encoding: 7bit\r\nMIME-Version: 1.0\r\n\r\n'
        b"From noon on\r\n"
    )
    legacy = MIMEText("From noon on\n")
    assert lint(legacy, extra_rules=[what_was_given]).source.endswith(b"\r\n\r\nFrom noon on\r\n")
    parsed = BytesParser().parsebytes(b"Subject: a\n\n8bit \xe9\n")
    assert lint(parsed, extra_rules=[what_was_given]).source == b"Subject: a\r\n\r\n8bit \xe9\r\n"


class WithoutPolicy(EmailMessage):
    """As Django's messages are."""

    def as_bytes(self, *_: Any, **__: Any) -> bytes:
        raise AssertionError


def test_a_message_that_writes_itself_in_another_way_is_written_as_the_library_does() -> None:
    message = WithoutPolicy()
    message["Subject"] = "Lunch"
    message.set_payload("From noon on\n")
    assert lint(message, extra_rules=[what_was_given]).source == b"Subject: Lunch\r\n\r\nFrom noon on\r\n"


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("From: a@example.com\r\n", r"cannot lint str: .* bytes, .* pathlib\.Path"),
        (io.StringIO("From: a@example.com\r\n"), "open it in binary mode"),
        (None, r"cannot lint NoneType: pass bytes"),
        (42, "cannot lint int"),
        (["a"], "cannot lint list"),
    ],
)
def test_anything_else_is_a_type_error(source: Any, problem: str) -> None:
    with pytest.raises(TypeError, match=problem):
        lint(source)


@pytest.mark.parametrize("profile", ["ses", "ses-v2", "ses-smtp", "rfc"])
def test_the_profile_is_the_one_that_was_named(profile: str) -> None:
    assert told(sample(), profile=profile).startswith(f"{profile} ")
    assert lint(sample(), profile=profile, extra_rules=[what_was_given]).profile == profile


def test_an_unknown_profile_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="unknown profile 'sess', known are ses, "):
        lint(tmp_path / "gone.eml", profile="sess")


def test_an_extra_rule_may_not_take_the_label_of_another() -> None:
    twin = replace(what_was_given, slug="twin")
    with pytest.raises(ValueError, match="TST999 is the label of two rules"):
        lint(sample(), extra_rules=[what_was_given, twin])


def test_an_extra_rule_is_not_kept() -> None:
    assert told(sample())
    assert what_was_given not in RULES


def test_linting_octets_does_not_load_the_email_package() -> None:
    script = (
        "import sys; from mimeforge.preflight import lint\n"
        "try: lint(None)\nexcept TypeError: pass\n"
        "sys.exit('email.message' in sys.modules or 'click' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_a_message_of_the_standard_library_stays_as_it_is() -> None:
    message = MIMEMultipart()
    message["From"] = message["To"] = "jo@example.com"
    message.attach(MIMEText("hello"))
    lint(message)
    assert message.get_boundary() is None


def test_a_message_that_its_own_library_cannot_write_is_an_error_that_says_so() -> None:
    message = MIMEText("hello")
    broken: Any = Header("x\r\nBcc: y")
    message["Subject"] = broken
    with pytest.raises(ValueError, match="standard library cannot write"):
        lint(message)


@pytest.mark.parametrize(
    "envelope", [("jo@example.com", ("a@example.net",)), {"sender": "x"}, "jo@example.com", Envelope]
)
def test_what_is_no_envelope_is_refused(envelope: Any) -> None:
    with pytest.raises(TypeError, match="an envelope has"):
        lint(sample(), envelope=envelope)


def test_a_str_is_no_list_of_recipients() -> None:
    envelope: Any = Envelope("jo@example.com")
    envelope.recipients = "zoe@example.net"
    with pytest.raises(TypeError, match="list or tuple"):
        lint(sample(), envelope=envelope)


class Broken(io.RawIOBase):
    name = "mails/lost.eml"

    def read(self, size: int = -1) -> bytes:
        raise OSError(5, "Input/output error")


def test_reading_that_fails_names_the_file() -> None:
    with pytest.raises(OSError, match=r"lost\.eml"):
        lint(Broken())


def test_a_closed_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    path = tmp_path / "closed.eml"
    path.write_bytes(sample())
    file = path.open("rb")
    file.close()
    with pytest.raises(ValueError, match=r"cannot read .*closed\.eml"):
        lint(file)


def test_only_rules_are_extra_rules() -> None:
    extra: Any = [3]
    with pytest.raises(TypeError, match="rules made by @rule, not int"):
        lint(sample(), extra_rules=extra)
