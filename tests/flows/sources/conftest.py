"""Files to read, and reading them whole."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.sources import Outcome, SourceOptions, Unreadable, read_sources
from transforms.article import RawArticle

Reader = Callable[..., list[Outcome]]


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, bytes | str], Path]:
    """Write a file below the test's folder."""

    def written(name: str, content: bytes | str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written


@pytest.fixture
def read_named(write: Callable[[str, bytes | str], Path]) -> Reader:
    """Write a file and read it."""

    def outcomes(
        name: str, content: bytes | str, options: SourceOptions | None = None
    ) -> list[Outcome]:
        return list(read_sources([str(write(name, content))], options or SourceOptions()))

    return outcomes


@pytest.fixture
def read_stdin() -> Reader:
    """Read bytes as standard input."""

    def outcomes(content: bytes, options: SourceOptions | None = None) -> list[Outcome]:
        return list(read_sources(["-"], options or SourceOptions(), io.BytesIO(content)))

    return outcomes


@pytest.fixture
def brief() -> Callable[[list[Outcome]], list[str]]:
    """Outcomes in short: an article by its text, the rest by its reason."""

    def told(outcomes: list[Outcome]) -> list[str]:
        return [
            f"!{one.reason}" if isinstance(one, Unreadable) else one.content.decode()
            for one in outcomes
        ]

    return told


@pytest.fixture
def one_article() -> Callable[[list[Outcome]], RawArticle]:
    """The single article of a reading."""

    def single(outcomes: list[Outcome]) -> RawArticle:
        (article,) = outcomes
        assert isinstance(article, RawArticle), article
        return article

    return single
