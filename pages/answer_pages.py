"""The page of the answers of Amazon SES, made from the table of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge.preflight import PROFILES
from mimeforge.preflight.page import MEANINGS
from mimeforge.preflight.request_table import ALL_RULES
from mimeforge.ses import replies
from mimeforge.ses.answers import addresses, messages, requests, smtp
from mimeforge.ses.answers.codes import CODES, REPLY_CODES
from pages.markdown import blocks, code, link, prose, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.rule import Rule
    from mimeforge.ses import Answer

__all__ = ["page"]


class _Section(NamedTuple):
    """The answers of one module of the table, and what they are about."""

    title: str
    about: str
    answers: tuple[Answer, ...]


_SECTIONS: Final = (
    _Section(
        "Addresses",
        "A strict reader takes an address field from left to right and answers with the first fault it comes to; then "
        "each address is looked at once more.",
        addresses.ANSWERS,
    ),
    _Section(
        "The message",
        "Fields that are missing or stand twice, recipients and size, multiparts, and fields with parameters.",
        messages.ANSWERS,
    ),
    _Section(
        "Tags, settings, policies and the account",
        "What stands in X-SES- fields or in the request, and what the account and its identities allow.",
        requests.ANSWERS,
    ),
    _Section(
        "The SMTP interface",
        "Replies of its own. What the API refuses in a message it refuses as well, in the form shown above.",
        smtp.ANSWERS,
    ),
)

_ABOUT: Final = """\
What Amazon SES says when it refuses a message, what that means, and which rules find the cause before the message is
sent. `mimeforge explain "TEXT" mail.eml` looks an answer up, as an SDK, an SMTP client or a log shows it, and points
at its cause in the message. Nothing here was tried against the live service; what each text rests on stands beside
it. Names in braces stand for what varies."""

_INTERFACES: Final = {"ses": "API, version 1", "ses-v2": "API, version 2", None: "API, both versions"}

_RULES: Final = {rule.slug: rule for rule in ALL_RULES}


def page() -> str:
    """Return the page."""
    return blocks(
        "# What Amazon SES answers",
        _ABOUT,
        "## How an answer is shown",
        "Each interface puts something of its own around the same text:",
        table(("Interface", "Answer"), _forms()),
        "The name of the error says little about the cause:",
        table(("Name", "Interface", "What it means"), _codes()),
        f"Replies of the SMTP interface begin with {', '.join(map(code, REPLY_CODES))}.",
        "## What an answer rests on",
        "\n".join(f"- {code(level)}: {meaning}" for level, meaning in MEANINGS.items()),
        *(block for section in _SECTIONS for block in _section(section)),
    )


def _forms() -> Iterator[tuple[str, str]]:
    text = "Missing required header 'To'."
    for profile in PROFILES:
        if profile.predicts:
            yield prose(profile.title.partition(":")[0]), code(profile.answer_form.format(text))


def _codes() -> Iterator[tuple[str, str, str]]:
    for name in CODES.values():
        yield code(name.name), _INTERFACES[name.profile], prose(name.meaning)


def _section(section: _Section) -> Iterator[str]:
    yield f"## {section.title}"
    yield section.about
    for answer in section.answers:
        yield f"### {code(answer.text)}"
        yield "\n".join(f"- {label}: {text}" for label, text in _facts(answer))


def _facts(answer: Answer) -> Iterator[tuple[str, str]]:
    yield "Cause", prose(answer.cause)
    yield "What to do", prose(answer.advice)
    if answer.order:
        yield "Order", prose(answer.order)
    reply = replies.read(answer.text)
    yield "About", f"{answer.group}{f'; SMTP, {reply.code}' if reply.code else ''}"
    rules = [_RULES[slug] for slug in answer.rules]
    yield "Rules", ", ".join(_rule_links(rules)) or "none: the cause is not in the octets of the message"
    yield "Evidence", f"{code(answer.evidence)} ({prose(answer.source)})"


def _rule_links(rules: list[Rule]) -> Iterator[str]:
    for rule in rules:
        yield link(f"{rule.code} {rule.slug}", f"rules/{rule.code}.md")
