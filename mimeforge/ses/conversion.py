"""Requests as messages: what SES builds of the arguments of SendEmail."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from mimeforge._grammar import CONTROL_RE
from mimeforge._limits import SES_PARTS_MAX
from mimeforge._ses_facts import LIST_OPTIONS_FIELD, TENANT_FIELD
from mimeforge._ses_operations import ATTACHMENT_NAME_MAX, HEADER_NAME_MAX, OPERATIONS
from mimeforge.codecs import encoded_word, parameters
from mimeforge.errors import HeaderError, InputError, MimeforgeError
from mimeforge.headers import Address, Tags, content_type, owner_of
from mimeforge.headers.address import to_address
from mimeforge.linter.request import Request
from mimeforge.message import Message
from mimeforge.rules.api.roles import roles
from mimeforge.rules.htm.html_references import ids_named
from mimeforge.ses.arguments import arguments_of, octets_of, require_arguments

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from mimeforge._ses_operations import Operation

__all__ = ["content_of", "to_message"]

# A member, and how what it says comes into a message.
_Step = tuple[str, "Callable[[Message], Message]"]

# Arguments of Message's methods, by which its errors name the member that was given for them.
_MEMBERS: Final = {
    "filename": ".FileName",
    "cid": ".ContentId",
    "content_type": ".ContentType",
    "charset of content_type": ".ContentType",
    "RawContent": ".RawContent",
    "data": ".RawContent",
    "Name": ".Name",
    "Value": ".Value",
}

# Members that an attachment can do without, as they are left out where one is at fault; characters that are kept of a
# file name that is too long, which no rule calls long; and what is no part of a type.
_LEFT_OUT: Final = ((), ("ContentType",), ("ContentId",), ("ContentType", "ContentId"))
_NAME_KEPT: Final = 60
_NAMES: Final = frozenset({"name", "filename"})

# Each step copies what is there: of a request that has more, which SES refuses, rules judge the first ones.
_STEPS_MAX: Final = 4 * SES_PARTS_MAX

# Fields that are arguments of Message, and that an author may nevertheless set in a request of version 2.
_SETTABLE: Final = frozenset({"in-reply-to", "references", "sender", "list-unsubscribe-post"})

# What SES builds no message of, or not from what the request holds alone.
_HERE_ALREADY: Final = "the message is here already, in Data: read it with mimeforge.parse()"
_NOT_BUILT: Final = {
    "Raw": _HERE_ALREADY,
    "Template": "only SES fills in a template: TestRenderEmailTemplate shows what comes of one",
}


def to_message(kwargs: Mapping[str, Any]) -> Message:
    """Return the message that SES builds of the arguments of SendEmail, of version 1 or with simple content of 2.

    It says what a receiver reads, and not in which octets SES writes it: the content is the same text in UTF-8,
    whatever Charset names; octets of attachments arrive as they are, whatever ContentTransferEncoding says. An
    attachment that is INLINE, or that the HTML shows by ``cid:``, is an inline part by its ContentId, which may stand
    in angle brackets; a file name in its ContentType gives way to FileName. A ContentDescription has no place in a
    Message, nor have EndpointId and ConfigurationOverrides. Optional members that are an empty str or list count as
    absent, as AWS's own examples have it.

    ARNs, tags, configuration set, tenant and list options become X-SES-* fields, which SES takes out again, so that
    ``ses.raw_request(ses.to_message(kwargs))`` sends the same.

    ``kwargs`` are as `lint_request` takes them. Raises TypeError for a value of another type, and `InputError` (a
    ValueError; `AddressError` or `HeaderError` where it is about one) for whatever else is wrong; both name the member:
    ``Destination.ToAddresses[1]``. So do they for requests with raw content, which is a message already, and for
    templates, which only SES can fill in.
    """
    request = _request(kwargs)
    message = _addressed(request)
    for path, step in (*_content_steps(request, _with_attachment), *_setting_steps(request)):
        with _naming(path):
            message = step(message)
    return message


def content_of(request: Request) -> Message:
    """Return as much as can be built of the message of a request whose values are of the right types.

    Settings are left out, since they are no content; and so is what no message can hold, of which rules on requests
    speak. A stand-in takes the place of a subject that is at fault, and of all addresses where one of them is.
    """
    try:
        message = _addressed(request)
    except MimeforgeError:
        message = Message(from_="sender@example.com", to="recipient@example.com")
    message = message.replace(subject="-")
    for _, step in islice(_content_steps(request, _with_some_attachment), _STEPS_MAX):
        with suppress(MimeforgeError):
            message = step(message)
    return message


def _request(kwargs: Mapping[str, Any]) -> Request:
    arguments = arguments_of(kwargs)
    operation = _operation(arguments)
    require_arguments(operation, arguments)
    request = Request(operation=operation.name, arguments=arguments)
    known = roles(request)
    if not request.get(known.sender):
        raise InputError("a message has to have an author", field=known.sender)
    body = f"{known.content}.Body"
    if not request.get(body):
        raise InputError("give Text, Html or both", field=body)
    for member in ("Headers", "Attachments"):
        path = f"{known.content}.{member}"
        count = len(request.get(path) or ())
        if count > _STEPS_MAX:
            raise InputError(f"{count:,} are more than SES takes, and than the {_STEPS_MAX:,} read here", field=path)
    return request


def _operation(kwargs: Mapping[str, Any]) -> Operation:
    if "RawMessage" in kwargs:
        raise InputError(_HERE_ALREADY, field="RawMessage")
    if "Message" in kwargs:
        return OPERATIONS["ses.SendEmail"]
    if "Content" not in kwargs:
        raise InputError("these are not the arguments of SendEmail, which has Message, in version 2 Content")
    content = kwargs["Content"]
    kinds = [kind for kind in ("Simple", *_NOT_BUILT) if isinstance(content, dict) and kind in content]
    if isinstance(content, dict) and len(kinds) != 1:
        raise InputError(f"there is {' and '.join(kinds) or 'nothing'} in it: give Simple alone", field="Content")
    for kind in _NOT_BUILT.keys() & kinds:
        raise InputError(_NOT_BUILT[kind], field=f"Content.{kind}")
    return OPERATIONS["sesv2.SendEmail"]


def _addressed(request: Request) -> Message:
    known = roles(request)
    to, cc, bcc, reply_to = (
        [_address(value, path) for path, value in request.texts(member)]
        for member in (*known.recipients, known.reply_to)
    )
    feedback = request.get(known.feedback)
    return Message(
        from_=_address(request.get(known.sender) or "", known.sender),
        to=to,
        cc=cc,
        bcc=bcc,
        reply_to=reply_to,
        return_path=_address(feedback, known.feedback) if feedback else None,
    )


def _address(value: str, path: str) -> Address:
    """Read one address; its name may be written in encoded-words (API model of SendEmail), if not inside quotes."""
    read = to_address(value, path)
    if not read.name or '"' in value.rpartition("<")[0]:
        return read
    with _naming(path):
        return Address(encoded_word.decode_text(read.name), read.address)


def _content_steps(request: Request, attach: Callable[..., Message]) -> Iterator[_Step]:
    content = roles(request).content
    for argument, member in (("subject", "Subject"), ("text", "Body.Text"), ("html", "Body.Html")):
        path = f"{content}.{member}.Data"
        value = request.text(path)
        if value is not None:
            said = _as_read(value) if argument == "subject" else value
            yield path, partial(_with_argument, argument=argument, value=said)
    for path, header in request.items(f"{content}.Headers"):
        yield path, partial(_with_header, header=header)
    attachments = list(request.items(f"{content}.Attachments"))
    shown = ids_named(request.text(f"{content}.Body.Html.Data") or "") if attachments else frozenset()
    for path, attachment in attachments:
        yield path, partial(attach, given=attachment, shown=shown)


def _with_argument(message: Message, argument: str, value: str) -> Message:
    return message.replace(**{argument: value})


def _as_read(subject: str) -> str:
    """Return what readers show of a subject: SES takes one in encoded-words, which are ASCII, as it is."""
    return encoded_word.decode_text(subject) if subject.isascii() else subject


def _with_header(message: Message, header: Mapping[str, str]) -> Message:
    """Add a field as it is given: SES takes printable ASCII, encoded already, and does not encode it again."""
    name, value = header.get("Name", ""), header.get("Value", "")
    if len(name) > HEADER_NAME_MAX:
        raise HeaderError(f"{len(name)} characters, at most {HEADER_NAME_MAX} may stand", field="Name")
    if owner_of(name) and name.lower() not in _SETTABLE:
        raise HeaderError("SES writes this field by itself, from members of the request", field="Name")
    if not (value.isascii() and value.isprintable()):
        raise HeaderError("only printable ASCII may stand: write other text in encoded-words", field="Value")
    return message.raw_header(name, value.encode("ascii"))


def _with_attachment(message: Message, given: Mapping[str, Any], shown: frozenset[str]) -> Message:
    """Add an attachment; ``shown`` are the content ids that the HTML names."""
    octets = octets_of(given.get("RawContent", b""), "RawContent")
    name, media_type = given.get("FileName") or None, _nameless(given.get("ContentType") or None)
    if media_type and media_type.strip().lower() == "message/rfc822":
        return message.attach_message(octets, filename=name)
    cid = (given.get("ContentId") or "").removeprefix("<").removesuffix(">")
    if cid and (given.get("ContentDisposition") == "INLINE" or cid in shown):
        return message.embed(octets, cid=cid, filename=name, content_type=media_type)
    return message.attach(octets, filename=name, content_type=media_type)


def _with_some_attachment(message: Message, given: Mapping[str, Any], shown: frozenset[str]) -> Message:
    """Add an attachment without what is at fault in it, so that what is said of others is right."""
    sound = {**given, "FileName": _sound_name(given.get("FileName", ""))}
    for left_out in _LEFT_OUT:
        with suppress(MimeforgeError):
            kept = {name: value for name, value in sound.items() if name not in left_out}
            return _with_attachment(message, kept, shown)
    return message


def _sound_name(name: str) -> str:
    """Leave out of a file name what rules on requests speak of: controls, and the beginning of one that is too long."""
    return CONTROL_RE.sub("", name if len(name) <= ATTACHMENT_NAME_MAX else name[-_NAME_KEPT:])


def _nameless(media_type: str | None) -> str | None:
    """Leave a file name out of a media type: FileName says it."""
    read = None if media_type is None else content_type(media_type, "content_type")
    if read is None or not _NAMES & dict(read.parameters).keys():
        return media_type
    kept = [piece for name, text in read.parameters if name not in _NAMES for piece in parameters.encode(name, text)]
    return "; ".join([read.value, *kept])


def _setting_steps(request: Request) -> Iterator[_Step]:
    known = roles(request)
    # Source of a raw request of version 1 is the bounce address. From has an ARN of its own beside a raw message.
    bounces_elsewhere = request.operation == "ses.SendEmail" and request.get(known.feedback)
    settings = (
        ("source_arn", known.return_path_arn if bounces_elsewhere else known.source_arn),
        ("from_arn", known.source_arn),
        ("return_path_arn", known.return_path_arn),
        ("configuration_set", known.configuration_set),
    )
    for argument, path in settings:
        value = request.text(path)
        if value:
            yield path, partial(_with_setting, argument=argument, value=value)
    if request.get(known.tags):
        yield known.tags, partial(_with_tags, tags=list(request.items(known.tags)))
    fields = ((TENANT_FIELD, "TenantName", request.text("TenantName")), (LIST_OPTIONS_FIELD, *_list_options(request)))
    for name, path, value in fields:
        if value:
            yield path, partial(Message.header, name=name, value=value)


def _with_setting(message: Message, argument: str, value: str) -> Message:
    setting: dict[str, Any] = {argument: value}
    return message.ses(**setting)


def _with_tags(message: Message, tags: list[tuple[str, Mapping[str, str]]]) -> Message:
    pairs: dict[str, str] = {}
    for path, tag in tags:
        name, value = tag["Name"], tag["Value"]
        with _naming(f"{path}.Name"):
            Tags.of({name: "-"}, path)
            if name in pairs:
                raise HeaderError("another tag has this name")
        with _naming(f"{path}.Value"):
            Tags.of({"-": value}, path)
        pairs[name] = value
    return message.ses(tags=pairs)


def _list_options(request: Request) -> tuple[str, str | None]:
    path = "ListManagementOptions"
    name, topic = (request.text(f"{path}.{member}") for member in ("ContactListName", "TopicName"))
    return path, f"{name}; topic={topic}" if name and topic else name


@contextmanager
def _naming(path: str) -> Iterator[None]:
    """Have an error name the member that was given, and not the argument of Message that it became."""
    try:
        yield
    except InputError as error:
        field = error.field or ""
        place = field if field.startswith(path) else path + _MEMBERS.get(field, "")
        raise type(error)(error.problem, field=place, position=error.position, character=error.character) from None
