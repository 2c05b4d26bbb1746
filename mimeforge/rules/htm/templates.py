"""HTM: what templates leave behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from mimeforge._grammar.templates import (
    NULL_VALUE_RE,
    SES_MARK_RE,
    TEMPLATE_MARK_IN_TEXT_RE,
    TEMPLATE_MARK_RE,
    WRITTEN_ABOUT_RE,
)
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import MESSAGE, Hit, parts, rule
from mimeforge.rules.adr import address_fields
from mimeforge.rules.htm.html_reading import document, is_shown, octets, place
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Field, Part

__all__ = ["RULES"]

_HTML: Final = "Content-Type: text/html; charset=us-ascii"
_ADDRESS_FIELDS: Final = ("From", "Sender", "Reply-To", "To", "Cc")
_LEFT: Final = "was left by a template: fill it in, or escape it where it is meant"


@rule(
    "HTM139",
    "template-unresolved-header",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="SpamAssassin UNRESOLVED_TEMPLATE; marks of Handlebars, Jinja, ERB, Python, Mailchimp and others",
    looks_at=MESSAGE,
    bad=(
        sample("Subject: Lunch with {{ first_name }}"),
        sample("Subject: Lunch {% if day %}today{% endif %}"),
        sample("Subject: ${name}, lunch is ready"),
        sample("Subject: Lunch with %(name)s"),
        sample("Subject: Lunch with <%= @name %>"),
        sample("Subject: Lunch with [[first_name]]"),
        sample("Subject: Lunch with *|FNAME|*"),
        sample("Subject: Lunch with %%first_name%%"),
        sample("Subject: =?utf-8?q?D=C3=A9jeuner_avec_=7B=7Bname=7D=7D?="),
        sample('To: "{{ name }}" <zoe@example.net>'),
        sample("List-Unsubscribe: <https://example.com/u?t={{token}}>"),
    ),
    good=(
        sample("Subject: Lunch at $5 {today} [[sic]] 100%"),
        sample("Subject: Re: How do I fill in {{ first_name }}?"),
        sample("Subject: How do I fill in {{ first_name }}?", "In-Reply-To: <0@example.com>"),
        sample("Subject: Bounds for ${n}$ and {{1, 2}, {3}}"),
        sample("Subject: [PATCH] Quote ${HOME} in the start script"),
    ),
)
def mark_in_field(message: Part, context: Context) -> Iterator[Hit]:
    """A field that readers see holds a mark of a template.

    The value was not filled in: readers see the mark. Answers, messages forwarded or sent to a list where people
    write, and patches are left alone, since they may be about templates.
    """
    for field in (field for name in _READ_BY_PEOPLE for field in message.fields_named(name)):
        if not _may_hold_mark(field.raw) and b"=?" not in field.raw:
            continue
        mark = TEMPLATE_MARK_RE.search(field.text)
        if mark is None or SES_MARK_RE.search(mark[0]) or context.once(_may_be_about_templates, message):
            continue
        # Where a mark stands for an address, the rules on addresses say that it is none.
        if field.name.lower() not in _WITH_ADDRESSES or not address_fields.read(field, context).listed.faults:
            yield Hit(_place(field, mark[0]), f"{shown(mark[0])} in {field.name} {_LEFT}", field=field)


@rule(
    "HTM140",
    "template-unresolved-body",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="marks of Handlebars, Jinja, ERB, Python, Mailchimp and others",
    looks_at=MESSAGE,
    bad=(
        sample(_HTML, body="<p>Dear {{ customer.name }},</p>\r\n"),
        sample(_HTML, body="<p>{% for dish in menu %}Soup{% endfor %}</p>\r\n"),
        sample(_HTML, body='<p><a href="https://example.com/u/${userId}">Menu</a></p>\r\n'),
        sample(_HTML, body='<p><a href="https://example.com/u/%7B%7Buser%7D%7D">Menu</a></p>\r\n'),
        sample(body="Dear {{first_name}},\r\n\r\nsee you at noon.\r\n"),
        sample(body="Dear *|FNAME|*,\r\n\r\nsee you at noon.\r\n"),
        sample(body="Dear %(name)s,\r\n\r\nsee you at noon.\r\n"),
        sample(body="The menu: https://example.com/menu/{{ day }}\r\n"),
    ),
    good=(
        sample(_HTML, body="<p>Write <code>{{ name }}</code>, or <pre>${name}</pre></p>\r\n"),
        sample(body="> Dear {{first_name}},\r\n    echo ${name}\r\n+ echo {{name}}\r\n"),
        sample(body="Set ${PATH} in the script, {{ foo }} in the playbook, and test it by [[ -f menu ]].\r\n"),
        sample("Content-Disposition: attachment; filename=menu.txt", body="Dear {{first_name}},\r\n"),
        sample(_HTML, "Subject: Re: Lunch", "References: <0@example.com>", body="<p>What is {{ name }} there?</p>\r\n"),
    ),
)
def mark_in_text(message: Part, context: Context) -> Iterator[Hit]:
    """A text holds a mark of a template.

    The value was not filled in: readers see the mark, or follow a link that leads nowhere. In HTML, samples of code are
    left alone; in plain text, what is quoted or indented, and marks outside of greetings and URLs that are not for a
    name, an address or the like, because people write about code. Answers and messages forwarded are left alone, too.
    """
    for part in message.walk(into_messages=False):
        if part.media_type not in _TEXTS or not is_shown(part) or not _may_hold_mark(octets(part, context)):
            continue
        found = _in_html(part, context) if part.media_type == "text/html" else _in_plain_text(part)
        marks = [mark for mark in found if not SES_MARK_RE.search(mark)]
        if marks and not context.once(_may_be_about_templates, message):
            count = f" ({len(marks)} such marks)" if len(marks) > 1 else ""
            yield Hit(place(part, context, marks[0]), f"{shown(marks[0])} {_LEFT}{count}", part=part)


@rule(
    "HTM141",
    "template-null",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="what programs write for a value that is missing",
    looks_at=parts("text/html", "text/plain"),
    overlay="strict",
    bad=(
        sample(body="Hi None,\r\n\r\nsee you at noon.\r\n"),
        sample(body="Dear undefined,\r\n\r\nsee you at noon.\r\n"),
        sample(body="Hello ,\r\n\r\nsee you at noon.\r\n"),
        sample(_HTML, body="<p>Dear [object Object],</p><p>see you at noon.</p>\r\n"),
    ),
    good=(sample(body="Hi Nona,\r\n\r\nnone of us is late. Dear me.\r\n"), sample(body="Hello,\r\n\r\nat noon.\r\n")),
)
def missing_value(part: Part, context: Context) -> Iterator[Hit]:
    """A greeting names nobody: None, null, undefined, or nothing at all.

    A value was missing when the template was filled in. Write a greeting that needs no name for such readers.
    """
    if is_shown(part):
        text = document(part, context).text if part.media_type == "text/html" else part.text or ""
        if null := NULL_VALUE_RE.search(text):
            written = null[0].strip()
            text = f"{shown(written)}: a value was missing; greet without a name then"
            yield Hit(place(part, context, written), text)


# How marks end that have one brace on either side
_ENDINGS: Final = (b"name}", b"Name}", b"NAME}", b"mail}", b"MAIL}", b"ddress}", b"DDRESS}")
# How the marks begin, by a character that most texts do not have at all: those are not searched.
_BEGINNINGS: Final = {
    b"{": (b"{{", b"{%", b"${", b"{$", *_ENDINGS),
    b"%": (b"%(", b"%%", b"<%", b"%7B", b"%7b"),
    b"[": (b"[[",),
    b"|": (b"*|",),
}
_READ_BY_PEOPLE: Final = (*_ADDRESS_FIELDS, "Subject", "List-Id", "List-Unsubscribe")
_WITH_ADDRESSES: Final = frozenset(name.lower() for name in _ADDRESS_FIELDS)
_TEXTS: Final = ("text/html", "text/plain")
# Fields of an answer, and of a list where people write (RFC 2369 §3.4)
_WRITTEN_BY_PEOPLE: Final = ("In-Reply-To", "References", "List-Post")
_TEXT_ATTRIBUTES: Final = ("href", "src", "alt", "title")
# Lines that are quoted, indented as code is, or of a patch
_ABOUT_CODE: Final = (">", "    ", "\t", "+", "-", "|", "```")


def _may_be_about_templates(message: Part) -> bool:
    """Whether somebody wrote a message who may ask about templates; a program that fills them in answers none."""
    if any(map(message.field, _WRITTEN_BY_PEOPLE)):
        return True
    subject = message.field("Subject")
    return subject is not None and WRITTEN_ABOUT_RE.match(subject.text) is not None


def _may_hold_mark(text: bytes) -> bool:
    return any(one in text for sign, marks in _BEGINNINGS.items() if sign in text for one in marks)


def _place(field: Field, mark: str) -> Span:
    """Find a mark in a field; where it is encoded or folded, it is somewhere in the value."""
    written = mark.encode(field.encoding, "replace")
    start = field.body_span.start + field.raw.find(written)
    return Span(start, start + len(written)) if written in field.raw else field.value_span


def _in_html(part: Part, context: Context) -> Iterable[str]:
    read = document(part, context)
    yield from (mark[0] for mark in TEMPLATE_MARK_RE.finditer(f"{read.title}\n{read.text}"))
    for element in read.elements:
        for name in _TEXT_ATTRIBUTES:
            value = element.attributes.get(name, "")
            yield from (mark[0] for mark in TEMPLATE_MARK_RE.finditer(value))
            if "%7" in value and TEMPLATE_MARK_RE.search(unquote(value)):
                yield value


def _in_plain_text(part: Part) -> Iterable[str]:
    for line in (part.text or "").splitlines():
        if not line.startswith(_ABOUT_CODE):
            yield from (mark[1] or mark[2] or mark[0] for mark in TEMPLATE_MARK_IN_TEXT_RE.finditer(line))


RULES = (mark_in_field, mark_in_text, missing_value)
