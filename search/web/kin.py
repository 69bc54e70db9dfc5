"""What stands beside an article: the copies of its story, and its kin."""

from __future__ import annotations

from dataclasses import dataclass

from elasticsearch import Elasticsearch

from index_mappings.families import Aliases
from search.answering import answering
from search.query import BY_ID, NEWEST, SHOWN
from search.related import related
from search.result import Hit, hit_of

MOST_COPIES = 20
MOST_RELATED = 5


@dataclass(frozen=True, slots=True)
class Kin:
    """Articles of the same story, the newest first, and articles of other stories near to it."""

    copies: tuple[Hit, ...]
    related: tuple[Hit, ...]


def kin(client: Elasticsearch, aliases: Aliases, id: str, story: str | None) -> Kin:
    """The kin of an article that is in the index. Raises as `find`."""
    return Kin(_copies(client, aliases, id, story), related(client, aliases, id, MOST_RELATED))


def _copies(client: Elasticsearch, aliases: Aliases, id: str, story: str | None) -> tuple[Hit, ...]:
    with answering(aliases):
        answer = client.search(
            index=aliases.articles,
            query={
                "bool": {
                    "filter": {"term": {"story": story or id}},
                    "must_not": {"ids": {"values": [id]}},
                }
            },
            sort=[NEWEST, BY_ID],
            size=MOST_COPIES,
            source_includes=SHOWN,
        )
    return tuple(map(hit_of, answer["hits"]["hits"]))
