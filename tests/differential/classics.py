"""Ways to show one message to a filter and another to a person, each known from advisories, papers or old readers.

Written as text whose characters are octets: ``\\xe9`` is the octet E9.
"""

from __future__ import annotations

from typing import Final

__all__ = ["CLASSICS"]

_HEADER: Final = {
    "From": "From: Jo <jo@example.com>",
    "To": "To: Zoe <zoe@example.net>",
    "Subject": "Subject: Lunch",
    "Date": "Date: Mon, 20 Jan 2025 12:00:00 +0000",
    "Message-ID": "Message-ID: <1@example.com>",
    "MIME-Version": "MIME-Version: 1.0",
}
_PDF: Final = "JVBERi0xLjcKCg=="  # %PDF-1.7 and two line ends
_HTML: Final = "PHA+PGEgaHJlZj0iaHR0cHM6Ly9leGFtcGxlLmNvbS8iPkhlcmU8L2E+"


def _message(*fields: str, body: str = "See you at noon.\n") -> bytes:
    """Put fields, in place of or beside the usual ones, before a body; line ends become CRLF but for a lone ``\\r``."""
    named = {field.partition(":")[0] for field in fields}
    usual = [field for name, field in _HEADER.items() if name not in named]
    text = "\n".join([*usual, *fields, "", body])
    return text.replace("\r\n", "\n").replace("\n", "\r\n").replace("\0LF\0\r\n", "\n").encode("latin-1")


def _multipart(content_type: str, *lines: str) -> bytes:
    return _message(content_type, body="\n".join([*lines, ""]))


def _file(*fields: str, body: str = _PDF) -> bytes:
    """Put a part with these fields behind a text."""
    encoding = [] if any("Encoding" in field for field in fields) else ["Content-Transfer-Encoding: base64"]
    lines = ["--b", "Content-Type: text/plain", "", "See you.", "--b", *fields, *encoding, "", body, "--b--"]
    return _multipart('Content-Type: multipart/mixed; boundary="b"', *lines)


_TEXT: Final = ("Content-Type: text/plain", "", "See you.")
_LINK: Final = ("Content-Type: text/html", "", '<p><a href="https://example.com/">Here</a>')
_MIXED: Final = 'Content-Type: multipart/mixed; boundary="b"'
_PDF_TYPE: Final = "Content-Type: application/pdf"

# -- the header section ------------------------------------------------------------------------------------------------

