"""From a request to the body of a search."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from search.clauses import Clause, any_of, marking, scored, where
from search.errors import SearchError
from search.facets import Facet, facet
from search.naming import Naming
from search.parts import Query
from search.request import NAMES, SearchRequest, Sort
from search.syntax import parse
from transforms.names.curated import CuratedNames

SHOWN = [
    "title", "authors", "source", "language", "published", "url", "story",
    "persons", "organisations", "places", "groups",
]  # fmt: skip
MOST_COPIES = 5
RANKED_AS_ONE = "dfs_query_then_fetch"
"""How rare a word is, is counted over all indices: how they are split changes no order of hits."""

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
    Sort.TITLE: [{"title.sort": {"order": "asc", "missing": "_last"}}, NEWEST, BY_ID],
    Sort.SOURCE: [{"source": {"order": "asc", "missing": "_last"}}, NEWEST, BY_ID],
    Sort.LONGEST: [{"words": {"order": "desc", "missing": "_last"}}, NEWEST, BY_ID],
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


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A filter on a field, and the values that it asks for."""

    field: str
    clause: Clause
    values: tuple[str, ...] = ()


def body(request: SearchRequest, naming: Naming, query: Query | None = None) -> Clause:
    """The body of a search for `dateline-articles`.

    Args:
        naming: names that filters and words may give by any of their aliases.
        query: the request's text, where it is parsed already.

    Raises SearchError on an unknown facet or a text that is too long.
    """
    query = query or parse(request.text)
    narrowing = narrowings(request, query, naming)
    facets = {name: facet(name) for name in request.facets}
    # What a facet of its own counts around is applied after counting; all else before.
    counted = {each.field for each in facets.values()}
    after = [each for each in narrowing if each.field in counted]
    before = [each.clause for each in narrowing if each.field not in counted]
    asked: Clause = {
        "query": {"bool": _matching(query, before, naming)},
        "sort": ORDER[request.sort],
        "from": request.start,
        "size": request.size,
        "track_total_hits": True,
        "track_scores": request.sort is Sort.RELEVANCE,
        "aggs": {name: _counting(each, after, request.facet_size) for name, each in facets.items()},
        "highlight": highlight(query, naming),
        "_source": SHOWN,
    }
    if after:
        asked["post_filter"] = _together(after)
    if request.collapse:
        asked["collapse"] = {"field": "story", "inner_hits": COPIES}
        stories = {"cardinality": {"field": "story", "precision_threshold": 40_000}}
        asked["aggs"]["stories"] = _within(after, {"found": stories})
    return asked


COPIES: Clause = {
    "name": "copies",
    "size": MOST_COPIES + 1,  # the article that is shown may be among them
    "sort": [NEWEST, BY_ID],
    "_source": ["source", "url", "title"],
}


def highlight(query: Query, naming: Naming) -> Clause:
    """What is marked in each hit, and which pieces of its body are shown."""
    marked = marking(query.scored, naming)
    return HIGHLIGHT | ({"highlight_query": marked} if marked else {})


def _counting(counted: Facet, after: list[Narrowing], size: int) -> Clause:
    """A facet under all filters but its own; in each bucket what is left under those too."""
    others = [each for each in after if each.field != counted.field]
    own = [each for each in after if each.field == counted.field]
    found = counted.aggregation(size)
    if not after:
        return found
    if own:
        found["aggs"] = {"within": {"filter": _together(own)}}
    aggs: Clause = {"found": found}
    chosen = sorted({value for each in own for value in each.values})
    if chosen and not counted.by:
        aggs["chosen"] = counted.aggregation_of(chosen) | {"aggs": found["aggs"]}
    return _within(others, aggs)


def _within(filters: list[Narrowing], aggs: Clause) -> Clause:
    return {"filter": _together(filters), "aggs": aggs}


def _together(filters: Iterable[Narrowing]) -> Clause:
    return {"bool": {"filter": [each.clause for each in filters]}}


def matching(request: SearchRequest, names: CuratedNames) -> Clause:
    """The query alone: which articles a request is about.

    Raises SearchError where anything of its text is not understood: what is done with these
    articles must not be done with others.
    """
    query = parse(request.text)
    if query.notes:
        raise SearchError(" ".join(query.notes))
    naming = Naming(names)
    narrowing = [each.clause for each in narrowings(request, query, naming)]
    return {"bool": _matching(query, narrowing, naming)}


def everything(request: SearchRequest, query: Query, naming: Naming) -> Clause:
    """The query with all filters in it, for what counts nothing around them."""
    return matching_under(query, narrowings(request, query, naming), naming)


def matching_under(query: Query, filters: Iterable[Narrowing], naming: Naming) -> Clause:
    """The query with these filters in it."""
    return {"bool": _matching(query, [each.clause for each in filters], naming)}


def _matching(query: Query, narrowing: list[Clause], naming: Naming) -> Clause:
    found = scored(query.scored, naming)
    must = found.get("must") or [{"match_all": {}}]
    return {**found, "must": must, "filter": [*found.get("filter", ()), *narrowing]}


def narrowings(request: SearchRequest, query: Query, naming: Naming) -> list[Narrowing]:
    """The filters of a request and of its text, none of which scores."""
    found = [
        Narrowing(field, any_of(field, forms := naming.forms(value, kind)), forms)
        for field, kind in NAMES.items()
        for value in getattr(request, field)
    ]
    one_of = {
        "source": request.sources,
        "authors": request.authors,
        "language": request.languages,
        "removed_kinds": request.removed,
    }
    for each in query.filters:
        if not each.operator.either:
            clause = where(each.operator, each.value, naming)
            values = naming.forms(each.value, each.operator.kind) if each.operator.kind else ()
            found.append(Narrowing(each.operator.field, clause, values))
        else:
            field = each.operator.field
            one_of[field] = (*one_of.get(field, ()), each.value)
    found += [Narrowing(field, any_of(field, told), told) for field, told in one_of.items() if told]
    for field, days in (("about", request.about), ("published", request.published)):
        if days:
            found.append(Narrowing(field, {"range": {field: days.clause()}}))
    return found
