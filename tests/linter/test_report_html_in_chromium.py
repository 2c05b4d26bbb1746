"""The report as a browser shows it: what is seen and where, and that nothing of a message runs, loads or leads away."""

from __future__ import annotations

import re
import socket
from base64 import b64decode
from contextlib import closing
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import pytest
from hostile_html import FIELDS, MARKUP, TITLE
from readers import chromium

from mimeforge import Message, preflight
from mimeforge.linter.examples import sample
from mimeforge.linter.report.html import Html
from mimeforge.linter.report.writer import Reference, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Dialog, FloatRect, Locator, Page

pytestmark = pytest.mark.skipif(chromium.absent() is not None, reason=chromium.absent() or "")

REFERENCE: Final = Reference({rule.code: rule for rule in preflight.RULES}, preflight.message_limit)
GIF: Final = b64decode("R0lGODlhAQABAIAAAP///wAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==")  # one pixel
EXAMPLES: Final = Path(__file__).parents[2] / "examples"

# What follows it is text, a comment or an attribute up to the end of the file, in a browser as well.
SWALLOWS: Final = {"text to the end", "a comment to the end", "an element without an end"}


def mail(markup: str | bytes) -> bytes:
    octets = markup if isinstance(markup, bytes) else markup.encode()
    return sample("Content-Type: text/html; charset=utf-8", body=octets + b"<p>shown nevertheless</p>\r\n")


def report(path: Path, *sources: preflight.Lintable) -> str:
    results = (preflight.lint(source) for source in sources)
    path.write_text("".join(written(Html(REFERENCE), results)), encoding="ascii")
    return path.as_uri()


class Ear(NamedTuple):
    """A port, and the calls that came to it."""

    port: int
    calls: list[object]


@pytest.fixture(scope="module")
def ear() -> Iterator[Ear]:
    """What the browser takes for every host in .example: it hangs up on every call."""
    calls: list[object] = []

    def listen() -> None:
        while True:
            try:
                connection, caller = server.accept()
            except OSError:
                return
            calls.append(caller)
            connection.close()

    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        listening = Thread(target=listen)
        listening.start()
        yield Ear(server.getsockname()[1], calls)
        server.shutdown(socket.SHUT_RDWR)
        listening.join()


@pytest.fixture(scope="module")
def browser(ear: Ear) -> Iterator[Browser]:
    with chromium.started(ear.port) as browser:
        yield browser


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A report on mail as it is: with errors, right, with a warning; all kinds of parts; words without an end."""
    page = tmp_path_factory.mktemp("report") / "ordinary.html"
    return report(page, EXAMPLES / "broken-receipt.eml", _composed(), EXAMPLES / "newsletter.eml", _long_words())


@pytest.fixture(scope="module")
def page(browser: Browser, ordinary: str) -> Page:
    """That report, with everything in it unfolded."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(ordinary)
    page.evaluate(OPEN_ALL)
    return page


def _composed() -> Message:
    message = Message(
        from_="Café Zoé <orders@example.com>",
        to="Jo <jo@example.net>",
        subject="Votre reçu n° 42",
        text="Merci !\n",
        html='<p>Merci pour votre commande ! <img src="cid:logo" alt="Zoé"></p>',
    )
    return message.embed(GIF, cid="logo", filename="logo.gif").attach(bytes(5000), filename="Reçu – mai 2026.pdf")


def _long_words() -> bytes:
    word = "a" * 3000
    return sample(
        f"X-{word[:900]}: {word}",
        f"Subject: {word[:900]}",
        f'Content-Disposition: attachment; filename="{word[:900]}"',
        body=f"{word}\r\n{'漢' * 900} \r\n",
    )


OPEN_ALL: Final = "document.querySelectorAll('details').forEach(details => { details.open = true })"

