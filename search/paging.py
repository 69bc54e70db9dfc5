"""Through all hits of a search, however many: a point in time, and where in it the last page ended.

A page's `next` holds both, and a hash of the request: it goes on with the same request alone.
Nothing is kept here; Elasticsearch lets go of the moment some minutes after the last page.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError

from index_mappings.families import Aliases
from search.answering import answering
from search.errors import SearchError
from search.query import RANKED_AS_ONE, body
from search.request import SearchRequest
from search.result import SearchResult, read
from search.understanding import understand
from transforms.names.compare import NO_NAMES
from transforms.names.curated import CuratedNames

if TYPE_CHECKING:
    from search.understanding import Understood

KEEP_ALIVE = "5m"
LONGEST_TOKEN = 20_000
NOT_OURS = "`after` is none that an earlier page of this request gave: begin with the first page."


@dataclass(frozen=True)
class Place:
    """Where in which moment a page ended."""

    moment: str
    behind: tuple[Any, ...]
    of: str

    def token(self) -> str:
        """As a text for addresses and commands."""
        told = json.dumps([self.moment, self.behind, self.of], separators=(",", ":"))
        return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, token: str) -> Place:
        """Raises SearchError where it is no token."""
        if len(token) > LONGEST_TOKEN:
            raise SearchError(NOT_OURS)
        try:
            told = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
            moment, behind, of = told
        except (ValueError, TypeError, binascii.Error, RecursionError) as error:
            raise SearchError(NOT_OURS) from error
        plain = isinstance(behind, list) and all(
            isinstance(each, (str, int, float, type(None))) for each in behind
        )
        if not (plain and isinstance(moment, str) and isinstance(of, str)):
            raise SearchError(NOT_OURS)
        return cls(moment, tuple(behind), of)


def deep_page(client: Elasticsearch, aliases: Aliases, asked: Understood) -> SearchResult:
    """The first page of a deep request, or the one behind `after`."""
    request = asked.request
    if request.collapse or request.start:
        raise SearchError("Deep paging goes without `collapse` and `start`: leave them out.")
    place = Place.read(request.after) if request.after else None
    if place and place.of != _hash(request):
        raise SearchError(NOT_OURS)
    moment = place.moment if place else _open(client, aliases)
    search = body(request, asked.naming, asked.query) | {
        "pit": {"id": moment, "keep_alive": KEEP_ALIVE}
    }
    del search["from"]
    if place:
        search["search_after"] = list(place.behind)
    try:
        answer = client.search(body=search, search_type=RANKED_AS_ONE).body
    except NotFoundError as error:
        raise SearchError(
            "The moment of this search is over: begin with the first page."
        ) from error
    hits = answer["hits"]["hits"]
    result = read(answer)
    if len(hits) < max(request.size, 1):
        _close(client, answer["pit_id"])
        return result
    behind = Place(answer["pit_id"], tuple(hits[-1]["sort"]), _hash(request))
    return replace(result, next=behind.token())


def pages(
    client: Elasticsearch,
    aliases: Aliases,
    request: SearchRequest,
    names: CuratedNames = NO_NAMES,
) -> Iterator[SearchResult]:
    """All hits of a request, page by page of its `size`, as the index is now.

    Facets are counted with the first page alone. Errors as those of `find`.
    """
    request = replace(request, deep=True).checked()
    with answering(aliases):
        asked = understand(client, aliases, request, names)
        page = deep_page(client, aliases, asked)
        while True:
            yield page
            if not page.next:
                return
            later = replace(request, after=page.next, facets=())
            page = deep_page(client, aliases, replace(asked, request=later))


def _hash(request: SearchRequest) -> str:
    # What a page shows beside the hits may change from one to the next.
    same = replace(request, after="", deep=True, facets=(), facet_size=1, histograms=(), size=1)
    return hashlib.sha256(repr(same).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _open(client: Elasticsearch, aliases: Aliases) -> str:
    opened = client.open_point_in_time(index=aliases.articles, keep_alive=KEEP_ALIVE)
    return str(opened["id"])


def _close(client: Elasticsearch, moment: str) -> None:
    with suppress(ApiError, TransportError):  # it ends by itself
        client.close_point_in_time(id=moment)