_FIELDS: Final = {
    "two From": ("From: Jo <jo@example.com>\nFrom: Eve <eve@example.org>",),
    "two Subject": ("Subject: Lunch\nSubject: Dinner",),
    "two To": ("To: zoe@example.net\nTo: eve@example.org",),
    "From with two mailboxes": ("From: Jo <jo@example.com>, Eve <eve@example.org>",),
    "From with an empty mailbox before": ("From: , Eve <eve@example.org>",),
    "a group in From": ("From: Team: jo@example.com, eve@example.org;",),
    "an empty group in From": ("From: Team:;",),
    "a mailbox behind a group in From": ("From: Team:; eve@example.org",),
    "a name that is an address": ("From: jo@example.com <eve@example.org>",),
    "a name in quotes that is an address": ('From: "jo@example.com" <eve@example.org>',),
    "a name with a bracketed address in quotes": ('From: "Jo <jo@example.com>" <eve@example.org>',),
    "two bracketed addresses": ("From: <jo@example.com> <eve@example.org>",),
    "a bracket within brackets": ("From: <jo@example.com<eve@example.org>>",),
    "text behind an address": ("From: <jo@example.com> eve@example.org",),
    "an address in a comment": ("From: eve@example.org (jo@example.com)",),
    "a comment within an address": ("From: jo@example.com(<eve@example.org>)",),
    "a comment in the domain": ("From: jo@example.com(x).example.org",),
    "an open comment in From": ("From: jo@example.com (eve@example.org",),
    "an open quote in From": ('From: "Jo <jo@example.com>, eve@example.org',),
    "a quote within a name": ('From: Jo "<eve@example.org>" Doe <jo@example.com>',),
    "a backslash at the end of a quote": ('From: "Jo\\" <jo@example.com>, "Eve" <eve@example.org>',),
    "a route": ("From: <@example.org,@example.net:jo@example.com>",),
    "two at signs": ("From: jo@example.com@example.org",),
    "NUL in an address": ("From: jo@example.com\0@example.org",),
    "an address of encoded-words": ("From: =?utf-8?q?jo=40example.com=2C?= <eve@example.org>",),
    "an address within an encoded-word": ("From: =?utf-8?q?jo@example.com?= eve@example.org",),
    "an encoded-word in brackets": ("From: <=?utf-8?q?jo?=@example.com>",),
    "encoded brackets": ("From: =?utf-8?q?=3Cjo=40example=2Ecom=3E?= <eve@example.org>",),
    "encoded NUL in a name": ("From: =?utf-8?q?jo=40example.com=00?= <eve@example.org>",),
    "an encoded line end": ("Subject: =?utf-8?q?Lunch=0D=0ABcc:_eve=40example.org?=",),
    "a semicolon between addresses": ("To: zoe@example.net; eve@example.org",),
    "a comma missing": ("To: zoe@example.net eve@example.org",),
    "a comma in a name": ("To: Doe, Zoe <zoe@example.net>",),
    "a blank before the colon": ("From : Eve <eve@example.org>",),
    "a blank before the colon of Content-Type": ("Content-Type : text/html",),
    "a tab before the colon of a subject": ("Subject\t: Dinner",),
    "a field without a colon": ("Subject Dinner",),
    "a field of no name": (": Dinner",),
    "a line of text among the fields": ("See you", "X-Note: noon"),
    "a folded first line": (" Subject: Dinner", "X-Note: noon"),
    "a fold of blanks alone": ("X-Note: noon\n \nSubject: Dinner",),
    "a fold of a tab alone": ("Content-Type: text/html;\n\t\n charset=utf-8",),
    "a blank line that is not empty": ("X-Note: noon\n \n\nSubject: Dinner",),
    "a name folded from its body": ("Subject:\n Dinner",),
    "a field in a folded line": ("X-Note: noon\n Content-Type: text/html",),
    "a bare CR between fields": ("X-Note: noon\rSubject: Dinner",),
    "a bare CR before Content-Type": ("X-Note: noon\rContent-Type: text/html",),
    "two bare CR": ("X-Note: noon\r\rDinner",),
    "a bare LF between fields": ("X-Note: noon\0LF\0\nSubject: Dinner",),
    "two bare LF": ("X-Note: noon\0LF\0\n\0LF\0\nDinner",),
    "CR CR LF": ("X-Note: noon\r\nSubject: Dinner\r\r\nX-More: 1",),
    "NUL in a field name": ("Sub\0ject: Dinner",),
    "NUL in a subject": ("Subject: Lunch\0 Dinner",),
    "NUL before a field": ("\0Subject: Dinner",),
    "a vertical tab as a blank": ("X-Note: noon\n\x0bSubject: Dinner",),
    "octets of no charset in a subject": ("Subject: D\xeener",),
    "UTF-8 in a subject": ("Subject: D\xc3\xaener",),
    "a name in UTF-8": ("Subject\xc2\xa0: Dinner",),
    "an encoded-word of an unknown charset": ("Subject: =?x-none?q?Dinner?=",),
    "an encoded-word of an unknown encoding": ("Subject: =?utf-8?x?Dinner?=",),
    "an encoded-word with blanks": ("Subject: =?utf-8?q?Dinner at eight?=",),
    "an encoded-word within a word": ("Subject: a=?utf-8?q?Dinner?=b",),
    "an encoded-word in quotes": ('Subject: "=?utf-8?q?Dinner?="',),
    "an encoded-word without its end": ("Subject: =?utf-8?q?Dinner",),
    "an encoded-word of bad base64": ("Subject: =?utf-8?b?RGlubmVy!?=",),
    "an encoded-word of base64 without padding": ("Subject: =?utf-8?b?RGlubmVyIQ?=",),
    "an encoded-word of base64 behind padding": ("Subject: =?utf-8?b?RA==aW5uZXI=?=",),
    "an encoded-word of a broken escape": ("Subject: =?utf-8?q?=4Zinner?=",),
    "an encoded-word in UTF-7": ("Subject: =?utf-7?q?+AEQ-inner?=",),
    "an encoded-word of 200 characters": ("Subject: =?utf-8?q?" + "D" * 200 + "?=",),
    "a character split between two words": ("Subject: =?utf-8?q?=C3?= =?utf-8?q?=AE?=",),
    "two Content-Type, text first": ("Content-Type: text/plain\nContent-Type: text/html",),
    "two Content-Type, HTML first": ("Content-Type: text/html\nContent-Type: text/plain",),
    "two Content-Type in two cases": ("Content-Type: text/plain\nCONTENT-TYPE: text/html",),
    "two encodings": ("Content-Transfer-Encoding: 7bit\nContent-Transfer-Encoding: base64",),
    "two MIME-Version": ("MIME-Version: 1.0\nMIME-Version: 2.0",),
    "another MIME-Version": ("MIME-Version: 2.0",),
    "MIME-Version with a comment": ("MIME-Version: 1.0 (really)",),
}

