"""Searching, as one call for the command line, a notebook or a page."""

from __future__ import annotations

from dataclasses import replace

from elasticsearch import Elasticsearch

from index_mappings.families import Aliases
from search.answering import answering
from search.histogram import histograms
from search.loosened import loosened
from search.paging import deep_page
from search.query import RANKED_AS_ONE, body
from search.request import SearchRequest
from search.result import SearchResult, read
from search.suggest import suggestion
from search.understanding import Understood, understand
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
        deep = bool(request.deep or request.after)
        result = (deep_page if deep else _one_page)(client, aliases, asked)
        told = suggestion(client, aliases, asked, result.total)
        if not result.total and not deep and (query := loosened(asked.query)):
            looser = replace(asked, query=query)
            if (near := _one_page(client, aliases, looser)).total:
                result, asked = replace(near, loosened=True), looser
        result = replace(
            result,
            notes=asked.query.notes,
            also=asked.also,
            absent=asked.absent,
            suggestion=told,
            histograms=histograms(client, aliases, asked),
        )
        if result.total:
            return result
        return replace(
            result,
            unmatched=unmatched(client, aliases.articles, request, asked.query, asked.naming),
        )


def _one_page(client: Elasticsearch, aliases: Aliases, asked: Understood) -> SearchResult:
    found = client.search(
        index=aliases.articles,
        body=body(asked.request, asked.naming, asked.query),
        search_type=RANKED_AS_ONE,
    )
    return read(found.body)
