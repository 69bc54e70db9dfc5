"""The page of a run in a browser: readable by all, in light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from flows.reports.page import run_page
from index_mappings.run_record import RunRecord
from tests.browser import WIDTHS, Scheme, barriers, chromium, opened
from tests.flows.sample_run import hostile_record

NOW = datetime(2024, 10, 30, 7, tzinfo=UTC)
RECORDS = {"of everything": hostile_record(), "bare": RunRecord("r", "consolidate", "completed")}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.mark.parametrize("record", RECORDS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_nobody_is_kept_out_and_nothing_sticks_out(
    browser: Browser, tmp_path: Path, record: str, scheme: Scheme, width: int
) -> None:
    path = tmp_path / "run.html"
    path.write_text(run_page(RECORDS[record], NOW), "utf-8")
    with opened(browser, path, scheme, width) as page:
        for each in page.locator("details").all():
            each.evaluate("each => each.open = true")
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
