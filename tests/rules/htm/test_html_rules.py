"""HTML: its URLs one by one, what it shows by cid:, where findings point, and HTML made to be slow."""

from __future__ import annotations

import subprocess
import sys
from base64 import encodebytes
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from long_runs import size

import mimeforge
from mimeforge.linter.examples import sample

if TYPE_CHECKING:
    from mimeforge.linter import Finding

HTML = "Content-Type: text/html; charset=utf-8"


def encoded(encoding: str, text: bytes) -> bytes:
    if encoding == "base64":
        return encodebytes(text).replace(b"\n", b"\r\n")
    return text.replace(b"=", b"=3D").replace(b"menu", b"me=\r\nnu") if encoding == "quoted-printable" else text


def html(body: str, *fields: str) -> bytes:
    return sample(HTML, *fields, body=body + "\r\n")


def found(octets: bytes, profile: str = "ses") -> list[Finding]:
    return [finding for finding in mimeforge.lint(octets, profile=profile) if finding.code.startswith("HTM")]


def slugs(octets: bytes, profile: str = "ses") -> list[str]:
    return [finding.slug for finding in found(octets, profile)]


ORDINARY_URLS = """
https://example.com HTTPS://Example.COM/ https://example.com:8443/a;b=c?d=e&f[]=g#h/i https://example.com./ https://a_b.example.com/
https://example.com/%D0%B0 https://example.com/caf\u00e9 https://b\u00fccher.example/ https://xn--bcher-kva.example/
https://\u65e5\u672c\u8a9eabc.example/ https://example.com/https://example.org/ https://172.example.com/ https://10.example.net/
https://video.example.com/j/1?pwd=a1b2 https://internal.example.com/ https://local.example/ https://user@example.com/
mailto:zoe@example.net mailto:zoe@example.net?subject=a%20b tel:+15550100 sms:+15550100 webcal://example.com/a.ics
whatsapp://send?text=a about:blank x-apple-data-detectors://0 mid:1@example.com
urn:isbn:1 # #top #menu-1 data:text/plain,a
{{url}} {{amazonSESUnsubscribeUrl}}
""".split()


@pytest.mark.parametrize("url", ORDINARY_URLS)
def test_ordinary_urls(url: str) -> None:
    marks = {"template-unresolved-body", "unsub-placeholder"}
    assert set(slugs(html(f'<p>The <a href="{url}">menu</a></p>'))) - marks == set()


FAULTY_URLS = [
    ("url-local", "file:///srv/menu FILE://server/menu D:/menu c:\\menu \\\\server\\menu blob:https://example.com/1"),
    ("url-local", "http://localhost http://LOCALHOST:8000/ http://a.localhost/ http://0.0.0.0:3000/ http://[::1]:80/"),
    ("url-local", "http://127.8.8.8/ https://10.0.0.1/ http://172.16.0.1/ http://172.31.255.1/ http://192.168.1.1/"),
    ("url-local", "http://169.254.169.254/ http://[fd00::1]/ http://[fe80::1]/ http://nas.local/ http://a.internal/"),
    ("url-local", "http://wiki/ http://intranet/menu http://nas.lan:8080/ https://menu.intranet/ http://tv.home.arpa/"),
    (
        "url-ip",
        "http://192.0.2.1/ https://198.51.100.7:8080/menu http://[2001:db8::1]/ http://172.32.0.1/ http://0x7f.1/",
    ),
    ("url-homograph", "https://ex\u0430mple.com/ https://\u0440aypal.example/ https://xn--exmple-4nf.com/"),
    ("url-relative", "menu /menu ./menu ../menu ?menu menu.html //example.com/menu images/menu.png"),
    ("url-malformed", "www.example.com WWW.example.com/menu example.com example.org/menu zoe@example.net"),
    (
        "url-malformed",
        "http:/example.com http:example.com https:// http://http://example.com https://https//example.com",
    ),
    (
        "url-malformed",
        "htp://example.com htttp://example.com hhttps://example.com ttps://example.com https//example.com",
    ),
    ("url-malformed", "https;//example.com https://example..com https://example,com https://example.com:menu/"),
    ("url-malformed", "https://example.com/100% https://example.com/%zz https://example.com/a&#32;b"),
    (
        "url-secret",
        "https://jo:lunch@example.com/ https://example.com/?a=b&amp;PASSWORD=c https://example.com/?PHPSESSID=1",
    ),
    ("html-script", "javascript:open() JavaScript:void(0) VBScript:open"),
]


