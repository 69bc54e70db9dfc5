"""The names that are far commoner among the articles found than in the whole index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from elasticsearch import Elasticsearch

from index_mappings.families import Aliases
from search.answering import answering
from search.errors import SearchError, shown
from search.query import everything
from search.request import NAMES, SearchRequest
from search.understanding import understand
from transforms.names.compare import NO_NAMES
from transforms.names.curated import CuratedNames

MOST_NAMES = 1_000
# In fewer articles a name is there by chance.
LEAST_ARTICLES = 3


@dataclass(frozen=True, slots=True)
class SignificantName:
    """A name that stands out.

    Args:
        count: articles with it among those found.
        whole: articles with it in the whole index.
        score: Elasticsearch's JLH score: how much commoner it is, absolutely times relatively.
    """

    name: str
    count: int
    whole: int
    score: float


@dataclass(frozen=True, slots=True)
class Significant:
    """The names by facet, the most significant first; of `total` articles found, of `index`."""

    total: int
    index: int
    names: dict[str, tuple[SignificantName, ...]]


def significant(
    client: Elasticsearch,
    aliases: Aliases,
    request: SearchRequest,
    names: CuratedNames = NO_NAMES,
    fields: Sequence[str] = ("persons", "organisations", "places"),
    size: int = 10,
) -> Significant:
    """The names by which the articles of a request stand out from the whole index.

    Args:
        fields: of `search.request.NAMES`.

    Raises SearchError on an unknown field, and as `find`.
    """
    if wrong := [field for field in fields if field not in NAMES]:
        raise SearchError(f"No names are in {shown(wrong[0])}. There are: {', '.join(NAMES)}.")
    if not 1 <= size <= MOST_NAMES:
        raise SearchError(f"size must be 1 to {MOST_NAMES:,}.")
    request = request.checked()
    with answering(aliases):
        asked = understand(client, aliases, request, names)
        told = {"size": size, "min_doc_count": LEAST_ARTICLES}
        answer = client.search(
            index=aliases.articles,
            size=0,
            query=everything(request, asked.query, asked.naming),
            track_total_hits=True,
            aggs={field: {"significant_terms": {"field": field, **told}} for field in fields},
        )
    counted = answer.get("aggregations", {})
    found = {
        field: tuple(
            SignificantName(each["key"], each["doc_count"], each["bg_count"], each["score"])
            for each in counted[field]["buckets"]
        )
        for field in fields
    }
    whole = max((each["bg_count"] for each in counted.values()), default=0)
    return Significant(answer["hits"]["total"]["value"], whole, found)
