"""What a request or a message says of a sending: the action, the addresses, and the ARNs that it names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mimeforge._ses_operations import OPERATIONS
from mimeforge.linter.request import Request
from mimeforge.message import Message
from mimeforge.preflight import sources
from mimeforge.rules.adr.address_fields import shown_name
from mimeforge.rules.api.places import misfits
from mimeforge.rules.api.roles import FIELDS, address_place, brought_message, is_raw, roles
from mimeforge.rules.ses import address_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mimeforge.headers import Address
    from mimeforge.preflight.sources import Input, Lintable
    from mimeforge.tree import Field, Part

__all__ = ["PROFILES", "Identity", "Mailbox", "NamedArn", "Sending", "sendings_of"]

# Which operation a request is for is told by the member that holds its content.
_OPERATIONS: Final = {"RawMessage": "ses.SendRawEmail", "Message": "ses.SendEmail", "Content": "sesv2.SendEmail"}

# Octets of a field that are read.
_READ_MAX: Final = 1_000_000


class Mailbox(NamedTuple):
    """An addr-spec as it is written, and its display name, decoded; "" where there is none.

    The name is None where a comment stands in its place, which some readers take for it.
    """

    address: str
    name: str | None = ""


class NamedArn(NamedTuple):
    """An ARN, and the member or field that names it."""

    place: str
    arn: str


class Identity(NamedTuple):
    """An address that an identity has to cover: in the role of "From" or "Return-Path", and the ARN named for it.

    ``address`` is "" where none can be read. ``place`` is where the ARN is to be named.
    """

    role: str
    address: str
    named: NamedArn | None
    place: str


# In place of an author that cannot be read, and of more authors than mail has.
_NOBODY: Final = (Mailbox(""),)
_AUTHORS_MAX: Final = 100

_TWO_AUTHORS: Final = "whether FromEmailAddress replaces the From field of a raw message: both have to come to the same"
_FIRST_IS_INFERRED: Final = frozenset({"X-SES-FROM-ARN", "X-SES-RETURN-PATH-ARN"})
_GUESSED_ENVELOPE: Final = "the envelope of the SMTP session: that of the header fields was taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """A sending. ``actions`` are those of IAM it may be: where there are several, documents and observation differ.

    ``author``, ``feedback`` and ``recipients`` are None where nobody can tell; ``notes`` says what was taken for
    granted.
    """

    actions: tuple[str, ...]
    api_version: str
    identities: tuple[Identity, ...]
    author: Mailbox | None
    feedback: str | None
    recipients: tuple[str, ...] | None
    endpoint: str | None
    tenant: str | None
    is_smtp: bool = False
    notes: tuple[str, ...] = ()


def sendings_of(given: Lintable | Mapping[str, Any], profile: str) -> tuple[Sending, ...]:
    """Read a request, the arguments that a client is given, or a message that travels as ``profile`` says.

    There is more than one way to read it where a member is to replace a field, and reports of that differ.

    Raises ValueError for what is no request of an operation that sends, or is of another shape than the API's, and
    TypeError and OSError for a message that cannot be read.
    """
    if profile not in PROFILES:
        raise ValueError(f"unknown profile {profile!r}, known are {', '.join(PROFILES)}")
    if isinstance(given, Mapping):
        request = _request(given)
        return tuple(_of_request(one, None) for one in (request, *_without_author(request)))
    try:
        message = sources.read(given)
    except TypeError:
        wanted = "the arguments of a request, a Message, bytes or a pathlib.Path"
        raise TypeError(f"authorize takes {wanted}, not {type(given).__name__}") from None
    arguments = _WAYS[profile](message, given.return_path if isinstance(given, Message) else None)
    return (_of_request(_request(arguments), profile, knows_envelope=message.envelope is not None),)


def _by_version_1(message: Input, _return_path: Address | None) -> dict[str, Any]:
    arguments: dict[str, Any] = {"RawMessage": {"Data": message.octets}}
    if message.envelope is not None:
        arguments |= {"Source": message.envelope.sender, "Destinations": list(message.envelope.recipients)}
    return arguments


def _by_version_2(message: Input, return_path: Address | None) -> dict[str, Any]:
    arguments: dict[str, Any] = {"Content": {"Raw": {"Data": message.octets}}}
    if message.envelope is not None:
        arguments["Destination"] = {"ToAddresses": list(message.envelope.recipients)}
    if return_path is not None:
        arguments["FeedbackForwardingEmailAddress"] = return_path.addr_spec
    return arguments


# How a message on its own travels, as the arguments of a request. An SMTP session says what version 1 does.
_WAYS: Final[dict[str, Callable[[Input, Address | None], dict[str, Any]]]] = {
    "ses": _by_version_1,
    "ses-v2": _by_version_2,
    "ses-smtp": _by_version_1,
}
PROFILES: Final = tuple(_WAYS)


def _request(given: Mapping[str, Any]) -> Request:
    arguments = dict(given)
    told = [operation for member, operation in _OPERATIONS.items() if member in arguments]
    if len(told) != 1:
        raise ValueError("which operation this request is for cannot be told: give one of RawMessage, Message, Content")
    operation = OPERATIONS[told[0]]
    for misfit in misfits(operation.input, arguments):
        raise ValueError(f"{misfit.path}: {misfit.given}, where the API wants {misfit.wanted}")
    request = Request(operation=operation.name, arguments=arguments)
    if not is_raw(request):
        return request
    data = request.get(roles(request).data)
    octets = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else bytes(data)
    return Request(operation=operation.name, arguments=arguments, octets=octets)


def _without_author(request: Request) -> tuple[Request, ...]:
    """Leave FromEmailAddress out, where the From of a raw message is another.

    It was seen to replace the field (laravel/framework#37881), and said not to (aws/aws-sdk-rails#93).
    """
    if request.operation != "sesv2.SendEmail" or request.message is None or request.message.field("From") is None:
        return ()
    others = {name: value for name, value in request.arguments.items() if name != "FromEmailAddress"}
    other = replace(request, arguments=others)
    return () if _authors(other) == _authors(request) else (other,)


def _of_request(request: Request, profile: str | None, *, knows_envelope: bool = True) -> Sending:
    """Read a request; ``profile`` is that of a message on its own, None where the request was given."""
    message = request.message
    authors, bounces = (_at(places, request) for places in (roles(request).authors, roles(request).bounces))
    author, feedback = _only(authors), _only(bounces)
    tenant = message.field("X-SES-TENANT") if message else None
    from_arn, return_path_arn = _named_arn("From", request), _return_path_arn(request)
    is_smtp = profile == "ses-smtp"
    return Sending(
        actions=_actions(request),
        api_version="2" if is_smtp or request.operation.startswith("sesv2.") else "1",
        identities=(
            *(Identity("From", one.address, from_arn, _place("From", request, profile)) for one in _each(authors)),
            Identity(
                "Return-Path",
                feedback.address if feedback else "",
                return_path_arn,
                _place("Return-Path", request, profile),
            ),
        ),
        author=author,
        feedback=feedback.address if feedback else None,
        recipients=_recipients(request),
        endpoint=request.text("EndpointId") or None,
        tenant=request.text("TenantName") or (tenant.value if tenant else None) or None,
        is_smtp=is_smtp,
        notes=(
            *(_GUESSED_ENVELOPE,) * (is_smtp and not knows_envelope),
            *(_TWO_AUTHORS,) * bool(_without_author(request)),
            *_used_first(message, from_arn, return_path_arn),
        ),
    )


def _actions(request: Request) -> tuple[str, ...]:
    """Return what a sending is to IAM: version 2 has one operation for what version 1 has several."""
    if request.operation != "sesv2.SendEmail":
        return (request.operation.replace(".", ":"),)
    if is_raw(request):
        return ("ses:SendEmail", "ses:SendRawEmail")  # Service Authorization Reference; anymail/django-anymail#384
    if request.get("Content.Template") is not None:
        return ("ses:SendEmail", "ses:SendTemplatedEmail")  # no document says which
    return ("ses:SendEmail",)


def _authors(request: Request) -> tuple[Mailbox, ...] | None:
    return _at(roles(request).authors, request)


def _at(places: tuple[str, ...], request: Request) -> tuple[Mailbox, ...] | None:
    """Return who stands at the first of these places that is there, None where that cannot be read."""
    message = brought_message(request)
    place = address_place(places, request, message)
    if place in FIELDS and message:
        return _read_fields(message.fields_named(place))
    return _read_text(request.text(place) or "") if place else None


def _recipients(request: Request) -> tuple[str, ...] | None:
    """Return the envelope, each recipient once: that of the request, or else of the fields of a raw message."""
    named = [value for _, value in request.texts(*roles(request).recipients)]
    if named or request.message is None:
        lists = [_read_text(value) for value in named]
    else:
        lists = [_read_fields(request.message.fields_named(name)) for name in ("To", "Cc", "Bcc")]
    if any(mailboxes is None for mailboxes in lists):
        return None
    return tuple(dict.fromkeys(mailbox.address for mailboxes in lists for mailbox in mailboxes or ()))


def _named_arn(role: str, request: Request) -> NamedArn | None:
    """Find the ARN for an identity: its own, in a member before a field, or else that of the source, for both."""
    return _first_arn((*_own_places(role, request), roles(request).source_arn, "X-SES-SOURCE-ARN"), request)


def _return_path_arn(request: Request) -> NamedArn | None:
    """Find the ARN for the address of bounces: that of the author where it is the same.

    One that a member alone names for bounces needs its own: only of raw messages that say it otherwise is an ARN of the
    source known to be enough (API model of SendRawEmail).
    """
    role = roles(request)
    place = address_place(role.bounces, request, brought_message(request))
    if place and place == role.feedback:
        return _first_arn(_own_places("Return-Path", request), request)
    named = _named_arn("Return-Path", request)
    return named or _named_arn("From", request) if place in {None, *role.authors} else named


def _first_arn(places: Iterable[str], request: Request) -> NamedArn | None:
    for place in places:
        field = request.message.field(place) if request.message and place.startswith("X-SES-") else None
        arn = field.value if field else request.text(place)
        if arn:
            return NamedArn(place, arn)
    return None


def _used_first(message: Part | None, *named: NamedArn | None) -> Iterator[str]:
    """Note which fields say different things: that the first of them is used is documented for the source alone."""
    for place in dict.fromkeys(one.place for one in named if one and one.place in _FIRST_IS_INFERRED):
        if message and len({field.value for field in message.fields_named(place)}) > 1:
            yield f"which of the {place} fields SES uses: the first was taken"


def _place(role: str, request: Request, profile: str | None) -> str:
    """Return where the ARN for an identity is to be named: in a field of a message, in a member of a request."""
    member, field = _own_places(role, request)
    return field if profile else member or roles(request).source_arn


def _own_places(role: str, request: Request) -> tuple[str, str]:
    of = roles(request)
    return (of.from_arn, "X-SES-FROM-ARN") if role == "From" else (of.return_path_arn, "X-SES-RETURN-PATH-ARN")


def _each(authors: tuple[Mailbox, ...] | None) -> tuple[Mailbox, ...]:
    return authors if authors and len(authors) <= _AUTHORS_MAX else _NOBODY


def _only(mailboxes: tuple[Mailbox, ...] | None) -> Mailbox | None:
    return mailboxes[0] if mailboxes and len(mailboxes) == 1 else None


def _read_fields(fields: Iterable[Field]) -> tuple[Mailbox, ...] | None:
    lists = [_read(field.raw, field.encoding) for field in fields]
    return None if None in lists else tuple(mailbox for mailboxes in lists for mailbox in mailboxes or ())


def _read_text(text: str) -> tuple[Mailbox, ...] | None:
    return _read(text.encode("utf-8", "surrogatepass"), "utf-8")


def _read(octets: bytes, encoding: str) -> tuple[Mailbox, ...] | None:
    """Read an address list; None where SES could not."""
    if len(octets) > _READ_MAX:
        return None
    text = octets.decode("latin-1")
    listed = address_list.read(text)
    if listed.faults or any(mailbox.is_faulty for mailbox in listed.mailboxes):
        return None
    return tuple(
        Mailbox(mailbox.addr_spec.encode("latin-1").decode(encoding, "replace"), _name(text, mailbox, encoding))
        for mailbox in listed.mailboxes
    )


def _name(text: str, mailbox: address_list.Mailbox, encoding: str) -> str | None:
    has_comment = "(" in text[mailbox.whole_start : mailbox.start] + text[mailbox.end : mailbox.whole_end]
    return None if has_comment and not mailbox.display_name else shown_name(mailbox.display_name, encoding)
