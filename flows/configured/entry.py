"""A source as it is configured: where its articles are, how and when they are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from flows.sources.mapping import FieldMap
from transforms.sources import UNIVERSAL


class ArticlesFrom(StrEnum):
    """Where the articles of a feed are: in its entries, or on the pages that they link to."""

    PAGES = "pages"
    ENTRIES = "entries"


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a source is read by itself: five fields of cron, in the clock of an IANA zone."""

    cron: str
    timezone: str = UNIVERSAL


@dataclass(frozen=True, slots=True)
class Limits:
    """What is read at most.

    Args:
        max_bytes: of a document, or of a feed, after decompression; None: as the settings say.
        entries: of one feed in one run, the first ones of it.
        seconds: for one answer of a server, from the connection to the last byte.
        pause: seconds between two requests to one host, where its robots.txt asks for no more.
    """

    max_bytes: int | None = None
    entries: int = 1_000
    seconds: float = 30.0
    pause: float = 1.0


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """What holds for the outlet's articles alone, where it is not None.

    `threshold`: 0 to 1, higher removes less. `rules`: a file of own rules.
    """

    threshold: float | None = None
    rules: Path | None = None


@dataclass(frozen=True, slots=True)
class ConfiguredSource:
    """One `[[source]]`.

    Args:
        name: what commands, deployments and reports call it; None for an entry that only tells
            what is known of an outlet.
        outlets: the names that its outlet goes by; the first is that of all that is read here.
        locations: files, folders, globs, and URIs, as `dateline ingest` takes them, absolute.
        feeds: addresses of RSS and Atom feeds.
        articles: where the articles of the feeds are.
        format: of the locations; None goes by the files' names.
        mapping: where a record's fields are.
        language: ISO 639-1, for articles that name no language.
        timezone: the IANA name of the outlet's zone.
        boilerplate: what is removed from its articles.
        schedule: None: it is read on demand.
        limits: what is read at most.
    """

    name: str | None = None
    outlets: tuple[str, ...] = ()
    locations: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    articles: ArticlesFrom = ArticlesFrom.PAGES
    format: str | None = None
    mapping: FieldMap = field(default_factory=FieldMap)
    language: str | None = None
    timezone: str | None = None
    boilerplate: Boilerplate = Boilerplate()
    schedule: Schedule | None = None
    limits: Limits = Limits()

    @property
    def is_read(self) -> bool:
        """Whether there is anything to read, or only something to know."""
        return bool(self.locations or self.feeds)

    @property
    def outlet(self) -> str | None:
        """The outlet of all that is read here; None where the articles say it themselves."""
        return self.outlets[0] if self.outlets else None
