"""Whether new indices hold what old ones hold: all of it, no more, and field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import scan

from index_mappings.client import ClusterError
from index_mappings.migration.targets import Targets
from index_mappings.split import FIELDS

SAMPLE = 500
PAGE = 1000
BUCKETS_A_PAGE = 10_000


def indices_of(client: Elasticsearch, name: str) -> list[str]:
    """The index of this name, or those behind the alias: a run may make one more at any time."""
    return sorted(client.indices.get_alias(index=name))


def delete_gone(client: Elasticsearch, old: str, new: Targets) -> int:
    """Delete what was deleted in the old indices after it was copied, or belongs elsewhere now."""
    if _held(client, new) == _distinct(client, old):
        return 0  # all of the old is in the new: no fewer, none more
    deleted = 0
    for index in new.indices:
        for page in _pages(client, index):
            gone = _not_of(client, old, new, index, page)
            if gone:
                operations = [{"delete": {"_id": id}} for id in gone]
                client.bulk(index=index, operations=operations)
                deleted += len(gone)
    return deleted


def _pages(client: Elasticsearch, index: str) -> Iterator[list[str]]:
    page: list[str] = []
    for hit in scan(client, index=index, _source=False, size=PAGE):
        page.append(hit["_id"])
        if len(page) == PAGE:
            yield page
            page = []
    if page:
        yield page


def _not_of(
    client: Elasticsearch, old: str, new: Targets, index: str, ids: Sequence[str]
) -> list[str]:
    """Those of the documents in a new index that the old ones do not have, or not for it."""
    homes: dict[str, set[str]] = {id: set() for id in ids}
    for each in indices_of(client, old):
        docs = client.mget(index=each, ids=list(ids), source_includes=list(FIELDS.values()))["docs"]
        for doc in docs:
            if doc["found"]:
                homes[doc["_id"]].add(new.home(doc.get("_source", {})))
    return [id for id in ids if index not in homes[id]]


def same_count(client: Elasticsearch, old: str, new: Targets) -> int:
    """How many documents both hold. Raises ClusterError where they hold not the same number."""
    there, here = _distinct(client, old), _held(client, new)
    if there != here:
        raise ClusterError(
            f"{old} holds {there:,} documents and {', '.join(new.indices)} {here:,}: nothing has "
            "changed. Give the command again."
        )
    return here


def _held(client: Elasticsearch, new: Targets) -> int:
    return sum(_count(client, index) for index in new.indices)


def _count(client: Elasticsearch, index: str) -> int:
    client.indices.refresh(index=index)
    return int(client.count(index=index)["count"])


def _distinct(client: Elasticsearch, name: str) -> int:
    """How many documents there are; one that is on its way between two partitions is one."""
    count = _count(client, name)
    if len(indices_of(client, name)) == 1:
        return count
    return count - _second_copies(client, name)


def _second_copies(client: Elasticsearch, name: str) -> int:
    after: dict[str, Any] = {}
    found = 0
    while True:
        by = {"size": BUCKETS_A_PAGE, "sources": [{"id": {"terms": {"field": "id"}}}], **after}
        answer = client.search(index=name, size=0, aggs={"by": {"composite": by}})
        page = answer["aggregations"]["by"]
        found += sum(int(bucket["doc_count"]) - 1 for bucket in page["buckets"])
        if "after_key" not in page:
            return found
        after = {"after": page["after_key"]}


def compare_sample(client: Elasticsearch, old: str, new: Targets, drop: Sequence[str] = ()) -> int:
    """Compare documents, drawn by chance, field by field. Returns how many."""
    drawn = client.search(
        index=old,
        query={"function_score": {"random_score": {}}},
        size=SAMPLE,
    )["hits"]["hits"]
    if not drawn:
        return 0
    wanted = [{"_index": new.home(hit["_source"]), "_id": hit["_id"]} for hit in drawn]
    copies = client.mget(docs=wanted)["docs"]
    for hit, copy in zip(drawn, copies, strict=True):
        due = without(hit["_source"], drop)
        differing = fields_that_differ(due, copy.get("_source", {}))
        if differing:
            raise ClusterError(
                f"Document {hit['_id']} differs in {copy['_index']} ({', '.join(differing[:5])}): "
                "nothing has changed. Give the command again."
            )
    return len(drawn)


def without(document: Mapping[str, Any], paths: Sequence[str]) -> dict[str, Any]:
    """A document without the fields at some paths, as `DROP` leaves it.

    >>> without({"a": [{"b": 1, "c": 2}], "d": 3}, ["a.b", "d"])
    {'a': [{'c': 2}]}
    """
    left = dict(document)
    for path in paths:
        key, _, below = path.partition(".")
        if not below:
            left.pop(key, None)
        elif isinstance(value := left.get(key), Mapping):
            left[key] = without(value, [below])
        elif isinstance(value, list):
            left[key] = [
                without(item, [below]) if isinstance(item, Mapping) else item for item in value
            ]
    return left


def fields_that_differ(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """The outermost fields in which two documents differ, in order of name."""
    return sorted(key for key in one.keys() | other.keys() if one.get(key) != other.get(key))
