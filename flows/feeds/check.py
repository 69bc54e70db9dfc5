"""Whether configured sources can be read: looked at, and nothing loaded."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.configured.chosen import options_of
from flows.configured.entry import ArticlesFrom, ConfiguredSource
from flows.feeds.failure import FetchError, LaterError
from flows.feeds.fetch import Bounds, Fetcher, Hosts
from flows.feeds.parse import BadFeedError, read_feed
from flows.feeds.reader import client_for
from flows.sources import SourceError, count_hint
from flows.sources.options import SourceOptions
from flows.sources.redact import shown_location
from index_mappings.settings import Settings


@dataclass(frozen=True)
class Checked:
    """What was found at one place of a source: `good`, and in words."""

    source: str
    place: str
    good: bool
    told: str


def check(sources: Sequence[ConfiguredSource], settings: Settings) -> Iterator[Checked]:
    """Look at every location and feed, one after the other. Of a feed, one page is fetched too."""
    for source in sources:
        options = options_of(source, settings)
        for location in source.locations:
            yield _location(source, location, options)
        yield from asyncio.run(_feeds(source, options, settings))


def _location(source: ConfiguredSource, location: str, options: SourceOptions) -> Checked:
    place = shown_location(location)
    try:
        files = count_hint([location], options)
    except SourceError as error:
        return Checked(source.name or "", place, False, str(error))
    if files == 0:
        return Checked(source.name or "", place, False, "there is no file that is read")
    told = "can be read" if files is None else f"{files:,} file{'s' * (files != 1)}"
    return Checked(source.name or "", place, True, told)


async def _feeds(
    source: ConfiguredSource, options: SourceOptions, settings: Settings
) -> list[Checked]:
    limits = source.limits
    bounds = Bounds(options.max_bytes, limits.seconds, limits.pause)
    async with client_for(source) as client:
        fetcher = Fetcher(client, Hosts(settings.user_agent), bounds)
        return [await _feed(source, feed, fetcher) for feed in source.feeds]


async def _feed(source: ConfiguredSource, url: str, fetcher: Fetcher) -> Checked:
    place, good = shown_location(url), False
    try:
        told = await _told(source, url, fetcher)
        good = True
    except FetchError as error:
        told = f"{error.reason}: {error.error}"
    except (BadFeedError, LaterError) as error:
        told = str(error)
    return Checked(source.name or "", place, good, told)


async def _told(source: ConfiguredSource, url: str, fetcher: Fetcher) -> str:
    answer = await fetcher.get(url)
    content, whole = answer.body(fetcher.bounds.most_bytes)
    if not whole:
        raise BadFeedError(f"over the limit of {fetcher.bounds.most_bytes:,} bytes")
    feed = read_feed(content, shown_location(url), answer.headers.get("content-type", ""))
    if feed.cut:
        raise BadFeedError("it breaks off")
    count = len(feed.entries)
    told = f"{count:,} {'entry' if count == 1 else 'entries'}"
    if source.articles is ArticlesFrom.ENTRIES:
        longest = max((len(entry.content) for entry in feed.entries), default=0)
        return f"{told}, the longest text of {longest:,} characters"
    links = [entry.link for entry in feed.entries if entry.link]
    if links:
        page = await fetcher.get(links[0])
        told += f"; the first one's page: {page.media_type or 'of no type'}"
    return told
