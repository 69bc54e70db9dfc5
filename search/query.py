"""From a request to an Elasticsearch query."""

from __future__ import annotations

from typing import Any

from search.facets import facet
from search.names import forms
from search.request import NAMES, SearchRequest, Sort
from search.words import Words
from transforms.names.curated import CuratedNames

Clause = dict[str, Any]

# One analysis for all three, so that a query's words may stand in different fields.
FIELDS = ["title^3", "names^2", "body"]
EXACT = ["title.exact^3", "names.exact^2", "body.exact"]
SHOWN = [
    "title", "authors", "source", "language", "published", "url", "story",
    "persons", "organisations", "places", "groups",
]  # fmt: skip
MOST_COPIES = 5

# Marks around what was found: private-use characters, which texts hardly ever bring along.
OPEN, CLOSE = "\ue000", "\ue001"

# Articles without a date come last either way; the id makes every order the same each time.
BY_ID: Clause = {"id": "asc"}
NEWEST: Clause = {"published": {"order": "desc", "missing": "_last"}}
OLDEST: Clause = {"published": {"order": "asc", "missing": "_last"}}
ORDER: dict[Sort, list[Clause]] = {
    Sort.RELEVANCE: [{"_score": "desc"}, NEWEST, BY_ID],
    Sort.NEWEST: [NEWEST, BY_ID],
    Sort.OLDEST: [OLDEST, BY_ID],
}

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


def body(request: SearchRequest, names: CuratedNames) -> Clause:
    """The body of a search for `dateline-articles`.

    Args:
        names: curated names; a filter may give any of their aliases.

    Raises SearchError on an unknown facet or a text that can't be searched for.
    """
    asked: Clause = {
        "query": matching(request, names),
        "sort": ORDER[request.sort],
        "from": request.start,
        "size": request.size,
        "track_total_hits": True,
        "aggs": {name: facet(name).aggregation(request.facet_size) for name in request.facets},
        "highlight": HIGHLIGHT,
        "_source": SHOWN,
    }
    if request.collapse:
        copies = {
            "name": "copies",
            "size": MOST_COPIES + 1,  # the article that is shown may be among them
            "sort": [NEWEST, BY_ID],
            "_source": ["source", "url", "title"],
        }
        asked["collapse"] = {"field": "story", "inner_hits": copies}
        asked["aggs"]["stories"] = {
            "cardinality": {"field": "story", "precision_threshold": 40_000}
        }
    return asked


def matching(request: SearchRequest, names: CuratedNames) -> Clause:
    """The query alone: which articles a request is about. Raises as `body` does."""
    return {"bool": {**text_clauses(request.text), "filter": filters(request, names)}}


def text_clauses(text: str) -> Clause:
    """Words must all occur, phrases to the letter; -words and -"phrases" must not occur."""
    asked = Words.parse(text)
    must = [_phrase(phrase, EXACT) for phrase in asked.phrases]
    near = []
    if asked.words:
        together = " ".join(asked.words)
        must.append(_words(together))
        if len(asked.words) > 1:
            near.append(_phrase(together, [*FIELDS, *EXACT], slop=3))
    return {
        "must": must or [{"match_all": {}}],
        "should": near,
        "must_not": [
            *map(_words, asked.without_words),
            *(_phrase(phrase, EXACT) for phrase in asked.without_phrases),
        ],
    }


def _words(words: str) -> Clause:
    # The exact fields keep stop words: "the who" finds what is nothing but stop words to the
    # others, and a word as it was typed ranks above its kin.
    either = [
        {
            "multi_match": {
                "query": words,
                "fields": fields,
                "type": "cross_fields",
                "operator": "and",
            }
        }
        for fields in (FIELDS, EXACT)
    ]
    return {"dis_max": {"queries": either, "tie_breaker": 0.3}}


def _phrase(words: str, fields: list[str], slop: int = 0) -> Clause:
    return {"multi_match": {"query": words, "fields": fields, "type": "phrase", "slop": slop}}


def filters(request: SearchRequest, names: CuratedNames) -> list[Clause]:
    """The request's filters as clauses, none of which scores."""
    found: list[Clause] = [
        _any_of(field, forms(names, value, kind))
        for field, kind in NAMES.items()
        for value in getattr(request, field)
    ]
    one_of = {
        "source": request.sources,
        "authors": request.authors,
        "language": request.languages,
        "removed_kinds": request.removed,
    }
    found += [_any_of(field, values) for field, values in one_of.items() if values]
    for field, days in (("about", request.about), ("published", request.published)):
        if days:
            found.append({"range": {field: days.clause()}})
    return found


def _any_of(field: str, values: tuple[str, ...]) -> Clause:
    return {"bool": {"should": [_term(field, value) for value in values]}}


def _term(field: str, value: str) -> Clause:
    return {"term": {field: {"value": value, "case_insensitive": True}}}
