"""Searching, as one call for the command line, a notebook or a page."""

from __future__ import annotations

from dataclasses import replace

from elasticsearch import ApiError, BadRequestError, Elasticsearch, NotFoundError, TransportError

from index_mappings.client import ClusterError
from index_mappings.families import Aliases
from search.errors import SearchError
from search.query import body
from search.request import SearchRequest
from search.result import SearchResult, read
from search.unmatched import unmatched
from transforms.names.compare import NO_NAMES
from transforms.names.curated import CuratedNames


def find(
    client: Elasticsearch,
    aliases: Aliases,
    request: SearchRequest,
    names: CuratedNames = NO_NAMES,
) -> SearchResult:
    """What the index holds for a request.

    Args:
        names: curated names; a filter may give any of their aliases.

    Raises:
        SearchError: an unknown facet or kind of removal, something out of bounds, a text without
            a word, or no index yet.
        ClusterError: Elasticsearch does not answer.
    """
    request = request.checked()
    asked = body(request, names)
    try:
        result = read(client.search(index=aliases.articles, body=asked).body)
        if result.total:
            return result
        return replace(result, unmatched=unmatched(client, aliases.articles, request, names))
    except NotFoundError as error:
        raise SearchError(
            f"There is no index {aliases.articles} yet: load something with `dateline ingest`."
        ) from error
    except BadRequestError as error:
        raise SearchError(
            f"Elasticsearch can't answer this ({_cause(error)}): ask for less at once."
        ) from error
    except (ApiError, TransportError) as error:
        # Never the error's own text: it can hold the URL with its credentials.
        status = (
            f"HTTP {error.status_code}" if isinstance(error, ApiError) else type(error).__name__
        )
        raise ClusterError(
            f"Elasticsearch did not answer the search ({status}). Is it running? "
            "`dateline node status` tells for the local one."
        ) from error


def _cause(error: BadRequestError) -> str:
    told = error.body.get("error", {}) if isinstance(error.body, dict) else {}
    causes = told.get("root_cause", []) if isinstance(told, dict) else []
    return str(causes[0].get("reason")) if causes else error.message
