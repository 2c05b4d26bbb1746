"""What a rule may know beside the octets: the profile it is asked under and the envelope, where one is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar

from mimeforge.linter.finding import Evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mimeforge.linter.request import Request

__all__ = ["Context", "EnvelopeLike", "Family", "Overlay", "Profile"]

Family = Literal["ses", "rfc"]
Overlay = Literal["bulk", "strict"]

_Thing = TypeVar("_Thing")
_Made = TypeVar("_Made")


class EnvelopeLike(Protocol):
    """Whom a message goes to and where its bounces go, as bare addr-specs."""

    @property
    def sender(self) -> str:
        """The bounce address."""
        ...

    @property
    def recipients(self) -> Sequence[str]:
        """Everyone the message is delivered to, Bcc included."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Under which law a message is judged. The differences between profiles of one family are numbers.

    ``message_limit`` is in octets of the whole message, ``recipients_limit`` counts the recipients of one message; None
    stands for no limit. Messages of over ``slow_over`` octets are taken, and slowly. ``takes_binary`` says whether the
    interface carries bodies of the transfer encoding "binary". ``predicts`` says whether findings tell what Amazon SES
    would answer, and ``size_answer`` what that is where a message of ``{size}`` octets is too large; ``answer_form`` is
    what the interface puts around any other answer. ``reads_recipients`` says whether recipients are taken from To, Cc
    and Bcc where no envelope is given; the SMTP interface always has one, known here or not. ``takes_sender`` says
    whether the sender of an envelope goes with a raw message; version 2 of the API has no place for it. ``overlays``
    are what is laid on top: rules of an overlay speak only where it is among them.
    """

    name: str
    title: str
    family: Family
    message_limit: int | None = None
    recipients_limit: int | None = None
    slow_over: int | None = None
    takes_binary: bool = True
    takes_sender: bool = True
    predicts: bool = True
    answer_form: str = "{}"
    size_answer: str | None = None
    reads_recipients: bool = False
    overlays: frozenset[Overlay] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What rules get beside the thing they look at.

    ``envelope`` is None where it is unknown: rules on recipients then read the header fields. ``request`` is the
    API call that carries the message, where it is one that is judged. ``evidence`` is the weakest that
    a finding may rest on: the engine drops the others.
    """

    profile: Profile
    evidence: Evidence = Evidence.INFERRED
    envelope: EnvelopeLike | None = None
    request: Request | None = None
    _made: dict[tuple[object, int], tuple[object, Any]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def follows_documents(self) -> bool:
        """Whether only documents count: a rule whose document and observation differ goes by the document then."""
        return self.evidence is Evidence.DOCUMENTED

    def once(self, make: Callable[[_Thing], _Made], thing: _Thing) -> _Made:
        """Return ``make(thing)``, made once for all rules that ask while one message is looked at.

        This is where what is worked out from a field or part is kept, and never in a cache of a module: nobody's mail
        stays behind when its report is done.
        """
        key = (make, id(thing))
        known = self._made.get(key)
        if known is None:
            self._made[key] = known = (thing, make(thing))  # with the thing, so that its id stays taken
        made: _Made = known[1]
        return made
