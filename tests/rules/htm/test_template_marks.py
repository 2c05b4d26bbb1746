"""Marks of templates: which are left over, and which are written about."""

from __future__ import annotations

import pytest

import mimeforge
from mimeforge.linter.examples import sample

HTML = "Content-Type: text/html; charset=us-ascii"
LEFT = [
    "{{name}}",
    "{{ user.first_name }}",
    "{{{ name }}}",
    "{{name|upper}}",
    '{{ name | default: "you" }}',
    "{{#if name}}",
    "{{/if}}",
    "{{- .Name -}}",
    "{% if name %}",
    "{%- endif %}",
    "${name}",
    "${user.name}",
    "%(name)s",
    "%(first_name)s",
    "<%= name %>",
    "<%= @user.name %>",
    "*|FNAME|*",
    "*|LIST:COMPANY|*",
    "%%first_name%%",
    "%%emailaddr_%%",
    "%%FirstName%%",
    "%%=v(@first_name)=%%",
    "[[first_name]]",
    "[[FIRST_NAME]]",
    "[[ email ]]",
    "{$name}",
    "{first_name}",
    "{customerName}",
]
# What is in subjects and texts without any template
ORDINARY = [
    "{name}",
    "{day}",
    "{$n}",
    "{ {a} }",
    "[[Main_Page]]",
    "{{}}",
    "{{ }}",
    "{{1, 2}}",
    "$name",
    "${n}",
    "${1:-x}",
    "%s",
    "100% (of)s",
    "100%%",
    "50%-60% %%",
    "<3",
    "a <% b",
    "[[",
    "[[sic]]",
    "[[1]]",
    "[[ -f menu ]]",
    "[[Main Page]]",
    "*|*",
    "**|**",
    "| a | b |",
]


def found(octets: bytes) -> list[tuple[str, bytes]]:
    report = mimeforge.lint(octets)
    return [(one.slug, octets[slice(*one.span)]) for one in report if one.slug.startswith("template-")]


@pytest.mark.parametrize("mark", LEFT)
def test_marks_that_are_left_over(mark: str) -> None:
    written = mark.encode()
    assert found(sample(f"Subject: Hi {mark}, lunch?")) == [("template-unresolved-header", written)]
    assert found(sample(f'To: "Jo {mark.replace(chr(34), "")}" <jo@example.com>'))
    assert found(sample(HTML, body=f"<p>Hi {mark}, lunch?</p>\r\n")) == [("template-unresolved-body", written)]
    assert found(sample(body=f"Hi {mark}, lunch?\r\n")) == [("template-unresolved-body", written)]


@pytest.mark.parametrize("text", ORDINARY)
def test_what_is_no_mark(text: str) -> None:
    escaped = text.replace("<", "&lt;")
    assert found(sample(f"Subject: Hi {text}, lunch?")) == []
    assert found(sample(HTML, body=f"<p>Hi {escaped}, lunch?</p>\r\n")) == []
    assert found(sample(body=f"Hi {text}, lunch?\r\n")) == []


@pytest.mark.parametrize(
    "subject",
    [
        "Re: {{name}} is not filled in",
        "RE: {{name}}",
        "Fwd: ${name}",
        "AW: [intern] %(name)s",
        "Re[2]: {{name}}",
        "[users] Re: {{name}} in the playbook",
        "[PATCH v2 1/3] Expand ${name} once",
        "[example/menu] {{name}} is empty (#7)",
        "[Bug 7] New: {{name}} is empty",
        "RE : {{name}}",
        "Antwort: {{name}}",
        "=?utf-8?b?5Zue5aSN77ya?= {{name}}",
    ],
)
def test_subjects_about_templates(subject: str) -> None:
    assert found(sample(f"Subject: {subject}")) == []


@pytest.mark.parametrize("field", ["In-Reply-To: <0@example.com>", "References: <0@example.com>", "List-Post: NO"])
def test_what_people_write_may_be_about_templates(field: str) -> None:
    assert found(sample("Subject: Where is {{name}} filled in?", field)) == []
    assert found(sample(HTML, field, body="<p>I wrote {{ name }}, and nothing is filled in.</p>\r\n")) == []
    assert found(sample(HTML, "X-" + field, body="<p>Hi {{ name }}</p>\r\n")) != []


@pytest.mark.parametrize(
    "greeting",
    ["Dear Mr. {}", "Good morning {}", "Sehr geehrte Frau {}", "Guten Tag {}", "Ch\u00e8re {}", "Estimado {}"],
)
def test_greetings(greeting: str) -> None:
    encoded = ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"]
    assert found(sample(*encoded, body=greeting.format("{{ x.y }}") + ",\r\n"))
    assert not found(sample(*encoded, body=greeting.format("{{ x.y }}")[1:] + ",\r\n"))
    assert found(sample(*encoded, body="see https://example.com/m/{{ x.y }}/1.\r\n")) == [
        ("template-unresolved-body", b"{{ x.y }}")
    ]


@pytest.mark.parametrize(("text", "is_missing"), [("Bonjour !", False), ("Bonjour ,", True), ("Dear !", True)])
def test_a_blank_before_an_exclamation_mark_is_french(text: str, is_missing: bool) -> None:
    findings = mimeforge.lint(sample(body=f"{text}\r\n"), profile="ses,strict")
    assert ("template-null" in {finding.slug for finding in findings}) == is_missing


@pytest.mark.parametrize(
    "text",
    [
        "The playbook has {{ ansible_facts }} and {{ item.path }} in it.",
        "Set ${HOME} and ${user_id}, then log %(levelname)s: %(name)s.",
        "> Hi {{name}},",
        "    Dear {{name}},",
        "+Dear {{name}},",
        "if [[ -n name ]]; then <% if a %>",
    ],
)
def test_text_about_code(text: str) -> None:
    assert found(sample(body=f"{text}\r\n")) == []


def test_samples_of_code_in_html() -> None:
    assert found(sample(HTML, body="<p>Write <code>{{name}}</code></p><pre>${name}\r\n</pre>\r\n")) == []
    assert found(sample(HTML, body="<style>a{{b}}</style><!-- {{name}} --><p>Lunch</p>\r\n")) == []


def test_marks_are_counted_once_in_a_part() -> None:
    octets = sample(HTML, body="<title>{{title}}</title><p>{{name}}</p><a href='https://example.com/{{id}}'>a</a>\r\n")
    (finding,) = mimeforge.lint(octets).warnings
    assert "3 such marks" in finding.message


def test_what_ses_fills_in_is_its_own() -> None:
    markup = "<p>Lunch <a href='{{amazonSESUnsubscribeUrl}}'>leave</a></p>{{ses:openTracker}}\r\n"
    assert found(sample(HTML, body=markup)) == []


@pytest.mark.parametrize("to", ["{{email}}", "<{{ email }}>", "${email}", "*|EMAIL|*"])
def test_a_mark_for_an_address_is_told_by_the_rules_on_addresses(to: str) -> None:
    octets = sample(f"To: {to}")
    assert found(octets) == []
    assert not mimeforge.lint(octets).ok
