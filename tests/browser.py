"""An installed Chromium for the tests of the page: nothing is downloaded, and every request and error is noted."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = os.environ.get("KG_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
WHY_NOT = "no Chromium is installed (apt install chromium, or name one in KG_CHROMIUM)"
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


class Watched:
    """A browser whose pages are watched: `requests` and `errors` of all of them."""

    def __init__(self, browser: Any) -> None:
        self.browser = browser
        self.requests: list[str] = []
        self.errors: list[str] = []

    def open(self, file: Path, state: str = "", **context: Any) -> Any:
        """A page of a file, in a window of its own, drawn and ready."""
        options = {"locale": "zh-CN", "viewport": {"width": 1400, "height": 900}, "accept_downloads": True, **context}
        page = self.browser.new_context(**options).new_page()
        page.on("request", lambda request: self.requests.append(request.url.partition("#")[0]))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda told: self.errors.append(told.text) if told.type in {"error", "warning"} else None)
        page.goto(file.resolve().as_uri() + (f"#{state}" if state else ""))
        page.wait_for_selector("html[data-ready]", timeout=30_000)
        return page


@contextmanager
def chromium() -> Iterator[Watched]:
    """A browser without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        try:
            yield Watched(browser)
        finally:
            browser.close()


def texts(page: Any, selector: str) -> list[str]:
    """What the elements of a selector show."""
    return [element.inner_text() for element in page.query_selector_all(selector)]