# -- Content-Type of a leaf --------------------------------------------------------------------------------------------

_TYPES: Final = {
    "a comment before the type": "(x) text/html",
    "a comment behind the type": "text/html (x); charset=utf-8",
    "a comment around the slash": "text(x)/(y)html",
    "a comment that holds a type": "text/plain (; text/html)",
    "an open comment": "text/html (x; charset=utf-8",
    "blanks around the slash": "text / html",
    "a type in quotes": '"text/html"',
    "a type without a subtype": "text",
    "a type without a slash": "html",
    "two types": "text/plain, text/html",
    "two types and a blank": "text/plain text/html",
    "a comma for a semicolon": "text/html, charset=utf-8",
    "no semicolon": "text/html charset=utf-8",
    "two semicolons": "text/html;; charset=utf-8",
    "a semicolon first": "; text/html",
    "an empty type": "",
    "a type with a dot at its end": "text/html.",
    "a type in capitals": "TEXT/HTML",
    "NUL in a type": "text/\0html",
    "a type behind NUL": "text/plain\0text/html",
    "an octet beyond ASCII in a type": "text/html\xa0",
    "a folded type": "\n text/html",
    "a type folded at the slash": "text/\n html",
    "two charsets": "text/plain; charset=us-ascii; charset=utf-7",
    "a charset in an extended value": "text/plain; charset*=us-ascii'en'utf-7",
    "a charset in segments": "text/plain; charset*0=ut; charset*1=f-7",
    "a charset and its segments": "text/plain; charset=us-ascii; charset*0=utf; charset*1=-7",
    "a charset in quotes with blanks": 'text/plain; charset=" utf-7 "',
    "a charset in an encoded-word": "text/plain; charset==?us-ascii?q?utf-7?=",
    "a charset with apostrophes": "text/plain; charset='utf-7'",
    "blanks around the equals sign": "text/plain; charset = utf-7",
    "a charset with a comment": "text/plain; charset=(x)utf-7",
    "UTF-7": "text/plain; charset=utf-7",
    "UTF-16": "text/plain; charset=utf-16",
    "an unknown charset": "text/plain; charset=x-none",
    "a charset in a parameter": 'text/plain; x="; charset=utf-7"; charset=us-ascii',
    "a quoted pair in a charset": 'text/plain; charset="utf\\-7"',
    "an unclosed quote": 'text/plain; charset="utf-7',
    "message/partial": "message/partial; id=1; number=1; total=2",
    "message/external-body": "message/external-body; access-type=URL; URL=https://example.com/",
    "a multipart without a boundary": "multipart/mixed",
}

# -- the boundary ------------------------------------------------------------------------------------------------------