@pytest.mark.parametrize(("slug", "url"), [(slug, url) for slug, urls in FAULTY_URLS for url in urls.split()])
def test_faulty_urls(slug: str, url: str) -> None:
    octets = html(f'<p>The <a href="{url}">menu</a></p>')
    (finding,) = found(octets)
    assert (finding.slug, finding.severity) == (slug, "warning")
    if "&#" not in url:
        assert octets[slice(*finding.span)].decode() == url


@pytest.mark.parametrize(
    "markup",
    [
        '<img alt="" src="{}">',
        '<img alt="" srcset="https://example.com/menu.png, {} 2x">',
        '<picture><source srcset="{} 600w,https://example.com/menu.png"></picture>',
        "<td background={}>",
        "<p style=\"background: url('{}')\">",
        "<style>p {{ background: url({}) }}</style>",
        "<map><area href='{}'></map>",
    ],
)
def test_urls_stand_in_many_places(markup: str) -> None:
    assert slugs(html(markup.format("http://localhost/menu.png"))) == ["url-local"]


@pytest.mark.parametrize("encoding", ["7bit", "quoted-printable", "base64"])
def test_a_finding_points_at_the_octets_of_the_source(encoding: str) -> None:
    body = b'<p>http://localhost/menu?a=b</p>\r\n<a href="http://localhost/menu?a=b&amp;c">Menu</a>\r\n'
    octets = sample(HTML, f"Content-Transfer-Encoding: {encoding}", body=encoded(encoding, body))
    (finding,) = found(octets)
    pointed = octets[slice(*finding.span)]
    written = b"http://localhost/menu?a=b&amp;c"
    if encoding == "base64":
        # Where it is written stands at no border of four characters: a character more at an end may belong to it.
        assert encodebytes(body).replace(b"\n", b"\r\n").find(pointed) > 0
        assert len(written) * 4 // 3 <= len(pointed.replace(b"\r\n", b"")) <= len(written) * 4 // 3 + 3
    else:
        assert pointed == encoded(encoding, written)


def test_one_url_in_many_places_is_one_finding_and_many_are_ten() -> None:
    assert slugs(html('<a href="/menu">a</a>' * 50)) == ["url-relative"]
    many = found(html("".join(f'<a href="/{n}">a</a>\r\n' for n in range(50))))
    assert len(many) == 10
    assert "50 such URLs" in many[0].message


@pytest.mark.parametrize(
    "fields",
    [["Content-Disposition: attachment; filename=a.html"], ["Content-Disposition: inline; filename=a.html"]],
)
def test_files_are_not_judged(fields: list[str]) -> None:
    assert slugs(html("<script>a</script><a href=/menu>a</a><form></form>", *fields)) == []


def related(markup: str, *fields: str) -> bytes:
    parts = [f"{HTML}\r\n\r\n{markup}"]
    parts += [
        f"Content-Type: image/png\r\n{field}\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo="
        for field in fields
    ]
    body = "".join(f"--b\r\n{part}\r\n" for part in parts)
    return sample('Content-Type: multipart/related; boundary="b"; type="text/html"', body=f"{body}--b--\r\n")


@pytest.mark.parametrize(
    ("src", "expected"),
    [
        ("cid:logo@example.com", []),
        ("CID:logo@example.com", []),
        ("cid:logo%40example.com", []),
        ("cid:Logo@example.com", ["cid-mangled"]),
        ("cid:<logo@example.com>", ["cid-mangled"]),
        ("cid://logo@example.com", ["cid-mangled"]),
        ("cid: logo@example.com", ["cid-mangled"]),
        ("cid:logo", ["cid-missing"]),
        ("cid:", ["cid-missing"]),
        ("https://example.com/logo.png", ["cid-unused"]),
    ],
)
def test_what_cid_urls_name(src: str, expected: list[str]) -> None:
    assert slugs(related(f'<img alt="" src="{src}">', "Content-ID: <logo@example.com>")) == expected
    assert slugs(related(f'<img alt="" src="{src}">', "Content-ID: <logo@example.com>"), "rfc") == [
        slug for slug in expected if slug != "cid-unused"
    ]


