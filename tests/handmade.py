"""Messages made by hand, one for each decision of the composing road that a reader can see, by name."""

from __future__ import annotations

from drafts import Draft, Embedded, Filed, Forwarded, Team, Who

__all__ = ["HANDMADE"]

JO = Who("", "jo@example.net")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
FORWARDED = b"From: jo@example.net\r\nTo: orders@example.com\r\nSubject: =?utf-8?q?caf=C3=A9?=\r\n\r\nHello\r\n"
DELIMITER_LIKE = b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\n--=_\r\n\r\n--x--\r\n"

FILE_NAMES = (
    "plain.pdf",
    "two words.pdf",
    "Reçu – mai 2026.pdf",
    'a "quoted" name.pdf',
    "back\\slash.pdf",
    "semi;colon.pdf",
    "it's 100% done.pdf",
    "a=b, c (d) [e] {f} <g>@h:i?.pdf",
    " blanks at the ends ",
    "=?utf-8?q?evil?=.exe.pdf",
    "utf-8''x.pdf",
    "%41%42.pdf",
    "..",
    "no extension",
    "日本語" * 30 + ".csv",
    "e\u0301" * 40 + ".txt",
    "\u202egpj.exe.pdf",
    "👩\u200d👩\u200d👧.png",
    "l" * 200 + ".bin",
    "é",
)

TOUCHY_LINES = (
    "From me\n>From me\n.\n..\n.x\n\nends in a blank \nends in a tab\t\n-- \n--=_x\n" + "b" * 75 + " \n \n\t\n"
)

