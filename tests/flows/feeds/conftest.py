"""The played web of a test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.flows.feeds.played import PlayedWeb, played_web


@pytest.fixture
def web() -> Iterator[PlayedWeb]:
    """A server that plays the web."""
    with played_web() as running:
        yield running