_BOUNDARIES: Final = {
    "two boundaries, the first used": ("multipart/mixed; boundary=b; boundary=c", "b"),
    "two boundaries, the last used": ("multipart/mixed; boundary=c; boundary=b", "b"),
    "two boundaries in two cases": ("multipart/mixed; boundary=c; BOUNDARY=b", "b"),
    "a boundary in segments": ("multipart/mixed; boundary*0=b; boundary*1=c", "bc"),
    "a boundary and its segments": ("multipart/mixed; boundary=b; boundary*0=c; boundary*1=d", "b"),
    "an extended boundary": ("multipart/mixed; boundary*=us-ascii''b%63", "bc"),
    "an extended boundary beside a plain one": ("multipart/mixed; boundary=b; boundary*=us-ascii''c", "c"),
    "a boundary with apostrophes": ("multipart/mixed; boundary='b'", "b"),
    "a boundary with a blank at its end": ('multipart/mixed; boundary="b "', "b"),
    "a boundary with a blank at its start": ('multipart/mixed; boundary=" b"', " b"),
    "a boundary with a blank within": ("multipart/mixed; boundary=b c", "b"),
    "a folded boundary": ('multipart/mixed; boundary="b\n c"', "b c"),
    "a boundary on the next line": ("multipart/mixed;\n boundary=b", "b"),
    "a boundary on the next line without a blank": ("multipart/mixed;\nboundary=b", "b"),
    "a boundary with an escaped character": ('multipart/mixed; boundary="b\\c"', "bc"),
    "a boundary with a kept backslash": ('multipart/mixed; boundary="b\\c"', "b\\c"),
    "an unclosed boundary": ('multipart/mixed; boundary="b', "b"),
    "a boundary with a comment": ("multipart/mixed; boundary=b(x)", "b"),
    "a boundary before a comment": ("multipart/mixed; boundary=(x)b", "b"),
    "a boundary with text behind its quotes": ('multipart/mixed; boundary="b"c', "b"),
    "a boundary with a semicolon": ('multipart/mixed; boundary="b;c"', "b;c"),
    "a boundary of nothing": ('multipart/mixed; boundary=""', ""),
    "a boundary of 71 characters": (f"multipart/mixed; boundary={'b' * 71}", "b" * 71),
    "a boundary of 300 characters": (f"multipart/mixed; boundary={'b' * 300}", "b" * 300),
    "a boundary beyond ASCII": ('multipart/mixed; boundary="b\xe9"', "b\xe9"),
    "a boundary in UTF-8": ('multipart/mixed; boundary="b\xc3\xa9"', "b\xc3\xa9"),
    "a boundary with NUL": ('multipart/mixed; boundary="b\0c"', "b\0c"),
    "a boundary up to NUL": ('multipart/mixed; boundary="b\0c"', "b"),
    "a boundary that is an encoded-word": ('multipart/mixed; boundary="=?us-ascii?q?b?="', "b"),
    "a boundary in another case": ("multipart/mixed; boundary=b", "B"),
    "a boundary with a colon unquoted": ("multipart/mixed; boundary=b:c", "b:c"),
    "a boundary with an equals sign unquoted": ("multipart/mixed; boundary==_b", "=_b"),
    "a boundary of hyphens": ("multipart/mixed; boundary=--", "--"),
    "a boundary with blanks around its equals sign": ("multipart/mixed; boundary = b", "b"),
    "a boundary without a semicolon before": ("multipart/mixed boundary=b", "b"),
    "a boundary in a quoted parameter": ('multipart/mixed; x="; boundary=c; y="; boundary=b', "b"),
    "a boundary of percent signs": ("multipart/mixed; boundary=%62", "b"),
    "a boundary on a text": ("text/plain; boundary=b", "b"),
    "an unknown multipart": ("multipart/x-none; boundary=b", "b"),
    "a multipart with a comment": ("multipart/mixed (x); boundary=b", "b"),
    "a multipart with blanks": ("multipart / mixed; boundary=b", "b"),
    "a multipart without a subtype": ("multipart; boundary=b", "b"),
    "a multipart with an empty subtype": ("multipart/; boundary=b", "b"),
}

# -- delimiter lines, preamble and epilogue ----------------------------------------------------------------------------

