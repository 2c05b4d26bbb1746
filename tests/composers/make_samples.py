"""Write ordinary mail with other composers: what a linter has to leave alone.

``python make_samples.py NAME`` writes the samples of one composer into ``samples/``; without a name, those of all that
are installed, each in a process of its own (Django and python-emails change tables of the standard library for good).
The other ``make_samples.*`` do the same for composers in JavaScript, PHP, Ruby and Perl.
"""

from __future__ import annotations

import datetime
import io
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SAMPLES = Path(__file__).parent / "samples"

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c4890000000d49444154789c63f8cfc0f01f0005000"
    "1ff56c72f0d0000000049454e44ae426082".replace(" ", "")
)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

FROM_NAME, FROM = "Zoé Müller, Orders", "orders@example.com"
TO = "jo@example.net"
SUBJECT = "Your order 4711"
WIDE_SUBJECT = "Ваш заказ № 42 – “Grüße” aus 東京, delivered today: see what is in it and when it comes"
TEXT = "Hello Jo,\n\nyour order is on its way.\n\n-- \nOrders\n"
WIDE_TEXT = (
    "Grüße aus Köln,\n\nваш заказ уже в пути – 東京から。 "
    + "A paragraph that goes on. " * 12
    + "\n.\nFrom now on = better\n"
)
HTML = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Order</title></head><body>'
    '<p>Grüße, <a href="https://example.com/o?id=4711&amp;x=1">your order</a></p>'
    '<p><img src="cid:logo" alt="Logo" width="1" height="1"></p></body></html>\n'
)
PLAIN_HTML = HTML.replace('<p><img src="cid:logo" alt="Logo" width="1" height="1"></p>', "")
REPORT_NAME = "Reçu – mai 2026.pdf"


def email_message() -> Iterator[tuple[str, bytes]]:
    from email.message import EmailMessage
    from email.policy import SMTP, SMTPUTF8
    from email.utils import formatdate, make_msgid

    def new(subject: str, text: str) -> EmailMessage:
        message = EmailMessage(policy=SMTP)
        message["From"], message["To"], message["Subject"] = f"Orders <{FROM}>", TO, subject
        message["Date"], message["Message-ID"] = formatdate(1_767_225_600), make_msgid(domain="example.com")
        message.set_content(text)
        return message

    yield "plain", new(SUBJECT, TEXT).as_bytes()
    yield "wide", new("Grüße", WIDE_TEXT).as_bytes()
    base64 = new("Grüße", TEXT)
    base64.set_content(WIDE_TEXT, cte="base64")
    yield "base64", base64.as_bytes()
    full = new(SUBJECT, TEXT)
    full.add_alternative(HTML, subtype="html")
    full.get_payload()[1].add_related(PNG, "image", "png", cid="<logo>")
    full.add_attachment(PDF, maintype="application", subtype="pdf", filename=REPORT_NAME)
    full.add_attachment("a,b\n1,2\n", subtype="csv", filename="lines.csv")
    yield "full", full.as_bytes()
    forwarded = new("Fwd: order", TEXT)
    forwarded.add_attachment(new(SUBJECT, TEXT))
    yield "forwarded", forwarded.as_bytes()
    yield "lf", new(SUBJECT, TEXT).as_bytes(policy=SMTPUTF8.clone(linesep="\n"))


def email_mime() -> Iterator[tuple[str, bytes]]:
    from email.header import Header
    from email.mime.application import MIMEApplication
    from email.mime.image import MIMEImage
    from email.mime.multipart import MIMEMultipart
    from email.mime.text import MIMEText
    from email.utils import formataddr, formatdate, make_msgid

    def address(message: Any, subject: str) -> bytes:
        message["Subject"] = str(Header(subject, "utf-8"))
        message["From"], message["To"] = formataddr((FROM_NAME, FROM)), TO
        message["Date"], message["Message-ID"] = formatdate(1_767_225_600), make_msgid(domain="example.com")
        return bytes(message.as_bytes())

    yield "plain", address(MIMEText(TEXT), SUBJECT)
    yield "wide", address(MIMEText(WIDE_TEXT, "plain", "utf-8"), WIDE_SUBJECT)
    mixed, alternative, related = MIMEMultipart(), MIMEMultipart("alternative"), MIMEMultipart("related")
    alternative.attach(MIMEText(TEXT))
    related.attach(MIMEText(HTML, "html"))
    image = MIMEImage(PNG)
    image.add_header("Content-ID", "<logo>")
    related.attach(image)
    alternative.attach(related)
    mixed.attach(alternative)
    attachment = MIMEApplication(PDF, "pdf")
    attachment.add_header("Content-Disposition", "attachment", filename="report.pdf")
    mixed.attach(attachment)
    yield "full", address(mixed, SUBJECT)
    # The way AWS's own guide for raw mail in Python composes.
    octets = MIMEApplication(PDF)
    octets.add_header("Content-Disposition", "attachment", filename="customers.pdf")
    guide = MIMEMultipart("mixed")
    body = MIMEMultipart("alternative")
    body.attach(MIMEText(TEXT.encode("utf-8"), "plain", "utf-8"))
    body.attach(MIMEText(PLAIN_HTML.encode("utf-8"), "html", "utf-8"))
    guide.attach(body)
    guide.attach(octets)
    yield "guide", address(guide, SUBJECT)


