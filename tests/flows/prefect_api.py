"""A Prefect server as its own API tells of it, asked over plain HTTP."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx

T = TypeVar("T")
PATIENCE = 420.0
"""Seconds that a condition may take on a machine that does much else besides."""


def wait_for(what: str, condition: Callable[[], T | None]) -> T:
    """What the condition gives as soon as it holds. Fails naming `what`."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.25)
    raise AssertionError(f"waited {PATIENCE:.0f} s for {what}")


@dataclass(frozen=True)
class PrefectApi:
    """The API at an address that ends with /api."""

    address: str

    def ask(self, method: str, path: str, told: dict[str, Any] | None = None) -> Any:  # noqa: ANN401
        """The answer to a request; as Prefect's own client, it asks again while the server is busy.

        A server on SQLite answers 503 where its database is locked for too long.
        """

        def answered() -> httpx.Response | None:
            answer = httpx.request(method, f"{self.address}{path}", json=told, timeout=300.0)
            return None if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE else answer

        answer = wait_for(f"an answer to {path}", answered)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def deployment(self, name: str) -> dict[str, Any]:
        """A deployment by flow/name."""
        found: dict[str, Any] = self.ask("GET", f"/deployments/name/{name}")
        return found

    def switch(self, name: str, on: bool) -> None:
        """Resume or pause a deployment's schedules."""
        id = self.deployment(name)["id"]
        self.ask("POST", f"/deployments/{id}/{'resume' if on else 'pause'}_deployment")

    def start(self, name: str) -> str:
        """Start a deployment's run. Returns its id."""
        id = self.deployment(name)["id"]
        return str(self.ask("POST", f"/deployments/{id}/create_flow_run", {})["id"])

    def run(self, id: str) -> dict[str, Any]:
        """A run."""
        found: dict[str, Any] = self.ask("GET", f"/flow_runs/{id}")
        return found

    def runs(self, name: str, *states: str) -> list[dict[str, Any]]:
        """The runs of a deployment in states of these names, in their planned order."""
        told = {
            "deployments": {"id": {"any_": [self.deployment(name)["id"]]}},
            "flow_runs": {"state": {"name": {"any_": list(states)}}},
            "sort": "EXPECTED_START_TIME_ASC",
        }
        found: list[dict[str, Any]] = self.ask("POST", "/flow_runs/filter", told)
        return found

    def ended(self, id: str) -> dict[str, Any]:
        """A run, when it has ended."""

        def over() -> dict[str, Any] | None:
            run = self.run(id)
            return run if run["state_type"] in {"COMPLETED", "FAILED", "CRASHED"} else None

        return wait_for(f"the end of {id}", over)

    def states(self, id: str) -> list[str]:
        """The names of a run's states, the first one first."""
        found = self.ask("GET", f"/flow_run_states/?flow_run_id={id}")
        return [each["name"] for each in sorted(found, key=lambda each: str(each["timestamp"]))]

    def events(self, name: str) -> list[dict[str, Any]]:
        """The events of a name."""
        told = {"filter": {"event": {"name": [name]}}, "limit": 50}
        found: list[dict[str, Any]] = self.ask("POST", "/events/filter", told)["events"]
        return found
