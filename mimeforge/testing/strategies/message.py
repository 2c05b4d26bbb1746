"""Whole messages as `mimeforge.Message` values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from html import escape
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from hypothesis import strategies as st

from mimeforge import Address, Envelope, Message
from mimeforge.preflight import profile_named
from mimeforge.testing.strategies.addresses import mailboxes, recipients
from mimeforge.testing.strategies.content import contents, texts
from mimeforge.testing.strategies.filenames import filenames
from mimeforge.testing.strategies.texts import header_names, header_values, subjects
from mimeforge.testing.strategies.trees import mime_trees

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

__all__ = ["envelopes", "messages"]

Call: TypeAlias = "tuple[str, dict[str, Any]]"
"""A method of Message, and what it is called with."""


def messages(profile: str = "ses") -> SearchStrategy[Message]:
    """Make messages that ``profile`` finds no error in.

    Covers every argument and method of `Message`: authors, senders and return paths; mailboxes and groups in To, Cc,
    Bcc and Reply-To; texts and HTML of `texts`, and messages without; answers; attachments of `contents` with and
    without a name and a type; inline parts that the HTML shows, and those without HTML; attached messages of
    `mime_trees`; other fields, and raw ones; one-click unsubscription; the settings of Amazon SES. Under ``rfc`` also
    messages to nobody; under the overlay ``bulk`` all can be unsubscribed from.
    Warnings and notes there may be: realistic mail draws some.
    Never leaves the date and the message id to Message, which would draw them anew each time; never makes attachments
    from files, and more than six additions. Shrinks to one mailbox in From and To, and the subject "a".

    Raises ValueError for an unknown profile, which names all there are.
    """
    chosen = profile_named(profile)
    return _messages(to_nobody=chosen.family == "rfc", bulk="bulk" in chosen.overlays)


def envelopes() -> SearchStrategy[Envelope]:
    """Make envelopes of `messages`: a bounce address and at least one recipient, each once, as addr-specs in ASCII.

    Never makes the null reverse-path. Shrinks to ``a@example.com`` and one recipient of the same.
    """
    return messages().map(lambda message: message.envelope)


@st.composite
def _messages(draw: DrawFn, *, to_nobody: bool, bulk: bool) -> Message:
    wanted = _WANTED if to_nobody else _ADDRESSED
    others = {name: _OTHERS[name] for name in draw(_SOME) if name not in wanted}
    arguments = {name: draw(values) for name, values in (wanted | others).items()}
    calls = draw(_ADDITIONS)
    if bulk:
        calls = [*(call for call in calls if call[0] != "unsubscribe"), ("unsubscribe", draw(_UNSUBSCRIPTIONS))]
    if "html" in arguments:
        arguments["html"] = _html(arguments["html"], [given["cid"] for method, given in calls if method == "embed"])
    if draw(st.integers(0, 3)) == 3:
        calls = [*calls, ("ses", draw(_settings(arguments)))]
    message = Message(**arguments)
    for method, given in calls:
        message = getattr(message, method)(**given)
    return message


def _html(text: str, cids: list[str]) -> str:
    """Show a text, and the inline parts below it."""
    shown = "".join(f'<img src="cid:{cid}" alt="">' for cid in cids)
    return f"<!DOCTYPE html>\n<p>{escape(text)}</p>\n{shown}"


# -- arguments ---------------------------------------------------------------------------------------------------------


_MAILBOX: Final = mailboxes(sendable=True)
_RECIPIENTS: Final = recipients(max_size=3, sendable=True)
# Groups may be empty, and a message has to go to somebody.
_SOMEBODY: Final = st.builds(lambda first, others: [first, *others], _MAILBOX, recipients(max_size=2, sendable=True))

_ZONES: Final = st.sampled_from(
    [UTC, *(timezone(timedelta(minutes=minutes)) for minutes in (-720, -210, 60, 345, 840))]
)
_DATES: Final = st.datetimes(datetime(2000, 1, 1), datetime(2037, 12, 31), timezones=_ZONES)
_MESSAGE_IDS: Final = st.builds(
    "<{}@{}>".format,
    st.text("a0-_+=", min_size=1, max_size=20) | st.sampled_from(["0" * 64, "1.2.3", "CA+x=y$z"]),
    st.sampled_from(["example.com", "mail.example.org", "a" * 60 + ".example"]),
)

_WANTED: Final[dict[str, SearchStrategy[Any]]] = {"from_": _MAILBOX, "date": _DATES, "message_id": _MESSAGE_IDS}
_ADDRESSED: Final[dict[str, SearchStrategy[Any]]] = {**_WANTED, "to": _SOMEBODY, "subject": subjects()}
_OTHERS: Final[dict[str, SearchStrategy[Any]]] = {
    "to": _RECIPIENTS,
    "subject": subjects(),
    "text": texts(),
    "html": texts(),
    "cc": _RECIPIENTS,
    "bcc": _RECIPIENTS,
    "reply_to": _RECIPIENTS,
    "sender": _MAILBOX,
    "return_path": _MAILBOX,
    "in_reply_to": _MESSAGE_IDS,
    "references": st.lists(_MESSAGE_IDS, max_size=4),
}
_SOME: Final = st.lists(st.sampled_from(sorted(_OTHERS)), unique=True)

# -- additions ---------------------------------------------------------------------------------------------------------

_TYPES: Final = st.sampled_from(
    ["application/octet-stream", "text/plain", "text/csv; charset=utf-8", "application/pdf", "application/x-example"]
)
_KNOWN_NAMES: Final = st.sampled_from(["a.txt", "report.pdf", "Reçu – mai 2026.pdf", "lines.csv", "photo.jpeg"])
_IMAGE_TYPES: Final = st.sampled_from(["image/png", "image/svg+xml", "font/woff2"])
_CIDS: Final = st.sampled_from(["a", "logo", "part1.0@example.com", "image_1-2", "UPPER"])
_URLS: Final = st.sampled_from(["https://example.com/u", "https://example.com/u?t=a%20b&c=" + "x" * 200])
_MAILTO: Final = st.sampled_from(["leave@example.com", "mailto:leave@example.com?subject=leave%20list"])
_RAW_VALUES: Final = st.sampled_from([b"a", b"a\r\n b", b"=?iso-8859-1?q?=E9?=", b"a;\r\n\tb"])

_UNSUBSCRIPTIONS: Final = st.fixed_dictionaries({"url": _URLS}, optional={"mailto": _MAILTO})
_FIELDS: Final[tuple[tuple[str, SearchStrategy[Any]], ...]] = (
    ("Auto-Submitted", st.sampled_from(["auto-generated", "auto-replied"])),
    ("Comments", header_values()),
    ("Keywords", st.just("a, b")),
    ("Importance", st.sampled_from(["high", "low"])),
    ("List-Id", st.just("<list.example.com>")),
    ("Feedback-ID", st.just("a:b:c:d")),
    ("Organization", header_values()),
)
_METHODS: Final[dict[str, SearchStrategy[dict[str, Any]]]] = {
    "attach": st.one_of(
        st.fixed_dictionaries({"data": contents(), "content_type": _TYPES}, optional={"filename": filenames()}),
        st.fixed_dictionaries({"data": contents(), "filename": _KNOWN_NAMES}),
    ),
    "embed": st.fixed_dictionaries(
        {"data": contents(), "cid": _CIDS, "content_type": _IMAGE_TYPES}, optional={"filename": filenames()}
    ),
    "attach_message": st.fixed_dictionaries(
        {"data": mime_trees(max_leaves=3).map(lambda tree: tree.octets)}, optional={"filename": st.just("a.eml")}
    ),
    "unsubscribe": _UNSUBSCRIPTIONS,
    "header": st.one_of(
        *(st.fixed_dictionaries({"name": st.just(name), "value": values}) for name, values in _FIELDS),
        st.fixed_dictionaries({"name": header_names(), "value": header_values()}),
    ),
    "raw_header": st.fixed_dictionaries({"name": header_names(), "octets": _RAW_VALUES}),
}


def _each_once(calls: list[Call]) -> list[Call]:
    """Keep the first of those additions that may stand once: of a content id, the name of a field, unsubscription."""
    kept: dict[object, Call] = {}
    for method, given in calls:
        key = (method.removeprefix("raw_"), given.get("cid") or given.get("name", "").lower())
        kept.setdefault(object() if method.startswith("attach") else key, (method, given))
    return list(kept.values())


# Not unique_by: for what it turns down, Hypothesis writes out the whole strategy.
_ADDITIONS: Final[SearchStrategy[list[Call]]] = st.lists(
    st.one_of([st.tuples(st.just(method), given) for method, given in _METHODS.items()]), max_size=4
).map(_each_once)

# -- Amazon SES --------------------------------------------------------------------------------------------------------

_TAGS: Final = st.dictionaries(
    st.sampled_from(["campaign", "a", "A-1_b"]), st.sampled_from(["may", "0", "a@b.c"]), min_size=1, max_size=3
)


def _settings(arguments: dict[str, Any]) -> SearchStrategy[dict[str, Any]]:
    """Make settings; ARNs are those of the domains that the message is from and that bounces go to."""
    author: Address = arguments["from_"]
    bounces: Address = arguments.get("return_path") or arguments.get("sender") or author
    return st.fixed_dictionaries(
        {"configuration_set": st.sampled_from(["a", "receipts", "A-1_" + "x" * 60])},
        optional={
            "tags": _TAGS,
            "source_arn": st.just(_arn(bounces)),
            "from_arn": st.just(_arn(author)),
            "return_path_arn": st.just(_arn(bounces)),
        },
    )


def _arn(address: Address) -> str:
    return f"arn:aws:ses:us-east-1:123456789012:identity/{address.addr_spec.rpartition('@')[2]}"