def test_what_word_and_outlook_leave_behind_is_no_missing_part() -> None:
    left = (
        '<link rel="File-List" href="cid:filelist.xml@01CA1234.56789ABC"><!--[if vml]><v:fill src="cid:a"/><![endif]-->'
    )
    assert slugs(html(left + "<p>Lunch</p>")) == []


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<script src='https://example.com/a.js'></script>", ["html-script"]),
        ("<SCRIPT>a</SCRIPT><script>b</script>", ["html-script"]),
        ("<body onload=a() ONCLICK='b()'>", ["html-script", "html-script"]),
        ("<p>a on = b, only = c</p>", []),
        ("<!-- <script>a</script> <form> -->", []),
        ("<script type='application/ld+json'>{}</script>", []),
        ("<form action='https://example.com/'></form>", ["html-form"]),
        ("<p>&lt;form action='https://example.com/'&gt;</p>", []),
        ("<base href='x-msg://1/'><p>a</p>", []),
        ("<base href='https://example.com/'><a href='menu'>a</a>", ["html-iframe-object"]),
        ("<meta http-equiv=refresh content='0; url=https://example.com/'>", ["html-iframe-object"]),
        ("<meta http-equiv=X-UA-Compatible content='IE=edge'>", []),
        ("<link rel='stylesheet' href='https://example.com/a.css'>", ["html-external-css"]),
        ("<link rel='stylesheet' href='https://example.com/a.css'><style>p { color: red }</style>", []),
        ("<style>@import 'https://fonts.example.com/a.css';</style>", []),
        ("<img alt='' src=' data:image/gif;base64,R0lGODlhAQABAAAAACw='>", ["html-data-uri"]),
        ("<p style='background: url(data:image/gif;base64,R0lGODlhAQABAAAAACw=)'>", []),
    ],
)
def test_what_html_may_not_do(markup: str, expected: list[str]) -> None:
    assert slugs(html(markup)) == expected


def test_gmail_cuts_what_is_decoded() -> None:
    octets = sample(HTML, "Content-Transfer-Encoding: base64", body=encodebytes(b"<p>" + b"a" * 104_445))
    assert slugs(octets) == []
    octets = sample(HTML, "Content-Transfer-Encoding: base64", body=encodebytes(b"<p>" + b"a" * 104_446))
    assert slugs(octets) == ["html-gmail-clip"]


