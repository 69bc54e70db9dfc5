"""Writing merged names into the articles that they touch, and into no others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from index_mappings.client import ClusterError, patiently
from index_mappings.families import Aliases
from index_mappings.load import patch
from index_mappings.lookup import PLACE, copies_of
from index_mappings.moment import PointInTime
from index_mappings.names.corpus import Articles, applied
from index_mappings.names.merged import SOURCES, mark, marks, merged_fields
from index_mappings.settings import Settings
from transforms.names.across.model import Merge, State

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

CLAUSES_A_QUERY = 400
HITS_A_PAGE = 2_000
ARTICLES_A_WRITE = 200
ROUNDS = 5


def touched(now: PointInTime, articles: Articles, state: State) -> list[str]:
    """The ids of the articles that do not yet say what their names are called, in order.

    Args:
        articles: those that were looked at: of them it is known. Others are asked for.
    """
    found = {
        id
        for id, around in articles.around.items()
        if articles.merged[id] != frozenset(marks(merges_in(state, id, around.names)))
    }
    found |= set(_unmarked(now, state)) | set(_with_stale_marks(now, state))
    return sorted(found)


def merges_in(state: State, article: str, names: Iterable[str]) -> dict[str, Merge]:
    """What the names of an article are called otherwise, by id."""
    return {id: merge for id in names if (merge := state.of(article, id))}


def _unmarked(now: PointInTime, state: State) -> Iterator[str]:
    """Articles with a name that is merged everywhere, and not in them."""
    placed = {name for _, name in state.placed}
    clauses = (
        {
            "bool": {
                "filter": {"term": {"name_ids": id}},
                "must_not": {"term": {"merged": mark(id, merge)}},
            }
        }
        for id, merge in sorted(state.merged.items())
        if id not in placed
    )
    while part := list(islice(clauses, CLAUSES_A_QUERY)):
        yield from _ids(now, {"bool": {"should": part}})


def _with_stale_marks(now: PointInTime, state: State) -> Iterator[str]:
    """Articles in which something is merged that is merged in none any more."""
    merges = [*state.merged.items(), *((name, m) for (_, name), m in state.placed.items())]
    holding = {mark(id, merge) for id, merge in merges}
    stale = iter(sorted(applied(now) - holding))
    while part := list(islice(stale, CLAUSES_A_QUERY)):
        yield from _ids(now, {"terms": {"merged": part}})


def _ids(now: PointInTime, query: dict[str, Any]) -> Iterator[str]:
    for page in now.pages(query, HITS_A_PAGE, source=False):
        yield from (hit["_id"] for hit in page)


def write_merges(
    client: Elasticsearch,
    aliases: Aliases,
    settings: Settings,
    ids: Iterable[str],
    state: State,
    advance: Callable[[int], None],
) -> int:
    """Write the merges into these articles, visible at once; how many were changed.

    An article that another run writes meanwhile is read and written again. Raises ClusterError
    where that never ends, or an article is refused.
    """
    changed, rest = 0, iter(ids)
    while part := list(islice(rest, ARTICLES_A_WRITE)):
        due = part
        for _ in range(ROUNDS):
            due = _write(client, aliases, settings, due, state)
            if not due:
                break
        else:
            raise ClusterError(
                f"{len(due)} articles are written by others all the time: try again."
            )
        changed += len(part)
        advance(len(part))
    if changed:
        patiently(lambda: client.indices.refresh(index=aliases.articles), settings.es_patience)
    return changed


def _write(
    client: Elasticsearch, aliases: Aliases, settings: Settings, ids: list[str], state: State
) -> list[str]:
    """Write; the ids of those that have changed since they were read."""
    copies = patiently(
        lambda: copies_of(client, aliases, ids, [*SOURCES, *PLACE]), settings.es_patience
    )
    fields, seen = {}, {}
    for id, (newest, *_) in copies.items():
        merges = merges_in(state, id, newest.source.get("name_ids", ()))
        fields[id] = merged_fields(newest.source, merges)
        seen[id] = newest.version
    where = {id: version.alias for id, version in seen.items()}
    refused = patch(client, where, fields, settings, seen)
    if faults := [item for item in refused if not item.conflict]:
        raise ClusterError(f"{len(faults)} articles were refused, the first: {faults[0].error}")
    return [item.id for item in refused]
