"""Why a search found nothing: names in its filters that no article has, and what is near them."""

from __future__ import annotations

from dataclasses import dataclass

from elasticsearch import Elasticsearch
from rapidfuzz import fuzz, process

from search.naming import Naming
from search.parts import Query
from search.request import NAMES, SearchRequest
from transforms.names.keys import name_key

# A scan of this many values takes some 20 ms; the rarest names of a large index are not offered.
MOST_VALUES = 10_000
# Of 100, on keys of names: a letter or two of a word, a word left out, words in another order.
NEAR_ENOUGH = 78
MOST_OFFERED = 3


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A value of a filter that no article has; `near` are values that some have, best first."""

    field: str
    value: str
    near: tuple[str, ...]


def unmatched(
    client: Elasticsearch, index: str, request: SearchRequest, query: Query, naming: Naming
) -> tuple[Unmatched, ...]:
    """The names, sources and authors of a request's filters that the whole index lacks."""
    asked = _values(request, query)
    if not asked:
        return ()
    answer = client.search(
        index=index,
        size=0,
        aggs={field: {"terms": {"field": field, "size": MOST_VALUES}} for field in asked},
    )
    counted = answer["aggregations"]
    return tuple(
        found
        for field, values in asked.items()
        for found in _of_field(
            field, values, [bucket["key"] for bucket in counted[field]["buckets"]], naming
        )
    )


def _values(request: SearchRequest, query: Query) -> dict[str, tuple[str, ...]]:
    asked = {field: getattr(request, field) for field in NAMES}
    asked |= {"source": request.sources, "authors": request.authors}
    for each in query.filters:
        if each.operator.field in asked:
            asked[each.operator.field] = (*asked[each.operator.field], each.value)
    return {field: tuple(dict.fromkeys(values)) for field, values in asked.items() if values}


def _of_field(
    field: str, asked: tuple[str, ...], there: list[str], naming: Naming
) -> list[Unmatched]:
    value_of_key = {name_key(value): value for value in there}
    known = {value.casefold() for value in there}
    kind = NAMES.get(field)
    # An alias leads to its name, where some article has that.
    for name in naming.curated.of_kind(kind) if kind else ():
        if name.canonical.casefold() in known:
            for alias in name.aliases:
                value_of_key.setdefault(name_key(alias), name.canonical)
    return [
        Unmatched(field, value, _near(name_key(value), value_of_key))
        for value in asked
        if known.isdisjoint(told.casefold() for told in naming.forms(value, kind))
    ]


def _near(key: str, value_of_key: dict[str, str]) -> tuple[str, ...]:
    scored = process.extract(
        key, list(value_of_key), scorer=fuzz.token_ratio, score_cutoff=NEAR_ENOUGH, limit=20
    )
    found = dict.fromkeys(value_of_key[near] for near, _, _ in scored)
    return tuple(found)[:MOST_OFFERED]