HANDMADE = {
    "nothing but a sender": Draft(),
    "empty subject, empty texts": Draft(to=(JO,), subject="", text="", html=""),
    "plain ASCII": Draft(
        Who("Jo Doe", "jo@example.com"), (JO,), subject="Hello you", text="Hello\n", html="<p>Hello</p>\n"
    ),
    "text alone": Draft(to=(JO,), text="Hello"),
    "HTML alone": Draft(to=(JO,), html="<p>Hello"),
    "a comma in a name that has to be encoded": Draft(
        Who("Café Zoé, Paris", "orders@bücher.example", "orders@xn--bcher-kva.example"),
        (Who("Doe, Jo", "jo@example.net"),),
    ),
    "a long quoted name with commas": Draft(to=(Who("Very, long " * 12 + "name, Inc.", "jo@example.net"), JO)),
    "names of specials": Draft(
        to=tuple(
            Who(name, "jo@example.net")
            for name in [
                '"',
                "\\",
                '"Jo" \\ (x)',
                "a@b.example",
                "<x@example.net>",
                "a; b:",
                "=20",
                "(a)",
                ".",
                "J. Doe",
                "o'Neil",
            ]
        )
    ),
    "names that look encoded": Draft(
        Who("=?utf-8?q?Bo?=", "bo@example.com"),
        (Who("=?utf-8?b?Qm8=?= =?x", "jo@example.net"), Who("Zoé =?", "a@example.net")),
    ),
    "names with blanks": Draft(to=(Who("a  b", "jo@example.net"), Who("Jo   Doé", "jo@example.net"))),
    "names with controls": Draft(to=(Who("a\tb\x0bc\x0cd\x7fe\x85f\u2028g\x1bh", "jo@example.net"),)),
    "a name of 2,000 characters": Draft(Who("n" * 2000, "jo@example.com"), (Who("é" * 2000, "jo@example.net"),)),
    "fifty long names beyond ASCII": Draft(
        to=tuple(Who(f"Żółć, Gęślą {i} Jaźń von und zu Überall", f"user{i}@example.net") for i in range(50))
    ),
    "fifty bare addresses": Draft(
        to=tuple(Who("", f"a.rather.long.local.part.{i}@sub.example.net") for i in range(50))
    ),
    "domains beyond ASCII": Draft(
        Who("", "jo@faß.example", "jo@xn--fa-hia.example"),
        (
            Who("例", "jo@例え.example", "jo@xn--r8jz45g.example"),
            Who("", "jo@BÜCHER.example", "jo@xn--bcher-kva.example"),
        ),
        reply_to=(Who("", "Jo@Example.COM"),),
    ),
    "unusual addresses": Draft(
        to=(
            Who("", '"a b"@example.net'),
            Who("Jo", '"a,b"@example.net'),
            Who("", "jo@[192.0.2.1]"),
            Who("", "a+b=c/d@example.net"),
        )
    ),
    "addresses with specials in quotes": Draft(
        to=(Who("", '"a<b>c"@example.net'), Who("Jo", '"a:b;c"@example.net'), JO)
    ),
    "the longest local part and label": Draft(to=(Who("é" * 30, "l" * 64 + "@" + "d" * 63 + ".example"),)),
    "groups": Draft(
        to=(Team("Team", (JO, Who("Zoé", "zoe@example.net"))),),
        cc=(Team("Équipe, très =?x", (Who("Doe, Jo", "doe@example.net"),)),),
        reply_to=(Team("Empty", ()),),
    ),
    "mailboxes behind groups": Draft(to=(Team("Nobody", ()), JO, Team("Team", (JO,)), Who("Zoé", "zoe@example.net"))),
    "everybody, each in a field": Draft(
        to=(JO,),
        cc=(Who("Zoé", "zoe@example.net"),),
        bcc=(Who("", "hidden@example.net"),),
        reply_to=(Who("A", "a@example.net"), JO),
    ),
    "recipients in Bcc alone": Draft(bcc=(Who("Hidden", "hidden@example.net"),), text="Hello"),
    "a subject in many languages": Draft(
        to=(JO,),
        subject="Votre reçu 42 for order привет מזל טוב नमस्ते 日本語の件名 สวัสดี e\u0301\u0323 and words",
    ),
    "a subject of long characters": Draft(to=(JO,), subject="👩\u200d👩\u200d👧\u200d👦" * 20 + "𝒳" * 50),
    "a subject that looks encoded": Draft(to=(JO,), subject="Use =?utf-8?q?x?= for x, =?= and =20"),
    "a subject with runs of blanks": Draft(to=(JO,), subject="  two  three   é    end  "),
    "a subject of blanks": Draft(to=(JO,), subject="   "),
    "a subject of one long token": Draft(to=(JO,), subject="https://example.com/" + "x" * 1200),
    "a subject with tokens of 200": Draft(to=(JO,), subject=" ".join(letter * 200 for letter in "abé")),
    "a subject with controls": Draft(to=(JO,), subject="a\tb\x0bc\x0cd\x1be\x7ff\x85g\u2028h\u2029i\ufeffj"),
    "texts with lines that others touch": Draft(to=(JO,), text=TOUCHY_LINES, html=TOUCHY_LINES + "é"),
    "texts with one line that others touch": Draft(to=(JO,), text="Hello\nFrom me\n", html="<p>\n.\n</p>"),
    "texts with such a line behind a soft break": Draft(
        to=(JO,), text="x" * 75 + "From " + "y" * 100 + " \n", html="x" * 75 + ".\n" + "x" * 75 + "From \n"
    ),
    "texts with every line end": Draft(to=(JO,), text="a\nb\r\nc\rd\n\re\r\r\nf\r", html="<p>\r\n\r\n"),
    "texts with controls": Draft(to=(JO,), text="a\x00b\x0bc\x0cd\x1be\x7ff\x85g\u2028h\ufeffi", html="\x00"),
    "texts with long lines": Draft(
        to=(JO,), text="word " * 1000 + "\n" + "x" * 5000, html="é" * 999 + "\n" + "<td>" * 500
    ),
    "a text in Chinese": Draft(to=(JO,), text="您好,世界。\n" * 50),
    "a text in French": Draft(to=(JO,), text="Merci d'avoir commandé chez nous, à bientôt !\n" * 50),
    "attachments of all octets": Draft(
        to=(JO,),
        text="See attached.",
        parts=tuple(
            Filed(octets, "a.bin")
            for octets in [
                b"",
                b"\0",
                b"\n",
                b"\r",
                b"a\r\nb\nc\rd",
                b"no line end",
                bytes(range(256)) * 300,
                b".\r\nFrom x\r\n",
            ]
        ),
    ),
    "attachments of text": Draft(
        to=(JO,),
        parts=(
            Filed("é\r\n".encode(), "a.txt", "text/plain"),
            Filed("é\n".encode("latin-1"), "a.csv", "text/csv"),
            Filed("é".encode("utf-16"), "b.csv", "text/csv"),
            Filed(b"<p>", "a.html", "text/html"),
        ),
    ),
    "file names": Draft(to=(JO,), parts=tuple(Filed(b"x", name) for name in FILE_NAMES)),
    "attachments without a name": Draft(to=(JO,), parts=(Filed(b"x"), Forwarded(FORWARDED), Filed(b"y"))),
    "inline images": Draft(
        to=(JO,),
        text="Hello",
        html="<img src=\"cid:logo\"><img src='cid:a%25b@example.com'>",
        parts=(
            Embedded(PNG, "logo", "logo.png"),
            Filed(PNG, "also.png", "image/png"),
            Embedded(b"x", "a%b@example.com", "Ü.gif"),
        ),
    ),
    "inline images without HTML": Draft(
        to=(JO,), text="Hello", parts=(Filed(b"x", "first.bin"), Embedded(PNG, "logo", "logo.png"))
    ),
    "a content id of 200 characters": Draft(
        to=(JO,), html=f'<img src="cid:{"c" * 200}">', parts=(Embedded(PNG, "c" * 200, "a.png"),)
    ),
    "embedded messages": Draft(
        to=(JO,),
        text="See below.",
        parts=(
            Forwarded(FORWARDED, "original.eml"),
            Forwarded(b"Subject: no line end\r\n\r\nHello", "Reçu.eml"),
            Forwarded(b"\r\nno fields\r\n\r\n"),
            Forwarded(DELIMITER_LIKE),
            Forwarded(b"Content-Type: message/rfc822\r\n\r\n" + FORWARDED),
        ),
    ),
    "an embedded message in 8bit": Draft(
        to=(JO,), text="é", parts=(Forwarded(FORWARDED + "é\r\n".encode(), "8bit.eml"),)
    ),
    "everything at once": Draft(
        Who("Café Zoé, Paris", "orders@bücher.example", "orders@xn--bcher-kva.example"),
        (Who("Jo", "jo@example.net"), Team("Team", (Who("", "a@example.net"), Who("", "b@example.net")))),
        cc=(Who("Łódź", "l@example.net"),),
        bcc=(Who("", "audit@example.com"),),
        reply_to=(Who("Aide", "aide@example.com"),),
        subject="Votre reçu n° 42",
        text="Merci !",
        html='<p>Merci ! <img src="cid:logo"></p>',
        parts=(
            Embedded(PNG, "logo", "logo.png"),
            Filed(PNG, "Reçu – mai 2026.pdf", "application/pdf"),
            Filed(b"a;b\n", "lines.csv", "text/csv"),
            Forwarded(FORWARDED, "original.eml"),
        ),
    ),
}
