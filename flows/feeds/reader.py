"""The feeds of a run: read side by side, and how far they were read written when all is loaded."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

import httpx
from elasticsearch import Elasticsearch

from flows.configured.entry import ConfiguredSource
from flows.feeds.fetch import Bounds, Fetcher, Hosts
from flows.feeds.network import PublicTransport, site_of
from flows.feeds.read import Found, Reading
from flows.feeds.several import Several
from flows.sources.options import SourceOptions
from flows.sources.outcome import Reason, Unreadable
from flows.sources.progress import Progress
from index_mappings.client import ClusterError, patiently
from index_mappings.families import Aliases
from index_mappings.feeds import FeedState, feed_states, held, write_feed_states
from index_mappings.quarantine import release
from index_mappings.settings import Settings
from transforms.article import RawArticle

LOG = logging.getLogger("dateline.feeds")
T = TypeVar("T")


@dataclass(frozen=True)
class FedSource:
    """A source with feeds, and how its articles are read."""

    source: ConfiguredSource
    options: SourceOptions


@dataclass
class FeedReader:
    """The feeds of some sources.

    Args:
        fed: the sources.
        progress: moved by each feed that is done with.
        client, aliases: where it stands how far they were read.
    """

    fed: Sequence[FedSource]
    settings: Settings
    client: Elasticsearch
    aliases: Aliases
    progress: Progress
    counts: Counter[str] = field(default_factory=Counter)
    readings: list[Reading] = field(default_factory=list)

    def documents(self) -> Iterator[Found]:
        """What the feeds give. Raises ClusterError where it can't be known what is there."""
        before = self._patiently(partial(feed_states, urls=list(self._urls())))
        hosts, taken = Hosts(self.settings.user_agent), set[str]()
        streams = []
        for each in self.fed:
            for url in dict.fromkeys(each.source.feeds):
                reading = Reading(
                    url, each.source, each.options, before.get(url), taken, self.counts
                )
                self.readings.append(reading)
                streams.append(partial(self._read, reading, hosts))
        if streams:
            yield from Several(streams, self.settings.feeds_at_a_time)

    def finish(self, run: str) -> None:
        """Write how far the feeds were read, what they have given being loaded.

        A feed that was in quarantine and can be read again leaves it.
        """
        states: Mapping[str, FeedState] = {
            each.url: each.after for each in self.readings if each.after is not None
        }
        if not states:
            return
        refused = self._patiently(
            partial(write_feed_states, states=states, run=run, settings=self.settings)
        )
        for each in refused:
            LOG.warning("how far feed %s was read could not be written: %s", each.id, each.error)
        good = [RawArticle(each.feed, b"").id for each in states.values() if each.error is None]
        self._patiently(partial(release, ids=good, settings=self.settings))

    def _urls(self) -> Iterator[str]:
        return (url for each in self.fed for url in each.source.feeds)

    async def _read(self, reading: Reading, hosts: Hosts) -> AsyncIterator[Found]:
        limits = reading.source.limits
        bounds = Bounds(reading.options.max_bytes, limits.seconds, limits.pause)
        async with client_for(reading.source) as client:
            try:
                async for found in reading.found(Fetcher(client, hosts, bounds), self._held):
                    if isinstance(found, Unreadable):
                        self.progress.fault(reading.uri)
                    yield found
            except ClusterError:
                raise
            except Exception as error:  # the edge of a feed: the others are unhurt
                LOG.exception("feed %s", reading.uri)
                told = f"{reading.uri}: {type(error).__name__}"
                yield Unreadable(reading.uri, Reason.UNREACHABLE, told)
        self.progress.files_read += 1

    def _held(self, ids: Iterable[str]) -> set[str]:
        return self._patiently(partial(held, ids=list(ids)))

    def _patiently(self, call: Callable[..., T]) -> T:
        return patiently(lambda: call(self.client, self.aliases), self.settings.es_patience)


def client_for(source: ConfiguredSource) -> httpx.AsyncClient:
    """A client for what belongs to a source: to public addresses, and its feeds' own servers."""
    # It tells each address in full, and that of a feed may hold a secret.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    named = {site_of(httpx.URL(url)) for url in source.feeds}
    timeout = httpx.Timeout(source.limits.seconds)
    return httpx.AsyncClient(
        transport=PublicTransport(named), timeout=timeout, follow_redirects=False, trust_env=False
    )