_STRUCTURES: Final = {
    "a part behind the closing delimiter": ("--b", *_TEXT, "--b--", "--b", *_LINK, "--b--"),
    "no closing delimiter": ("--b", *_TEXT, "--b", *_LINK),
    "text for old readers": (*_LINK, "--b", *_TEXT, "--b--"),
    "fields in the preamble": ("Content-Type: text/html", "", "<p>Here", "--b", *_TEXT, "--b--"),
    "text behind the end": ("--b", *_TEXT, "--b--", *_LINK),
    "blanks behind a delimiter": ("--b", *_TEXT, "--b \t", *_LINK, "--b--"),
    "text behind a delimiter": ("--b", *_TEXT, "--b x", *_LINK, "--b--"),
    "text behind the closing delimiter": ("--b", *_TEXT, "--b--x", "--b", *_LINK, "--b--"),
    "blanks before a delimiter": ("--b", *_TEXT, " --b", *_LINK, "--b--"),
    "a prefix of a delimiter": ("--b", *_TEXT, "--bc", *_LINK, "--b--"),
    "a closing delimiter with three hyphens": ("--b", *_TEXT, "--b---", *_LINK, "--b--"),
    "a closing delimiter with one hyphen": ("--b", *_TEXT, "--b-", *_LINK, "--b--"),
    "a closing delimiter with a blank": ("--b", *_TEXT, "--b --", *_LINK, "--b--"),
    "the closing delimiter alone": ("--b--", *_TEXT),
    "the closing delimiter first": ("--b--", "--b", *_TEXT, "--b--"),
    "NUL behind a delimiter": ("--b", *_TEXT, "--b\0", *_LINK, "--b--"),
    "a vertical tab behind a delimiter": ("--b", *_TEXT, "--b\x0b", *_LINK, "--b--"),
    "a bare CR before a delimiter": ("--b", *_TEXT, "x\r--b", *_LINK, "--b--"),
    "a bare CR behind a delimiter": ("--b", *_TEXT, "--b\rContent-Type: text/html", "", "<p>", "--b--"),
    "a bare LF before a delimiter": ("--b", *_TEXT, "x\0LF\0", "--b", *_LINK, "--b--"),
    "a delimiter in a header section": ("--b", "Content-Type: text/plain", "--b", *_LINK, "--b--"),
    "no blank line in a part": ("--b", "See you.", "--b", *_LINK, "--b--"),
    "a blank line before the fields of a part": ("--b", "", *_LINK, "--b--"),
    "a line of blanks before the fields of a part": ("--b", " ", *_LINK, "--b--"),
    "a line of blanks for the empty line": ("--b", "Content-Type: text/html", " ", "<p>Here", "--b--"),
    "two delimiters in a row": ("--b", "--b", *_LINK, "--b--"),
    "an empty part": ("--b", "", "--b", *_LINK, "--b--"),
    "nothing but delimiters": ("--b", "--b--"),
    "no delimiter": _TEXT,
    "an encoded-word as a delimiter": ("--b", *_TEXT, "=2D-b", *_LINK, "--b--"),
}
_INNER: Final = ("", "See you.", "--c", *_LINK, "--c--", "--b--")
_NESTED: Final = {
    "the same boundary inside": ("--b", _MIXED, "", "--b", *_TEXT, "--b--", "--b", *_LINK, "--b--"),
    "a boundary that is longer inside": (
        "--b",
        "Content-Type: multipart/mixed; boundary=bc",
        "",
        "--bc",
        *_TEXT,
        "--bc--",
        "--b--",
    ),
    "a boundary that is the closing one of another": (
        "--b",
        'Content-Type: multipart/mixed; boundary="b--"',
        "",
        "--b--",
        *_LINK,
        "--b----",
        "--b--",
    ),
    "an inner multipart that is not closed": (
        "--b",
        "Content-Type: multipart/mixed; boundary=c",
        "",
        "--c",
        *_TEXT,
        "--b",
        *_LINK,
        "--b--",
    ),
    "an outer delimiter within an inner part": (
        "--b",
        "Content-Type: multipart/mixed; boundary=c",
        "",
        "--c",
        *_TEXT,
        "--b--",
        "--c",
        *_LINK,
        "--c--",
    ),
    "an inner boundary in an outer part": ("--b", "Content-Type: text/plain; boundary=c", *_INNER),
    "an embedded message in base64": (
        "--b",
        "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64",
        "",
        "U3ViamVjdDogRGlubmVyDQpDb250ZW50LVR5cGU6IHRleHQvaHRtbA0KDQo8cD4=",
        "--b--",
    ),
    "an embedded message in quoted-printable": (
        "--b",
        "Content-Type: message/rfc822\nContent-Transfer-Encoding: quoted-printable",
        "",
        "Content-Type: text/html\n\n<p>=48ere",
        "--b--",
    ),
    "an embedded multipart with the outer boundary": (
        "--b",
        "Content-Type: message/rfc822",
        "",
        _MIXED,
        "",
        "--b",
        *_LINK,
        "--b--",
    ),
    "a digest without fields": (
        "--b",
        "Content-Type: multipart/digest; boundary=c",
        "",
        "--c",
        "",
        *_LINK,
        "--c--",
        "--b--",
    ),
    "an inner multipart in base64": (
        "--b",
        "Content-Type: multipart/mixed; boundary=c\nContent-Transfer-Encoding: base64",
        "",
        "LS1jDQpDb250ZW50LVR5cGU6IHRleHQvaHRtbA0KDQo8cD4NCi0tYy0tDQo=",
        "--b--",
    ),
}

