"""Reading one feed: what is new in it, and how far it was read."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from flows.configured.entry import ArticlesFrom, ConfiguredSource
from flows.feeds.answer import NOT_MODIFIED, Answer
from flows.feeds.entry import Place
from flows.feeds.failure import FetchError, LaterError
from flows.feeds.fetch import Fetcher
from flows.feeds.parse import BadFeedError, Entry, Feed, read_feed
from flows.running.outcomes import Outcome as Ending
from flows.running.outcomes import Reference, Settled
from flows.sources.options import SourceOptions
from flows.sources.outcome import Outcome, Reason, Unreadable
from flows.sources.redact import shown_location
from index_mappings.feeds import FeedState, feed_id
from transforms.article import RawArticle

LONGEST_REST = timedelta(days=1)
"""A server that asks to be left alone for longer is asked again after this time."""

CUT = "the feed breaks off: its last entry is left out"

Found = Outcome | Settled


@dataclass
class Reading:
    """One feed on its way.

    Args:
        url: its address.
        source: what it belongs to.
        options: how its articles are read.
        before: how far it was read before; None where it never was.
        taken: ids of articles that some feed of this run has taken up already: shared by all.
        counts: what stands beside the equation: shared by all.
        after: how far it was read now, to be written when all of it is loaded.
    """

    url: str
    source: ConfiguredSource
    options: SourceOptions
    before: FeedState | None
    taken: set[str]
    counts: Counter[str]
    after: FeedState | None = None
    entries: dict[str, str] = field(default_factory=dict)
    complete: bool = True

    @property
    def uri(self) -> str:
        """The feed as it may be shown and kept; of two that differ in their query, still two."""
        shown = shown_location(self.url)
        return f"{shown}?{feed_id(self.url)[:8]}" if "?" in self.url and "?" not in shown else shown

    @property
    def setup(self) -> str:
        """What the articles depend on beside the feed."""
        told = [self.source.articles, repr(self.options)]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]

    async def found(
        self, fetcher: Fetcher, held: Callable[[Iterable[str]], set[str]]
    ) -> AsyncIterator[Found]:
        """What the feed gives: articles, and what could not be read.

        Args:
            held: those of some ids that the index holds.
        """
        now = datetime.now(UTC)
        if self._too_early(now):
            self.counts["feeds_left"] += 1
            return
        try:
            done = await self._done(held)
            answer = await fetcher.get(self.url, self._validators(done))
            if answer.status == NOT_MODIFIED:
                self.counts["feeds_unchanged"] += 1
                return
            feed = await asyncio.to_thread(self._feed, answer)
        except LaterError as later:
            self.counts["feeds_left"] += 1
            self._rest(now, str(later), later.seconds)
        except FetchError as error:
            self._rest(now, error.error, None)
            yield Unreadable(self.uri, error.reason, f"{self.uri}: {error.error}")
        else:
            async for each in self._entries(feed, done, fetcher):
                yield each
            self._settle(feed, answer, now)

    def _too_early(self, now: datetime) -> bool:
        rest = self.before.not_before if self.before else None
        return rest is not None and rest > now

    async def _done(self, held: Callable[[Iterable[str]], set[str]]) -> dict[str, str]:
        """The entries that there is nothing to do with, by id, as long as they stay as they are."""
        if self.before is None or self.before.setup != self.setup:
            return {}
        known = self.before.entries
        there = await asyncio.to_thread(held, list(known))
        return {id: told for id, told in known.items() if id in there}

    def _validators(self, done: dict[str, str]) -> dict[str, str]:
        # All of it is asked for where anything is missing, whatever took it out of the index.
        if self.before is None or self.before.setup != self.setup:
            return {}
        return dict(self.before.validators) if len(done) == len(self.before.entries) else {}

    def _feed(self, answer: Answer) -> Feed:
        content, whole = answer.body(self.options.max_bytes)
        if not whole:
            told = f"the feed is over the limit of {self.options.max_bytes:,} bytes"
            raise FetchError(Reason.TOO_LARGE, told)
        try:
            # By the address as it is shown: what is relative in it must not take on a secret.
            return read_feed(content, self.uri, answer.headers.get("content-type", ""))
        except BadFeedError as error:
            raise FetchError(Reason.BAD_FEED, str(error), for_now=True) from error

    async def _entries(
        self, feed: Feed, done: dict[str, str], fetcher: Fetcher
    ) -> AsyncIterator[Found]:
        place = Place(feed, self.uri, self.options)
        left = self.source.limits.entries
        for entry in feed.entries:
            found = self._known(entry, place, done)
            if found is None and left <= 0:
                self._leave(place.uri_of(entry))
                continue
            left -= found is None
            try:
                yield found or await self._article(entry, place, fetcher)
            except LaterError:
                self._leave(place.uri_of(entry))
        if feed.cut:
            self.complete = False
            yield Unreadable(self.uri, Reason.BAD_FEED, f"{self.uri}: {CUT}")

    def _known(self, entry: Entry, place: Place, done: dict[str, str]) -> Settled | None:
        """An entry that needs no work: it is as it was, or another of this run's is the same."""
        uri = place.uri_of(entry)
        if uri is None:
            return None
        id = RawArticle(uri, b"").id
        if id in self.taken:
            why = "read before in this run"
            return Settled(Ending.DUPLICATE, Reference(id, uri, why))
        self.taken.add(id)
        if done.get(id) != entry.signature:
            return None
        self.entries[id] = entry.signature
        return Settled(Ending.UNCHANGED, Reference(id, uri, "as it was"))

    async def _article(self, entry: Entry, place: Place, fetcher: Fetcher) -> Outcome:
        try:
            found = await self._made(entry, place, fetcher)
        except FetchError as error:
            found = place.unreadable(entry, error.reason, error.error)
            if error.for_now:
                self.complete = False
                return found
        self.entries[found.id] = entry.signature
        return found

    async def _made(self, entry: Entry, place: Place, fetcher: Fetcher) -> Outcome:
        if self.source.articles is ArticlesFrom.ENTRIES:
            return place.from_entry(entry)
        if entry.link is None:
            raise FetchError(Reason.BAD_ADDRESS, "the entry has no link to a page")
        answer = await fetcher.get(entry.link)
        return await asyncio.to_thread(place.from_page, entry, answer)

    def _leave(self, uri: str | None) -> None:
        """An entry is left for the next run, or for another feed that has it."""
        self.complete = False
        if uri is not None:
            self.taken.discard(RawArticle(uri, b"").id)
        self.counts["entries_left"] += 1

    def _settle(self, feed: Feed, answer: Answer, now: datetime) -> None:
        self.after = FeedState(
            feed=self.uri,
            source=self.source.name or "",
            read_at=now,
            validators=answer.validators if self.complete else {},
            entries=self.entries,
            setup=self.setup,
            error=CUT if feed.cut else None,
        )

    def _rest(self, now: datetime, why: str, seconds: float | None) -> None:
        """The same as before, but for what went wrong now."""
        before = self.before or FeedState(self.uri, self.source.name or "", now)
        rest = None if seconds is None else now + min(LONGEST_REST, timedelta(seconds=seconds))
        self.after = replace(before, read_at=now, error=why[:1_000], not_before=rest)
