"""The system's Chromium, driven by Playwright, before ``backissue serve``: what the tests of test_chromium.py share."""

from __future__ import annotations

import os
import re
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import html
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

import archive.browse
from tests.commands import started

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
REQUIRED = "BACKISSUE_CHROMIUM"
"""Environment variable; when it says ``required``, a machine without Chromium fails the tests."""

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""So that it connects to nothing but what a test asks for, as root too."""

PICTURES = Path(__file__).parent.parent / "build" / "chromium"
"""Where a test that fails leaves what it saw."""

AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
BARRIERS = """async rules => {
    const found = await axe.run(document, {resultTypes: ["violations"], ...(rules && {runOnly: rules})});
    const barriers = found.violations.filter(one => ["serious", "critical"].includes(one.impact));
    return barriers.flatMap(one => one.nodes.map(
        node => `${one.impact} ${one.id}: ${node.target.join(" ")}: ${node.any[0]?.message ?? one.help}`));
}"""
"""JavaScript: what axe-core finds that keeps people from a page, by some of its rules or all; a line an element."""

RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"]
"""Those of axe-core whose answer depends on colours."""


@contextmanager
def chromium(folder: Path) -> Iterator[Browser]:
    """A new browser, its profile in the folder; skips or fails the test where the system has none."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        sentence = "no Chromium on this machine (on Debian: apt install chromium)"
        if os.environ.get(REQUIRED) == "required":
            pytest.fail(f"{sentence}, and {REQUIRED} says that it is required")
        pytest.skip(sentence)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=list(FLAGS), env={**os.environ, "HOME": str(folder)}
        )
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def served(database: Path, *options: str) -> Iterator[str]:
    """``backissue serve`` on a free port; its address, without a slash at the end."""
    process = started("serve", "--db", database, "--port", "0", *options, cwd=database.parent)
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert address is not None, line + process.stderr.read()
        yield address[0]
    finally:
        process.terminate()
        process.communicate(timeout=20)


class Told:
    """What a browser said of the pages it showed: console messages, errors, requests to elsewhere."""

    def __init__(self, page: Page, address: str) -> None:
        self.lines: list[str] = []
        self._address = address
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.lines.append(f"error: {error}"))
        page.on("request", lambda request: self._request(request.url))
        page.on("dialog", lambda dialog: self.lines.append(f"dialog: {dialog.message}"))

    def _console(self, message: ConsoleMessage) -> None:
        self.lines.append(f"{message.type}: {message.text}")

    def _request(self, url: str) -> None:
        if not url.startswith(f"{self._address}/"):
            self.lines.append(f"request: {url}")


def examples(address: str) -> list[str]:
    """One path of each kind of our HTML pages, found by following links from the front page.

    Links that only choose the language of the page are left out.
    """
    routes = [pattern for pattern, _ in archive.browse.ROUTES]
    found: dict[str, str] = {}
    ahead, seen = ["/"], {"/"}
    while ahead:
        path = ahead.pop(0)
        route = next((pattern for pattern in routes if re.match(pattern, urlsplit(path).path)), None)
        page = html_page(address + path) if route is not None and route not in found else None
        if route is None or page is None:
            continue
        found[route] = path
        for link in page.xpath("//a/@href"):
            parts = urlsplit(urljoin(address + path, link))
            there = parts._replace(scheme="", netloc="", fragment="").geturl()
            ours = f"{parts.scheme}://{parts.netloc}" == address and "ui=" not in parts.query
            if ours and there not in seen:
                seen.add(there)
                ahead.append(there)
    return list(found.values())


def html_page(url: str) -> Any | None:
    """The page, parsed; None for another type."""
    try:
        with urllib.request.urlopen(url, timeout=20) as response:
            kind, body = response.headers["Content-Type"], response.read()
    except urllib.error.HTTPError as error:
        kind, body = error.headers["Content-Type"], error.read()
    return html.fromstring(body) if kind.startswith("text/html") else None