LOOKS: Final = Path(chromium.__file__).with_name("looks.js").read_text(encoding="ascii")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (400, "light"), (400, "dark")])
def test_everything_stands_in_its_place_and_can_be_read(
    page: Page, width: int, scheme: Literal["light", "dark"]
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    assert look(page, "misplaced()") == {"wide": [], "over": [], "out": [], "page": 0}
    assert look(page, "pale()") == []
    overview, messages = box(page, "#overview"), box(page, "#messages")
    if width == 400:
        assert overview["y"] + overview["height"] <= messages["y"], "above the messages"
    else:
        assert overview["x"] + overview["width"] <= messages["x"], "beside the messages"
        assert overview["y"] == messages["y"]
    for shown in (
        "#m1-findings",
        ".excerpt mark",
        "#m2 iframe",
        "#m1 .lines mark",
        "#m1 .parts",
        "#m1 .parts meter",
        "#m1 .facts meter",
        "#m1-texts",
    ):
        place = box(page, shown)
        assert place["width"] > 4, shown
        assert place["height"] > 4, shown
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", ground))) > 384) == (scheme == "light")


def test_the_preview_shows_the_html_with_its_images(page: Page) -> None:
    preview = page.frame_locator("#m2 iframe")
    assert "Merci pour votre commande" in preview.locator("body").inner_text()
    assert preview.locator("img").evaluate("image => [image.naturalWidth, image.naturalHeight]") == [1, 1]


def test_marks_stand_over_their_characters(page: Page) -> None:
    """Where the mark is seen, the characters of the finding are, and no others; both lead to each other."""
    page.set_viewport_size({"width": 1280, "height": 900})
    line = page.locator("#m1 .lines li", has_text="O'Neil").first
    mark = line.locator("mark")
    left, right, top, bottom = line.evaluate(f'line => {LOOKS}.place(line, "O\'Neil")')
    seen = mark.bounding_box()
    assert seen
    assert seen["x"] <= left < right <= seen["x"] + seen["width"] + 0.5
    assert seen["y"] - 2 <= top < bottom <= seen["y"] + seen["height"] + 2
    badge = mark.locator("a")
    assert seen["width"] - (right - left) <= box(line, "mark a")["width"] + 8
    badge.click()
    assert page.url.endswith("#m1-f2")
    assert "no @domain before a comma" in page.locator(":target").inner_text()
    page.locator(":target .where a").click()
    assert page.url.endswith("#m1-at2")


def test_it_is_used_without_mouse_and_without_scripts(browser: Browser, ordinary: str) -> None:
    """The overview comes first for the keyboard too, and what a link leads to unfolds."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(ordinary)
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to the messages"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    first = focused(page)
    assert first == page.locator("#overview a").first.inner_text()
    folded = page.locator("#m3 > details")
    assert folded.get_attribute("open") is None
    for _ in range(3):
        if focused(page).endswith("newsletter.eml"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert folded.get_attribute("open") is not None
    context.close()


def look(page: Page, call: str) -> object:
    return page.evaluate(f"{LOOKS}.{call}")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent")).strip()


def box(page: Page | Locator, selector: str) -> FloatRect:
    place = page.locator(selector).first.bounding_box()
    assert place, selector
    return place


def test_hostile_mail_runs_nothing_loads_nothing_and_leads_nowhere(tmp_path: Path, browser: Browser, ear: Ear) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    events: list[str] = []

    def refuse(dialog: Dialog) -> None:
        events.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)
    page.on("popup", lambda popup: events.append(popup.url))
    page.on("download", lambda download: events.append(download.url))
    url = report(
        tmp_path / "hostile.html", *(mail(markup) for markup in MARKUP.values()), *(sample(field) for field in FIELDS)
    )
    page.goto(url)
    page.evaluate(OPEN_ALL)
    assert page.locator("iframe").count() == page.locator('iframe[sandbox=""]').count() == len(page.frames) - 1
    assert len(page.frames) - 1 >= len(MARKUP)
    for name, frame in zip(MARKUP, page.frames[1:], strict=False):
        shown = frame.locator("html").inner_text()
        assert ("shown nevertheless" in shown.splitlines()) != (name in SWALLOWS), name
    for frame in page.frames[1:]:
        for goer in frame.locator("#go").all():
            goer.click()
    page.wait_for_timeout(300)  # what a click leads to comes later
    assert (page.url, page.title(), context.pages) == (url, TITLE, [page])
    assert (events, ear.calls) == ([], [])
    context.new_page().set_content('<img src="http://elsewhere.example/">')
    assert ear.calls, "nothing would have been heard"
    context.close()
