"""The Chromium that is installed, for tests that look at a page as a reader's browser does."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page, expect, sync_playwright

Scheme = Literal["light", "dark"]
NAMES = ("chromium", "chromium-browser", "google-chrome")
WIDTHS = {"wide": 1100, "narrow": 360}


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window; the test is skipped where there is none, but fails under `CI`.

    Not for longer than a module of tests: Playwright keeps an event loop under way, within which
    no flow can run.
    """
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        missing = f"there is none of {', '.join(NAMES)} here"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as driver:
        # A machine that does much else at the same time is slow, and nothing here is timed.
        expect.set_options(timeout=30_000)
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(
    browser: Browser, where: Path | str, scheme: Scheme = "light", width: int = 1100
) -> Iterator[Page]:
    """A file, or a page of a server, in a browser.

    Whatever it logs or asks of any other server, and any dialog, fails the test.
    """
    address = where.as_uri() if isinstance(where, Path) else where
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
    page = context.new_page()
    told: list[str] = []

    def dismissed(dialog: Dialog) -> None:
        told.append(dialog.message)
        dialog.dismiss()

    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("dialog", dismissed)
    page.on("request", lambda request: told.append(request.url))
    page.goto(address)
    yield page
    # A file may ask for nothing but itself, a page of a server for what is on that server.
    own = address if isinstance(where, Path) else "/".join(address.split("/", 3)[:3]) + "/"
    assert [each for each in told if not each.startswith(own)] == []
    context.close()


def barriers(page: Page) -> list[str]:
    """What keeps people from reading the page, by axe's rules; none where it is as it should be."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]]