# -- file names --------------------------------------------------------------------------------------------------------

_NAMES: Final = {
    "filename and name": (
        'Content-Disposition: attachment; filename="a.pdf"',
        'Content-Type: application/pdf; name="a.html"',
    ),
    "two filename": ('Content-Disposition: attachment; filename="a.pdf"; filename="a.html"',),
    "three forms of filename": (
        "Content-Disposition: attachment; filename=a.pdf; filename*0=b.html; filename*=utf-8''c.txt",
    ),
    "a filename and its extended form": ("Content-Disposition: attachment; filename=a.pdf; filename*=utf-8''a.html",),
    "a filename and its segments": ("Content-Disposition: attachment; filename=a.pdf; filename*0=a.; filename*1=html",),
    "segments out of order": ("Content-Disposition: attachment; filename*1=html; filename*0=a.",),
    "segments with a gap": ("Content-Disposition: attachment; filename*0=a.pdf; filename*2=.html",),
    "two segments of one number": ("Content-Disposition: attachment; filename*0=a.pdf; filename*0=a.html",),
    "segments from 1": ("Content-Disposition: attachment; filename*1=a.; filename*2=html",),
    "a segment with zeros": ("Content-Disposition: attachment; filename*00=a.; filename*01=html",),
    "percent signs in a plain value": ('Content-Disposition: attachment; filename="a%2Ehtml"',),
    "percent signs of segments that are not extended": (
        "Content-Disposition: attachment; filename*0=a%2E; filename*1=html",
    ),
    "an extended value without charset": ("Content-Disposition: attachment; filename*=a%2Ehtml",),
    "an extended value with one apostrophe": ("Content-Disposition: attachment; filename*=utf-8'a%2Ehtml",),
    "an extended value in quotes": ("Content-Disposition: attachment; filename*=\"utf-8''a%2Ehtml\"",),
    "an extended value of an unknown charset": ("Content-Disposition: attachment; filename*=x-none''a%2Ehtml",),
    "an extended value in UTF-7": ("Content-Disposition: attachment; filename*=utf-7''a+AC4-html",),
    "an extended value in UTF-16": ("Content-Disposition: attachment; filename*=utf-16be''%00a%00.%00h%00t%00m",),
    "an extended value with a broken escape": ("Content-Disposition: attachment; filename*=utf-8''a.p%df%2Ehtml%",),
    "an extended NUL": ("Content-Disposition: attachment; filename*=utf-8''a.html%00.pdf",),
    "an extended line end": ("Content-Disposition: attachment; filename*=utf-8''a.html%0D%0A.pdf",),
    "an extended apostrophe": ("Content-Disposition: attachment; filename*=utf-8''a'b.html",),
    "an encoded-word": ('Content-Disposition: attachment; filename="=?utf-8?q?a=2Ehtml?="',),
    "an encoded-word without quotes": ("Content-Disposition: attachment; filename==?utf-8?q?a=2Ehtml?=",),
    "an encoded-word with an ending behind": ('Content-Disposition: attachment; filename="=?utf-8?b?YS5odG1s?=.pdf"',),
    "an encoded-word in an extended value": ("Content-Disposition: attachment; filename*=utf-8''=?utf-8?q?a=2Ehtml?=",),
    "an encoded-word without its end": ('Content-Disposition: attachment; filename="=?utf-8?q?a=2Ehtml"',),
    "a name without quotes": ("Content-Disposition: attachment; filename=a b.html",),
    "a name in apostrophes": ("Content-Disposition: attachment; filename='a.html'",),
    "an unclosed name": ('Content-Disposition: attachment; filename="a.html',),
    "text behind a quoted name": ('Content-Disposition: attachment; filename="a.pdf".html',),
    "text before a quoted name": ('Content-Disposition: attachment; filename=a."html"',),
    "a quoted pair in a name": ('Content-Disposition: attachment; filename="a.h\\tml"',),
    "a quote in a name": ('Content-Disposition: attachment; filename="a.html\\".pdf"',),
    "a semicolon in a name": ('Content-Disposition: attachment; filename="a.html;.pdf"',),
    "a comment behind a name": ("Content-Disposition: attachment; filename=a.html(.pdf)",),
    "a comment within a name": ("Content-Disposition: attachment; filename=a.(x)html",),
    "NUL in a name": ('Content-Disposition: attachment; filename="a.html\0.pdf"',),
    "a tab in a name": ('Content-Disposition: attachment; filename="a.html\t.pdf"',),
    "a folded name": ('Content-Disposition: attachment; filename="a.\n html"',),
    "a fold before a name": ('Content-Disposition: attachment; filename=\n "a.html"',),
    "blanks behind a name": ('Content-Disposition: attachment; filename="a.html   "',),
    "a dot behind a name": ('Content-Disposition: attachment; filename="a.html."',),
    "an octet beyond ASCII": ('Content-Disposition: attachment; filename="a\xe9.html"',),
    "UTF-8": ('Content-Disposition: attachment; filename="\xc3\xa9.html"',),
    "an override of direction": ("Content-Disposition: attachment; filename*=utf-8''a%E2%80%AElmth.pdf",),
    "no semicolon before the name": ('Content-Disposition: attachment filename="a.html"',),
    "blanks around its equals sign": ('Content-Disposition: attachment; filename = "a.html"',),
    "a name in capitals": ('Content-Disposition: attachment; FILENAME="a.html"',),
    "a name of nothing and another": (
        'Content-Disposition: attachment; filename=""',
        'Content-Type: application/pdf; name="a.html"',
    ),
    "two Content-Disposition": ("Content-Disposition: inline\nContent-Disposition: attachment; filename=a.html",),
    "an unknown disposition": ("Content-Disposition: x-none; filename=a.html",),
    "a disposition without a type": ("Content-Disposition: filename=a.html",),
    "an empty disposition": ("Content-Disposition: ; filename=a.html",),
    "a disposition in quotes": ('Content-Disposition: "attachment"; filename=a.html',),
    "a disposition with a comment": ("Content-Disposition: (x) attachment; filename=a.html",),
    "a name of 300 characters": (f'Content-Disposition: attachment; filename="{"a" * 300}.html"',),
    "a path": ('Content-Disposition: attachment; filename="..\\..\\a.html"',),
}

