"""A run's signs of life: they come, they end with it, and they never undo its last word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.running.heartbeat import beating
from index_mappings.indices import ensure
from index_mappings.runs import write_run
from tests.flows.prefect_api import wait_for

if TYPE_CHECKING:
    from tests.flows.conftest import Index


def test_a_run_says_that_it_lives_and_what_it_has_done(index: Index) -> None:
    ensure(index.client, index.aliases)
    write_run(index.client, index.aliases, "run-1", {"state": "running", "outcomes": {"read": 9}})
    done = {"read": 0}

    def seen() -> dict[str, object]:
        found: dict[str, object] = index.all(index.aliases.runs)["run-1"]
        return found

    with beating(index.client, index.aliases, "run-1", lambda: dict(done), every=0.05):
        first = wait_for("a sign of life", lambda: seen().get("seen_at"))
        done["read"] = 5
        wait_for("its counts", lambda: seen()["so_far"] == {"read": 5})
    last = seen()
    assert str(last["seen_at"]) > str(first)
    assert last["outcomes"] == {"read": 9}
    assert seen() == last


def test_a_cluster_that_is_away_does_not_stop_a_run(index: Index) -> None:
    with beating(index.client.options(), index.aliases, "run-1", dict, every=0.01):
        index.client.transport.close()