def django() -> Iterator[tuple[str, bytes]]:
    from django.conf import settings
    from django.core.mail import EmailMessage, EmailMultiAlternatives

    settings.configure(EMAIL_USE_LOCALTIME=False)
    sender = f'"{FROM_NAME}" <{FROM}>'
    headers = {"Message-ID": "<1@example.com>"}
    yield "plain", EmailMessage(SUBJECT, TEXT, FROM, [TO], headers=headers).message().as_bytes()
    yield (
        "wide",
        EmailMessage(WIDE_SUBJECT, WIDE_TEXT, sender, [TO], cc=["a@example.org"], headers=headers).message().as_bytes(),
    )
    full = EmailMultiAlternatives(SUBJECT, TEXT, FROM, [TO, "Zoe <zoe@example.net>"], headers=headers)
    full.attach_alternative(PLAIN_HTML, "text/html")
    full.attach(REPORT_NAME, PDF, "application/pdf")
    full.attach("notes.txt", "Grüße\n", "text/plain")
    yield "full", full.message().as_bytes()


def redmail() -> Iterator[tuple[str, bytes]]:
    from redmail import EmailSender

    sender = EmailSender(host="localhost", port=0, domain="example.com")
    arguments: dict[str, Any] = {"sender": FROM, "receivers": [TO]}
    yield "plain", sender.get_message(subject=SUBJECT, text=TEXT, **arguments).as_bytes()
    yield (
        "full",
        sender.get_message(
            subject="Grüße",
            text=WIDE_TEXT,
            html="<p>Grüße {{ logo }}</p>",
            body_images={"logo": PNG},
            attachments={"report.pdf": PDF, REPORT_NAME: PDF},
            **arguments,
        ).as_bytes(),
    )


def emails() -> Iterator[tuple[str, bytes]]:
    import emails as library

    def new(**more: Any) -> Any:
        date = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
        return library.Message(mail_from=("Orders", FROM), mail_to=TO, date=date, message_id="<1@example.com>", **more)

    yield "plain", new(subject=SUBJECT, text=TEXT).as_string().encode()
    full = new(subject=WIDE_SUBJECT, text=WIDE_TEXT, html=HTML)
    full.attach(filename="logo.png", data=PNG, content_disposition="inline", content_id="logo")
    full.attach(filename=REPORT_NAME, data=PDF)
    yield "full", full.as_string().encode()


def flanker() -> Iterator[tuple[str, bytes]]:
    from flanker.mime import create

    def head(message: Any, subject: str) -> bytes:
        date = "Thu, 01 Jan 2026 00:00:00 +0000"
        fields = {
            "From": f"Orders <{FROM}>",
            "To": TO,
            "Subject": subject,
            "Date": date,
            "Message-Id": "<1@example.com>",
        }
        for name, value in fields.items():
            message.headers[name] = value
        return str(message.to_string()).encode()

    yield "wide", head(create.text("plain", WIDE_TEXT), WIDE_SUBJECT)
    full = create.multipart("mixed")
    body = create.multipart("alternative")
    body.append(create.text("plain", TEXT), create.text("html", PLAIN_HTML))
    full.append(body, create.attachment("application/pdf", PDF, "report.pdf", "attachment"))
    yield "full", head(full, SUBJECT)


def envelope() -> Iterator[tuple[str, bytes]]:
    from envelope import Envelope

    new = Envelope(TEXT, from_=f"Orders <{FROM}>", to=TO, subject="Grüße")
    new.attach(PDF, "application/pdf", "report.pdf")
    yield "full", bytes(new.as_message().as_bytes())
    yield "html", bytes(Envelope(PLAIN_HTML, from_=FROM, to=TO, subject=SUBJECT).as_message().as_bytes())


def yagmail() -> Iterator[tuple[str, bytes]]:
    from yagmail.message import prepare_message

    report = io.BytesIO(PDF)
    report.name = "report.pdf"
    addresses = {"recipients": [TO], "To": TO}
    message = prepare_message(FROM, "Orders", addresses, "Grüße", [TEXT, PLAIN_HTML, report], None, None, "utf-8")
    yield "full", message.as_bytes()


def pyramid_mailer() -> Iterator[tuple[str, bytes]]:
    from pyramid_mailer.message import Attachment, Message

    full = Message("Grüße", [TO], TEXT, PLAIN_HTML, FROM)
    full.attach(Attachment("report.pdf", "application/pdf", PDF))
    full.extra_headers = {"Date": "Thu, 01 Jan 2026 00:00:00 +0000", "Message-ID": "<1@example.com>"}
    yield "full", full.to_message().as_bytes()


def flask_mail() -> Iterator[tuple[str, bytes]]:
    from flask import Flask
    from flask_mail import Mail, Message

    app = Flask("orders")
    Mail(app)
    with app.app_context():
        full = Message("Grüße", [TO], TEXT, PLAIN_HTML, sender=("Zoé Müller", FROM), date=1_767_225_600)
        full.attach(REPORT_NAME, "application/pdf", PDF)
        full.msgId = "<1@example.com>"
        yield "full", full.as_bytes()


COMPOSERS: dict[str, tuple[str, Callable[[], Iterator[tuple[str, bytes]]]]] = {
    "email_message": ("", email_message),
    "email_mime": ("", email_mime),
    "django": ("Django", django),
    "redmail": ("redmail", redmail),
    "emails": ("emails", emails),
    "flanker": ("flanker", flanker),
    "envelope": ("envelope", envelope),
    "yagmail": ("yagmail", yagmail),
    "pyramid_mailer": ("pyramid_mailer", pyramid_mailer),
    "flask_mail": ("Flask-Mail", flask_mail),
}


def write(name: str) -> None:
    package, compose = COMPOSERS[name]
    for sample, octets in compose():
        (SAMPLES / f"{name}-{sample}.eml").write_bytes(octets)
    print(f"{package} {version(package)}" if package else f"CPython {sys.version.split()[0]}, {name}")


if __name__ == "__main__":
    if len(sys.argv) == 2:
        write(sys.argv[1])
    else:
        for name in COMPOSERS:
            subprocess.run([sys.executable, __file__, name], check=False)
