"""ADR: what stands between two mailboxes where a comma belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._grammar import BLANKS_RE, LWSP, OBS_ADDR_SPEC_RE
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, fields, rule
from mimeforge.rules.adr.address_fields import ADDRESS_LISTS, read
from mimeforge.rules.adr.address_messages import ALL_ENCODED, is_all_encoded
from mimeforge.rules.adr.fixes import comma_before
from mimeforge.rules.ses.address_delimiters import behind_comments, outside_comments, past

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.rules.adr.address_fields import AddressField
    from mimeforge.rules.ses.address_list import Mailbox
    from mimeforge.tree import Field

__all__ = ["RULES"]


@rule(
    "ADR104",
    "addr-missing-comma",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.INFERRED,
    source="RFC 5322 §3.4: a comma between two mailboxes",
    looks_at=fields(*ADDRESS_LISTS),
    bad=(
        sample("To: Jo <jo@example.com> zoe@example.com"),
        sample("To: jo@example.com (Jo) zoe@example.com"),
        sample("To: Jo <jo@example.com> Doe"),
        sample("To: Team: jo@example.com; zoe@example.net"),
    ),
    good=(sample("To: Jo <jo@example.com> (at home), zoe@example.com (Zoe)"),),
)
def missing_comma(field: Field, context: Context) -> Iterator[Hit]:
    """Something follows a mailbox before the next comma.

    It is passed over: a second recipient there gets nothing, and nobody is told. Put a comma between two mailboxes, and
    words of a display name before the address. (Where what follows holds no address, this is a warning.)
    """
    addresses = read(field, context)
    for mailbox in (address.mailbox for address in addresses.unusual):
        behind = outside_comments(addresses.raw[mailbox.read_to : mailbox.whole_end].decode("latin-1"))
        passed_over = behind.strip(LWSP)
        if passed_over:
            start, end = mailbox.read_to + behind.index(passed_over), mailbox.whole_end
            span = addresses.span(start, end)
            is_obsolete = passed_over.startswith(".") and _is_obsolete(addresses, mailbox)
            is_error = "@" in passed_over or (context.profile.family == "rfc" and not is_obsolete)
            what, where = shown(addresses.field.source.read(span)), shown(addresses.octets(mailbox))
            advice = "write one address alone" if addresses.takes_one else "put a comma between two mailboxes"
            text = f"{what} follows the address {where} and is passed over: {advice}"
            if is_all_encoded(addresses, mailbox):
                text = f"{what} is passed over, for {ALL_ENCODED}"
            fix = comma_before(addresses, start, end)
            yield Hit(span, text, severity=None if is_error else Severity.WARNING, fix=fix)
    for start, end in _behind_groups(addresses):
        span = addresses.span(start, end)
        text = f"{shown(field.source.read(span))} follows the semicolon of a group: put a comma between them"
        severity = None if context.profile.family == "rfc" else Severity.WARNING
        yield Hit(span, text, severity=severity, fix=comma_before(addresses, start, end))


def _is_obsolete(addresses: AddressField, mailbox: Mailbox) -> bool:
    """Whether what follows belongs to the domain, with a comment between two labels (RFC 5322 §4.4, obs-domain)."""
    element = addresses.raw[mailbox.whole_start : mailbox.whole_end].decode("latin-1")
    return OBS_ADDR_SPEC_RE.fullmatch(outside_comments(element)) is not None


def _behind_groups(addresses: AddressField) -> Iterator[tuple[int, int]]:
    """Find what follows a group without a comma, which SES takes for the next recipient."""
    if not addresses.listed.groups:
        return
    text = addresses.raw.decode("latin-1")
    for group in addresses.listed.groups:
        start = past(BLANKS_RE, text, behind_comments(text, group.semicolon + 1, len(text)), len(text))
        following = addresses.listed.mailbox_at(start)
        if following and not following.is_faulty:
            yield start, following.whole_end
        elif text[start : start + 1] not in _BEHIND_GROUP:
            yield start, start + 1


# What is right behind a group, or what others speak of.
_BEHIND_GROUP: Final = frozenset({"", ",", ";", ")", ">"})


RULES = (missing_comma,)
