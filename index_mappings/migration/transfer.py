"""Make one index hold exactly what another holds, while writes to the other go on; then swap.

Passes of `_reindex` copy what was written since the pass before, found by sequence number, until
a pass finds little. Then the old index takes no writes for the moment of the last pass (writers
wait for it, `client.patiently`), the two are compared, and the alias moves in one call. Nobody else
writes to the new index until then: a pass may write over what is there, and a transfer that was cut
short is simply done again.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.exceptions import GeneralAvailabilityWarning
from elasticsearch.helpers import scan

from index_mappings.client import ClusterError

FEW = 500
"""Documents that the last pass, the one without writes, may have to copy: about a second."""
MOST_PASSES = 20
SAMPLE = 500
PAGE = 1000
SECONDS_A_LOOK = 0.2
DROP = """
void drop(def node, def path, int at) {
  if (node instanceof List) { for (item in node) { drop(item, path, at) } return }
  if (!(node instanceof Map)) { return }
  if (at == path.size() - 1) { node.remove(path.get(at)); return }
  if (node.containsKey(path.get(at))) { drop(node.get(path.get(at)), path, at + 1) }
}
for (path in params.paths) { drop(ctx._source, path, 0) }
"""

Told = Callable[[str, int, int], None]
"""Called with what is done, and how many documents of how many."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """What is moved where. `drop`: paths of fields that the new index does not take."""

    alias: str
    old: str
    new: str
    drop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Transferred:
    """What a transfer did, in documents; `seconds_blocked` is how long writers had to wait."""

    copied: int
    deleted: int
    compared: int
    documents: int
    seconds_blocked: float


def transfer(client: Elasticsearch, plan: Transfer, told: Told) -> Transferred:
    """Fill `plan.new` from `plan.old`, compare the two, and move the alias.

    Raises ClusterError where a document is refused or the two differ; then the alias stays, the
    old index takes writes again, and a later call goes on with what is there.
    """
    copied, mark = _passes(client, plan, told)
    with _without_writes(client, plan.old) as since:
        copied += _copy(client, plan, mark, told)
        deleted = _delete_gone(client, plan)
        documents = _same_count(client, plan)
        compared = _compare_sample(client, plan)
        _swap(client, plan)
        return Transferred(copied, deleted, compared, documents, time.monotonic() - since)


def _passes(client: Elasticsearch, plan: Transfer, told: Told) -> tuple[int, int]:
    """Copy until little is left. Returns how many, and the sequence number up to which."""
    copied, mark = 0, -1
    for _ in range(MOST_PASSES):
        reached = _last_sequence_number(client, plan.old)
        copied += _copy(client, plan, mark, told)
        mark = reached
        if _written_since(client, plan.old, mark) <= FEW:
            break
    return copied, mark


def _last_sequence_number(client: Elasticsearch, index: str) -> int:
    # Each shard counts on its own: the least of them is behind for none.
    shards = client.indices.stats(index=index, level="shards")["indices"][index]["shards"]
    return min(
        int(copy["seq_no"]["global_checkpoint"])
        for copies in shards.values()
        for copy in copies
        if copy["routing"]["primary"]
    )


def _written_since(client: Elasticsearch, index: str, mark: int) -> int:
    client.indices.refresh(index=index)
    return int(client.count(index=index, query=_after(mark))["count"])


def _after(mark: int) -> dict[str, Any]:
    return {"range": {"_seq_no": {"gt": mark}}}


def _copy(client: Elasticsearch, plan: Transfer, mark: int, told: Told) -> int:
    # After the sequence number was taken: what has a lower one must be seen by this pass.
    client.indices.refresh(index=plan.old)
    paths = [path.split(".") for path in plan.drop]
    script = {"source": DROP, "params": {"paths": paths}} if paths else None
    task = client.reindex(
        source={"index": plan.old, "query": _after(mark), "size": FEW},
        dest={"index": plan.new},
        script=script,
        wait_for_completion=False,
        timeout="5m",
    )["task"]
    answer = _waited_for(client, task, told)
    if failures := answer.get("failures"):
        first = failures[0]
        why = first.get("cause", first).get("reason", first)
        raise ClusterError(
            f"{plan.new} does not take document {first.get('id')}: {why}. The alias was not moved."
        )
    client.indices.refresh(index=plan.new)
    return int(answer["created"]) + int(answer["updated"])


def _waited_for(client: Elasticsearch, task: str, told: Told) -> Mapping[str, Any]:
    while True:
        with warnings.catch_warnings():
            # The tasks API may change its form: these fields have been the same since version 5.
            warnings.simplefilter("ignore", GeneralAvailabilityWarning)
            state = client.tasks.get(task_id=task)
        status = state["task"]["status"]
        done = status["created"] + status["updated"]
        told("copying", done, status["total"])
        if state["completed"]:
            if error := state.get("error"):
                raise ClusterError(f"Copying failed: {error.get('reason', error)}")
            answer: Mapping[str, Any] = state["response"]
            return answer
        time.sleep(SECONDS_A_LOOK)


@contextmanager
def _without_writes(client: Elasticsearch, index: str) -> Iterator[float]:
    """No writes within; after a failure they are taken again, after success the index rests."""
    since = time.monotonic()
    client.indices.add_block(index=index, block="write")
    try:
        yield since
    except BaseException:
        allow_writes(client, index)
        raise


def allow_writes(client: Elasticsearch, index: str) -> None:
    """Take the block away, if there is one."""
    client.indices.put_settings(index=index, settings={"index.blocks.write": None})


def _delete_gone(client: Elasticsearch, plan: Transfer) -> int:
    """Delete what was deleted in the old index after it was copied. Returns how many."""
    if _count(client, plan.new) == _count(client, plan.old):
        return 0  # all of the old is in the new: no fewer, none more
    gone = [id for page in _pages(client, plan.new) for id in _missing(client, plan.old, page)]
    for start in range(0, len(gone), PAGE):
        operations = [{"delete": {"_id": id}} for id in gone[start : start + PAGE]]
        client.bulk(index=plan.new, operations=operations)
    client.indices.refresh(index=plan.new)
    return len(gone)


def _pages(client: Elasticsearch, index: str) -> Iterator[list[str]]:
    page: list[str] = []
    for hit in scan(client, index=index, _source=False, size=PAGE):
        page.append(hit["_id"])
        if len(page) == PAGE:
            yield page
            page = []
    if page:
        yield page


def _missing(client: Elasticsearch, index: str, ids: Sequence[str]) -> list[str]:
    docs = client.mget(index=index, ids=list(ids), source=False)["docs"]
    return [doc["_id"] for doc in docs if not doc["found"]]


def _same_count(client: Elasticsearch, plan: Transfer) -> int:
    old, new = _count(client, plan.old), _count(client, plan.new)
    if old != new:
        raise ClusterError(
            f"{plan.old} holds {old:,} documents and {plan.new} {new:,}: the alias was not moved."
        )
    return new


def _count(client: Elasticsearch, index: str) -> int:
    client.indices.refresh(index=index)
    return int(client.count(index=index)["count"])


def _compare_sample(client: Elasticsearch, plan: Transfer) -> int:
    """Compare documents, drawn by chance, field by field. Returns how many."""
    drawn = client.search(
        index=plan.old,
        query={"function_score": {"random_score": {}}},
        size=SAMPLE,
    )["hits"]["hits"]
    if not drawn:
        return 0
    copies = client.mget(index=plan.new, ids=[hit["_id"] for hit in drawn])["docs"]
    for hit, copy in zip(drawn, copies, strict=True):
        due = without(hit["_source"], plan.drop)
        differing = fields_that_differ(due, copy.get("_source", {}))
        if differing:
            raise ClusterError(
                f"Document {hit['_id']} differs in {plan.new} ({', '.join(differing[:5])}): the "
                "alias was not moved."
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


def _swap(client: Elasticsearch, plan: Transfer) -> None:
    client.indices.update_aliases(
        actions=[
            {"remove": {"index": plan.old, "alias": plan.alias, "must_exist": True}},
            {"add": {"index": plan.new, "alias": plan.alias, "is_write_index": True}},
        ]
    )
