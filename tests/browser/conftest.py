"""Headless Chromium for tests of what people see: no console error and no request to any other host, on every page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from support import require

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PHONE = (390, 844)
DESKTOP = (1440, 900)
_OWN = ("file", "data", "blob", "about")


@dataclass
class Watched:
    """A page, and what it did that no page of ours may do."""

    page: Page
    host: str = ""  # of our own server; nothing else may be asked
    allowed_statuses: frozenset[int] = frozenset()  # error answers a test provokes on purpose
    complaints: list[str] = field(default_factory=list)

    def request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in _OWN and parts.netloc != self.host:
            self.complaints.append(f"asked for {url}")

    def console(self, kind: str, text: str) -> None:
        on_purpose = any(f"status of {status}" in text for status in self.allowed_statuses)
        if kind in ("error", "warning") and not on_purpose:
            self.complaints.append(f"console {kind}: {text}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session: ``CHROMIUM`` names the program, else Debian's."""
    require("module:playwright")
    program = os.environ.get("CHROMIUM", "chromium")
    require(program)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which(program), args=["--no-sandbox"])
        yield chromium
        chromium.close()


Opener = Callable[..., Watched]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Opener]:
    """``open_page(url, size=DESKTOP, host="127.0.0.1:8000")``; a complaint about any page fails the test at its end."""
    opened: list[Watched] = []

    def opener(url: str, size: tuple[int, int] = DESKTOP, host: str = "", **options: Any) -> Watched:
        page = browser.new_page(viewport={"width": size[0], "height": size[1]}, **options)
        watched = Watched(page, host)
        opened.append(watched)
        page.on("request", lambda request: watched.request(request.url))
        page.on("console", lambda message: watched.console(message.type, message.text))
        page.on("pageerror", lambda error: watched.complaints.append(f"script error: {error}"))
        page.goto(url)
        return watched

    yield opener
    complaints = [complaint for watched in opened for complaint in watched.complaints]
    for watched in opened:
        watched.page.close()
    assert complaints == []