@pytest.mark.torture
@pytest.mark.parametrize(
    "stretch",
    [
        "<", "<a ", "<a href=", '<a href="', "<a href=x>", "<a><b>", "<div>", "</a>", "<!--", "<style>",
        "<p style='url(", "&#x26;", "&#99999999;", "\x00", "{{a", "${a", "${a.", "%%a_", "[[a", "<%", "*|A", "{% ",
        "<form>", "<x onload=", "<img src=/{n}>", "<img src='http://a:b@{n}.1/'>", "<img src=cid:{n}>",
        "<img src=data:{n}>", "\u0430a.",
    ],
)  # fmt: skip
def test_html_of_megabytes_takes_little_time(stretch: str) -> None:
    """Nothing is timed: were it quadratic, this would take hours."""
    body = "".join(
        (stretch.replace("{n}", str(n)) + "\r\n" * (n % 50 == 0))
        for n in range(size(400_000, least=100_000) // len(stretch))
    )
    octets = html(body)
    for finding in found(octets, "ses,strict,bulk"):
        assert len(finding.message) < 300
        assert 0 <= finding.span.start <= finding.span.end <= len(octets)


@pytest.mark.parametrize("word", ["on", "cid:", "https://", "url("])
def test_html_of_one_word_takes_little_time(word: str) -> None:
    octets = html(word * (1_000_000 // len(word)))
    assert all(len(finding.message) < 300 for finding in found(octets, "ses,strict,bulk"))


def test_many_parts_take_little_time() -> None:
    """Each part was once held against all others, to find the base of its URLs."""
    part = f"--b\r\n{HTML}\r\n\r\n<a href=menu>a</a>\r\n"
    octets = sample('Content-Type: multipart/mixed; boundary="b"', body=part * 900 + "--b--\r\n")
    assert slugs(octets) == ["url-relative"] * 900


PIECES = """
<a href=' <img src=" ' " > </a> <style> url( cid: http:// {{ }} %7B [ ] @ : / \\ & ; &amp; xn-- \u0430 <!-- -->
<form <base <script on= = style= <title> ${a}
""".split()
MARKUP = st.lists(st.sampled_from(PIECES) | st.text(max_size=4))
ENCODINGS = st.sampled_from(["7bit", "quoted-printable", "base64"])
CHARSETS = st.sampled_from(["utf-8", "utf-16", "x", "big5"])


@given(MARKUP, ENCODINGS, CHARSETS)
def test_any_html_is_read(pieces: list[str], encoding: str, charset: str) -> None:
    content = encoded(encoding, "".join(pieces).encode("utf-8", "replace"))
    octets = sample(
        f"Content-Type: text/html; charset={charset}", f"Content-Transfer-Encoding: {encoding}", body=content
    )
    for finding in found(octets, "ses,strict,bulk"):
        assert 0 <= finding.span.start <= finding.span.end <= len(octets)


def test_text_is_linted_without_the_reader_of_html() -> None:
    program = (
        "import sys, mimeforge; mimeforge.lint(b'From: jo@example.com\\r\\n\\r\\nhi\\r\\n');"
        "mimeforge.lint(b'From: jo@example.com\\r\\nContent-Type: text/html\\r\\n\\r\\n<p>hi</p>\\r\\n');"
        "sys.exit('lxml' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


NEWSLETTER = """<!doctype html>
<html lang="en" xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml"><head><title>Lunch</title>
<meta http-equiv="X-UA-Compatible" content="IE=edge"><meta name="viewport" content="width=device-width">
<!--[if mso]><noscript><xml><o:OfficeDocumentSettings/></xml></noscript><![endif]-->
<link href="https://fonts.example.com/css?family=Lora:400,700" rel="stylesheet" type="text/css"><base target="_blank">
<style>@import url(https://fonts.example.com/css?family=Lora); @media (max-width:480px) { .a { width:100%!important } }
@font-face { font-family: L; src: url(https://example.com/l.woff2) format("woff2"), url('data:font/woff;base64,d09') }
</style></head><body bgcolor="#fff" background="https://example.com/back.png">
<div style="display:none;max-height:0">At noon &zwnj;&nbsp;&zwnj;&nbsp;</div>
<!--[if gte mso 9]><v:rect fill="true"><v:fill type="tile" src="bg.png" /></v:rect><![endif]-->
<table role="presentation" width="100%"><tr><td style="background:url('https://example.com/b.png?w=1&amp;h=2') center">
<a href="https://click.example.com/?qs=0a1b%2F&amp;u=http%3A%2F%2Fexample.com%2F%7Ejo"><img src="https://example.com/l@2.png"
alt="" width="1"></a><a href="">x</a><a name="top"></a><a href="#top">Up</a><a href="tel:+1 555 0100">Call</a>
<a href="mailto:?subject=Lunch at noon&amp;body=100%">Share</a></td></tr></table></body></html>
"""
ANSWERS = [
    # Gmail, Apple Mail, Outlook, Thunderbird, and a notification with a list of tasks
    '<div dir="ltr">Yes<br><div class="gmail_quote"><blockquote style="margin:0">Lunch?</blockquote></div></div>',
    '<html><head><base href="x-msg://12/"></head><body><a href="x-apple-data-detectors://1">noon</a></body></html>',
    '<div class="WordSection1"><p class="MsoNormal"><a href="#_MailOriginal"></a>Yes<o:p></o:p></p></div>',
    '<div class="moz-cite-prefix">On 1/20/25, Jo wrote:</div><pre class="moz-signature">{{name}}</pre>',
    '<ul><li><input type="checkbox" disabled=""> soup</li></ul><code>${{ matrix.os }}</code>',
    '<script type="application/ld+json">{"@context":"http://schema.org","url":"/x"}</script><p>Lunch</p>',
    '<div itemscope itemtype="http://schema.org/Event"><meta itemprop="url" content="/menu"><p>Lunch</p></div>',
]


@pytest.mark.parametrize("markup", [NEWSLETTER, *ANSWERS])
@pytest.mark.parametrize("profile", ["ses", "ses-v2", "ses-smtp", "rfc"])
def test_ordinary_html_draws_nothing(markup: str, profile: str) -> None:
    assert slugs(html(markup.replace("\n", "\r\n")), profile) == []
