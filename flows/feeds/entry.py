"""From an entry of a feed, and the page that it links to, to an article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

from flows.feeds.answer import Answer
from flows.feeds.failure import FetchError
from flows.feeds.parse import Entry, Feed
from flows.sources.address import web_address
from flows.sources.mapping import EXTRA_VALUE, Field
from flows.sources.options import SourceOptions
from flows.sources.outcome import Outcome, Reason, Unreadable
from flows.sources.records import identifying_url, refusal
from flows.sources.values import line_of, utf8
from transforms.article import HTML, TEXT, Metadata, RawArticle

PAGES = {"text/html": HTML, "application/xhtml+xml": HTML, "text/plain": TEXT, "": HTML}


@dataclass(frozen=True)
class Place:
    """Where entries stand: a feed, its address without secrets, and how its source is read."""

    feed: Feed
    uri: str
    options: SourceOptions

    def uri_of(self, entry: Entry) -> str | None:
        """What the article of an entry is called: its link, else its id within the feed."""
        if url := identifying_url({"url": Field("link", entry.link)}):
            return url
        name = entry.id or entry.link
        return f"{self.uri}#{quote(name, safe='/:@!$&()*+,;=-._~')}" if name else None

    def from_entry(self, entry: Entry) -> Outcome:
        """The article that an entry holds itself."""
        content = utf8(entry.content)
        if (refused := refusal(content, "utf-8")) is not None:
            return self.unreadable(entry, *refused, content)
        return self._article(entry, content, entry.media_type, "utf-8")

    def from_page(self, entry: Entry, answer: Answer) -> Outcome:
        """The article on the page that an entry links to. Raises FetchError."""
        media_type = PAGES.get(answer.media_type)
        if media_type is None:
            told = f"its page is {answer.media_type}, which is not read"
            raise FetchError(Reason.UNSUPPORTED, told)
        content, whole = answer.body(self.options.max_bytes)
        if not whole:
            told = f"its page is over the limit of {self.options.max_bytes:,} bytes"
            return self.unreadable(entry, Reason.TOO_LARGE, told, content)
        if (refused := refusal(content, answer.charset)) is not None:
            return self.unreadable(entry, *refused, content)
        return self._article(entry, content, media_type, answer.charset)

    def unreadable(
        self, entry: Entry, reason: Reason, error: str, content: bytes | None = None
    ) -> Unreadable:
        """An entry that gives no article."""
        told = line_of(entry.title, 80) or "an entry"
        return Unreadable(self.uri_of(entry), reason, f"{told}: {error}", content)

    def _article(
        self, entry: Entry, content: bytes, media_type: str, encoding: str | None
    ) -> RawArticle:
        return RawArticle(
            self.uri_of(entry),
            content,
            media_type,
            self._metadata(entry),
            encoding,
            retrieved=datetime.now(UTC),
            read_from=self.uri,
        )

    def _metadata(self, entry: Entry) -> Metadata:
        options = self.options
        url = web_address(entry.link) if entry.link else None
        return Metadata(
            title=entry.title,
            published=entry.published,
            source=options.source,
            url=url,
            language=entry.language or self.feed.language or options.language,
            author=entry.author,
            timezone=options.timezone,
            extra=tuple(_extra(entry, url)),
        )


def _extra(entry: Entry, url: str | None) -> Iterator[tuple[str, str]]:
    told = {
        "feed.id": entry.id,
        "feed.updated": entry.updated,
        "feed.categories": ", ".join(entry.categories),
        "feed.link": entry.link if url is None else None,
    }
    for name, value in told.items():
        if value:
            yield name, value[:EXTRA_VALUE]
