"""Where the rules and the engine meet: the table of all rules, the profiles, `lint` and `fix`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge.linter import Report, engine
from mimeforge.linter.context import Context, EnvelopeLike
from mimeforge.linter.rule import Rule
from mimeforge.preflight.fixing import Fixed, repair
from mimeforge.preflight.profiles import OVERLAYS, PROFILES, evidence_named, message_limit, profile_named
from mimeforge.preflight.sources import Lintable, read, require_envelope
from mimeforge.preflight.table import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "OVERLAYS",
    "PROFILES",
    "RULES",
    "Fixed",
    "Lintable",
    "evidence_named",
    "fix",
    "lint",
    "message_limit",
    "profile_named",
    "repair",
]


def lint(
    source: Lintable,
    *,
    profile: str = "ses",
    envelope: EnvelopeLike | None = None,
    extra_rules: Iterable[Rule] = (),
    evidence: str = "inferred",
) -> Report:
    """Judge a raw message before it is sent, and return what was found.

    ``source`` is the message as octets, a path (`os.PathLike`) or a binary file to read them from, a
    `mimeforge.Message`, or a message of the standard library, which is judged in its CRLF form. ``profile`` is "ses"
    (Amazon SES, SendRawEmail), "ses-v2", "ses-smtp" or "rfc", with overlays behind a comma: "ses,bulk" for mail to
    many, "ses,strict" for rules that would speak about ordinary mail. Rules on recipients read ``envelope``; without
    one, that of a `mimeforge.Message`, and else the fields To, Cc and Bcc. ``extra_rules`` run beside the rules of
    mimeforge. ``evidence`` is the weakest that a finding may rest on ("inferred", "field-report", "probed",
    "documented"): with "documented" only what AWS or a standard states counts, also where the service was seen to be
    laxer.

    Raises TypeError for a source that is none of these (a str above all), OSError where a file cannot be read, and
    ValueError for an unknown profile or level of evidence, or an extra rule whose code or slug is taken.
    """
    law = profile_named(profile)
    weakest = evidence_named(evidence)
    rules = tuple(extra_rules)
    strangers = [type(extra).__name__ for extra in rules if not isinstance(extra, Rule)]
    if strangers:
        raise TypeError(f"extra_rules takes rules made by @rule, not {strangers[0]}")
    if envelope is not None:
        require_envelope(envelope)
    given = read(source)
    context = Context(profile=law, evidence=weakest, envelope=given.envelope if envelope is None else envelope)
    return engine.inspect(given.octets, (*RULES, *rules), context, name=given.name)


def fix(octets: bytes, *, profile: str = "ses", unsafe: bool = False) -> Fixed:
    """Make the fixes of what `lint` finds in a message; return the message with the findings that are gone by them.

    Every octet that no fix names stays as it is. A message in which nothing can be fixed comes back as it was given,
    and so does one that was fixed before. Safe fixes keep the decoded content of every part and the decoded value of
    every header field; ``unsafe`` makes the others as well. What somebody signed (multipart/signed, DKIM, ARC) stays
    as it was signed. ``profile`` is that of `lint`.

    Raises TypeError where ``octets`` are none, and ValueError for an unknown profile.
    """
    if not isinstance(octets, (bytes, bytearray, memoryview)):
        raise TypeError(f"cannot fix {type(octets).__name__}: pass the message as bytes")
    return repair(bytes(octets), lambda message: lint(message, profile=profile), unsafe=unsafe)
