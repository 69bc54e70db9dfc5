"""Articles that tell of the same as one article: its kin, not its copies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from elasticsearch import Elasticsearch

from index_mappings.families import Aliases
from index_mappings.one_article import find_document
from search.answering import answering
from search.clauses import Clause
from search.errors import SearchError, shown
from search.query import BY_ID, COPIES, NEWEST, SHOWN
from search.result import Hit, hit_of

MOST_RELATED = 100
# What is asked of the words of an article: the 40 that tell most, each in two articles at least,
# of which a related article has one in five.
LIKE = {
    "max_query_terms": 40,
    "min_term_freq": 2,
    "min_doc_freq": 2,
    "min_word_length": 3,
    "minimum_should_match": "20%",
}
TITLE = LIKE | {"min_term_freq": 1, "minimum_should_match": 1, "max_query_terms": 12}
NAMED = {"persons": 1.0, "organisations": 0.7, "places": 0.5}
MOST_NAMES = 30
NEAR_IN_TIME = {"origin": "", "scale": "60d", "offset": "7d", "decay": 0.6}


def related(client: Elasticsearch, aliases: Aliases, id: str, size: int = 10) -> tuple[Hit, ...]:
    """The articles nearest to one in words, names and time, one a story, its own story left out.

    Raises SearchError where there is no such article, and as `find`.
    """
    if not 1 <= size <= MOST_RELATED:
        raise SearchError(f"size must be 1 to {MOST_RELATED}.")
    with answering(aliases):
        document = find_document(client, aliases, id)
        if document is None:
            raise SearchError(f"There is no article {shown(id)}: ids are shown with each hit.")
        answer = client.search(index=aliases.articles, body=_asked(document, size))
    found = tuple(map(hit_of, answer["hits"]["hits"]))
    return tuple(replace(hit, fragments=()) for hit in found)


def _asked(document: dict[str, Any], size: int) -> Clause:
    like = [{"like": told} for told in (document.get("title"), document.get("body")) if told]
    alike: list[Clause] = []
    if document.get("body"):
        told = [document.get("title") or "", document["body"]]
        alike.append({"more_like_this": {"fields": ["body"], "like": told, **LIKE}})
    if document.get("title"):
        title = {"fields": ["title"], "like": document["title"], **TITLE, "boost": 2.0}
        alike.append({"more_like_this": title})
    query: Clause = {
        "bool": {
            "must": {"bool": {"should": [*alike, *_names(document)]}},
            "must_not": [
                {"ids": {"values": [document["id"]]}},
                {"term": {"story": document.get("story", document["id"])}},
            ],
        }
    }
    if not like:
        query["bool"]["must"] = {"match_none": {}}
    return {
        "query": _sooner(query, document.get("published")),
        "size": size,
        "sort": [{"_score": "desc"}, NEWEST, BY_ID],
        "track_total_hits": False,
        "collapse": {"field": "story", "inner_hits": COPIES},
        "_source": SHOWN,
    }


def _names(document: dict[str, Any]) -> list[Clause]:
    """Names in common; a rare one says more than one that stands everywhere, by its own weight."""
    found: list[Clause] = []
    for field, boost in NAMED.items():
        names: Sequence[str] = document.get(field, ())
        found += [{"term": {field: {"value": name, "boost": boost}}} for name in names[:MOST_NAMES]]
    return found


def _sooner(query: Clause, published: str | None) -> Clause:
    """The same, with what was published near the same day before what was long before or after."""
    if published is None:
        return query
    near = {"gauss": {"published": NEAR_IN_TIME | {"origin": published}}, "weight": 0.5}
    return {
        "function_score": {
            "query": query,
            "functions": [near, {"weight": 0.5}],
            "score_mode": "sum",
            "boost_mode": "multiply",
        }
    }
