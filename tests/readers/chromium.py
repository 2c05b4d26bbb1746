"""Chromium, headless, driven by Playwright: asked what a page looks like, and what it tries to do."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

__all__ = ["absent", "started"]

# Nothing that a browser asks for by itself; Playwright gives it a new folder for its user's data.
_QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--headless=new",
    "--no-first-run",
    "--no-sandbox",
)


def absent() -> str | None:
    if find_spec("playwright") is None:
        return "playwright is not installed"
    return None if shutil.which("chromium") else "chromium is not installed"


@contextmanager
def started(port: int) -> Iterator[Browser]:
    """Start the browser. Of a host in .example it asks ``port`` of this machine, and it finds no other host."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=[*_QUIET, f"--host-resolver-rules=MAP *.example 127.0.0.1:{port}, MAP * ~NOTFOUND"],
        )
        yield browser
        browser.close()