# -- transfer encodings ------------------------------------------------------------------------------------------------

_BODIES: Final = {
    "base64 with junk": ("base64", "JVBE*Ri0x!LjcKCg=="),
    "base64 with blanks": ("base64", "JVBE Ri0x LjcK Cg=="),
    "base64 with padding within": ("base64", "JVBERg==LTEuNwoK"),
    "base64 behind its padding": ("base64", "JVBERi0xLjcKCg==\nPHA+"),
    "two encodings joined": ("base64", "JVBERi0xLjcKCg==JVBERi0xLjcKCg=="),
    "base64 with one pad too few": ("base64", "JVBERi0xLjcKCg="),
    "base64 without padding": ("base64", "JVBERi0xLjcKCg"),
    "base64 with one pad too many": ("base64", "JVBERi0xLjcKCg==="),
    "base64 of one character too many": ("base64", "JVBERi0xLjcKC"),
    "base64 of the URL alphabet": ("base64", "JVBERi0_Lj-_Cg=="),
    "base64 with NUL": ("base64", "JVBE\0Ri0xLjcKCg=="),
    "base64 with an octet beyond ASCII": ("base64", "JVBE\xe9Ri0xLjcKCg=="),
    "base64 with a blank line": ("base64", "JVBERi0x\n\nLjcKCg=="),
    "base64 with a comment": ("base64", "-----BEGIN X-----\nJVBERi0xLjcKCg==\n-----END X-----"),
    "base64 with bits left over": ("base64", "JVBERi0xLjcKCh=="),
    "base64 in one long line": ("base64", "JVBERi0xLjcK" * 200),
    "text behind base64": ("base64", "JVBERi0xLjcKCg==\n\nSent from a list"),
    "base64 that begins with padding": ("base64", "=JVBERi0xLjcKCg=="),
    "quoted-printable with a broken escape": ("quoted-printable", "<p>=4=48ere=ZZ"),
    "quoted-printable in lower case": ("quoted-printable", "<p>=3c=2f"),
    "quoted-printable with a lone equals sign": ("quoted-printable", "<p>a = b"),
    "a soft break with a blank": ("quoted-printable", "<p>He= \nre"),
    "a soft break at the end": ("quoted-printable", "<p>Here="),
    "a soft break with a bare CR": ("quoted-printable", "<p>He=\rre"),
    "blanks at the end of a line": ("quoted-printable", "<p>Here  \t\nthere"),
    "an encoded delimiter": ("quoted-printable", "=2D-b\nContent-Type: text/html\n\n<p>"),
    "an escape split by a soft break": ("quoted-printable", "<p>=4=\n8ere"),
    "raw octets in quoted-printable": ("quoted-printable", "<p>\xe9\0"),
    "an unknown encoding": ("x-none", "JVBERi0xLjcKCg=="),
    "uuencode as an encoding": ("x-uuencode", "begin 644 a.html\n#/'`^\n`\nend"),
    "uuencode in a text": ("7bit", "begin 644 a.html\n#/'`^\n`\nend"),
    "an encoding in capitals": ("BASE64", _PDF),
    "an encoding with a blank at its end": ("base64 ", _PDF),
    "an encoding with a semicolon": ("base64;", _PDF),
    "an encoding with a parameter": ("base64; x=y", _PDF),
    "an encoding with a comment": ("base64 (x)", _PDF),
    "an encoding behind a comment": ("(x) base64", _PDF),
    "an encoding within a comment": ("7bit (base64)", _PDF),
    "an encoding in quotes": ('"base64"', _PDF),
    "two encodings in one field": ("7bit, base64", _PDF),
    "two encodings and a blank": ("7bit base64", _PDF),
    "an encoding with a dot": ("base64.", _PDF),
    "an encoding with a hyphen": ("base-64", _PDF),
    "an encoding with NUL": ("base64\0", _PDF),
    "an encoding beyond ASCII": ("base64\xa0", _PDF),
    "a folded encoding": ("\n base64", _PDF),
    "an encoding within a word": ("x-base64", _PDF),
    "an encoding with an equals sign": ("=base64", _PDF),
    "an encoding as an encoded-word": ("=?us-ascii?q?base64?=", _PDF),
    "7-bit": ("7-bit", "See you."),
    "8bit in 7bit": ("7bit", "Caf\xc3\xa9"),
    "binary": ("binary", "a\0b\rc"),
    "an empty encoding": ("", _PDF),
    "base64 that is HTML": ("base64", _HTML),
}

