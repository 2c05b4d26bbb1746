"""CON, SES: the size of the whole, and what makes it."""

from __future__ import annotations

from heapq import nlargest
from typing import TYPE_CHECKING, Final

from mimeforge._limits import SES_SLOW_OVER, SES_V1_MESSAGE_MAX, SES_V2_MESSAGE_MAX
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import Example, padded
from mimeforge.linter.finding import ABSENT, Evidence, Severity
from mimeforge.linter.rule import MESSAGE, Hit, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part, Span

__all__ = ["RULES"]

# Over this share of the limit a message is close to it; from that share of the message on, parts are named.
_CLOSE_PERCENT: Final = 80
_NAMED_FROM: Final = 0.1
_NAMED_MAX: Final = 3
_NAME_SHOWN: Final = 40

_CLOSE_TO_V1: Final = SES_V1_MESSAGE_MAX * _CLOSE_PERCENT // 100


@rule(
    "CON123",
    "message-too-large",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="SES quotas: 10 MB (v1), 40 MB (v2, SMTP) after encoding; aws/aws-sdk-go-v2#1774",
    looks_at=MESSAGE,
    bad=(padded(SES_V1_MESSAGE_MAX + 1), Example(padded(SES_V2_MESSAGE_MAX + 1), profile="ses-v2")),
    good=(padded(_CLOSE_TO_V1), Example(padded(SES_SLOW_OVER), profile="ses-v2")),
)
def message_too_large(root: Part, context: Context) -> Iterator[Hit]:
    """The message is larger than the interface takes.

    What counts is the message as it is handed over, with base64 and all. Send a link instead of a large attachment, or
    use version 2 of the API or SMTP, which take 40 MB.
    """
    size, limit = len(root.source.octets), context.profile.message_limit
    if limit is not None and size > limit:
        answer, largest = context.profile.size_answer, _largest(root)
        # The octets of 10 MB are in SES's own answer; those of "40 MB" stand nowhere, and nobody showed that answer.
        evidence = Evidence.DOCUMENTED if limit == SES_V1_MESSAGE_MAX else Evidence.INFERRED
        if evidence < context.evidence:  # that there is a limit is documented
            answer, evidence = None, Evidence.DOCUMENTED
        way_out = "send a link instead of the file" if largest else "shorten it, or send several messages"
        yield Hit(
            _place(largest),
            f"{size:,} octets, at most {limit:,} may be{_named(largest)}; {way_out}",
            part=next(iter(largest), None),
            predicts=answer and answer.format(size=size),
            is_whole_reply=True,
            evidence=evidence,
        )


@rule(
    "SES114",
    "ses-size-after-base64",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="SES quotas: 10 MB (v1), 40 MB (v2, SMTP) after encoding, at a limited bandwidth from 10 MB",
    looks_at=MESSAGE,
    bad=(padded(_CLOSE_TO_V1 + 1), Example(padded(SES_SLOW_OVER + 1), profile="ses-smtp")),
    good=(padded(_CLOSE_TO_V1), Example(padded(SES_SLOW_OVER), profile="ses-smtp")),
)
def close_to_the_limit(root: Part, context: Context) -> Iterator[Hit]:
    """The message comes close to the size limit, or is so large that Amazon SES takes it slowly.

    Base64 adds more than a third to each attachment (4 octets for 3, and the line ends), and all of it counts. Over
    80 % of the limit, a somewhat larger file is refused; over 10 MB, SMTP and version 2 of the API limit the bandwidth.
    Send links instead of large files.
    """
    size, limit, slow_over = len(root.source.octets), context.profile.message_limit, context.profile.slow_over
    if limit is None or size > limit:
        return
    if size * 100 > limit * _CLOSE_PERCENT:
        problem = f"{size:,} octets, {100 * size // limit} % of the {limit:,} that SES takes"
    elif slow_over is not None and size > slow_over:
        problem = f"{size:,} octets: SES takes over {slow_over:,} at a limited bandwidth"
    else:
        return
    largest = _largest(root)
    way_out = "a link instead of the file makes it smaller" if largest else "shorten it, or send several messages"
    message = f"{problem}{_named(largest)}; {way_out}"
    yield Hit(_place(largest), message, part=next(iter(largest), None))


def _largest(root: Part) -> list[Part]:
    """Find the parts that are a large share of the message, the largest first."""
    leaves = [part for part in root.walk(into_messages=False) if not part.parts or part.boundary is None]
    parts = [leaf for leaf in nlargest(_NAMED_MAX, leaves, _share) if not leaf.is_root]
    return [part for part in parts if _share(part) >= _NAMED_FROM]


def _share(part: Part) -> float:
    return (part.body_span.end - part.body_span.start) / len(part.source.octets)


def _named(parts: list[Part]) -> str:
    names = [
        f"part {part.path} {shown(part.filename or part.media_type, _NAME_SHOWN)} {100 * _share(part):.0f} %"
        for part in parts
    ]
    return f" ({', '.join(names)})" if names else ""


def _place(parts: list[Part]) -> Span:
    """Point at the body that is most of the message, where it has several."""
    return parts[0].body_span if parts else ABSENT


RULES = (message_too_large, close_to_the_limit)
