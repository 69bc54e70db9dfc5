"""What is known of an article beside its text, each value with where it was found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from search.page.marks import words
from transforms.article import Article, Sourced

MOST_SHOWN = 2_000
"""Characters of a value: metadata may be as long as its file."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A value, where it stands, and the address that it leads to if it is one."""

    name: str
    value: str
    found_in: str = ""
    href: str | None = None


def web_address(told: str | None) -> str | None:
    """The address if it is one of the web, else None: no other may be a link.

    >>> web_address("https://courier.example/a"), web_address("javascript:alert(1)")
    ('https://courier.example/a', None)
    """
    try:
        parts = urlsplit(told or "")
        return told if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def facts(article: Article) -> list[Fact]:
    """What is known, in the order in which a reader asks; without what nothing is known of."""
    found = [*_of_origin(article), *_of_stages(article), *_of_page(article), *_of_source(article)]
    return [
        Fact(each.name, _short(each.value), each.found_in, each.href)
        for each in found
        if each.value
    ]


def _of_origin(article: Article) -> Iterator[Fact]:
    raw = article.raw
    url = raw.metadata.url
    yield Fact("address", url or "", "source", web_address(url))
    if raw.uri != url:
        yield Fact("read as", raw.uri or "", "", web_address(raw.uri))
    if raw.read_from and raw.read_from != raw.uri:
        yield Fact("read from", raw.read_from)
    named = "source" if raw.metadata.source else "the address"
    yield Fact("source", raw.source or "", named)
    yield Fact("first read", raw.retrieved.isoformat(" ", "minutes") if raw.retrieved else "")
    encoding = f", {raw.encoding}" if raw.encoding else ""
    yield Fact("kind of file", f"{raw.media_type}{encoding}")


def _of_stages(article: Article) -> Iterator[Fact]:
    if day := article.published:
        at = f" ({day.at.isoformat(' ', 'minutes')})" if day.at else ""
        found_in = f"{words(day.found_in)}, {day.confidence:.2f}"
        yield Fact("published", f"{day.date}{at}", found_in)
    for author in article.furniture.authors:
        yield _sourced("author", author)
    if language := article.language:
        yield Fact("language", language.code, f"detected, {language.confidence:.2f}")
    for line in article.furniture.datelines:
        places = ", ".join(place.canonical for place in line.places)
        told = " · ".join(part for part in (places, line.date, line.agency) if part)
        yield Fact("dateline", told or line.of(article.text), "text")
    lines = article.furniture
    for name, values in (
        ("byline", lines.bylines),
        ("caption", lines.captions),
        ("editor's note", lines.editors_notes),
    ):
        yield from (Fact(name, value, "text") for value in values)


def _of_page(article: Article) -> Iterator[Fact]:
    if not (page := article.page):
        return
    named = (
        ("title of the page", page.title), ("site", page.site), ("canonical address", page.url),
        ("language of the page", page.language), ("section", page.section),
        ("caption of the image", page.image_caption),
    )  # fmt: skip
    yield from (_sourced(name, value) for name, value in named if value)
    yield from (_sourced("tag", tag) for tag in page.tags)


def _of_source(article: Article) -> Iterator[Fact]:
    told = article.raw.metadata
    for name in ("title", "author", "published", "language", "timezone"):
        yield Fact(f"{name}, as told", getattr(told, name) or "", "source")
    yield from (Fact(name, value, "source") for name, value in told.extra)


def _sourced(name: str, told: Sourced) -> Fact:
    return Fact(name, told.value, words(told.found_in), web_address(told.value))


def _short(told: str) -> str:
    return told if len(told) <= MOST_SHOWN else f"{told[:MOST_SHOWN]}…"
