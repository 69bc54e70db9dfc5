"""From a request to an Elasticsearch query."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from search.facets import facet
from search.request import SearchRequest, Sort
from transforms.article import NameKind

Clause = dict[str, Any]
Canonical = Callable[[str, NameKind], str]

# One analysis for all three, so that a query's words may stand in different fields.
FIELDS = ["title^3", "names^2", "body"]
EXACT = ["title.exact^3", "names.exact^2", "body.exact"]
PART = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')

# Marks around what was found: private-use characters, which no text brings along.
OPEN, CLOSE = "\ue000", "\ue001"

ORDER: dict[Sort, list[Clause]] = {
    Sort.RELEVANCE: [{"_score": "desc"}, {"published": "desc"}, {"id": "asc"}],
    Sort.NEWEST: [{"published": "desc"}, {"id": "asc"}],
    Sort.OLDEST: [{"published": "asc"}, {"id": "asc"}],
}


def body(request: SearchRequest, canonical: Canonical) -> Clause:
    """The body of a search for `dateline-articles`.

    Args:
        canonical: gives the canonical form of a name that may be an alias.
    """
    asked: Clause = {
        "query": {"bool": {**text_clauses(request.text), "filter": filters(request, canonical)}},
        "sort": ORDER[request.sort],
        "from": request.start,
        "size": request.size,
        "track_total_hits": True,
        "aggs": {name: facet(name).aggregation(request.facet_size) for name in request.facets},
        "highlight": HIGHLIGHT,
        "_source": {"excludes": ["text", "body", "bands", "signature", "entities", "metadata"]},
    }
    if request.collapse:
        copies = {"name": "copies", "size": 5, "_source": ["source", "url", "title", "published"]}
        asked["collapse"] = {"field": "story", "inner_hits": copies}
        asked["aggs"]["stories"] = {"cardinality": {"field": "story"}}
    return asked


HIGHLIGHT: Clause = {
    "pre_tags": [OPEN],
    "post_tags": [CLOSE],
    "order": "score",
    "fields": {
        "title": {"number_of_fragments": 0, "matched_fields": ["title", "title.exact"]},
        "body": {
            "number_of_fragments": 2,
            "fragment_size": 180,
            "no_match_size": 180,
            "matched_fields": ["body", "body.exact"],
        },
    },
}


def text_clauses(text: str) -> Clause:
    """Words must all occur, phrases to the letter; -words and -"phrases" must not occur."""
    words: list[str] = []
    must: list[Clause] = []
    must_not: list[Clause] = []
    for part in PART.finditer(text):
        phrase, word = part["phrase"], part["word"]
        if phrase is None:
            if part["minus"] and word:
                must_not.append(_words(word))
            elif word.strip("-"):
                words.append(word)
        elif phrase.strip():
            (must_not if part["minus"] else must).append(_phrase(phrase, EXACT))
    if not words:
        return {"must": must or [{"match_all": {}}], "must_not": must_not}
    together = " ".join(words)
    near = [_phrase(together, FIELDS, slop=3)] if len(words) > 1 else []
    return {"must": [*must, _words(together)], "should": near, "must_not": must_not}


def _words(words: str) -> Clause:
    return {
        "multi_match": {
            "query": words,
            "fields": FIELDS,
            "type": "cross_fields",
            "operator": "and",
        }
    }


def _phrase(words: str, fields: list[str], slop: int = 0) -> Clause:
    return {"multi_match": {"query": words, "fields": fields, "type": "phrase", "slop": slop}}


def filters(request: SearchRequest, canonical: Canonical) -> list[Clause]:
    """The request's filters as clauses, none of which scores."""
    found: list[Clause] = []
    for name in ("persons", "organisations", "places", "groups"):
        kind = facet(name).kind
        asked: tuple[str, ...] = getattr(request, name)
        found += [_term(name, canonical(value, kind)) for value in asked if kind]
    one_of = {
        "source": request.sources,
        "language": request.languages,
        "removed_kinds": request.removed,
    }
    for field, values in one_of.items():
        if values:
            found.append({"bool": {"should": [_term(field, value) for value in values]}})
    for field, days in (("about", request.about), ("published", request.published)):
        if days:
            found.append({"range": {field: days.clause()}})
    return found


def _term(field: str, value: str) -> Clause:
    return {"term": {field: {"value": value, "case_insensitive": True}}}