CLASSICS: Final[dict[str, bytes]] = {
    **{name: _message(*fields) for name, fields in _FIELDS.items()},
    **{f"Content-Type: {name}": _message(f"Content-Type: {written}") for name, written in _TYPES.items()},
    **{
        name: _multipart(f"Content-Type: {written}", f"--{used}", *_TEXT, f"--{used}", *_LINK, f"--{used}--")
        for name, (written, used) in _BOUNDARIES.items()
    },
    **{name: _multipart(_MIXED, *lines) for name, lines in {**_STRUCTURES, **_NESTED}.items()},
    **{f"file name: {name}": _file(*fields) for name, fields in _NAMES.items()},
    **{
        f"body: {name}": _file(_PDF_TYPE, f"Content-Transfer-Encoding: {encoding}", body=body)
        for name, (encoding, body) in _BODIES.items()
    },
    **{
        f"text: {name}": _message("Content-Type: text/html", f"Content-Transfer-Encoding: {encoding}", body=f"{body}\n")
        for name, (encoding, body) in _BODIES.items()
    },
    "a whole multipart in base64": _message(
        _MIXED, "Content-Transfer-Encoding: base64", body="LS1iDQoNClNlZSB5b3UuDQotLWItLQ0K"
    ),
    "a whole multipart in quoted-printable": _message(
        _MIXED, "Content-Transfer-Encoding: quoted-printable", body="--b\n\n<p>=48ere\n=2D-b\n\n<p>\n--b--\n"
    ),
    "an empty line first": b"\r\n" + _message(),
    "LF alone": _message().replace(b"\r\n", b"\n"),
    "CR alone": _message().replace(b"\r\n", b"\r"),
    "LF in the header section, CRLF in the body": _message().replace(b"\r\n", b"\n", 8),
    "a byte order mark first": b"\xef\xbb\xbf" + _message(),
    "an mbox line first": b"From jo Mon Jan 20 12:00:00 2025\r\n" + _message(),
    "no body": b"\r\n".join(field.encode() for field in _HEADER.values()),
    "fields alone": b"\r\n".join(field.encode() for field in _HEADER.values()) + b"\r\n",
    "nothing": b"",
    "a dot alone on a line": _message(body="See you\n.\nSubject: Dinner\n"),
    "300 levels": b"Content-Type: message/rfc822\r\n\r\n" * 300 + _message(),
}
