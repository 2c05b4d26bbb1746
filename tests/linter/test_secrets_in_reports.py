"""A secret stays out of reports whatever becomes of the finding about it, and whatever other findings quote."""

from __future__ import annotations

import base64
import json
import quopri
import re
from typing import TYPE_CHECKING

import pytest
from reported import found, reported, write

import mimeforge
from mimeforge.edit import Edit
from mimeforge.linter import Evidence, Report
from mimeforge.linter.examples import sample
from mimeforge.linter.fix import Fix
from mimeforge.linter.report.fingerprint import fingerprints
from mimeforge.linter.report.formats import FORMATS
from mimeforge.linter.secrets import Secret, unquoted
from mimeforge.settings import Selection, Settings
from mimeforge.settings.baseline import Baseline, Record
from mimeforge.tree import Span

if TYPE_CHECKING:
    from pathlib import Path

    from mimeforge.linter import Finding

TOKEN = "ghp_" + "a1B2c3D4" * 4 + "e5F6"
KEY = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcw"
PEM = f"-----BEGIN RSA PRIVATE KEY-----\r\n{KEY} \xe9\r\n-----END RSA PRIVATE KEY-----\r\n"
ONE_LINE = f'{{"key": "-----BEGIN PRIVATE KEY-----\\n{KEY}\\n-----END PRIVATE KEY-----\\n"}} \xe9\r\n'

# Octets over 127 behind the secret, so that there is another finding in its line, whose fix writes the body anew.
MESSAGES = {
    "token": sample(body=f"token={TOKEN} caf\xe9\r\n".encode("latin-1")),
    "private key": sample(body=PEM.encode("latin-1")),
    "private key in a line": sample(body=ONE_LINE.encode("latin-1")),
    "private key without an end": sample(body=PEM.encode("latin-1")[:90]),
}
every_message = pytest.mark.parametrize("octets", MESSAGES.values(), ids=MESSAGES)
every_format = pytest.mark.parametrize("name", FORMATS)


def ignored(octets: bytes) -> Report:
    return Selection(ignore=("SEC108",)).applied(mimeforge.lint(octets))


def documented(octets: bytes) -> Report:
    return mimeforge.lint(octets, evidence="documented")


def known(octets: bytes, folder: Path) -> Report:
    report, file = mimeforge.lint(octets), folder / "a.eml"
    record = Record(folder)
    record.add(Selection(select=("SEC108",)).applied(report), file)
    (folder / "known.json").write_text(record.text(), encoding="ascii")
    return Baseline.read(folder / "known.json").applied(report, file, Settings())


@every_format
@every_message
def test_a_secret_is_shown_by_no_other_finding_when_its_own_does_not_count(
    name: str, octets: bytes, tmp_path: Path
) -> None:
    for report in (mimeforge.lint(octets), ignored(octets), documented(octets), known(octets, tmp_path)):
        assert "CTE103" in {finding.code for finding in report}
        text = write(name, report)
        told = "\n".join([text, *map(_decoded, re.findall(r'"(?:base64|binary)": "([^"]*)"', text))])
        for secret in (TOKEN, KEY):
            assert not any(secret[at : at + 8] in told for at in range(4, len(secret) - 7))


def _decoded(octets: str) -> str:
    return quopri.decodestring(base64.b64decode(octets)).decode("latin-1")


@every_message
def test_a_fingerprint_is_the_same_whether_or_not_the_secret_counts(octets: bytes, tmp_path: Path) -> None:
    def of_others(report: Report) -> set[str]:
        made = zip(report, fingerprints(report), strict=True)
        return {fingerprint for finding, fingerprint in made if finding.code != "SEC108"}

    everything = of_others(mimeforge.lint(octets))
    assert everything == of_others(ignored(octets)) == of_others(known(octets, tmp_path)) != set()
    assert everything >= of_others(documented(octets)) != set()


def test_of_a_private_key_the_line_before_it_is_shown() -> None:
    text = write("text", mimeforge.lint(MESSAGES["private key"]))
    assert "  | -----BEGIN RSA PRIVATE KEY-----\n" in text
    assert "  | MI****" in text


@pytest.mark.parametrize("encoding", ["7bit", "base64", "quoted-printable"])
@every_format
def test_a_finding_that_quotes_a_secret_shows_its_beginning_alone(name: str, encoding: str) -> None:
    body = f'<a href="http://localhost/?t={TOKEN}">x</a><img src="cid:{TOKEN}">{{{{{TOKEN}}}}}'.encode()
    encoded = {"7bit": body, "base64": base64.encodebytes(body), "quoted-printable": quopri.encodestring(body)}
    lines = encoded[encoding].replace(b"\n", b"\r\n")
    report = mimeforge.lint(sample("Content-Type: text/html", f"Content-Transfer-Encoding: {encoding}", body=lines))
    assert {"HTM107", "HTM112", "HTM140", "SEC108"} <= {finding.code for finding in report}
    assert not any(TOKEN[at : at + 8] in finding.message for at in range(4, 33) for finding in report)
    assert any("'cid:ghp_****" in finding.message for finding in report if finding.code == "HTM107")
    text = write(name, report)
    assert not any(TOKEN[at : at + 8] in text for at in range(4, 33))


def quoting(*texts: str) -> list[Finding]:
    return [found(b"a", 0, 1, text, predicts=text, evidence=Evidence.PROBED) for text in texts]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("it is tr0ub4dor&3.14 there", "it is tr0u********** there"),
        ("cut: 'x tr0ub4dor&3…", "cut: 'x tr0ub4dor&3…"),
        ("cut: '…b4dor&3.14'", "cut: '…**********'"),
        ("tr0ub4dor&3.14tr0ub4dor&3.14", "tr0u**********tr0u**********"),
        ("b4dor&3.14 b4dor&3", "********** b4dor&3"),
        ("", ""),
    ],
)
def test_of_what_is_quoted_of_a_secret_eight_characters_behind_its_beginning_are_starred(text: str, left: str) -> None:
    [finding] = unquoted(quoting(text), [Secret(Span(0, 1), b"a"), Secret(Span(0, 1), b"tr0ub4dor&3.14")])
    assert finding.message == finding.predicts == left


def test_findings_stay_what_they_are_where_nothing_is_secret() -> None:
    findings = quoting("one", "two")
    assert unquoted(findings, []) == tuple(findings)
    assert unquoted(findings, [Secret(Span(0, 1), b"three")])[0] is findings[0]


def test_a_fix_of_very_many_edits_is_named_and_not_written_out() -> None:
    octets = b"a\n" * 10_001
    for count, is_told in ((10_000, True), (10_001, False)):
        fix = Fix("end lines", tuple(Edit(Span(at, at), b"\r") for at in range(1, 2 * count, 2)))
        report = reported(octets, found(octets, 0, 1, fix=fix))
        [finding] = json.loads(write("json", report))["files"][0]["findings"]
        assert finding["fix"]["title"] == "end lines"
        assert (finding["fix"]["edits"] is not None) == is_told
        assert bool(json.loads(write("sarif", report))["runs"][0]["results"][0]["fixes"]) == is_told
