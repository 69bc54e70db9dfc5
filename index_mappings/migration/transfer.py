"""Make new indices hold exactly what old ones hold, while writes to the old go on; then swap.

Passes of `_reindex` copy what was written since the pass before, found by sequence number, until
a pass finds little. Then the old indices take no writes for the moment of the last pass (writers
wait for it, `client.patiently`), old and new are compared, and the aliases move in one call. Nobody
else writes to the new ones until then: a pass may write over what is there, and a transfer that was
cut short is simply done again.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.exceptions import GeneralAvailabilityWarning

from index_mappings.client import ClusterError
from index_mappings.migration.compare import (
    compare_sample,
    delete_gone,
    indices_of,
    same_count,
)
from index_mappings.migration.targets import Targets, stem

FEW = 500
"""Documents that the last pass, the one without writes, may have to copy: about a second."""
MOST_PASSES = 20
SECONDS_A_LOOK = 0.2
DROP = """
void drop(def node, def path, int at) {
  if (node instanceof List) { for (item in node) { drop(item, path, at) } return }
  if (!(node instanceof Map)) { return }
  if (at == path.size() - 1) { node.remove(path.get(at)); return }
  if (node.containsKey(path.get(at))) { drop(node.get(path.get(at)), path, at + 1) }
}
"""
DROP_ALL = "for (path in params.paths) { drop(ctx._source, path, 0) }"

Told = Callable[[str, int, int], None]
"""Called with what is done, and how many documents of how many."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """What is moved where.

    Args:
        old: an index, or an alias and so all indices behind it.
        drop: paths of fields that the new indices do not take.
    """

    old: str
    new: Targets
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
    """Fill `plan.new` from `plan.old`, compare the two, and move the aliases.

    Raises ClusterError where a document is refused or the two differ; then the aliases stay, the
    old indices take writes again, and a later call goes on with what is there.
    """
    copied, marks = _passes(client, plan, told)
    with _without_writes(client, plan.old) as since:
        copied += _copy(client, plan, marks, told)
        deleted = delete_gone(client, plan.old, plan.new)
        documents = same_count(client, plan.old, plan.new)
        compared = compare_sample(client, plan.old, plan.new, plan.drop)
        _swap(client, plan)
        return Transferred(copied, deleted, compared, documents, time.monotonic() - since)


Marks = Mapping[str, int]
"""By old index the sequence number up to which it is copied."""


def _passes(client: Elasticsearch, plan: Transfer, told: Told) -> tuple[int, Marks]:
    """Copy until little is left. Returns how many, and up to where."""
    copied, marks = 0, dict[str, int]()
    for _ in range(MOST_PASSES):
        reached = {old: _last_sequence_number(client, old) for old in indices_of(client, plan.old)}
        copied += _copy(client, plan, marks, told)
        marks = reached
        if _written_since(client, plan, marks) <= FEW:
            break
    return copied, marks


def _last_sequence_number(client: Elasticsearch, index: str) -> int:
    # Each shard counts on its own: the least of them is behind for none.
    shards = client.indices.stats(index=index, level="shards")["indices"][index]["shards"]
    return min(
        int(copy["seq_no"]["global_checkpoint"])
        for copies in shards.values()
        for copy in copies
        if copy["routing"]["primary"]
    )


def _written_since(client: Elasticsearch, plan: Transfer, marks: Marks) -> int:
    client.indices.refresh(index=plan.old)
    return sum(
        int(client.count(index=old, query=_after(marks.get(old, -1)))["count"])
        for old in indices_of(client, plan.old)
    )


def _after(mark: int) -> dict[str, Any]:
    return {"range": {"_seq_no": {"gt": mark}}}


def _copy(client: Elasticsearch, plan: Transfer, marks: Marks, told: Told) -> int:
    # After the sequence numbers were taken: what has a lower one must be seen by this pass, and
    # find an index of its partition.
    client.indices.refresh(index=plan.old)
    plan.new.grow(client, plan.old)
    copied = sum(
        _copy_one(client, plan, old, marks.get(old, -1), told)
        for old in indices_of(client, plan.old)
    )
    for index in plan.new.indices:
        client.indices.refresh(index=index)
    return copied


def _copy_one(client: Elasticsearch, plan: Transfer, old: str, mark: int, told: Told) -> int:
    task = client.reindex(
        source={"index": old, "query": _after(mark), "size": FEW},
        dest={"index": plan.new.indices[0]},
        script=_script(plan),
        wait_for_completion=False,
        timeout="5m",
    )["task"]
    answer = _waited_for(client, task, told)
    if failures := answer.get("failures"):
        first = failures[0]
        why = first.get("cause", first).get("reason", first)
        raise ClusterError(
            f"{first.get('index')} does not take document {first.get('id')}: {why}. Nothing has "
            "changed."
        )
    return int(answer["created"]) + int(answer["updated"])


def _script(plan: Transfer) -> dict[str, Any] | None:
    paths = [path.split(".") for path in plan.drop]
    # Functions come first: that is how the language wants it.
    source = f"{DROP if paths else ''}{plan.new.script}{DROP_ALL if paths else ''}"
    params = {"paths": paths, "homes": plan.new.homes}
    return {"source": source, "params": params} if source else None


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
def _without_writes(client: Elasticsearch, name: str) -> Iterator[float]:
    """No writes within; after a failure they are taken again, after success the indices rest."""
    since = time.monotonic()
    blocked: list[str] = []
    try:
        while new := [each for each in indices_of(client, name) if each not in blocked]:
            for index in new:
                client.indices.add_block(index=index, block="write")
                blocked.append(index)
        yield since
    except BaseException:
        for index in blocked:
            allow_writes(client, index)
        raise


def allow_writes(client: Elasticsearch, index: str) -> None:
    """Take the block away, if there is one."""
    client.indices.put_settings(index=index, settings={"index.blocks.write": None})


def _swap(client: Elasticsearch, plan: Transfer) -> None:
    now = client.indices.get_alias(index=plan.old).body
    moving = {alias for added in plan.new.aliases.values() for alias in added}
    actions: list[dict[str, Any]] = [
        {"remove": {"index": old, "alias": alias, "must_exist": True}}
        for old, told in now.items()
        for alias in told["aliases"]
        if alias in moving or alias == stem(old)
    ]
    actions += [
        {"add": {"index": index, "alias": alias, **told}}
        for index, added in plan.new.aliases.items()
        for alias, told in added.items()
    ]
    client.indices.update_aliases(actions=actions)
