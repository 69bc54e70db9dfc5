"""Searching, as one call for the command line, a notebook or a page."""

from __future__ import annotations

from dataclasses import replace

from elasticsearch import Elasticsearch

from index_mappings.families import Aliases
from search.answering import answering
from search.histogram import histograms
from search.paging import deep_page
from search.query import RANKED_AS_ONE, body
from search.request import SearchRequest
from search.result import SearchResult, read
from search.suggest import suggestion
from search.understanding import understand
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
        names: curated names; words and filters may give any of their aliases.

    Raises:
        SearchError: an unknown facet or kind of removal, something out of bounds, a text that is
            too long, or no index yet.
        ClusterError: Elasticsearch does not answer.
    """
    request = request.checked()
    with answering(aliases):
        asked = understand(client, aliases, request, names)
        if request.deep or request.after:
            result = deep_page(client, aliases, asked)
        else:
            found = client.search(
                index=aliases.articles,
                body=body(request, asked.naming, asked.query),
                search_type=RANKED_AS_ONE,
            )
            result = read(found.body)
        result = replace(
            result,
            notes=asked.query.notes,
            also=asked.also,
            absent=asked.absent,
            suggestion=suggestion(client, aliases, asked, result.total),
            histograms=histograms(client, aliases, asked),
        )
        if result.total:
            return result
        return replace(
            result,
            unmatched=unmatched(client, aliases.articles, request, asked.query, asked.naming),
        )
