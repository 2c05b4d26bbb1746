"""API: the attachments of a request of version 2, beside simple content or a template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mimeforge._grammar import CONTENT_ID_RE, CONTROL_RE, REGISTERED_TYPE_RE
from mimeforge._limits import LINE_MAX, SES_PARTS_MAX
from mimeforge._ses_facts import BLOCKED_EXTENSIONS, NOT_IN_ATTACHMENT_NAME_RE
from mimeforge.codecs import scans
from mimeforge.codecs.visible import shown
from mimeforge.errors import code_points
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, requests, rule
from mimeforge.rules.api.examples import simple, template
from mimeforge.rules.api.places import at
from mimeforge.rules.api.roles import roles

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mimeforge.linter.context import Context
    from mimeforge.linter.examples import Call
    from mimeforge.linter.request import Request

__all__ = ["RULES"]

_GUIDE: Final = "SES developer guide, attachments in version 2"
_PDF: Final = {
    "FileName": "menu.pdf",
    "RawContent": b"%PDF-1.4\n\xe2\xe3\n%%EOF\n",
    "ContentTransferEncoding": "BASE64",
}
_TEXT: Final = {"FileName": "menu.txt", "RawContent": b"Soup\n"}

# The members that become fields of the attachment.
_FIELDS: Final = ("FileName", "ContentType", "ContentId", "ContentDescription")

# What Windows drops at the end of a file name.
_DROPPED_AT_END: Final = " ."


def _with(**file: Any) -> Call:
    return simple(Attachments=[_PDF | file])


def _files(request: Request) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path in roles(request).attachments:
        yield from request.items(path)


def _octets(file: Mapping[str, Any]) -> bytes:
    data = file.get("RawContent", b"")
    return data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data


@rule(
    "API180",
    "attachment-name-characters",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="govuk-forms/forms-runner#1594: the whole request is refused",
    looks_at=requests("sesv2.SendEmail"),
    bad=(
        _with(FileName="menus/may.pdf"),
        _with(FileName="Menu: May.pdf"),
        template(Attachments=[_TEXT | {"FileName": "menu?.txt"}]),
    ),
    good=(_with(FileName="Menü (1), May & June.pdf"),),
)
def name_characters(request: Request, context: Context) -> Iterator[Hit]:
    r"""The file name of an attachment holds a character that Amazon SES refuses there.

    These are ``/ \ : * ? " < > |``, which stand in no file name of Windows. Put others in their place.
    """
    for path, file in _files(request):
        name = file.get("FileName", "")
        refused = NOT_IN_ATTACHMENT_NAME_RE.search(name)
        if refused:
            text = f"{shown(refused[0])} may not stand in the file name {shown(name)}: put another character there"
            yield at(request, f"{path}.FileName", text, refused.start(), refused.end())


@rule(
    "API181",
    "attachment-name-blocked",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="SES developer guide, unsupported attachment types (90 endings)",
    looks_at=requests("sesv2.SendEmail"),
    bad=(
        _with(FileName="setup.exe"),
        _with(FileName="Report.SCR"),
        _with(FileName="setup.exe "),
        template(Attachments=[_TEXT | {"FileName": "run.bat"}]),
    ),
    good=(simple(Attachments=[_TEXT | {"FileName": "setup.exe.txt"}]), _with(FileName="exe")),
)
def name_blocked(request: Request, context: Context) -> Iterator[Hit]:
    """The file name of an attachment has an ending that Amazon SES refuses.

    What counts is the last ending, in any case of letters. It is a warning where blanks or dots stand behind it, which
    some systems drop. Put the file into an archive, or send a link.
    """
    for path, file in _files(request):
        name = file.get("FileName", "")
        plain = name.rstrip(_DROPPED_AT_END)
        _, dot, ending = plain.rpartition(".")
        if dot and ending.lower() in BLOCKED_EXTENSIONS:
            text = f"a file name that ends in .{ending.lower()}: {shown(name)}; send it in an archive, or a link"
            severity = Severity.ERROR if plain == name else Severity.WARNING
            evidence = Evidence.DOCUMENTED if plain == name else Evidence.INFERRED
            start, end = len(plain) - len(ending) - 1, len(plain)
            yield at(request, f"{path}.FileName", text, start, end, severity=severity, evidence=evidence)


@rule(
    "API182",
    "attachment-not-7bit",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=f"{_GUIDE}: SEVEN_BIT where nothing else is said; RFC 2045 §2.7",
    looks_at=requests("sesv2.SendEmail"),
    bad=(
        simple(Attachments=[{name: value for name, value in _PDF.items() if name != "ContentTransferEncoding"}]),
        _with(ContentTransferEncoding="SEVEN_BIT"),
        simple(Attachments=[_TEXT | {"RawContent": b"soup, " * 200}]),
        template(Attachments=[_TEXT | {"RawContent": "Crème\n"}]),
    ),
    good=(
        _with(),
        simple(Attachments=[_TEXT]),
        simple(Attachments=[_TEXT | {"RawContent": "Crème\n", "ContentTransferEncoding": "QUOTED_PRINTABLE"}]),
    ),
)
def not_7bit(request: Request, context: Context) -> Iterator[Hit]:
    """An attachment that is not 7-bit text is sent without an encoding.

    SEVEN_BIT is the default of ContentTransferEncoding. Octets over 127, NUL and lines of over 998 octets may arrive
    changed then. Set it to BASE64, which is right for any file.
    """
    for path, file in _files(request):
        encoding = file.get("ContentTransferEncoding") or ""
        problem = _beyond_7bit(_octets(file)) if encoding in ("", "SEVEN_BIT") else ""
        if problem:
            by_default = "" if encoding else ", the default"
            text = f"{problem} in an attachment as SEVEN_BIT{by_default}: set ContentTransferEncoding to BASE64"
            yield at(request, f"{path}.ContentTransferEncoding", text)


def _beyond_7bit(octets: bytes) -> str:
    if not octets.isascii():
        return "octets over 127"
    if b"\0" in octets:
        return "NUL"
    return "" if scans.first_line_over(octets, LINE_MAX) is None else f"a line of over {LINE_MAX} octets"


@rule(
    "API183",
    "attachment-binary-quoted-printable",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §6.7: for text; binary data are to be encoded in base64 (§6.8)",
    looks_at=requests("sesv2.SendEmail"),
    bad=(_with(RawContent=b"%PDF-1.4\n\0\n%%EOF\n", ContentTransferEncoding="QUOTED_PRINTABLE"),),
    good=(
        _with(RawContent=b"%PDF-1.4\n\0\n%%EOF\n"),
        _with(RawContent=b"Soup\n", FileName="menu.txt", ContentTransferEncoding="QUOTED_PRINTABLE"),
    ),
)
def binary_quoted_printable(request: Request, context: Context) -> Iterator[Hit]:
    """An attachment that is no text is to be encoded as quoted-printable.

    Its line ends are line ends of mail then, which programs write anew: the file arrives changed. Use BASE64.
    """
    for path, file in _files(request):
        if file.get("ContentTransferEncoding") == "QUOTED_PRINTABLE" and b"\0" in _octets(file):
            text = "an attachment with NUL in it as QUOTED_PRINTABLE, which may change it: use BASE64"
            yield at(request, f"{path}.ContentTransferEncoding", text)


@rule(
    "API184",
    "attachment-inline-without-id",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="API model of Attachment: by its ContentId, HTML refers to an attachment that is INLINE (RFC 2392)",
    looks_at=requests("sesv2.SendEmail"),
    bad=(_with(ContentDisposition="INLINE"),),
    good=(
        simple(
            Body={"Html": {"Data": '<p>At noon: <img src="cid:menu" alt="the menu"></p>'}},
            Attachments=[_PDF | {"ContentDisposition": "INLINE", "ContentId": "menu"}],
        ),
        _with(ContentDisposition="ATTACHMENT"),
    ),
)
def inline_without_id(request: Request, context: Context) -> Iterator[Hit]:
    """An attachment is INLINE and has no ContentId.

    HTML cannot refer to it, and readers show it where they like, or not at all. Give it a ContentId, and show it in the
    HTML with ``cid:`` and that id; or make it an ATTACHMENT.
    """
    for path, file in _files(request):
        if file.get("ContentDisposition") == "INLINE" and not file.get("ContentId"):
            text = "INLINE without a ContentId, by which HTML shows it: give one, or make it an ATTACHMENT"
            yield at(request, f"{path}.ContentDisposition", text)


@rule(
    "API185",
    "template-too-many-parts",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="SES quotas: at most 500 MIME parts in a message",
    looks_at=requests("sesv2.SendEmail"),
    bad=(template(Attachments=[_TEXT | {"FileName": f"{n}.txt"} for n in range(SES_PARTS_MAX)]),),
    good=(template(Attachments=[_TEXT]),),
)
def too_many_parts(request: Request, context: Context) -> Iterator[Hit]:
    """A template is sent with more attachments than a message may have parts.

    The text is a part as well. Put the files into an archive, or send a link. (Of simple content, the rule on messages
    says so.)
    """
    path = "Content.Template.Attachments"
    count = len(request.get(path) or ()) + 1
    if count > SES_PARTS_MAX:
        text = f"{count} parts with the text, at most {SES_PARTS_MAX} may be: send several messages, or one archive"
        yield at(request, f"{path}[{SES_PARTS_MAX - 1}].FileName", text)


@rule(
    "API186",
    "attachment-id-twice",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §7: a Content-ID is world-unique; API model of Attachment: a unique identifier",
    looks_at=requests("sesv2.SendEmail"),
    bad=(template(Attachments=[_TEXT | {"ContentId": "menu"}, _PDF | {"ContentId": "menu"}]),),
    good=(template(Attachments=[_TEXT | {"ContentId": "menu"}, _PDF | {"ContentId": "Menu"}]),),
)
def id_twice(request: Request, context: Context) -> Iterator[Hit]:
    """Two attachments have the same ContentId.

    HTML that refers to it shows one of them, and which depends on the reader. Give each an id of its own.
    """
    seen: dict[str, str] = {}
    for path, file in _files(request):
        cid = file.get("ContentId")
        if cid and seen.setdefault(cid, path) != path:
            text = f"{shown(cid)} is the ContentId of another attachment too: give each one of its own"
            yield at(request, f"{path}.ContentId", text)


@rule(
    "API187",
    "attachment-type-syntax",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="RFC 2045 §5.1, RFC 6838 §4.2: type/subtype; RFC 2046 §5.1: a multipart holds parts, and is no file",
    looks_at=requests("sesv2.SendEmail"),
    bad=(
        _with(ContentType="pdf"),
        _with(ContentType="image/*"),
        template(Attachments=[_TEXT | {"ContentType": "multipart/mixed"}]),
    ),
    good=(
        _with(ContentType="application/pdf"),
        _with(ContentType='Application/PDF; name="menu.pdf";'),
        template(Attachments=[_TEXT | {"FileName": "menu.eml", "ContentType": "message/rfc822"}]),
    ),
)
def type_syntax(request: Request, context: Context) -> Iterator[Hit]:
    """The ContentType of an attachment is no media type, or that of a multipart.

    It becomes the field of that name, by which readers open the file. Write one as ``application/pdf``, or leave the
    member out: SES takes the type from the ending of the file name then.
    """
    for path, file in _files(request):
        given = file.get("ContentType", "")
        written = given.partition(";")[0].strip()
        if not written or CONTROL_RE.search(given):
            continue  # other rules speak
        if not REGISTERED_TYPE_RE.fullmatch(written):
            text = f"{shown(written)} is no media type: write one as application/pdf, or leave it out"
            yield at(request, f"{path}.ContentType", text)
        elif written.lower().startswith("multipart/"):
            text = f"{shown(written)} is for messages with parts, and no type of a file: write application/octet-stream"
            yield at(request, f"{path}.ContentType", text)


@rule(
    "API188",
    "attachment-control",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="RFC 5322 §2.2: a field holds no controls; CWE-93; what SES does with them is not known",
    looks_at=requests("sesv2.SendEmail"),
    bad=(
        _with(FileName="menu\n.pdf"),
        _with(ContentType="application/pdf; x=y\r\nX-Menu: soup"),
        _with(ContentDescription="The menu\n"),
        template(Attachments=[_TEXT | {"ContentId": "menu\0"}]),
    ),
    good=(_with(ContentType="application/pdf", ContentDescription="The menu – of May", ContentId="menu@example.com"),),
)
def control(request: Request, context: Context) -> Iterator[Hit]:
    """A member of an attachment that becomes a header field holds a control character.

    These are FileName, ContentType, ContentId and ContentDescription. Behind a line end, somebody may have put a field
    of their own; readers cut a file name at others. Take it out, and ask where the text comes from.
    """
    for path, file in _files(request):
        for member in _FIELDS:
            found = CONTROL_RE.search(file.get(member, ""))
            if found:
                text = f"{code_points(found[0])}, a control character, in {member}: take it out"
                yield at(request, f"{path}.{member}", text, found.start(), found.end())


@rule(
    "API189",
    "attachment-id-syntax",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="RFC 2045 §7, RFC 2392 §2: a Content-ID is written as a Message-ID, in ASCII without blanks",
    looks_at=requests("sesv2.SendEmail"),
    bad=(_with(ContentId="the menu"), _with(ContentId="menü"), template(Attachments=[_TEXT | {"ContentId": "<a>b"}])),
    good=(_with(ContentId="menu@example.com"), _with(ContentId="<menu>"), _with(ContentId="menu")),
)
def id_syntax(request: Request, context: Context) -> Iterator[Hit]:
    """A ContentId holds what no content id does: a blank, an angle bracket, or a character beyond ASCII.

    Readers may not find what the HTML shows by it. Use letters, digits, dots and hyphens, as in ``menu@example.com``.
    """
    for path, file in _files(request):
        cid = file.get("ContentId", "")
        if cid and not CONTROL_RE.search(cid) and not CONTENT_ID_RE.fullmatch(cid.removeprefix("<").removesuffix(">")):
            text = f"{shown(cid)} is no content id: write printable ASCII without blanks and angle brackets"
            yield at(request, f"{path}.ContentId", text)


RULES = (
    name_characters,
    name_blocked,
    not_7bit,
    binary_quoted_printable,
    inline_without_id,
    too_many_parts,
    id_twice,
    type_syntax,
    control,
    id_syntax,
)
