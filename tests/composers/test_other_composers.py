"""Ordinary mail that other libraries wrote: no error on it, and no warning but these."""

from __future__ import annotations

from pathlib import Path

import pytest

import mimeforge

SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.eml"))

# What is truly wrong, by sample and family.
DEFECTS = {
    ("emailjs-full", "ses"): {"cte-8bit-in-7bit"},  # UTF-8 that says 7bit
    ("emailjs-full", "rfc"): {"cte-8bit-in-7bit"},
    ("emailjs-plain", "rfc"): {"missing-mime-version"},
}
# What these composers do that is worth a warning.
WARNINGS = {
    "alternative-has-attachment": "the gem mail puts files beside text and HTML, into the alternative",
    "bare-lf-mixed": "bodies keep the LF they were given; the transport is trusted to mend them",
    "charset-html-meta-conflict": "pyramid_mailer sends as iso-8859-1 what HTML calls utf-8",
    "cid-missing": "the sample of emailjs leaves out the logo that its HTML shows",
    "cte-8bit-ses-tracking": "8bit bodies, which SES does not keep",
    "cte-child-wider": "8bit parts in a multipart that says nothing",
    "ew-in-parameter": "nodemailer, emailjs, PHPMailer and MIME::Lite write file names so",
    "ew-too-long": "PHPMailer writes words of over 100 characters",
    "missing-mime-version": "emailjs leaves it out where there is one part",
    "qp-encoded-crlf": "PHPMailer encodes LF as data",
    "qp-ends-soft": "the gem mail and Email::Stuffer end a text without line end so",
    "qp-line-over-76": "CPython's library, and all above it, write lines of 77 and 78",
}


def test_there_are_samples() -> None:
    assert len({path.name.partition("-")[0] for path in SAMPLES}) > 10


@pytest.mark.parametrize("profile", ["ses", "ses-v2", "ses-smtp", "rfc"])
@pytest.mark.parametrize("path", SAMPLES, ids=[path.stem for path in SAMPLES])
def test_ordinary_mail_draws_nothing_but_what_is_wrong_with_it(path: Path, profile: str) -> None:
    report = mimeforge.lint(path, profile=profile)
    family = "rfc" if profile == "rfc" else "ses"
    assert {finding.slug for finding in report.errors} == DEFECTS.get((path.stem, family), set())
    assert {finding.slug for finding in report.warnings} <= WARNINGS.keys()
