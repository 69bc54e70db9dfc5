"""One document a feed: how far it was read, so that the next run fetches what is new alone.

A family of its own, for it is neither a report of a run, which is never changed when it is over,
nor an article; and in the index, because the next run may be on another machine. It is written at
the end of a run, when all that it speaks of is loaded: a run that is killed reads its feeds again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from elasticsearch import Elasticsearch

from index_mappings.documents import Document
from index_mappings.families import Aliases
from index_mappings.load import Refused, put
from index_mappings.lookup import look_up_raw, past_attempts
from index_mappings.settings import Settings

PAGE = 1_000


@dataclass(frozen=True)
class FeedState:
    """How far a feed was read.

    Args:
        feed: its address, without credentials.
        source: the name of the source that it belongs to.
        read_at: when it was last asked for.
        validators: headers that make the next request a conditional one; empty where it has to be
            read in full.
        entries: what is done with: by the article's id, the signature of the entry.
        setup: the hash of the settings by which it was read.
        not_before: before this moment its server asks to be left alone.
        error: why it could not be read the last time; None where it could.
    """

    feed: str
    source: str
    read_at: datetime
    validators: Mapping[str, str] = field(default_factory=dict)
    entries: Mapping[str, str] = field(default_factory=dict)
    setup: str = ""
    not_before: datetime | None = None
    error: str | None = None


def feed_id(url: str) -> str:
    """The id of a feed's document: of its whole address, of which no document holds the secrets."""
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def feed_states(
    client: Elasticsearch, aliases: Aliases, urls: Iterable[str]
) -> dict[str, FeedState]:
    """How far these feeds were read, by their addresses; those that never were are left out."""
    by_id = {feed_id(url): url for url in urls}
    if not by_id:
        return {}
    answer = client.mget(index=aliases.feeds, ids=list(by_id))
    return {by_id[doc["_id"]]: _state(doc["_source"]) for doc in answer["docs"] if doc.get("found")}


def write_feed_states(
    client: Elasticsearch,
    aliases: Aliases,
    states: Mapping[str, FeedState],
    run: str,
    settings: Settings,
) -> list[Refused]:
    """Write how far feeds were read, by their addresses. Returns what was refused."""
    documents = {feed_id(url): _document(state, run) for url, state in states.items()}
    return put(client, aliases.feeds, documents, settings)


def held(client: Elasticsearch, aliases: Aliases, ids: Iterable[str]) -> set[str]:
    """Those of `ids` of which the index holds what was read, or why it could not be."""
    left, found = list(ids), set()
    while left:
        page, left = left[:PAGE], left[PAGE:]
        raws = look_up_raw(client, aliases, page)
        found |= {id for id, raw in raws.items() if not raw.gone}
        found |= set(past_attempts(client, aliases, [id for id in page if id not in found]))
    return found


def _state(source: Document) -> FeedState:
    not_before = source.get("not_before")
    return FeedState(
        source["feed"],
        source["source"],
        datetime.fromisoformat(source["read_at"]),
        source.get("validators", {}),
        source.get("entries", {}),
        source.get("setup", ""),
        datetime.fromisoformat(not_before) if not_before else None,
        source.get("error"),
    )


def _document(state: FeedState, run: str) -> Document:
    told = {
        "feed": state.feed,
        "source": state.source,
        "run": run,
        "read_at": state.read_at.isoformat(),
        "not_before": state.not_before.isoformat() if state.not_before else None,
        "error": state.error,
        "setup": state.setup,
        "validators": dict(state.validators),
        "entries": dict(state.entries),
        "count": len(state.entries),
    }
    return {key: value for key, value in told.items() if value is not None}
