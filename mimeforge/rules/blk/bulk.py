"""BLK: fields of bulk mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._grammar import ENCODED_WORD_RE
from mimeforge._grammar.lists import LIST_TOKEN_RE
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import MESSAGE, Hit, rule
from mimeforge.rules.blk.fixes import decoded
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = ["RULES"]


@rule(
    "BLK122",
    "unsub-encoded",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.FIELD_REPORT,
    source="RFC 2369 §2, RFC 8058 §3.1; RFC 2047 §5; WPManageNinja/fluent-smtp#413",
    looks_at=MESSAGE,
    bad=(
        sample("List-Unsubscribe: =?utf-8?q?=3Chttps=3A//example=2Ecom/u=3Ft=3D1=3E?="),
        sample("List-Unsubscribe: <https://example.com/u>,\r\n =?utf-8?b?PG1haWx0bzpsZWF2ZUBleGFtcGxlLmNvbT4=?="),
    ),
    good=(
        sample("List-Unsubscribe: <https://example.com/u?t=1>,\r\n <mailto:leave@example.com>"),
        sample("List-Unsubscribe: <https://example.com/u>\r\n (=?utf-8?q?Abbestellen_f=C3=BCr_immer?=)"),
    ),
)
def encoded_unsubscribe(message: Part, context: Context) -> Iterator[Hit]:
    """A List-Unsubscribe field holds an encoded-word.

    Python's own email package writes it so when the URL is long. SES passes it on; Gmail does not decode it, so that
    one-click unsubscription is gone. Write the URIs as they are, folded after commas only.
    """
    # In mail to many, a URI that can be read asks for the other field, which somebody has to write first.
    is_alone = "bulk" in context.profile.overlays and not message.field("List-Unsubscribe-Post")
    for field in (field for name in _UNSUBSCRIBE for field in message.fields_named(name)):
        # RFC 2047 §5 (2) allows them in comments, which receivers skip (RFC 2369 §2). The length stays, so do places.
        tokens = LIST_TOKEN_RE.finditer(field.raw.decode("latin-1"))
        bare = "".join(" " * len(token[0]) if token["comment"] else token[0] for token in tokens)
        word = ENCODED_WORD_RE.search(bare)
        if word:
            start = field.body_span.start
            text = f"an encoded-word in {field.name}, which receivers do not decode: write the URI as it is"
            fix = None if is_alone else decoded(field)
            yield Hit(Span(start + word.start(), start + word.end()), text, field=field, fix=fix)


_UNSUBSCRIBE: Final = ("List-Unsubscribe", "List-Unsubscribe-Post")


RULES = (encoded_unsubscribe,)
