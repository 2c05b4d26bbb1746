"""What holds of any mail, right or with one defect: nothing falls, fixes keep what is said, and come to an end."""

from __future__ import annotations

from hypothesis import given

import mimeforge
from fuzz.survival import check_fixes, check_report, check_tree
from mimeforge.testing import strategies as mail


@given(mail.broken_messages())
def test_a_broken_message_can_be_read_judged_and_mended(drawn: tuple[bytes, str]) -> None:
    octets, slug = drawn
    survives(octets)
    found = mimeforge.lint(octets)
    if all(finding.fix and finding.fix.safe for finding in found):
        assert slug not in {finding.slug for finding in mimeforge.lint(mimeforge.fix(octets).octets)}


@given(mail.eml_bytes())
def test_any_mail_can_be_read_judged_and_mended(octets: bytes) -> None:
    survives(octets)


def survives(octets: bytes) -> None:
    root = mimeforge.parse(octets)
    check_tree(root)
    check_report(mimeforge.lint(octets), root)
    check_fixes(octets, "ses")
