"""Searching, as one call for the command line, a notebook or a page."""

from __future__ import annotations

from collections.abc import Callable

from elasticsearch import Elasticsearch, NotFoundError

from index_mappings.families import Aliases
from search.days import SearchError
from search.query import body
from search.request import SearchRequest
from search.result import SearchResult, read
from transforms.article import NameKind

MOST_HITS = 10_000


def find(
    client: Elasticsearch,
    aliases: Aliases,
    request: SearchRequest,
    canonical: Callable[[str, NameKind], str] = lambda name, kind: name,
) -> SearchResult:
    """What the index holds for a request.

    Args:
        canonical: gives the canonical form of a name in a filter that may be an alias.

    Raises:
        SearchError: an unknown facet, a size that is out of bounds, or no index yet.
    """
    if request.size < 0 or request.start < 0 or request.start + request.size > MOST_HITS:
        raise SearchError(f"start and size must be positive and end within {MOST_HITS:,} hits.")
    try:
        answer = client.search(index=aliases.articles, body=body(request, canonical))
    except NotFoundError as error:
        raise SearchError(
            f"There is no index {aliases.articles} yet: load something with `dateline ingest`."
        ) from error
    return read(answer.body)
